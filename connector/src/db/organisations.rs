//! Organisations.

use dienstchat_core::{ids::OrgCode, time::Timestamp};
use ruma::OwnedServerName;

use super::{Db, DbError, WriteError, Written, parsed};

/// Whom the operator turns to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The admin's name.
    pub name: String,
    /// The organisation's postal address.
    pub address: String,
    /// The admin's e-mail address.
    pub email: String,
}

/// An organisation as HiOrg-Server wants it.
pub struct WantedOrganisation {
    /// The revision.
    pub revision: i64,
    /// SHA-256 of the wanted state.
    pub hash: [u8; 32],
    /// Whether a lower revision is meant.
    pub reset: bool,
    /// The issuer, which is the credential's.
    pub issuer: String,
    /// The name that people see.
    pub name: String,
    /// The homeserver; none means the one it has, or the first of the configuration.
    pub homeserver: Option<OwnedServerName>,
    /// Whether the chat function is on.
    pub enabled: bool,
    /// Whom the operator turns to.
    pub contact: Contact,
}

/// An organisation as it is known.
#[derive(Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its code.
    pub ov: OrgCode,
    /// Its issuer.
    pub issuer: String,
    /// The revision of the wanted state.
    pub revision: i64,
    /// The name that people see.
    pub name: String,
    /// Its homeserver.
    pub homeserver: OwnedServerName,
    /// Whether the chat function is on.
    pub enabled: bool,
    /// Since when the chat function is off.
    pub disabled_at: Option<Timestamp>,
    /// Whom the operator turns to.
    pub contact: Contact,
}

type Row = (
    String,
    String,
    i64,
    String,
    String,
    bool,
    Option<i64>,
    String,
    String,
    String,
);

/// Issuer, revision, hash, homeserver, since when disabled.
type KnownRow = (String, i64, Vec<u8>, String, Option<i64>);

const COLUMNS: &str = "ov, issuer, revision, name, homeserver, enabled, disabled_at, \
    contact_name, contact_address, contact_email";

fn read(row: Row) -> Result<Organisation, DbError> {
    let (ov, issuer, revision, name, homeserver, enabled, disabled_at, contact, address, email) =
        row;
    Ok(Organisation {
        ov: parsed(&ov)?,
        issuer,
        revision,
        name,
        homeserver: OwnedServerName::try_from(homeserver).map_err(|_| DbError::Corrupt)?,
        enabled,
        disabled_at: disabled_at.map(Timestamp::from_secs),
        contact: Contact {
            name: contact,
            address,
            email,
        },
    })
}

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    // Constants of this file only.
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM organisations {rest}"))
}

impl Db {
    /// One organisation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&self, ov: &OrgCode) -> Result<Option<Organisation>, DbError> {
        let row: Option<Row> = sqlx::query_as(select("WHERE ov = ?"))
            .bind(ov.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(read).transpose()
    }

    /// All organisations, in the order of their codes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, DbError> {
        let rows: Vec<Row> = sqlx::query_as(select("ORDER BY ov"))
            .fetch_all(&self.pool)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Takes an organisation's wanted state.
    ///
    /// # Errors
    /// [`WriteError`] when it is not newer than what is known.
    pub async fn put_organisation(
        &self,
        ov: &OrgCode,
        wanted: &WantedOrganisation,
        default_homeserver: &OwnedServerName,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut tx = self.write().await?;
        let known: Option<KnownRow> = sqlx::query_as(
            "SELECT issuer, revision, hash, homeserver, disabled_at FROM organisations WHERE ov = ?",
        )
        .bind(ov.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        let mut homeserver = wanted.homeserver.clone();
        let mut disabled_at = None;
        let written = match known {
            None => Written::Created,
            Some((issuer, revision, hash, its_homeserver, its_disabled_at)) => {
                if issuer != wanted.issuer {
                    return Err(WriteError::Foreign);
                }
                if revision == wanted.revision {
                    return if hash == wanted.hash {
                        Ok(Written::Unchanged)
                    } else {
                        Err(WriteError::Conflict)
                    };
                }
                if revision > wanted.revision && !wanted.reset {
                    return Err(WriteError::Stale);
                }
                if homeserver
                    .as_ref()
                    .is_some_and(|wanted| wanted.as_str() != its_homeserver)
                {
                    return Err(WriteError::HomeserverFixed);
                }
                homeserver =
                    Some(OwnedServerName::try_from(its_homeserver).map_err(|_| DbError::Corrupt)?);
                disabled_at = its_disabled_at;
                Written::Updated
            }
        };
        let homeserver = homeserver.unwrap_or_else(|| default_homeserver.clone());
        let disabled_at = (!wanted.enabled).then(|| disabled_at.unwrap_or(now.as_secs()));
        sqlx::query(
            "INSERT INTO organisations (ov, issuer, revision, hash, name, homeserver, enabled, \
             disabled_at, contact_name, contact_address, contact_email) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (ov) DO UPDATE SET revision = excluded.revision, hash = excluded.hash, \
             name = excluded.name, enabled = excluded.enabled, disabled_at = excluded.disabled_at, \
             contact_name = excluded.contact_name, contact_address = excluded.contact_address, \
             contact_email = excluded.contact_email",
        )
        .bind(ov.as_str())
        .bind(&wanted.issuer)
        .bind(wanted.revision)
        .bind(wanted.hash.as_slice())
        .bind(&wanted.name)
        .bind(homeserver.as_str())
        .bind(wanted.enabled)
        .bind(disabled_at)
        .bind(&wanted.contact.name)
        .bind(&wanted.contact.address)
        .bind(&wanted.contact.email)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(written)
    }

    /// Switches an organisation off at HiOrg-Server's wish and forgets whom to contact.
    ///
    /// # Errors
    /// [`WriteError`] when the revision is not newer than what is known.
    pub async fn withdraw_organisation(
        &self,
        ov: &OrgCode,
        issuer: &str,
        revision: i64,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let known = self.organisation(ov).await?.ok_or(WriteError::NotFound)?;
        let wanted = WantedOrganisation {
            revision,
            hash,
            reset: false,
            issuer: issuer.to_owned(),
            name: known.name,
            homeserver: None,
            enabled: false,
            contact: Contact::default(),
        };
        self.put_organisation(ov, &wanted, &known.homeserver, now)
            .await
    }
}
