//! Everything together.

use std::ops::Deref;
use std::sync::Arc;

use dienstchat_core::login::issuers::IssuerTable;
use dienstchat_core::time::Clock as _;
use hiorg_standin::{Config, ConnectorTarget, KeyError, SigningKey, Standin, StartError, Switches};
use tokio::sync::OnceCell;
use url::Url;

use crate::{Connector, IssuerOptions, Scratch, SharedClock, StackError, Synapse};

/// What a stack is started with; the default serves most tests.
#[derive(Debug, Clone)]
pub struct Options {
    /// The names of the homeservers. The first serves organisations that name none.
    pub homeservers: Vec<String>,
    /// What the stand-in can do.
    pub switches: Switches,
    /// What the issuer table says of it.
    pub issuer: IssuerOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            homeservers: vec!["localhost".to_owned()],
            switches: Switches::default(),
            issuer: IssuerOptions::default(),
        }
    }
}

/// Synapse, connector and stand-in, started and ready.
#[derive(Debug)]
pub struct Stack {
    options: Options,
    // Dropped in this order: the directory goes last.
    standin: Standin,
    connector: Connector,
    homeservers: Vec<Synapse>,
    clock: SharedClock,
    scratch: Scratch,
}

impl Stack {
    /// A stack of one's own.
    ///
    /// # Errors
    ///
    /// When a part does not become ready; the error says which, with the end of its log.
    pub async fn start() -> Result<Self, StackError> {
        Self::start_with(Options::default()).await
    }

    /// A stack of one's own, that differs from the usual one.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub async fn start_with(options: Options) -> Result<Self, StackError> {
        let scratch = Scratch::new()?;
        let clock = SharedClock::new(scratch.path())?;
        let connector = Connector::prepare(&scratch, &clock)?;
        let mut homeservers = Vec::new();
        for name in &options.homeservers {
            homeservers.push(Synapse::new(&scratch, name, connector.url(), &clock).await?);
        }
        let time = clock.clock();
        let standin = Standin::start(Config {
            connector: Some(ConnectorTarget {
                url: connector.url().clone(),
                token: Connector::CREDENTIAL.to_owned(),
            }),
            switches: options.switches,
            signing_key: Some(signing_key().await?),
            clock: hiorg_standin::Clock::new(move || {
                u64::try_from(time.now().as_secs()).unwrap_or(0)
            }),
            ..Config::default()
        })
        .await?;
        connector.configure(&homeservers, standin.issuer(), options.issuer)?;
        connector.start().await?;
        Ok(Self {
            options,
            standin,
            connector,
            homeservers,
            clock,
            scratch,
        })
    }

    /// The stack of this test program, started with the first use. Its clock must not be moved and
    /// its programs must not be killed; tests that do so start one of their own.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub async fn shared() -> Result<Shared, StackError> {
        static STACK: OnceCell<Arc<Stack>> = OnceCell::const_new();
        let stack = STACK
            .get_or_try_init(|| async { Self::start().await.map(Arc::new) })
            .await?;
        Ok(Shared(Arc::clone(stack)))
    }

    /// Gives the identity provider other abilities, and tells the connector, which is started
    /// again. Phones that are made from now on know too.
    ///
    /// # Errors
    ///
    /// When the connector does not become ready.
    pub async fn change_issuer(
        &mut self,
        switches: Switches,
        issuer: IssuerOptions,
    ) -> Result<(), StackError> {
        self.options.switches = switches;
        self.options.issuer = issuer;
        self.standin.login().set_switches(switches);
        self.connector.kill();
        self.connector
            .configure(&self.homeservers, self.standin.issuer(), issuer)?;
        self.connector.start().await
    }

    /// HiOrg-Server's stand-in.
    #[must_use]
    pub fn hiorg(&self) -> &Standin {
        &self.standin
    }

    /// The connector.
    #[must_use]
    pub fn connector(&self) -> &Connector {
        &self.connector
    }

    /// The first homeserver.
    ///
    /// # Panics
    ///
    /// When the stack was started without one.
    #[must_use]
    pub fn synapse(&self) -> &Synapse {
        self.homeservers
            .first()
            .expect("the stack was started with a homeserver")
    }

    /// All homeservers, in the order of the options.
    #[must_use]
    pub fn homeservers(&self) -> &[Synapse] {
        &self.homeservers
    }

    /// The clock of every program but Synapse.
    #[must_use]
    pub fn clock(&self) -> &SharedClock {
        &self.clock
    }

    /// The directory of this stack, for more files of the test.
    #[must_use]
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    /// The issuer table that the apps of this stack have, in TOML, for programs.
    #[must_use]
    pub fn issuer_table(&self) -> String {
        self.options.issuer.entry(self.standin.issuer())
    }

    /// The same, for the core in this process.
    ///
    /// # Panics
    ///
    /// When the core refuses it, which a test of [`IssuerOptions`] rules out.
    #[must_use]
    pub fn issuers(&self) -> IssuerTable {
        IssuerTable::from_toml(&self.issuer_table()).expect("an entry that the core accepts")
    }

    /// Where apps find the connector.
    #[must_use]
    pub fn connector_url(&self) -> &Url {
        self.connector.url()
    }

    fn print_logs(&self) {
        let mut logs = self.connector.log_tail();
        for homeserver in &self.homeservers {
            logs += &homeserver.log_tail();
        }
        #[expect(
            clippy::print_stderr,
            reason = "what somebody needs who reads a failed test"
        )]
        {
            eprintln!("{logs}");
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.print_logs();
        }
    }
}

/// A use of the shared stack.
#[derive(Debug)]
pub struct Shared(Arc<Stack>);

impl Deref for Shared {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        &self.0
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.print_logs();
        }
    }
}

/// One key for all stand-ins of a test program: making one takes seconds in a debug build.
async fn signing_key() -> Result<SigningKey, StackError> {
    static KEY: OnceCell<SigningKey> = OnceCell::const_new();
    let make = || async {
        tokio::task::spawn_blocking(SigningKey::generate)
            .await
            .unwrap_or(Err(KeyError::Generation))
    };
    let key = KEY.get_or_try_init(make).await.map_err(StartError::from)?;
    Ok(key.clone())
}
