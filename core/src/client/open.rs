//! Finding and opening the accounts of this device.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    account::Account,
    config::{Config, Environment},
    dates::Dates,
    error::{OpenError, Unavailable},
    signals::Signals,
};
use crate::{
    http::HttpClient,
    ids::AccountId,
    keys::Machine,
    matrix::Homeserver,
    store::{SessionRecord, Store, StoreConfig, StoreError, WriteTx},
    sync::Connection,
};

/// The database in an account's folder.
const FILE: &str = "store.db";

/// An account and its folder.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) id: AccountId,
    pub(super) folder: PathBuf,
}

impl Place {
    pub(super) fn of(config: &Config, id: &AccountId) -> Self {
        Self {
            id: id.clone(),
            folder: config.data_dir.join("accounts").join(id.as_str()),
        }
    }

    /// Destroys the account's store and folder.
    pub(super) fn wipe(&self, environment: &Environment) -> Result<(), Unavailable> {
        let file = self.folder.join(FILE);
        crate::store::destroy(&file, &self.id, &environment.key_store)?;
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::Io(error.kind()).into())
            }
            _ => Ok(()),
        }
    }
}

/// What an account's store needs.
pub(super) fn store_config(
    config: &Config,
    environment: &Environment,
    id: &AccountId,
) -> StoreConfig {
    StoreConfig {
        path: Place::of(config, id).folder.join(FILE),
        account: id.clone(),
        key_store: Arc::clone(&environment.key_store),
        entropy: Arc::clone(&environment.entropy),
    }
}

/// All accounts that have a folder.
pub(super) fn all(
    config: &Config,
    environment: &Environment,
    signals: &Signals,
) -> Result<BTreeMap<AccountId, Result<Account, Unavailable>>, OpenError> {
    let folder = config.data_dir.join("accounts");
    fs::create_dir_all(&folder).map_err(|_| OpenError::DataFolder)?;
    let mut accounts = BTreeMap::new();
    for id in ids(&folder).map_err(|_| OpenError::DataFolder)? {
        match one(config, environment, signals, &id) {
            Ok(Some(account)) => {
                accounts.insert(id, Ok(account));
            }
            // A sign-in that was interrupted before it had a session, or is under way in another
            // process: not an account yet. The next sign-in of this person makes it anew.
            Ok(None) => {}
            Err(error) => {
                accounts.insert(id, Err(error));
            }
        }
    }
    Ok(accounts)
}

/// The accounts that have a folder with a store; folders of other names are not ours.
fn ids(folder: &Path) -> std::io::Result<Vec<AccountId>> {
    let mut ids = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let id = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if let Some(id) = id
            && fs::exists(entry.path().join(FILE))?
        {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Opens an account; `None` when its store has no session.
pub(super) fn one(
    config: &Config,
    environment: &Environment,
    signals: &Signals,
    id: &AccountId,
) -> Result<Option<Account>, Unavailable> {
    let store = Store::open(store_config(config, environment, id))?;
    let Some(session) = store.read(|tx| tx.session().get())? else {
        return Ok(None);
    };
    let entropy = Arc::clone(&environment.entropy);
    let machine = store.write(|tx| Machine::load(tx, entropy).map_err(Unavailable::from))?;
    let place = Place::of(config, id);
    assemble(environment, signals, place, store, &session, machine).map(Some)
}

/// Puts an account together.
pub(super) fn assemble(
    environment: &Environment,
    signals: &Signals,
    place: Place,
    store: Store,
    session: &SessionRecord,
    machine: Machine,
) -> Result<Account, Unavailable> {
    let dates = Dates::default();
    let http = HttpClient::new(Arc::clone(&environment.clock), Arc::new(dates.clone()))
        .map_err(|_| Unavailable::Storage)?;
    let homeserver = Homeserver::new(session.homeserver.as_str(), http.clone())
        .map_err(|_| Unavailable::Damaged)?;
    let clock = Arc::clone(&environment.clock);
    let connection = Connection::new(
        store,
        homeserver,
        machine,
        clock,
        session.server_name.clone(),
    );
    Ok(Account::new(
        place,
        session,
        connection,
        environment.clone(),
        http,
        dates,
        signals.clone(),
    ))
}

/// Forgets a chat's used keys when the file turned out to be an older copy of itself.
pub(super) fn deal_with_older_copy(
    tx: &mut WriteTx<'_>,
    context: &crate::sync::Context<'_>,
) -> Result<(), Unavailable> {
    if tx.is_older_copy()? {
        context.machine.drop_used_state(tx, context.now)?;
        tx.older_copy_dealt_with()?;
    }
    Ok(())
}
