//! A small HTTP server that may also say nothing: it ends connections without an answer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::future::Future;
use std::io;
use std::net::Ipv4Addr;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

/// A request that has arrived whole.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `PUT`.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// As it came.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What is sent beside length and connection.
    pub headers: Vec<(String, String)>,
    /// The bytes after them.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer in JSON.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }
}

/// Serves until it is dropped; each connection carries one request.
#[derive(Debug)]
pub struct Server {
    /// Where it listens, on the loopback interface.
    pub url: Url,
    task: JoinHandle<()>,
}

impl Server {
    /// `handle` gives no answer for a request whose connection is to end.
    ///
    /// # Panics
    ///
    /// When there is no free port.
    pub async fn start<H, F>(handle: H) -> Self
    where
        H: Fn(Request) -> F + Clone + Send + 'static,
        F: Future<Output = Option<Answer>> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let handle = handle.clone();
                tokio::spawn(async move {
                    // A phone that hangs up is none of our business.
                    let _ = serve(stream, handle).await;
                });
            }
        });
        Self {
            url: Url::parse(&format!("http://{address}")).expect("an address is one"),
            task,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<H, F>(stream: TcpStream, handle: H) -> io::Result<()>
where
    H: Fn(Request) -> F,
    F: Future<Output = Option<Answer>>,
{
    let mut stream = BufReader::new(stream);
    let Some(request) = read(&mut stream).await? else {
        return Ok(());
    };
    let Some(answer) = handle(request).await else {
        return Ok(());
    };
    let mut head = format!(
        "HTTP/1.1 {} Answer\r\ncontent-length: {}\r\nconnection: close\r\n",
        answer.status,
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&answer.body).await?;
    stream.shutdown().await
}

async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: BTreeMap::new(),
        body: Vec::new(),
    };
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        let name = name.to_ascii_lowercase();
        request.headers.insert(name, value.trim().to_owned());
    }
    let length = request.headers.get("content-length");
    let length = length.map_or(0, |length| length.parse().expect("a phone says how long"));
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).await?;
    Ok(Some(request))
}
