//! The receiver of redirects on this machine.

use dienstchat_core::login::{
    issuers::RedirectUri,
    loopback::{LoopbackError, LoopbackReceiver},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

async fn receiver() -> (LoopbackReceiver, String) {
    let registered = RedirectUri::parse("http://127.0.0.1/callback").unwrap();
    let receiver = LoopbackReceiver::bind(&registered).await.unwrap();
    assert!(registered.matches(receiver.redirect_uri()));
    let url = url::Url::parse(receiver.redirect_uri()).unwrap();
    let address = format!("127.0.0.1:{}", url.port().unwrap());
    (receiver, address)
}

/// Sends bytes and reads the answer to its end.
async fn ask(address: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // The other side may break off what it does not want to read.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn get(address: &str, target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n").into_bytes()
}

fn good(url: &str) -> bool {
    url.contains("state=good")
}

#[tokio::test]
async fn the_callback_is_received_among_garbage() {
    let (receiver, address) = receiver().await;
    let receive = tokio::spawn(receiver.receive(good));
    // A browser that connects ahead and says nothing keeps nobody waiting.
    let _idle = TcpStream::connect(&address).await.unwrap();

    let refused: [Vec<u8>; 8] = [
        get(&address, "/favicon.ico"),
        get(&address, "/callback/x?state=good"),
        get(&address, "/callback?state=bad&code=c"),
        get("evil.example", "/callback?state=good"),
        format!("POST /callback?state=good HTTP/1.1\r\nHost: {address}\r\n\r\n").into_bytes(),
        b"GET /callback?state=good HTTP/1.1\r\n\r\n".to_vec(),
        b"\r\n\r\n".to_vec(),
        format!("GET http://{address}/callback?state=good HTTP/1.1\r\nHost: {address}\r\n\r\n")
            .into_bytes(),
    ];
    for request in refused {
        let answer = ask(&address, &request).await;
        let sent = String::from_utf8_lossy(&request).into_owned();
        assert!(answer.starts_with("HTTP/1.1 404"), "{sent}: {answer}");
    }
    let broken: [Vec<u8>; 2] = [
        vec![0xff, 0xfe, b'\r', b'\n', b'\r', b'\n'],
        vec![b'x'; 20_000],
    ];
    for request in broken {
        assert!(!ask(&address, &request).await.contains("200"));
    }

    let page = ask(&address, &get(&address, "/callback?state=good&code=c")).await;
    assert!(page.starts_with("HTTP/1.1 200 OK"));
    assert!(page.contains("Du kannst dieses Fenster schließen"));
    let url = receive.await.unwrap().unwrap();
    assert_eq!(url, format!("http://{address}/callback?state=good&code=c"));
}

#[tokio::test]
async fn a_head_in_pieces_is_read() {
    let (receiver, address) = receiver().await;
    let receive = tokio::spawn(receiver.receive(good));
    let mut stream = TcpStream::connect(&address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    for piece in get(&address, "/callback?state=good").chunks(7) {
        stream.write_all(piece).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert!(receive.await.unwrap().is_ok());
}

#[tokio::test]
async fn dropping_ends_the_listening() {
    let (receiver, address) = receiver().await;
    let receive = receiver.receive(good);
    drop(receive);
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn only_loopback_redirects_are_received() {
    for uri in ["dienstchat://login", "https://app.example/login"] {
        let registered = RedirectUri::parse(uri).unwrap();
        let bound = LoopbackReceiver::bind(&registered).await;
        assert_eq!(bound.unwrap_err(), LoopbackError::NotLoopback);
    }
}
