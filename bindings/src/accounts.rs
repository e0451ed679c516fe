//! The accounts on this device, side by side.

use std::{fmt, sync::Arc};

use dienstchat_core::client::{self, SealReason, Unavailable};

use crate::{
    Account, AccountUpdates, Cancellation, ClientError, SignOutAfterError,
    count::count,
    guard::{cancellable, guarded},
};

/// Why an account is sealed: hidden and unusable, but not destroyed.
#[uniffi::remote(Enum)]
pub enum SealReason {
    /// The session was ended: sign in again on this device.
    SignInAgain,
    /// The server says that the account is blocked. Signing in does not help; the organisation can.
    Blocked,
    /// No contact with the server for more than 45 days; the next synchronisation that succeeds
    /// lifts it.
    NoContact,
}

/// What can be done with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AccountState {
    /// Everything.
    Active,
    /// Nothing for now; the reason says what to do.
    Sealed {
        /// Why.
        reason: SealReason,
    },
    /// Nothing: its data cannot be read.
    Unavailable {
        /// Why.
        reason: Unavailable,
    },
}

impl From<client::AccountState> for AccountState {
    fn from(state: client::AccountState) -> Self {
        match state {
            client::AccountState::Active => Self::Active,
            client::AccountState::Sealed(reason) => Self::Sealed { reason },
            client::AccountState::Unavailable(reason) => Self::Unavailable { reason },
        }
    }
}

/// An account as a list shows it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct AccountInfo {
    /// Its id, for `Accounts.get`.
    pub id: String,
    /// The code of its organisation.
    pub ov: String,
    /// Its Matrix user id; none when its data cannot be read.
    pub user_id: Option<String>,
    /// What can be done with it.
    pub state: AccountState,
    /// The id of the duty after which it signs itself out, see `Accounts.signOutAfter`; none when
    /// it stays.
    #[uniffi(default = None)]
    pub sign_out_after: Option<String>,
    /// How far this device's clock is behind what servers say and can be believed, in
    /// milliseconds; below zero when it is ahead, 0 within a minute. None when its data cannot be
    /// read or nothing is known yet. The core counts with it; add it to the device's time where
    /// something is shown in relation to now.
    #[uniffi(default = None)]
    pub clock_offset_ms: Option<i64>,
    /// The last that synchronising has shown is that there is no connection: a round found none, or
    /// the `Connectivity` says to a `SyncLoop` that there is no network. A round that the server
    /// answers takes it back, and so does the end of the loop, as nobody looks any more; another
    /// failure says nothing of the connection. False also when nothing is known.
    #[uniffi(default = false)]
    pub offline: bool,
}

impl From<client::AccountInfo> for AccountInfo {
    fn from(info: client::AccountInfo) -> Self {
        Self {
            id: info.id.into(),
            ov: info.ov.to_string(),
            user_id: info.user_id.map(Into::into),
            state: info.state.into(),
            sign_out_after: info.sign_out_after.map(Into::into),
            clock_offset_ms: info.clock_offset_ms,
            offline: info.offline,
        }
    }
}

impl fmt::Debug for AccountInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountInfo")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// How a sign-out ended. The account's data is gone from this device in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SignedOut {
    /// The server has ended the session too. Where it could not be reached, the session ends when
    /// the device is signed out elsewhere.
    pub server_told: bool,
}

impl From<client::SignedOut> for SignedOut {
    fn from(signed_out: client::SignedOut) -> Self {
        Self {
            server_told: signed_out.server_told,
        }
    }
}

/// The accounts on this device.
#[derive(uniffi::Object)]
pub struct Accounts(pub(crate) client::Accounts);

#[uniffi::export(async_runtime = "tokio")]
impl Accounts {
    /// All accounts by organisation, those that cannot be used too.
    ///
    /// # Errors
    /// Only when Dienstchat itself is at fault or was shut down.
    pub fn list(&self) -> Result<Vec<AccountInfo>, ClientError> {
        guarded(|| Ok(self.0.list()?.into_iter().map(Into::into).collect()))
    }

    /// The account with this id. One that could not be opened before is tried again.
    ///
    /// # Errors
    /// When there is none, or its data cannot be read.
    pub fn get(&self, id: &str) -> Result<Account, ClientError> {
        guarded(|| Ok(Account(self.0.get(&id.parse()?)?)))
    }

    /// Deletes, in all accounts, what has to be deleted by now, and says how many chats that
    /// were; signs out accounts whose chosen duty is over. To be called when the app comes to the
    /// foreground and in its background task; needs no network.
    ///
    /// # Errors
    /// The first failure; every account was tried, and the next call tries again.
    pub fn maintain(&self) -> Result<u64, ClientError> {
        guarded(|| Ok(count(self.0.maintain()?)))
    }

    /// Chooses the duty after which an account signs itself out, or none: then it stays. For
    /// phones that a station shares.
    ///
    /// It goes when the duty is over: at its end, which may be moved, or when the duty is cancelled;
    /// also when the duty's chat is gone from this device before, as it is for somebody who was
    /// taken off the duty. It does so while it synchronises, when Dienstchat is opened and in
    /// `maintain`; the list then lacks it. While it synchronises, what waits in its send queue is
    /// sent first, as far as the server can be reached; otherwise it is lost. The server is told if
    /// it can be reached then.
    ///
    /// # Errors
    /// When there is no such account, the account is in no chat of this duty, or the duty is over.
    pub fn sign_out_after(
        &self,
        id: &str,
        duty_id: Option<String>,
    ) -> Result<(), SignOutAfterError> {
        guarded(|| {
            let duty = duty_id.map(|duty| duty.parse()).transpose()?;
            Ok(self.0.sign_out_after(&id.parse()?, duty.as_ref())?)
        })
    }

    /// A subscription to the list.
    #[must_use]
    pub fn subscribe(&self) -> AccountUpdates {
        AccountUpdates(self.0.feed())
    }

    /// Signs out and wipes the account's data from this device, also offline.
    ///
    /// # Errors
    /// When there is no such account, or its data could not be wiped; try again.
    #[uniffi::method(default(cancellation = None))]
    pub async fn sign_out(
        &self,
        id: String,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<SignedOut, ClientError> {
        cancellable(cancellation, async {
            Ok(self.0.sign_out(&id.parse()?).await?.into())
        })
        .await
    }
}
