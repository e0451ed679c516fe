//! Signing in as far as nobody need be reached: what waits for a browser, and how that ends.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use common::{App, Call, NOWHERE, app, silent};
use dienstchat_ffi::{Browser, BrowserError, Cancellation, Loopback, SignInError, SignInTarget};

const CALLBACK: &str = "dienstchat://login?code=abc&state=def";

/// Counts its calls.
#[derive(Default)]
struct Counting {
    opened: AtomicUsize,
    dismissed: AtomicUsize,
}

impl Browser for Counting {
    fn open(&self, _: String) -> Result<(), BrowserError> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn dismiss(&self) -> Result<(), BrowserError> {
        self.dismissed.fetch_add(1, Ordering::SeqCst);
        Err(BrowserError::Failed)
    }
}

fn with_browser(
    app: &App,
    browser: &Arc<Counting>,
    cancellation: Option<Arc<Cancellation>>,
) -> Call<Result<(), SignInError>> {
    let sign_in = app.dienstchat.sign_in();
    let browser = Arc::clone(browser) as Arc<dyn Browser>;
    let target = SignInTarget::Organisation {
        ov: "xyz".to_owned(),
    };
    Call::new(async move {
        let redirect_uri = "dienstchat://login".to_owned();
        let account = sign_in.with_browser(target, redirect_uri, browser, cancellation);
        account.await.map(|_| ())
    })
}

#[test]
fn without_a_connection_no_browser_is_opened() {
    let browser = Arc::default();
    let signed_in = with_browser(&app(NOWHERE), &browser, None).wait();
    assert_eq!(signed_in, Err(SignInError::Offline));
    assert_eq!(browser.opened.load(Ordering::SeqCst), 0);
    assert_eq!(Arc::strong_count(&browser), 1, "the browser was let go");
}

#[test]
fn a_sign_in_that_is_cancelled_lets_the_browser_go() {
    let server = silent();
    let app = app(&server.url);
    let browser = Arc::default();
    let cancellation = Arc::new(Cancellation::new());
    let call = with_browser(&app, &browser, Some(Arc::clone(&cancellation)));
    let waiting = thread::spawn(|| call.wait());
    let _request = server.asked.recv().unwrap();
    cancellation.cancel();
    assert_eq!(waiting.join().unwrap(), Err(SignInError::Cancelled));
    assert_eq!(
        browser.dismissed.load(Ordering::SeqCst),
        0,
        "nothing was shown"
    );
    assert_eq!(Arc::strong_count(&browser), 1, "the browser was let go");
}

#[test]
fn a_target_that_is_none_is_the_error_of_the_call() {
    let sign_in = app(NOWHERE).dienstchat.sign_in();
    let begun = Call::new(async move {
        let target = SignInTarget::Account {
            id: "nobody".to_owned(),
        };
        let begun = sign_in.begin(target, "dienstchat://login".to_owned(), None);
        begun.await
    });
    assert_eq!(begun.wait(), Err(SignInError::InvalidId));
}

#[test]
fn a_callback_that_nobody_waits_for_is_not_taken() {
    let app = app(NOWHERE);
    assert_eq!(app.dienstchat.sign_in().callback(CALLBACK), Ok(false));
}

fn loopback(app: &App, redirect_uri: &'static str) -> Result<Loopback, SignInError> {
    let sign_in = app.dienstchat.sign_in();
    Call::new(async move { sign_in.loopback(redirect_uri.to_owned(), None).await }).wait()
}

#[test]
fn what_is_no_loopback_address_is_refused() {
    let refused = loopback(&app(NOWHERE), "dienstchat://login").map(|_| ());
    assert_eq!(refused, Err(SignInError::InvalidRedirectUri));
}

#[test]
fn a_loopback_waits_on_for_the_right_callback_until_it_is_cancelled() {
    let app = app(NOWHERE);
    let loopback = Arc::new(loopback(&app, "http://127.0.0.1/login").unwrap());
    let address = loopback.redirect_uri();
    let address = address.strip_prefix("http://").unwrap();
    let (address, _) = address.split_once('/').unwrap();

    let cancellation = Arc::new(Cancellation::new());
    let given = Some(Arc::clone(&cancellation));
    let shared = Arc::clone(&loopback);
    let call = Call::new(async move { shared.wait(given).await });
    let waiting = thread::spawn(|| call.wait());

    let mut stray = TcpStream::connect(address).unwrap();
    write!(
        stray,
        "GET /login?code=a&state=b HTTP/1.1\r\nhost: {address}\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stray.read_to_string(&mut answer).unwrap();
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(!waiting.is_finished());

    cancellation.cancel();
    assert_eq!(waiting.join().unwrap(), Err(SignInError::Cancelled));
    app.dienstchat.shut_down();
    let call = Call::new(async move { loopback.wait(None).await });
    assert_eq!(call.wait(), Err(SignInError::Closed));
}
