//! The connector, as the program it is.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::issuer::CLIENT_SECRET;
use crate::synapse::loopback;
use crate::{
    IssuerOptions, Process, Scratch, SharedClock, StackError, Synapse, free_port, http, program,
    until,
};

const READY_WITHIN: Duration = Duration::from_mins(1);

/// A connector. It keeps port and data when it is killed and started again.
#[derive(Debug)]
pub struct Connector {
    url: Url,
    config: PathBuf,
    database: PathBuf,
    process: Mutex<Process>,
}

impl Connector {
    /// The bearer token with which HiOrg-Server calls it.
    pub const CREDENTIAL: &str = "hiorg-server-credential-of-the-tests";

    /// Picks port and files; it is configured and started later, when the others are known.
    pub(crate) fn prepare(scratch: &Scratch, clock: &SharedClock) -> Result<Self, StackError> {
        let directory = scratch.directory("connector")?;
        let config = directory.join("connector.toml");
        let process = Process::new("connector", scratch.path(), clock)
            .arguments([program("dienstchat-connector")?])
            .arguments(["serve", "--config"])
            .arguments([&config]);
        Ok(Self {
            url: loopback(free_port()?),
            config,
            database: directory.join("connector.sqlite"),
            process: Mutex::new(process),
        })
    }

    /// Writes its configuration. Counts from the next start.
    pub(crate) fn configure(
        &self,
        homeservers: &[Synapse],
        issuer: &str,
        options: IssuerOptions,
    ) -> Result<(), StackError> {
        let address = format!("127.0.0.1:{}", self.url.port().unwrap_or_default());
        let url = self.url.as_str().trim_end_matches('/');
        let token_sha256 = hex(&Sha256::digest(Self::CREDENTIAL));
        let database = self.database.display();
        let mut text = format!(
            r#"listen = "{address}"
public_url = "{url}"
app_host = "{address}"
database = '{database}'
credentials = [{{ iss = "{issuer}", token_sha256 = "{token_sha256}" }}]

[limits]
reconcile_interval_ms = 500
backoff_max_ms = 500
media_sweep_interval_ms = 500

[apps]
android_package = "de.dienstchat.app"
android_sha256 = ["{fingerprint}"]
apple_app_ids = ["TEAM123456.de.dienstchat.app"]
play_store_url = "https://play.example/dienstchat"
app_store_url = "https://apps.example/dienstchat"
"#,
            fingerprint = ["AB"; 32].join(":"),
        );
        for homeserver in homeservers {
            let settings = homeserver.settings();
            let _ = write!(
                text,
                r#"
[[homeservers]]
server_name = "{}"
url = "{}"
base_url = "{}"
as_token = "{}"
hs_token = "{}"
registration_shared_secret = "{}"
"#,
                settings.server_name,
                homeserver.url(),
                homeserver.url(),
                *settings.as_token,
                *settings.hs_token,
                *settings.registration_shared_secret,
            );
        }
        let _ = write!(
            text,
            "\n{}client_secret = \"{CLIENT_SECRET}\"\n",
            options.entry(issuer)
        );
        fs::write(&self.config, text).map_err(StackError::io(
            "the connector's configuration cannot be written",
        ))
    }

    /// Starts it and waits until it serves requests.
    ///
    /// # Errors
    ///
    /// When it does not become ready.
    pub async fn start(&self) -> Result<(), StackError> {
        self.process().start()?;
        let http = http()?;
        let health = self.at("healthz");
        until("the connector", READY_WITHIN, || async {
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

    /// All that it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.process().log()
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

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}
