//! The account's Matrix session, and whether the account may be used.

use std::{fmt, ops::Deref, str::FromStr};

use openidconnect::IssuerUrl;
use ruma::{OwnedDeviceId, OwnedServerName, OwnedUserId};
use rusqlite::{Row, types::Type};
use url::Url;

use super::{
    error::StoreError,
    rows::{execute, millis, one, parsed, time, time_or_none, unreadable},
    tx::ReadTx,
};
use crate::{
    ids::{DutyId, OrgCode, Subject},
    secret::{AccessToken, RefreshToken},
    time::Timestamp,
};

/// The tokens of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Authorises requests.
    pub access_token: AccessToken,
    /// Gives new tokens, once; `None` when the server gave none.
    pub refresh_token: Option<RefreshToken>,
    /// When the access token expires; `None` when it does not.
    pub expires_at: Option<Timestamp>,
}

/// A signed-in session. Its Debug output shows no person and no token.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// The Matrix user.
    pub user_id: OwnedUserId,
    /// This device.
    pub device_id: OwnedDeviceId,
    /// The tokens.
    pub tokens: Tokens,
    /// Where the homeserver is reached.
    pub homeserver: Url,
    /// The homeserver's name.
    pub server_name: OwnedServerName,
    /// The organisation.
    pub ov: OrgCode,
    /// The issuer that the person signed in at.
    pub issuer: IssuerUrl,
    /// The person.
    pub subject: Subject,
}

impl fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionRecord")
            .field("ov", &self.ov)
            .finish_non_exhaustive()
    }
}

/// Why an account cannot be used for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountSealReason {
    /// The server answered a refresh with 401: the person must sign in again.
    RefreshRefused,
    /// The server says that the account is blocked.
    Blocked,
    /// The local clock is more than 45 days after the last contact.
    NoContact,
}

impl AccountSealReason {
    fn as_str(self) -> &'static str {
        match self {
            Self::RefreshRefused => "refresh_refused",
            Self::Blocked => "blocked",
            Self::NoContact => "no_contact",
        }
    }
}

impl FromStr for AccountSealReason {
    type Err = StoreError;

    fn from_str(name: &str) -> Result<Self, StoreError> {
        [Self::RefreshRefused, Self::Blocked, Self::NoContact]
            .into_iter()
            .find(|reason| reason.as_str() == name)
            .ok_or(StoreError::Damaged)
    }
}

/// A seal on the account: hidden and unusable, but whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountSeal {
    /// Why.
    pub reason: AccountSealReason,
    /// Since when.
    pub since: Timestamp,
    /// When everything in it reaches its last known limit and the account is wiped.
    pub destroy_at: Option<Timestamp>,
}

/// Whether the account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// It may.
    Active,
    /// It may not for now.
    Sealed(AccountSeal),
}

/// Reads session and state.
pub struct Session<'t> {
    pub(super) tx: &'t ReadTx<'t>,
}

impl Session<'_> {
    /// The session; `None` before the first sign-in.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self) -> Result<Option<SessionRecord>, StoreError> {
        let sql = "SELECT user_id, device_id, access_token, refresh_token, expires_at, homeserver, server_name,
                          ov, issuer, subject FROM session";
        one(self.tx.connection, sql, [], record)
    }

    /// Whether the account may be used.
    ///
    /// # Errors
    /// What the database reports.
    pub fn state(&self) -> Result<AccountState, StoreError> {
        let sql = "SELECT state, reason, since, destroy_at FROM account";
        let state = one(self.tx.connection, sql, [], |row| {
            if row.get_ref("state")?.as_str()? == "active" {
                return Ok(AccountState::Active);
            }
            Ok(AccountState::Sealed(AccountSeal {
                reason: parsed(row, "reason")?,
                since: time(row, "since")?,
                destroy_at: time_or_none(row, "destroy_at")?,
            }))
        })?;
        state.ok_or(StoreError::Damaged)
    }

    /// The duty after which the account signs itself out.
    ///
    /// # Errors
    /// What the database reports.
    pub fn sign_out_after(&self) -> Result<Option<DutyId>, StoreError> {
        let sql = "SELECT sign_out_after FROM account WHERE sign_out_after != ''";
        one(self.tx.connection, sql, [], |row| {
            parsed(row, "sign_out_after")
        })
    }
}

fn record(row: &Row<'_>) -> rusqlite::Result<SessionRecord> {
    let refresh_token = Some(row.get("refresh_token")?).filter(|token: &String| !token.is_empty());
    Ok(SessionRecord {
        user_id: parsed(row, "user_id")?,
        device_id: row.get::<_, String>("device_id")?.into(),
        tokens: Tokens {
            access_token: AccessToken::new(row.get("access_token")?),
            refresh_token: refresh_token.map(RefreshToken::new),
            expires_at: time_or_none(row, "expires_at")?,
        },
        homeserver: parsed(row, "homeserver")?,
        server_name: row
            .get::<_, String>("server_name")?
            .try_into()
            .map_err(|_| unreadable(Type::Text))?,
        ov: parsed(row, "ov")?,
        issuer: IssuerUrl::new(row.get("issuer")?).map_err(|_| unreadable(Type::Text))?,
        subject: parsed(row, "subject")?,
    })
}

/// Reads and changes session and state.
pub struct SessionMut<'t> {
    pub(super) read: Session<'t>,
}

impl<'t> Deref for SessionMut<'t> {
    type Target = Session<'t>;

    fn deref(&self) -> &Session<'t> {
        &self.read
    }
}

impl SessionMut<'_> {
    /// Keeps a session after a sign-in, in place of the one before.
    ///
    /// # Errors
    /// What the database reports.
    pub fn set(&self, session: &SessionRecord) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO session (id, user_id, device_id, access_token, refresh_token, expires_at,
                       homeserver, server_name, ov, issuer, subject)
                   VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let row = (
            session.user_id.as_str(),
            session.device_id.as_str(),
            session.tokens.access_token.expose(),
            refresh_text(session.tokens.refresh_token.as_ref()),
            millis(session.tokens.expires_at),
            session.homeserver.as_str(),
            session.server_name.as_str(),
            session.ov.as_str(),
            session.issuer.as_str(),
            session.subject.as_str(),
        );
        execute(self.read.tx.connection, sql, row)?;
        Ok(())
    }

    /// Takes the right to refresh from `now` until `until`, if this is still the refresh token and
    /// no other process has the right. One that lasts more than twice as long is none: the clock
    /// was set back. (Somewhat longer it may be: the other may have looked at the clock after us.)
    /// `before` is the end of a right of our own that was not given back.
    ///
    /// # Errors
    /// What the database reports.
    pub fn claim_refresh(
        &self,
        token: &RefreshToken,
        now: Timestamp,
        until: Timestamp,
        before: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE session SET refresh_until = ?4
                   WHERE refresh_token = ?1
                     AND (refresh_until <= ?2 OR refresh_until = ?3 OR refresh_until > 2 * ?4 - ?2)";
        let row = (
            token.expose(),
            now.as_millis(),
            millis(before),
            until.as_millis(),
        );
        Ok(execute(self.read.tx.connection, sql, row)? == 1)
    }

    /// Gives back the right to refresh that ends then.
    ///
    /// # Errors
    /// What the database reports.
    pub fn release_refresh(&self, until: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE session SET refresh_until = 0 WHERE refresh_until = ?1";
        execute(self.read.tx.connection, sql, [until.as_millis()])?;
        Ok(())
    }

    /// Keeps refreshed tokens, if the refresh token is still the one that they were got with.
    /// `false` when another process was faster: its tokens count, these must be dropped.
    ///
    /// # Errors
    /// What the database reports.
    pub fn swap_tokens(&self, used: &RefreshToken, new: &Tokens) -> Result<bool, StoreError> {
        let sql = "UPDATE session SET access_token = ?2, refresh_token = ?3, expires_at = ?4, refresh_until = 0
                   WHERE refresh_token = ?1";
        // A server that gives no new refresh token lets the old one be used again.
        let refresh_token = refresh_text(new.refresh_token.as_ref().or(Some(used)));
        let row = (
            used.expose(),
            new.access_token.expose(),
            refresh_token,
            millis(new.expires_at),
        );
        Ok(execute(self.read.tx.connection, sql, row)? == 1)
    }

    /// Seals the account or lifts its seal.
    ///
    /// # Errors
    /// What the database reports.
    pub fn set_state(&self, state: AccountState) -> Result<(), StoreError> {
        let (name, reason, since, destroy_at) = match state {
            AccountState::Active => ("active", "", 0, 0),
            AccountState::Sealed(seal) => (
                "sealed",
                seal.reason.as_str(),
                seal.since.as_millis(),
                millis(seal.destroy_at),
            ),
        };
        let sql = "UPDATE account SET state = ?1, reason = ?2, since = ?3, destroy_at = ?4";
        execute(
            self.read.tx.connection,
            sql,
            (name, reason, since, destroy_at),
        )?;
        Ok(())
    }

    /// Keeps the duty after which the account signs itself out, or that there is none.
    ///
    /// # Errors
    /// What the database reports.
    pub fn set_sign_out_after(&self, duty: Option<&DutyId>) -> Result<(), StoreError> {
        let duty = duty.map_or("", DutyId::as_str);
        let sql = "UPDATE account SET sign_out_after = ?1";
        execute(self.read.tx.connection, sql, [duty])?;
        Ok(())
    }
}

fn refresh_text(token: Option<&RefreshToken>) -> &str {
    token.map_or("", RefreshToken::expose)
}
