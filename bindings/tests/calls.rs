//! Calls as a shell makes them: cancelled, dropped, many at once, on threads of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    thread,
};

use common::{App, Call, NOWHERE, answering, app, app_with, silent};
use dienstchat_ffi::{
    Cancellation, ClientError, KeyStore, KeyStoreError, LinkTarget, SignInError, SignInTarget,
};

const CALLBACK: &str = "dienstchat://login?code=abc&state=def";

fn search(app: &App, cancellation: Option<Arc<Cancellation>>) -> Call<Result<usize, ClientError>> {
    let organisations = app.dienstchat.organisations();
    Call::new(async move {
        let found = organisations.search(String::new(), cancellation).await;
        found.map(|organisations| organisations.len())
    })
}

#[test]
fn a_call_under_way_ends_when_it_is_cancelled() {
    let server = silent();
    let app = app(&server.url);
    let cancellation = Arc::new(Cancellation::new());
    let call = search(&app, Some(Arc::clone(&cancellation)));
    let waiting = thread::spawn(|| call.wait());
    let _request = server.asked.recv().unwrap();
    cancellation.cancel();
    assert_eq!(waiting.join().unwrap(), Err(ClientError::Cancelled));
}

#[test]
fn one_cancellation_ends_several_calls_and_those_to_come() {
    let server = silent();
    let app = app(&server.url);
    let cancellation = Arc::new(Cancellation::new());
    let sign_in = app.dienstchat.sign_in();
    let given = Some(Arc::clone(&cancellation));
    let begin = Call::new(async move {
        let target = SignInTarget::Organisation {
            ov: "xyz".to_owned(),
        };
        let begun = sign_in.begin(target, "dienstchat://login".to_owned(), given);
        begun.await.map(|_| ())
    });
    let search = search(&app, Some(Arc::clone(&cancellation)));
    let first = thread::spawn(|| begin.wait());
    let second = thread::spawn(|| search.wait());
    let _requests = [server.asked.recv().unwrap(), server.asked.recv().unwrap()];
    cancellation.cancel();
    assert_eq!(first.join().unwrap(), Err(SignInError::Cancelled));
    assert_eq!(second.join().unwrap(), Err(ClientError::Cancelled));
    let later = self::search(&app, Some(cancellation));
    assert_eq!(later.wait(), Err(ClientError::Cancelled));
}

#[test]
fn a_call_dropped_in_the_middle_leaves_nothing_behind() {
    let server = silent();
    let app = app(&server.url);
    let mut call = search(&app, None);
    assert!(call.poll().is_pending());
    // On a thread that has never seen a runtime, as the garbage collector's.
    thread::spawn(move || drop(call)).join().unwrap();
    let cancellation = Arc::new(Cancellation::new());
    let mut again = search(&app, Some(Arc::clone(&cancellation)));
    assert!(again.poll().is_pending());
    cancellation.cancel();
    assert!(matches!(
        again.poll(),
        Poll::Ready(Err(ClientError::Cancelled))
    ));
    assert_eq!(app.dienstchat.accounts().list().unwrap(), []);
}

#[test]
fn objects_are_dropped_on_any_thread_in_any_order() {
    let server = silent();
    let App {
        dienstchat,
        _folder: folder,
    } = app(&server.url);
    let organisations = dienstchat.organisations();
    let mut call = Call::new(async move {
        let found = organisations.search(String::new(), None).await;
        found.map(|organisations| organisations.len())
    });
    assert!(call.poll().is_pending());
    let others = (
        dienstchat.accounts(),
        dienstchat.chats(),
        dienstchat.links(),
    );
    thread::spawn(move || drop(dienstchat)).join().unwrap();
    // What the root handed out works without it.
    assert_eq!(others.0.list().unwrap(), []);
    assert!(others.1.list().unwrap().is_empty());
    assert!(call.poll().is_pending());
    thread::spawn(move || drop(call)).join().unwrap();
    thread::spawn(move || drop(others)).join().unwrap();
    drop(folder);
}

#[test]
fn sixty_four_calls_at_once_all_answer() {
    let url = answering(
        r#"{"organisations":[{"ov":"xyz","name":"DRK XYZ","issuer":"https://issuer.example",
            "homeserver":{"server_name":"xyz.example","base_url":"https://xyz.example"},
            "token_relay":false}]}"#,
    );
    let app = app(&url);
    let calls: Vec<_> = (0..64)
        .map(|_| {
            let call = search(&app, None);
            thread::spawn(|| call.wait())
        })
        .collect();
    for call in calls {
        assert_eq!(call.join().unwrap(), Ok(1));
    }
}

#[test]
fn without_a_connection_a_call_says_so() {
    assert_eq!(
        search(&app(NOWHERE), None).wait(),
        Err(ClientError::Offline)
    );
}

/// Panics while it is told to.
#[derive(Default)]
struct Faulty(AtomicBool);

impl Faulty {
    fn call(&self) {
        assert!(!self.0.load(Ordering::SeqCst), "a text that nobody may see");
    }
}

impl KeyStore for Faulty {
    fn get(&self, _: String) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.call();
        Ok(None)
    }

    fn put(&self, _: String, _: Vec<u8>) -> Result<(), KeyStoreError> {
        self.call();
        Ok(())
    }

    fn delete(&self, _: String) -> Result<(), KeyStoreError> {
        self.call();
        Ok(())
    }
}

#[test]
fn a_panic_is_an_error_of_its_call_and_nothing_is_broken_by_it() {
    let faulty = Arc::new(Faulty::default());
    let app = app_with(NOWHERE, Arc::clone(&faulty) as Arc<dyn KeyStore>);
    let sign_in = app.dienstchat.sign_in();
    for _ in 0..3 {
        faulty.0.store(true, Ordering::SeqCst);
        assert_eq!(sign_in.expects(CALLBACK), Err(SignInError::Internal));
        faulty.0.store(false, Ordering::SeqCst);
        assert_eq!(sign_in.expects(CALLBACK), Ok(false));
    }
}

#[test]
fn a_panic_in_a_call_that_waits_is_its_error_too() {
    let faulty = Arc::new(Faulty::default());
    let app = app_with(NOWHERE, Arc::clone(&faulty) as Arc<dyn KeyStore>);
    let finish = || {
        let sign_in = app.dienstchat.sign_in();
        let callback = CALLBACK.to_owned();
        let call = Call::new(async move { sign_in.finish(callback, None).await.map(|_| ()) });
        call.wait()
    };
    faulty.0.store(true, Ordering::SeqCst);
    assert_eq!(finish(), Err(SignInError::Internal));
    faulty.0.store(false, Ordering::SeqCst);
    assert_eq!(finish(), Err(SignInError::UnknownCallback));
}

#[test]
fn a_link_before_signing_in_is_remembered() {
    let app = app(NOWHERE);
    let links = app.dienstchat.links();
    let opened = Call::new(async move {
        let link = "https://chat.example/d/XYZ/4711".to_owned();
        links.open(link, None).await
    });
    let ov = "xyz".to_owned();
    assert_eq!(opened.wait(), Ok(LinkTarget::SignIn { ov }));
    let remembered = app.dienstchat.links().remembered().unwrap();
    assert_eq!(remembered.as_deref(), Some("dienstchat://duty/xyz/4711"));
}
