//! What the tests of the boundary share: a shell in Rust, and calls as uniffi makes them.

#![allow(dead_code, reason = "each test uses a part")]

use std::{
    collections::HashMap,
    future::Future,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    pin::Pin,
    sync::{Arc, Mutex, mpsc},
    task::{Context, Poll, Wake, Waker},
    thread,
};

use dienstchat_ffi::{Config, Dienstchat, KeyStore, KeyStoreError};
use tempfile::TempDir;
use uniffi::deps::async_compat::Compat;

/// Keeps secrets for as long as the test runs.
#[derive(Default)]
pub(crate) struct MemoryKeyStore(Mutex<HashMap<String, Vec<u8>>>);

impl KeyStore for MemoryKeyStore {
    fn get(&self, name: String) -> Result<Option<Vec<u8>>, KeyStoreError> {
        Ok(self.0.lock().unwrap().get(&name).cloned())
    }

    fn put(&self, name: String, secret: Vec<u8>) -> Result<(), KeyStoreError> {
        self.0.lock().unwrap().insert(name, secret);
        Ok(())
    }

    fn delete(&self, name: String) -> Result<(), KeyStoreError> {
        self.0.lock().unwrap().remove(&name);
        Ok(())
    }
}

/// A shell's Dienstchat with its folder.
pub(crate) struct App {
    pub(crate) dienstchat: Dienstchat,
    pub(crate) _folder: TempDir,
}

pub(crate) fn app(connector: &str) -> App {
    app_with(connector, Arc::new(MemoryKeyStore::default()))
}

pub(crate) fn app_with(connector: &str, key_store: Arc<dyn KeyStore>) -> App {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data_dir: folder.path().join("data").to_str().unwrap().to_owned(),
        connector: connector.to_owned(),
        app_hosts: vec!["https://chat.example".to_owned()],
        issuers: include_str!("../../scenarios/issuers.toml").to_owned(),
    };
    App {
        dienstchat: Dienstchat::open(config, key_store, None, None).unwrap(),
        _folder: folder,
    }
}

/// Where nobody listens.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:1";

/// A server that takes requests and never answers; says when one has come.
pub(crate) struct Silent {
    pub(crate) url: String,
    pub(crate) asked: mpsc::Receiver<TcpStream>,
}

pub(crate) fn silent() -> Silent {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (ask, asked) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut line = String::new();
            let read = BufReader::new(&stream).read_line(&mut line);
            if read.is_err() || ask.send(stream).is_err() {
                return;
            }
        }
    });
    Silent { url, asked }
}

/// A server that gives the same answer to everybody, once for each connection.
pub(crate) fn answering(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(&stream, body));
        }
    });
    url
}

fn answer(mut stream: &TcpStream, body: &str) {
    let mut lines = BufReader::new(stream).lines();
    while lines
        .next()
        .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
    {}
    let length = body.len();
    // Whoever went away does not want it.
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    );
}

/// A call under way, as the generated code holds it: polled on a thread that knows nothing of
/// tokio.
pub(crate) struct Call<T>(Pin<Box<dyn Future<Output = T> + Send>>);

impl<T> Call<T> {
    pub(crate) fn new(call: impl Future<Output = T> + Send + 'static) -> Self {
        Self(Box::pin(Compat::new(call)))
    }

    /// One step.
    pub(crate) fn poll(&mut self) -> Poll<T> {
        self.0
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
    }

    /// Waits for the end.
    pub(crate) fn wait(mut self) -> T {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match self.0.as_mut().poll(&mut context) {
                Poll::Ready(result) => return result,
                Poll::Pending => thread::park(),
            }
        }
    }
}

struct Unpark(thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
