//! Several accounts side by side, and an account that has to sign in again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use dienstchat_core::client::{
    AccountState, Browser, BrowserError, ClientError, LinkTarget, SealReason, SignInError,
    SignInTarget, SyncError,
};
use dienstchat_e2e::{Helper, REDIRECT_URI, Stack, run, sync_until};
use hiorg_standin::{Assignment, Consent, Contact, NewDuty, NewPerson, Staffing};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use url::Url;

/// An organisation with its chat function on and a duty on which these people are.
async fn duty(stack: &Stack, ov: &str, people: &[&str]) -> hiorg_standin::DutyHandle {
    stack
        .hiorg()
        .add_organisation(ov, &format!("DRK {ov}"))
        .unwrap();
    let organisation = stack.hiorg().organisation(ov);
    organisation
        .switch_chat_on(Contact::new("Leitung", "Weg 1", "leitung@example.org"))
        .await
        .unwrap();
    let mut members = Vec::new();
    for name in people {
        let person = organisation
            .add_person(NewPerson::new(name, name, "geheim"))
            .unwrap();
        members.push(Assignment::assigned(&person.sub, "Sanitäter"));
    }
    let now = u64::try_from(stack.clock().now().as_secs()).unwrap();
    let made = organisation
        .create_duty(NewDuty::new("Wache", now, now + 3_600))
        .unwrap();
    let duty = stack.hiorg().duty(ov, &made.id);
    duty.save_staffing(Staffing {
        members,
        chat: true,
    })
    .await
    .unwrap();
    duty
}

#[test]
fn two_organisations_are_side_by_side_in_one_app() {
    run(async {
        let stack = Stack::start().await.unwrap();
        let first = duty(&stack, "xyz", &["anna"]).await;
        let second = duty(&stack, "abc", &["anna"]).await;
        let phone = Helper::new(&stack, "xyz", "anna");
        let xyz = phone.sign_in().await.unwrap();

        // A link of the other organisation asks for a sign-in there, and opens after it.
        let link = second.link().unwrap();
        let target = phone.app().links().open(link.as_str()).await.unwrap();
        assert!(matches!(target, LinkTarget::SignIn { ov } if ov.as_str() == "abc"));
        let started = phone
            .app()
            .sign_in()
            .begin(&"abc".parse().unwrap(), REDIRECT_URI)
            .await
            .unwrap();
        let callback = phone.browse(&started.authorize_url, Consent::Allow).await;
        let abc = phone
            .app()
            .sign_in()
            .finish(callback.as_str())
            .await
            .unwrap();
        for (account, duty) in [(&xyz, &first), (&abc, &second)] {
            let id = duty.get().unwrap().id.parse().unwrap();
            sync_until(account, "the duty", |account| account.chat(&id).ok())
                .await
                .unwrap();
        }
        let remembered = phone.app().links().remembered().unwrap().unwrap().to_app();
        let target = phone.app().links().open(&remembered).await.unwrap();
        assert!(matches!(target, LinkTarget::Chat { account, .. } if account == *abc.id()));

        // One list of all duties; a link picks the account that is on the duty.
        assert_eq!(phone.app().chats().unwrap().len(), 2);
        let target = phone
            .app()
            .links()
            .open(first.link().unwrap().as_str())
            .await
            .unwrap();
        assert!(matches!(target, LinkTarget::Chat { account, .. } if account == *xyz.id()));

        // The same person once more on this device is refused, and the account is as it was.
        let started = phone
            .app()
            .sign_in()
            .begin(&"abc".parse().unwrap(), REDIRECT_URI)
            .await
            .unwrap();
        let callback = phone.browse(&started.authorize_url, Consent::Allow).await;
        let again = phone.app().sign_in().finish(callback.as_str()).await;
        assert_eq!(again.unwrap_err(), SignInError::AlreadySignedIn);
        abc.sync_once(Duration::ZERO).await.unwrap();

        // Signing one out wipes it and leaves the other.
        let signed_out = phone.app().accounts().sign_out(xyz.id()).await.unwrap();
        assert!(signed_out.server_told);
        assert_eq!(phone.app().accounts().list().unwrap().len(), 1);
        assert_eq!(phone.app().chats().unwrap().len(), 1);
        assert_eq!(xyz.chats().unwrap_err(), ClientError::NoSuchAccount);
        assert_eq!(
            xyz.sync_once(Duration::ZERO).await.unwrap_err(),
            SyncError::NoSuchAccount
        );
        assert!(
            !phone
                .data()
                .join("accounts")
                .join(xyz.id().as_str())
                .exists()
        );
    });
}

#[test]
fn an_account_whose_session_was_ended_is_sealed_and_comes_back_whole() {
    run(async {
        let stack = Stack::start().await.unwrap();
        let duty = duty(&stack, "xyz", &["anna", "ben"]).await;
        let id = duty.get().unwrap().id.parse().unwrap();
        let anna = Helper::new(&stack, "xyz", "anna");
        let ben = Helper::new(&stack, "xyz", "ben");
        for phone in [&anna, &ben] {
            phone.sign_in().await.unwrap();
            phone.waits_until(&id, "the duty", |_| true).await;
        }
        ben.says(&id, "Bin auf dem Weg").await;
        anna.hears(&id, &ben, "Bin auf dem Weg").await;
        let device = anna.account().device_id().clone();

        // The server ends the session: the account is sealed, nothing is shown, nothing is lost.
        anna.by_hand().sign_out().await.unwrap();
        assert_eq!(
            anna.account().sync_once(Duration::ZERO).await.unwrap_err(),
            SyncError::SignedOut
        );
        let sealed = AccountState::Sealed(SealReason::SignInAgain);
        assert_eq!(
            anna.app().accounts().list().unwrap().first().unwrap().state,
            sealed
        );
        assert_eq!(anna.account().chats().unwrap_err(), ClientError::Sealed);
        assert!(anna.app().chats().unwrap().is_empty());
        assert!(anna.keeps(&id));

        // Somebody else on this phone is refused, not merged.
        let started = anna
            .app()
            .sign_in()
            .begin(&"xyz".parse().unwrap(), REDIRECT_URI)
            .await
            .unwrap();
        let callback = ben.browse(&started.authorize_url, Consent::Allow).await;
        let other = anna.app().sign_in().finish(callback.as_str()).await;
        assert_eq!(other.unwrap_err(), SignInError::WrongPerson);

        // The same person signs in on the same device, and both go on as before.
        anna.sign_in().await.unwrap();
        assert_eq!(anna.account().device_id(), &device);
        anna.hears(&id, &ben, "Bin auf dem Weg").await;
        anna.says(&id, "Wieder da").await;
        ben.hears(&id, &anna, "Wieder da").await;
        ben.says(&id, "Gut").await;
        anna.hears(&id, &ben, "Gut").await;
    });
}

/// A browser that hands over what it is asked to show.
struct Tab {
    shown: tokio::sync::mpsc::UnboundedSender<Url>,
    closed: AtomicUsize,
    missing: bool,
}

impl Tab {
    fn new() -> (Self, tokio::sync::mpsc::UnboundedReceiver<Url>) {
        let (shown, seen) = tokio::sync::mpsc::unbounded_channel();
        let tab = Self {
            shown,
            closed: AtomicUsize::new(0),
            missing: false,
        };
        (tab, seen)
    }

    fn closed(&self) -> usize {
        self.closed.load(Ordering::SeqCst)
    }
}

impl Browser for Tab {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        if self.missing {
            return Err(BrowserError::NoBrowser);
        }
        self.shown.send(url.clone()).unwrap();
        Ok(())
    }

    fn close(&self) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_sign_in_from_one_call_waits_for_the_browser() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        duty(&stack, "one", &["anna"]).await;
        duty(&stack, "two", &["anna"]).await;
        let phone = Helper::new(&stack, "one", "anna");
        let other = Helper::new(&stack, "two", "anna");
        let sign_in = phone.app().sign_in();
        let target = |ov: &str| SignInTarget::Organisation(ov.parse().unwrap());

        // Two wait at the same time, and each gets its own callback.
        let ((one, mut shown_one), (two, mut shown_two)) = (Tab::new(), Tab::new());
        let person = async {
            let (first, second) = (
                shown_one.recv().await.unwrap(),
                shown_two.recv().await.unwrap(),
            );
            let second = other.browse(&second, Consent::Allow).await;
            assert_eq!(sign_in.callback(second.as_str()), Ok(true));
            let first = phone.browse(&first, Consent::Allow).await;
            assert_eq!(
                sign_in.callback("dienstchat://login?state=x&code=y"),
                Ok(false)
            );
            assert_eq!(sign_in.callback(first.as_str()), Ok(true));
            first
        };
        let (first, second, callback) = tokio::join!(
            sign_in.with_browser(target("one"), REDIRECT_URI, &one),
            sign_in.with_browser(target("two"), REDIRECT_URI, &two),
            person
        );
        assert_eq!(first.unwrap().id().ov().as_str(), "one");
        assert_eq!(second.unwrap().id().ov().as_str(), "two");
        assert_eq!((one.closed(), two.closed()), (1, 1));
        assert_eq!(sign_in.callback(callback.as_str()), Ok(false));

        // An account that is sealed signs in again.
        let id = phone.account().id().clone();
        phone.by_hand().sign_out().await.unwrap();
        let round = phone.account().sync_once(Duration::ZERO).await;
        assert_eq!(round.unwrap_err(), SyncError::SignedOut);
        let (tab, mut shown) = Tab::new();
        let person = async {
            let url = shown.recv().await.unwrap();
            let callback = phone.browse(&url, Consent::Allow).await;
            sign_in.callback(callback.as_str()).unwrap()
        };
        let again = sign_in.with_browser(SignInTarget::Account(id.clone()), REDIRECT_URI, &tab);
        let (again, taken) = tokio::join!(again, person);
        assert!(taken);
        assert_eq!(again.unwrap().id(), &id);
        assert_eq!(phone.account().state(), Ok(AccountState::Active));
    });
}

#[test]
fn a_sign_in_that_is_given_up_is_forgotten_and_its_browser_closed() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        duty(&stack, "three", &["anna"]).await;
        let phone = Helper::new(&stack, "three", "anna");
        let sign_in = phone.app().sign_in();
        let target = || SignInTarget::Organisation("three".parse().unwrap());
        let (tab, mut shown) = Tab::new();
        let url = tokio::select! {
            _ = sign_in.with_browser(target(), REDIRECT_URI, &tab) => panic!("nobody signed in"),
            url = shown.recv() => url.unwrap(),
        };
        assert_eq!(tab.closed(), 1);
        let callback = phone.browse(&url, Consent::Allow).await;
        assert_eq!(sign_in.callback(callback.as_str()), Ok(false));
        assert_eq!(sign_in.expects(callback.as_str()), Ok(false));

        // Nothing to close where nothing was opened.
        let (mut tab, _) = Tab::new();
        tab.missing = true;
        let result = sign_in.with_browser(target(), REDIRECT_URI, &tab).await;
        assert_eq!(result.unwrap_err(), SignInError::NoBrowser);
        assert_eq!(tab.closed(), 0);

        // Declined in the browser.
        let (tab, mut shown) = Tab::new();
        let person = async {
            let url = shown.recv().await.unwrap();
            let callback = phone.browse(&url, Consent::Deny).await;
            sign_in.callback(callback.as_str()).unwrap()
        };
        let signing_in = sign_in.with_browser(target(), REDIRECT_URI, &tab);
        let (result, _) = tokio::join!(signing_in, person);
        assert_eq!(result.unwrap_err(), SignInError::SsoDenied);
        assert_eq!(tab.closed(), 1);

        // The end of the client is the end of it.
        let (tab, mut shown) = Tab::new();
        let closing = async {
            shown.recv().await.unwrap();
            phone.app().close();
        };
        let signing_in = sign_in.with_browser(target(), REDIRECT_URI, &tab);
        let (result, ()) = tokio::join!(signing_in, closing);
        assert_eq!(result.unwrap_err(), SignInError::Closed);
        assert_eq!(tab.closed(), 1);
    });
}
