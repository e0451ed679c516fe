//! Sign-ins whose browser is open, without a server.

use std::{
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use url::Url;

use super::{StoppedClock, client};
use crate::{
    client::{
        Account, Browser, BrowserError, Dienstchat, SignInError, SignInStarted,
        pending::{Device, Pending, PendingSignIns},
    },
    keys::NewDevice,
    login::nonce::DeviceIdentity,
    sync::fixture::START,
    time::SystemEntropy,
};

/// More than anything here takes.
const PATIENCE: Duration = Duration::from_secs(40);
/// As long as a browser may stay open.
const LIMIT: Duration = Duration::from_hours(1);

/// An installation with sign-ins that were begun.
struct World {
    client: Dienstchat,
    _folder: TempDir,
}

impl World {
    fn new() -> Self {
        let clock = Arc::new(StoppedClock::new(START));
        let folder = tempfile::tempdir().unwrap();
        Self {
            client: client(folder.path(), &clock),
            _folder: folder,
        }
    }

    fn pending(&self) -> PendingSignIns<'_> {
        PendingSignIns::of(self.client.shared())
    }

    /// Begins the sign-in of this number.
    fn begin(&self, number: usize) -> SignInStarted {
        let pending = pending(number);
        let authorize_url = pending.sign_in.authorize_url().clone();
        self.pending().keep(pending, START).unwrap();
        SignInStarted { authorize_url }
    }

    /// What comes of the sign-in that waits for its browser while `then` happens.
    async fn browse(
        &self,
        number: usize,
        limit: Duration,
        then: impl Fn() + Send + Sync,
    ) -> Result<Account, SignInError> {
        let (sign_in, browser) = (self.client.sign_in(), Then(then));
        let browsed = sign_in.browse_to(self.begin(number), &browser, limit);
        tokio::time::timeout(PATIENCE, browsed).await.unwrap()
    }
}

/// A browser in which something happens.
struct Then<F>(F);

impl<F: Fn() + Send + Sync> Browser for Then<F> {
    fn open(&self, _: &Url) -> Result<(), BrowserError> {
        (self.0)();
        Ok(())
    }

    fn close(&self) {}
}

fn pending(number: usize) -> Pending {
    let device = NewDevice::generate(&SystemEntropy).unwrap();
    let identity = DeviceIdentity {
        device_id: device.device_id().clone(),
        curve25519: device.curve25519(),
        ed25519: device.ed25519(),
        salt: *device.salt(),
    };
    let sign_in = json!({
        "organisation": {
            "ov": "xyz",
            "name": "XYZ",
            "issuer": "https://issuer.example",
            "homeserver": {"server_name": "chat.example", "base_url": "https://chat.example"},
            "token_relay": false,
        },
        "device": identity,
        "redirect_uri": "dienstchat://login",
        "authorize_url": format!("https://issuer.example/authorize?state={number}"),
        "state": number.to_string(),
        "code_verifier": null,
        "expected": null,
        "begun_at": START,
        "proof": null,
    });
    Pending {
        sign_in: serde_json::from_value(sign_in).unwrap(),
        device: Device::Existing("xyz_a1".parse().unwrap()),
    }
}

fn callback(number: usize) -> String {
    format!("dienstchat://login?state={number}&code=x")
}

#[tokio::test]
async fn cancelling_ends_the_call_that_waits() {
    let world = World::new();
    let cancel = || assert_eq!(world.client.sign_in().cancel(), Ok(()));
    let ended = world.browse(0, LIMIT, cancel).await;
    assert_eq!(ended.map(drop), Err(SignInError::UnknownCallback));
}

#[tokio::test]
async fn a_sign_in_that_gives_way_to_newer_ones_ends_its_call() {
    let world = World::new();
    let newer = || (1..=4).for_each(|number| drop(world.begin(number)));
    let ended = world.browse(0, LIMIT, newer).await;
    assert_eq!(ended.map(drop), Err(SignInError::UnknownCallback));
    let sign_in = world.client.sign_in();
    assert_eq!(sign_in.expects(&callback(4)), Ok(true));
}

#[tokio::test]
async fn a_sign_in_that_was_dealt_with_otherwise_ends_its_call() {
    let world = World::new();
    let forget = || assert_eq!(world.pending().forget(&pending(0), START), Ok(()));
    let ended = world.browse(0, LIMIT, forget).await;
    assert_eq!(ended.map(drop), Err(SignInError::UnknownCallback));
}

#[tokio::test]
async fn the_callback_of_one_that_is_kept_is_taken() {
    let world = World::new();
    let come_back = || {
        (1..=3).for_each(|number| drop(world.begin(number)));
        let taken = world.client.sign_in().callback(&callback(0));
        assert_eq!(taken, Ok(true));
    };
    // Its issuer is not known here, which only shows when the callback is used.
    let ended = world.browse(0, LIMIT, come_back).await;
    assert_eq!(ended.map(drop), Err(SignInError::UntrustedIssuer));
}

#[tokio::test]
async fn a_browser_that_stays_open_ends_the_call_in_time() {
    let world = World::new();
    let ended = world.browse(0, Duration::ZERO, || {}).await;
    assert_eq!(ended.map(drop), Err(SignInError::UnknownCallback));
    let sign_in = world.client.sign_in();
    assert_eq!(sign_in.expects(&callback(0)), Ok(false));

    let too_late = || assert_eq!(world.pending().purge(START.plus(LIMIT * 2)), Ok(()));
    let ended = world.browse(0, LIMIT, too_late).await;
    assert_eq!(ended.map(drop), Err(SignInError::UnknownCallback));
}

#[test]
fn of_sign_ins_that_begin_at_once_none_is_lost() {
    for _ in 0..50 {
        let world = World::new();
        let ready = Barrier::new(4);
        thread::scope(|scope| {
            for number in 0..4 {
                let (world, ready) = (&world, &ready);
                scope.spawn(move || {
                    ready.wait();
                    world.begin(number);
                });
            }
        });
        for number in 0..4 {
            let expected = world.client.sign_in().expects(&callback(number));
            assert_eq!(expected, Ok(true));
        }
    }
}
