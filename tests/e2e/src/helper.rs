//! A helper's phone: the core as the app has it, with data and secrets of its own.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dienstchat_core::client::{
    Account, AlwaysOnline, Config, Dienstchat, Environment, OpenError, SignInError, SyncError,
};
use dienstchat_core::duty::AppHost;
use dienstchat_core::ids::OrgCode;
use dienstchat_core::store::{KeyStore, MemoryKeyStore};
use dienstchat_core::time::{Clock, SystemEntropy};
use hiorg_standin::{Consent, LoginHandle, Person};
use url::Url;

use crate::files::any_file_holds;
use crate::{Stack, StackError};

/// Where the browser goes back to after a sign-in: the app.
pub const REDIRECT_URI: &str = "dienstchat://login";

/// How long something may take that has to happen within seconds.
const SOON: Duration = Duration::from_mins(1);
/// How long one round of sync waits for news.
const ROUND: Duration = Duration::from_millis(500);

/// A helper with a phone on which the app is installed and running.
pub struct Helper {
    person: Person,
    login: LoginHandle,
    config: Config,
    environment: Environment,
    app: Option<Dienstchat>,
}

impl Helper {
    /// The phone of the person `username` of the organisation `ov`, with the stack's clock.
    ///
    /// # Panics
    ///
    /// When HiOrg-Server knows nobody of this name, or the app does not start.
    #[must_use]
    pub fn new(stack: &Stack, ov: &str, username: &str) -> Self {
        Self::with_clock(stack, ov, username, Arc::new(stack.clock().clock()))
    }

    /// The same with a clock of its own, for phones that are wrong about the time.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub fn with_clock(stack: &Stack, ov: &str, username: &str, clock: Arc<dyn Clock>) -> Self {
        let person = stack
            .hiorg()
            .organisation(ov)
            .person(username)
            .expect("HiOrg-Server knows the person");
        let phone = stack
            .scratch()
            .unique("phone")
            .expect("room for one more phone");
        let connector = stack.connector().url().clone();
        let app_host: AppHost = connector.as_str().parse().expect("a loopback address");
        let mut helper = Self {
            person,
            login: stack.hiorg().login(),
            config: Config {
                data_dir: phone,
                connector,
                app_hosts: vec![app_host],
                issuers: stack.issuers(),
            },
            environment: Environment {
                clock,
                entropy: Arc::new(SystemEntropy),
                key_store: Arc::new(MemoryKeyStore::new()),
                connectivity: Arc::new(AlwaysOnline),
            },
            app: None,
        };
        helper.start().expect("the app starts");
        helper
    }

    /// The same phone with other settings, started again with them.
    ///
    /// # Panics
    ///
    /// When the app does not start with them.
    #[must_use]
    pub fn configured(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self.start().expect("the app starts");
        self
    }

    /// A second process of the app on this phone, as the one that handles notifications: the same
    /// data and secrets, nothing else in common.
    ///
    /// # Errors
    ///
    /// The core's.
    pub fn second_process(&self) -> Result<Dienstchat, OpenError> {
        Dienstchat::open(self.config.clone(), self.environment.clone())
    }

    /// Who this is at HiOrg-Server.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The app.
    ///
    /// # Panics
    ///
    /// After [`stop`](Self::stop).
    #[must_use]
    pub fn app(&self) -> &Dienstchat {
        self.app.as_ref().expect("the app runs")
    }

    /// Ends the app, as the system does that needs the memory. Handles that the test still holds
    /// keep their part of it open; drop them first.
    pub fn stop(&mut self) {
        self.app = None;
    }

    /// Starts the app with what the phone has kept.
    ///
    /// # Errors
    ///
    /// The core's.
    pub fn start(&mut self) -> Result<(), OpenError> {
        self.stop();
        self.app = Some(Dienstchat::open(
            self.config.clone(),
            self.environment.clone(),
        )?);
        Ok(())
    }

    /// Signs in: "Anmelden", then "Datenzugriff erlauben" in the browser.
    ///
    /// # Errors
    ///
    /// The core's.
    ///
    /// # Panics
    ///
    /// When HiOrg-Server does not let the person in.
    pub async fn sign_in(&self) -> Result<Account, SignInError> {
        let ov: OrgCode = self.person.ov.parse().expect("HiOrg-Server's code is one");
        let sign_in = self.app().sign_in();
        let started = sign_in.begin(&ov, REDIRECT_URI).await?;
        let callback = self.browse(&started.authorize_url, Consent::Allow).await;
        sign_in.finish(callback.as_str()).await
    }

    /// What the browser does between the two halves of a sign-in; where it is sent then.
    ///
    /// # Panics
    ///
    /// When HiOrg-Server does not send it anywhere.
    pub async fn browse(&self, authorize_url: &Url, consent: Consent) -> Url {
        let Person {
            username, password, ..
        } = &self.person;
        self.login
            .sign_in(authorize_url, username, password, consent)
            .await
            .expect("HiOrg-Server sends the browser back")
    }

    /// Where secrets are kept, for a second app or process on the same phone.
    #[must_use]
    pub fn key_store(&self) -> Arc<dyn KeyStore> {
        Arc::clone(&self.environment.key_store)
    }

    /// Where the app keeps its data.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.config.data_dir
    }

    /// Whether any of the app's files holds these bytes.
    ///
    /// # Errors
    ///
    /// When the files cannot be read.
    pub fn holds(&self, bytes: &[u8]) -> Result<bool, StackError> {
        any_file_holds(self.data(), bytes).map_err(StackError::io("the app's files cannot be read"))
    }
}

/// Goes through rounds of sync until `probe` gives a value. Without a connection, or when the server
/// is ill, it tries again, as the app does; every other error ends it.
///
/// # Errors
///
/// The core's.
///
/// # Panics
///
/// When nothing comes within 20 seconds; the message names `what`.
#[expect(clippy::panic, reason = "a part of the tests: the test has failed")]
pub async fn sync_until<T>(
    account: &Account,
    what: &str,
    mut probe: impl FnMut(&Account) -> Option<T>,
) -> Result<T, SyncError> {
    let waiting = async {
        loop {
            if let Some(value) = probe(account) {
                return Ok(value);
            }
            match account.sync_once(ROUND).await {
                Ok(_) | Err(SyncError::Offline | SyncError::Busy) => {}
                Err(error) => return Err(error),
            }
        }
    };
    tokio::time::timeout(SOON, waiting)
        .await
        .unwrap_or_else(|elapsed| panic!("waited in vain for {what}: {elapsed}"))
}
