//! A real Synapse with the configuration that the connector generates.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dienstchat_connector::homeserver::config::{
    Database, Files, HomeserverSettings, Profile, generate,
};
use url::Url;

use crate::files::any_file_holds;
use crate::{Process, Scratch, SharedClock, StackError, free_port, http, python, until};

/// Any key will do: nobody but this server ever checks a signature of it.
const SIGNING_KEY: &str = "ed25519 a_tests BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc\n";
const READY_WITHIN: Duration = Duration::from_secs(90);

/// A homeserver. It keeps port and data when it is killed and started again.
#[derive(Debug)]
pub struct Synapse {
    settings: HomeserverSettings,
    url: Url,
    process: Mutex<Process>,
}

impl Synapse {
    /// Starts a homeserver called `server_name`, whose connector is, or will be, at `connector`.
    ///
    /// # Errors
    ///
    /// When it does not become ready.
    pub async fn new(
        scratch: &Scratch,
        server_name: &str,
        connector: &Url,
        clock: &SharedClock,
    ) -> Result<Self, StackError> {
        let synapse = Self::prepare(scratch, server_name, connector, clock)?;
        synapse.start().await?;
        Ok(synapse)
    }

    fn prepare(
        scratch: &Scratch,
        server_name: &str,
        connector: &Url,
        clock: &SharedClock,
    ) -> Result<Self, StackError> {
        let name = format!("synapse-{}", server_name.replace(':', "-"));
        let data_dir = scratch.directory(&name)?;
        let port = free_port()?;
        let url = loopback(port);
        let secret = |purpose: &str| format!("{purpose}-of-the-tests-only").into();
        let settings = HomeserverSettings {
            server_name: server_name.to_owned(),
            listen_port: port,
            public_base_url: url.clone(),
            connector_url: connector.clone(),
            as_token: secret("as-token"),
            hs_token: secret("hs-token"),
            registration_shared_secret: secret("registration-secret"),
            macaroon_secret_key: secret("macaroon-key"),
            form_secret: secret("form-secret"),
            data_dir: data_dir.clone(),
            database: Database::Sqlite,
        };
        generate(&settings, Profile::Test)
            .write(&data_dir)
            .and_then(|()| fs::write(data_dir.join("signing.key"), SIGNING_KEY))
            .map_err(StackError::io("Synapse's configuration cannot be written"))?;
        let process = Process::new(&name, scratch.path(), clock)
            .arguments([python()?])
            .arguments(["-m", "synapse.app.homeserver", "--config-path"])
            .arguments([data_dir.join(Files::HOMESERVER)]);
        Ok(Self {
            settings,
            url,
            process: Mutex::new(process),
        })
    }

    /// Starts it and waits until it serves requests.
    ///
    /// # Errors
    ///
    /// When it does not become ready.
    pub async fn start(&self) -> Result<(), StackError> {
        self.process().start()?;
        let http = http()?;
        let health = self.at("health");
        until("Synapse", READY_WITHIN, || async {
            self.process().check_running()?;
            let answer = http.get(health.clone()).send().await;
            Ok(answer
                .is_ok_and(|answer| answer.status().is_success())
                .then_some(()))
        })
        .await
    }

    /// Kills it, as a power cut would.
    pub fn kill(&self) {
        self.process().kill();
    }

    /// Where it is reached.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A path below [`url`](Self::url); the path holds no characters that would need escaping.
    #[must_use]
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(path);
        url
    }

    /// Its name, the part of user ids behind the colon.
    #[must_use]
    pub fn server_name(&self) -> &str {
        &self.settings.server_name
    }

    /// What it was configured with, its secrets included.
    #[must_use]
    pub fn settings(&self) -> &HomeserverSettings {
        &self.settings
    }

    /// Its `SQLite` database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.settings.data_dir.join("homeserver.db")
    }

    /// Its media store; made with the first upload.
    #[must_use]
    pub fn media(&self) -> PathBuf {
        self.settings.data_dir.join("media")
    }

    /// Whether any of its files holds these bytes: what a server must not know must not be there.
    ///
    /// # Errors
    ///
    /// When the files cannot be read.
    pub fn holds(&self, bytes: &[u8]) -> Result<bool, StackError> {
        any_file_holds(&self.settings.data_dir, bytes)
            .map_err(StackError::io("Synapse's files cannot be read"))
    }

    /// The last lines of its log.
    #[must_use]
    pub fn log_tail(&self) -> String {
        self.process().log_tail()
    }

    fn process(&self) -> MutexGuard<'_, Process> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address of a port on the loopback interface.
pub(crate) fn loopback(port: u16) -> Url {
    let mut url = Url::parse("http://127.0.0.1").expect("a constant that is a URL");
    url.set_port(Some(port)).expect("http has ports");
    url
}
