//! The accounts of this device.

use std::sync::Arc;

use super::{
    account::Account,
    dienstchat::Shared,
    error::{ClientError, SealReason, Unavailable},
};
use crate::ids::{AccountId, DutyId, OrgCode};
use ruma::OwnedUserId;

/// The accounts of this device, side by side.
#[derive(Clone)]
pub struct Accounts {
    pub(super) shared: Arc<Shared>,
}

/// An account in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// The account.
    pub id: AccountId,
    /// Its organisation.
    pub ov: OrgCode,
    /// Its Matrix user; `None` when its store cannot be opened.
    pub user_id: Option<OwnedUserId>,
    /// Whether it can be used.
    pub state: AccountState,
    /// The duty after which it signs itself out; see [`Accounts::sign_out_after`].
    pub sign_out_after: Option<DutyId>,
    /// How far this device's clock is behind what is known of the time, in milliseconds; below
    /// zero when it is ahead, 0 within a minute. `None` when its store cannot be opened or nothing is known yet.
    pub clock_offset_ms: Option<i64>,
    /// The last that synchronising has shown is that there is no connection: a round found none, or
    /// the system says to the loop of [`Account::run`] that there is no network. A round that the
    /// server answers takes it back, and so does the end of the loop, as nobody looks any more;
    /// another failure says nothing of the connection.
    pub offline: bool,
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// It can.
    Active,
    /// It is hidden and cannot be used until the reason is gone; nothing is lost.
    Sealed(SealReason),
    /// Its store cannot be opened.
    Unavailable(Unavailable),
}

impl Accounts {
    /// All accounts, by organisation.
    ///
    /// # Errors
    /// [`ClientError::Closed`].
    pub fn list(&self) -> Result<Vec<AccountInfo>, ClientError> {
        self.shared.signals.open()?;
        let accounts = self.shared.accounts().clone();
        let mut list = Vec::new();
        for (id, account) in accounts {
            let unavailable = |error, user_id| AccountInfo {
                id: id.clone(),
                ov: id.ov().clone(),
                user_id,
                state: AccountState::Unavailable(error),
                sign_out_after: None,
                clock_offset_ms: None,
                offline: false,
            };
            list.push(match account {
                Ok(account) => match account.info() {
                    Ok(info) => info,
                    Err(ClientError::Store(error)) => {
                        unavailable(error, Some(account.user_id().to_owned()))
                    }
                    // Signed out since.
                    Err(ClientError::NoSuchAccount) => continue,
                    Err(error) => return Err(error),
                },
                Err(error) => unavailable(error, None),
            });
        }
        Ok(list)
    }

    /// One account. A store that could not be opened before is tried again.
    ///
    /// # Errors
    /// [`ClientError::NoSuchAccount`], [`ClientError::Store`].
    pub fn get(&self, id: &AccountId) -> Result<Account, ClientError> {
        let mut accounts = self.shared.accounts();
        self.shared.signals.open()?;
        match accounts.get(id) {
            None => Err(ClientError::NoSuchAccount),
            Some(Ok(account)) => Ok(account.clone()),
            Some(Err(_)) => {
                let opened = self
                    .shared
                    .open_account(id)
                    .and_then(|account| account.ok_or(Unavailable::Damaged))
                    .inspect(start);
                accounts.insert(id.clone(), opened.clone());
                self.shared.signals.changed();
                let account = opened?;
                if account.is_gone() {
                    return Err(ClientError::NoSuchAccount);
                }
                Ok(account)
            }
        }
    }

    /// Deletes what is due in every account, and accounts whose last day has come: at start, in
    /// the foreground, in the background task. Needs no server. Returns how many chats were
    /// destroyed.
    ///
    /// # Errors
    /// The first failure; every account was tried.
    pub fn maintain(&self) -> Result<usize, ClientError> {
        self.shared.signals.open()?;
        let mut destroyed = 0;
        let mut result = Ok(());
        for account in self.opened() {
            match account.maintain() {
                Ok(number) => destroyed += number,
                Err(error) => result = result.and(Err(error)),
            }
            drop_due(&account);
        }
        result.map(|()| destroyed)
    }

    /// Accounts whose stores are open.
    pub(super) fn opened(&self) -> Vec<Account> {
        self.shared
            .accounts()
            .values()
            .filter_map(|account| account.clone().ok())
            .collect()
    }

    /// Why an account of this organisation cannot be opened, if there is one.
    pub(super) fn unavailable(&self, ov: &OrgCode) -> Option<Unavailable> {
        let accounts = self.shared.accounts();
        let mut of_organisation = accounts.iter().filter(|(id, _)| id.ov() == ov);
        of_organisation.find_map(|(_, account)| account.as_ref().err().copied())
    }

    /// Accounts that can be used.
    pub(super) fn usable(&self) -> Vec<Account> {
        let mut accounts = self.opened();
        accounts.retain(|account| account.state() == Ok(AccountState::Active));
        accounts
    }

    /// What is done once at every start.
    pub(super) fn started(&self) {
        self.opened().iter().for_each(start);
    }
}

/// What is done once at every start.
fn start(account: &Account) {
    account.started();
    drop_due(account);
}

/// A sealed account whose last limit has come is destroyed whole, and one whose chosen duty is over
/// signs itself out.
fn drop_due(account: &Account) {
    let (leaving, farewell) = match account.leaving_when_over() {
        Ok(Some(leaving)) => (leaving, account.farewell()),
        _ if account.is_expired() => (account.leaving(), None),
        _ => return,
    };
    // When it fails, the next maintenance tries again.
    if account.wipe().is_ok() {
        leaving.for_good();
        if let Some(farewell) = farewell {
            farewell.send();
        }
    }
}
