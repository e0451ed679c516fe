//! Receiving the redirect on this machine (RFC 8252 §7.3), for desktop and terminal.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
    time::timeout,
};

use super::issuers::{RedirectKind, RedirectUri};

/// Longest request head that is read, in bytes.
const MAX_HEAD: usize = 16 * 1024;

/// How long one connection may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Most connections at a time; a browser opens a few.
const MAX_CONNECTIONS: usize = 16;

const PAGE: &str = "<!doctype html><html lang=\"de\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Dienstchat</title>\
<body style=\"font-family:sans-serif;max-width:30em;margin:4em auto;padding:0 1em\">\
<p>Du kannst dieses Fenster schließen und zu Dienstchat zurückkehren.</p>\
<p lang=\"en\">You can close this window and return to Dienstchat.</p></body></html>";

const NOT_FOUND: &str = "<!doctype html><meta charset=\"utf-8\"><title>Dienstchat</title>\
<p>Diese Seite gibt es nicht.</p><p lang=\"en\">There is no such page.</p>";

/// Listens for one redirect.
#[derive(Debug)]
pub struct LoopbackReceiver {
    listener: TcpListener,
    redirect_uri: String,
    expected: Arc<Expected>,
}

#[derive(Debug)]
struct Expected {
    origin: String,
    path: String,
}

/// The receiver cannot listen or no longer accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoopbackError {
    /// The redirect URI is not one for a loopback address.
    #[error("the redirect URI is not for a loopback address")]
    NotLoopback,
    /// The system does not let us listen.
    #[error("cannot listen on this machine: {0}")]
    Listen(io::ErrorKind),
}

impl LoopbackReceiver {
    /// Listens on a free port of this machine, at the address and path of a registered redirect
    /// URI of the kind [`RedirectKind::Loopback`].
    ///
    /// # Errors
    /// [`LoopbackError`].
    pub async fn bind(registered: &RedirectUri) -> Result<Self, LoopbackError> {
        if registered.kind() != RedirectKind::Loopback {
            return Err(LoopbackError::NotLoopback);
        }
        let url = url::Url::parse(registered.as_str()).map_err(|_| LoopbackError::NotLoopback)?;
        let address: IpAddr = match url.host() {
            Some(url::Host::Ipv6(_)) => Ipv6Addr::LOCALHOST.into(),
            _ => Ipv4Addr::LOCALHOST.into(),
        };
        let listen = |error: io::Error| LoopbackError::Listen(error.kind());
        let listener = TcpListener::bind(SocketAddr::new(address, 0))
            .await
            .map_err(listen)?;
        let local = listener.local_addr().map_err(listen)?;
        let origin = format!("http://{local}");
        let path = url.path().to_owned();
        let query = url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        Ok(Self {
            listener,
            redirect_uri: format!("{origin}{path}{query}"),
            expected: Arc::new(Expected { origin, path }),
        })
    }

    /// The redirect URI with the port that was found.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for a callback that `accept` recognises (by its state) and gives its URL. Everything
    /// else that connects is answered with 404 and forgotten. Dropping the future ends it.
    ///
    /// # Errors
    /// [`LoopbackError::Listen`] when the system ends the listening.
    pub async fn receive(self, accept: impl Fn(&str) -> bool) -> Result<String, LoopbackError> {
        self.wait(accept).await
    }

    /// The same, but goes on listening when it has ended or is dropped.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub async fn wait(&self, accept: impl Fn(&str) -> bool) -> Result<String, LoopbackError> {
        let mut connections = JoinSet::new();
        let (send, mut asked) = mpsc::channel::<Asked>(MAX_CONNECTIONS);
        loop {
            tokio::select! {
                connection = self.listener.accept(), if connections.len() < MAX_CONNECTIONS => {
                    match connection {
                        Ok((stream, _)) => {
                            let serve = serve(stream, Arc::clone(&self.expected), send.clone());
                            connections.spawn(timeout(TIMEOUT, serve));
                        }
                        Err(error) if is_fatal(error.kind()) => {
                            return Err(LoopbackError::Listen(error.kind()));
                        }
                        Err(_) => {}
                    }
                }
                Some(_) = connections.join_next() => {}
                Some(Asked { url, mut stream }) = asked.recv() => {
                    if accept(&url) {
                        // The browser may be gone; the callback counts all the same.
                        let _ = timeout(TIMEOUT, answer(&mut stream, "200 OK", PAGE)).await;
                        return Ok(url);
                    }
                    connections.spawn(timeout(TIMEOUT, async move {
                        let _ = answer(&mut stream, "404 Not Found", NOT_FOUND).await;
                    }));
                }
            }
        }
    }
}

/// A request for the right path, to be judged.
struct Asked {
    url: String,
    stream: TcpStream,
}

async fn serve(mut stream: TcpStream, expected: Arc<Expected>, asked: mpsc::Sender<Asked>) {
    let Some(head) = read_head(&mut stream).await else {
        return;
    };
    match expected.url(&head) {
        Some(url) => {
            // The receiver is gone once a callback was accepted.
            let _ = asked.send(Asked { url, stream }).await;
        }
        None => {
            let _ = answer(&mut stream, "404 Not Found", NOT_FOUND).await;
        }
    }
}

impl Expected {
    /// The URL that was asked for, when it is a GET of the right path on the right host (a page
    /// that points its own name at this machine asks for another one).
    fn url(&self, head: &str) -> Option<String> {
        let mut lines = head.split("\r\n");
        let mut request = lines.next()?.split(' ');
        let (method, target, version) = (request.next()?, request.next()?, request.next()?);
        if method != "GET" || !version.starts_with("HTTP/1.") || request.next().is_some() {
            return None;
        }
        let host = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("host").then(|| value.trim())
        })?;
        if format!("http://{host}") != self.origin {
            return None;
        }
        let path = target.split(['?', '#']).next()?;
        (path == self.path).then(|| format!("{}{target}", self.origin))
    }
}

/// Reads up to the empty line that ends the head.
async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut buffer = [0_u8; 2048];
    loop {
        let count = stream.read(&mut buffer).await.ok()?;
        head.extend_from_slice(buffer.get(..count)?);
        if head.windows(4).any(|window| window == b"\r\n\r\n") {
            return String::from_utf8(head).ok();
        }
        if count == 0 || head.len() > MAX_HEAD {
            return None;
        }
    }
}

async fn answer(stream: &mut TcpStream, status: &str, page: &str) -> io::Result<()> {
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n\
         Connection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

/// Errors of a single connection are no reason to stop listening.
fn is_fatal(kind: io::ErrorKind) -> bool {
    !matches!(
        kind,
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}
