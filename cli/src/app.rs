//! What every command works with: the configuration, the core, the accounts that are meant.

use std::{sync::Arc, time::Duration};

use dienstchat_core::{
    client::{
        self, Account, AccountInfo, AccountState, AlwaysOnline, Chat, ChatSummary, Dienstchat,
        Environment,
    },
    duty::DutyLink,
    ids::{DutyId, OrgCode},
    time::{Clock, SystemEntropy},
};

use crate::{
    args::{AccountChoice, DutyArg, Options},
    config::Config,
    failure::Failure,
    from_core,
    keystore::{self, Kind},
    view,
};

/// An opened installation.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) client: Dienstchat,
    /// Where the secrets are.
    pub(crate) secrets: Kind,
    /// Whether they are in a file although nobody asked for that.
    pub(crate) fell_back: bool,
}

impl App {
    /// Reads the configuration and opens the installation; no network.
    pub(crate) fn open(options: &Options) -> Result<Self, Failure> {
        let config = Config::load(&options.overrides())?;
        keystore::private_folder(&config.data_dir).map_err(|_| Failure::DataFolder)?;
        let entropy = SystemEntropy;
        let opened = keystore::open(config.secrets, &config.data_dir, &entropy)?;
        let core = client::Config {
            data_dir: config.data_dir.clone(),
            connector: config.connector.clone(),
            app_hosts: config.app_hosts.clone(),
            issuers: config.issuers.clone(),
        };
        let environment = Environment {
            clock: clock(),
            entropy: Arc::new(entropy),
            key_store: opened.store,
            connectivity: Arc::new(AlwaysOnline),
        };
        let client = Dienstchat::open(core, environment)?;
        Ok(Self {
            config,
            client,
            secrets: opened.kind,
            fell_back: opened.fell_back,
        })
    }

    /// The accounts that are meant, in whatever state.
    pub(crate) fn infos(&self, choice: &AccountChoice) -> Result<Vec<AccountInfo>, Failure> {
        let all = self.client.accounts().list()?;
        let none = all.is_empty();
        let chosen: Vec<AccountInfo> = all
            .into_iter()
            .filter(|info| choice.allows(&info.id))
            .collect();
        match (chosen.is_empty(), none) {
            (true, true) => Err(Failure::NoAccount),
            (true, false) => Err(Failure::NoSuchAccount),
            (false, _) => Ok(chosen),
        }
    }

    /// The accounts that are meant and can be used. Where none can, that is the failure.
    pub(crate) fn accounts(&self, choice: &AccountChoice) -> Result<Vec<Account>, Failure> {
        let mut usable = Vec::new();
        let mut trouble = Failure::NoAccount;
        for info in self.infos(choice)? {
            match info.state {
                AccountState::Active => usable.push(self.client.accounts().get(&info.id)?),
                AccountState::Sealed(reason) => trouble = reason.into(),
                AccountState::Unavailable(unavailable) => trouble = unavailable.into(),
            }
        }
        if usable.is_empty() {
            Err(trouble)
        } else {
            Ok(usable)
        }
    }

    /// The chats of these accounts, as stored.
    pub(crate) fn chats(&self, accounts: &[Account]) -> Result<Vec<ChatSummary>, Failure> {
        // The core's own list has the order that people expect across accounts.
        let mut chats = self.client.chats()?;
        chats.retain(|chat| accounts.iter().any(|account| *account.id() == chat.account));
        Ok(chats)
    }

    /// The chat of a duty. Where it is not known here, the server is asked unless `offline`.
    pub(crate) async fn chat(
        &self,
        duty: &DutyArg,
        choice: &AccountChoice,
        offline: bool,
    ) -> Result<Found, Failure> {
        let wanted = self.wanted(duty)?;
        let accounts = self.accounts(choice)?;
        if let Some(found) = self.stored(&wanted, &accounts)? {
            return Ok(found);
        }
        if !offline {
            refresh(&accounts).await?;
            if let Some(found) = self.stored(&wanted, &accounts)? {
                return Ok(found);
            }
        }
        Err(Failure::NotOnDuty)
    }

    /// The chat as it is shown, with a link that works in other apps too where there is a host.
    pub(crate) fn view_of(&self, chat: &ChatSummary) -> view::Chat {
        let link = DutyLink {
            ov: chat.ov.clone(),
            duty_id: chat.duty_id.clone(),
        };
        let host = self.config.app_hosts.first();
        from_core::chat(
            chat,
            host.map_or_else(|| link.to_app(), |host| link.to_web(host)),
        )
    }

    fn wanted(&self, duty: &DutyArg) -> Result<Wanted, Failure> {
        match duty {
            DutyArg::Id(id) => Ok(Wanted {
                ov: None,
                duty_id: id.clone(),
            }),
            DutyArg::Link(link) => {
                let link =
                    DutyLink::parse(link, &self.config.app_hosts).map_err(Failure::InvalidLink)?;
                Ok(Wanted {
                    ov: Some(link.ov),
                    duty_id: link.duty_id,
                })
            }
        }
    }

    fn stored(&self, wanted: &Wanted, accounts: &[Account]) -> Result<Option<Found>, Failure> {
        let chats = self.chats(accounts)?;
        let mut fitting = chats
            .into_iter()
            .filter(|chat| wanted.fits(&chat.ov, &chat.duty_id));
        let Some(summary) = fitting.next() else {
            return Ok(None);
        };
        if fitting.next().is_some() {
            return Err(Failure::AmbiguousDuty);
        }
        let account = self.client.accounts().get(&summary.account)?;
        let chat = account.chat(&summary.duty_id)?;
        Ok(Some(Found {
            account,
            chat,
            duty_id: summary.duty_id,
        }))
    }
}

/// A chat and its account.
pub(crate) struct Found {
    pub(crate) account: Account,
    pub(crate) chat: Chat,
    pub(crate) duty_id: DutyId,
}

struct Wanted {
    ov: Option<OrgCode>,
    duty_id: DutyId,
}

impl Wanted {
    fn fits(&self, ov: &OrgCode, duty_id: &DutyId) -> bool {
        *duty_id == self.duty_id && self.ov.as_ref().is_none_or(|wanted| wanted == ov)
    }
}

/// Asks the server of each account for what is new. One that cannot be reached keeps nobody from
/// the others; the first trouble is told at the end.
pub(crate) async fn refresh(accounts: &[Account]) -> Result<(), Failure> {
    let mut trouble = None;
    for account in accounts {
        if let Err(error) = account.sync_once(Duration::ZERO).await {
            trouble.get_or_insert(Failure::from(error));
        }
    }
    trouble.map_or(Ok(()), Err)
}

#[cfg(feature = "test-clock")]
fn clock() -> Arc<dyn Clock> {
    Arc::new(dienstchat_core::time::TestClock::from_env())
}

#[cfg(not(feature = "test-clock"))]
fn clock() -> Arc<dyn Clock> {
    Arc::new(dienstchat_core::time::SystemClock)
}
