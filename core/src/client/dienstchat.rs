//! The root of the client.

use std::{
    collections::BTreeMap,
    fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    account::Account,
    accounts::Accounts,
    browser::Waiting,
    config::{Config, Environment},
    dates::Dates,
    error::{ClientError, OpenError, Unavailable},
    links::Links,
    open,
    organisations::Organisations,
    pending::PendingSignIns,
    sign_in::SignIn,
    signals::Signals,
    state_file::StateFile,
};
use crate::{
    chat::{self, ChatSummary},
    connector::Connector,
    http::HttpClient,
    ids::AccountId,
};

/// The client of one installation: all accounts of this device, one list of duties.
///
/// Clones share everything.
#[derive(Clone)]
pub struct Dienstchat {
    shared: Arc<Shared>,
}

/// What all handles share.
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) environment: Environment,
    pub(super) http: HttpClient,
    pub(super) dates: Dates,
    pub(super) connector: Connector,
    pub(super) state_file: StateFile,
    pub(super) signals: Signals,
    accounts: Mutex<BTreeMap<AccountId, Result<Account, Unavailable>>>,
    waiting: Mutex<Vec<Waiting>>,
    pending: Mutex<()>,
}

impl Shared {
    pub(super) fn accounts(
        &self,
    ) -> MutexGuard<'_, BTreeMap<AccountId, Result<Account, Unavailable>>> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has signed itself out.
        accounts.retain(|_, account| !account.as_ref().is_ok_and(Account::is_gone));
        accounts
    }

    /// The sign-ins that wait for the browser.
    pub(super) fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held by whoever changes the sign-ins in the key store. Taken before [`Self::waiting`].
    pub(super) fn pending(&self) -> MutexGuard<'_, ()> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the store of an account; `None` when it has no session.
    pub(super) fn open_account(&self, id: &AccountId) -> Result<Option<Account>, Unavailable> {
        open::one(&self.config, &self.environment, &self.signals, id)
    }
}

impl Dienstchat {
    /// Opens the client: finds the accounts of this device and deletes what is due. Asks no
    /// server. An account whose store cannot be opened is listed as unavailable, with the reason.
    ///
    /// # Errors
    /// [`OpenError`] when nothing at all can be done.
    pub fn open(config: Config, environment: Environment) -> Result<Self, OpenError> {
        fs::create_dir_all(&config.data_dir).map_err(|_| OpenError::DataFolder)?;
        let dates = Dates::default();
        let http = HttpClient::new(Arc::clone(&environment.clock), Arc::new(dates.clone()))
            .map_err(|_| OpenError::Network)?;
        let connector = Connector::new(config.connector.as_str(), http.clone())
            .map_err(|_| OpenError::Connector)?;
        let state_file = StateFile::new(&config.data_dir);
        let signals = Signals::new();
        let accounts = open::all(&config, &environment, &signals)?;
        let shared = Shared {
            config,
            environment,
            http,
            dates,
            connector,
            state_file,
            signals,
            accounts: Mutex::new(accounts),
            waiting: Mutex::default(),
            pending: Mutex::default(),
        };
        let client = Self {
            shared: Arc::new(shared),
        };
        client.accounts().started();
        let now = client.shared.environment.clock.now();
        if let Err(error) = PendingSignIns::of(&client.shared).purge(now) {
            tracing::warn!(%error, "old sign-ins could not be forgotten");
        }
        Ok(client)
    }

    /// The directory of organisations.
    #[must_use]
    pub fn organisations(&self) -> Organisations {
        Organisations {
            shared: Arc::clone(&self.shared),
        }
    }

    /// Signing in.
    #[must_use]
    pub fn sign_in(&self) -> SignIn {
        SignIn {
            shared: Arc::clone(&self.shared),
        }
    }

    /// The accounts of this device.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts {
            shared: Arc::clone(&self.shared),
        }
    }

    /// Deep links.
    #[must_use]
    pub fn links(&self) -> Links {
        Links {
            shared: Arc::clone(&self.shared),
        }
    }

    /// The chats of all accounts that can be used, in one list: active ones first, then those
    /// that are read only; among them the duty that begins first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Closed`].
    pub fn chats(&self) -> Result<Vec<ChatSummary>, ClientError> {
        self.shared.signals.open()?;
        let mut all = Vec::new();
        for account in self.accounts().usable() {
            match account.chats() {
                Ok(chats) => all.extend(chats),
                // Sealed or signed out since it was found usable.
                Err(ClientError::Sealed | ClientError::NoSuchAccount) => {}
                Err(error) => return Err(error),
            }
        }
        // An account that was let go of meanwhile was not found usable.
        self.shared.signals.open()?;
        chat::sort(&mut all);
        Ok(all)
    }

    /// Closes the client: loops and feeds end, calls that wait fail, and the files are let go of.
    /// From now on every call on every handle that came from here fails with `Closed`. What was
    /// being written is written. Closing twice does no harm; dropping all handles closes too.
    pub fn close(&self) {
        self.shared.signals.close();
        let accounts = std::mem::take(&mut *self.shared.accounts());
        for account in accounts.into_values().flatten() {
            account.let_go();
        }
    }

    /// The network may be another one, or be there again: what waits for its next attempt is
    /// tried at once by [`Account::run`].
    pub fn network_changed(&self) {
        self.shared.signals.network_changed();
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl std::fmt::Debug for Dienstchat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dienstchat").finish_non_exhaustive()
    }
}
