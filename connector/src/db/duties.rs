//! Duties: the wanted state and how far the room has got.

use dienstchat_core::{
    ids::{DutyId, OrgCode},
    time::Timestamp,
};
use ruma::{OwnedRoomId, RoomId};

use super::{Db, DbError, RosterMember, WriteError, Written, parsed, roster};

/// A duty as HiOrg-Server wants it.
pub struct WantedDuty {
    /// The revision.
    pub revision: i64,
    /// SHA-256 of the envelope's canonical JSON.
    pub hash: [u8; 32],
    /// Whether a lower revision is meant.
    pub reset: bool,
    /// Whether this is a DELETE.
    pub withdrawn: bool,
    /// The envelope as received.
    /// None when the chat is deleted already.
    pub envelope: Option<String>,
    /// Whom it names.
    pub members: Vec<RosterMember>,
}

/// What the room was last brought to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// There is no room.
    None,
    /// Members write.
    Active,
    /// Members read.
    ReadOnly,
    /// The room is gone.
    Deleted,
}

impl Applied {
    /// The word in the database, in answers and in metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Active => "active",
            Self::ReadOnly => "read_only",
            Self::Deleted => "deleted",
        }
    }
}

impl std::str::FromStr for Applied {
    type Err = DbError;

    fn from_str(text: &str) -> Result<Self, DbError> {
        match text {
            "none" => Ok(Self::None),
            "active" => Ok(Self::Active),
            "read_only" => Ok(Self::ReadOnly),
            "deleted" => Ok(Self::Deleted),
            _ => Err(DbError::Corrupt),
        }
    }
}

/// A duty as it is known.
#[derive(Clone, PartialEq, Eq)]
pub struct DutyRecord {
    /// The organisation.
    pub ov: OrgCode,
    /// The duty.
    pub duty_id: DutyId,
    /// The revision of the wanted state.
    pub revision: i64,
    /// SHA-256 of the envelope's canonical JSON.
    pub hash: [u8; 32],
    /// HiOrg-Server has deleted it.
    pub withdrawn: bool,
    /// The envelope as received; none once the chat is deleted.
    pub envelope: Option<String>,
    /// The room, once there is one.
    pub room_id: Option<OwnedRoomId>,
    /// What the room was last brought to.
    pub applied: Applied,
    /// The revision that the room was last brought to.
    pub applied_revision: Option<i64>,
    /// The deletion has begun.
    pub purging: bool,
    /// The homeserver's name for the deletion under way.
    pub purge_id: Option<String>,
}

type Row = (
    String,
    String,
    i64,
    Vec<u8>,
    bool,
    Option<String>,
    Option<String>,
    String,
    Option<i64>,
    bool,
    Option<String>,
);

const COLUMNS: &str = "ov, duty_id, revision, hash, withdrawn, envelope, room_id, phase, \
    applied_revision, purging, purge_id";

fn read(row: Row) -> Result<DutyRecord, DbError> {
    let (
        ov,
        duty_id,
        revision,
        hash,
        withdrawn,
        envelope,
        room_id,
        phase,
        applied_revision,
        purging,
        purge_id,
    ) = row;
    Ok(DutyRecord {
        ov: parsed(&ov)?,
        duty_id: parsed(&duty_id)?,
        revision,
        hash: hash.try_into().map_err(|_| DbError::Corrupt)?,
        withdrawn,
        envelope,
        room_id: room_id
            .map(|id| RoomId::parse(id).map_err(|_| DbError::Corrupt))
            .transpose()?,
        applied: phase.parse()?,
        applied_revision,
        purging,
        purge_id,
    })
}

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    // Constants of this file only.
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM duties {rest}"))
}

impl Db {
    /// One duty.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duty(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
    ) -> Result<Option<DutyRecord>, DbError> {
        let row: Option<Row> = sqlx::query_as(select("WHERE ov = ? AND duty_id = ?"))
            .bind(ov.as_str())
            .bind(duty_id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(read).transpose()
    }

    /// The duties of an organisation whose chats are not deleted yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_duties(&self, ov: &OrgCode) -> Result<Vec<DutyRecord>, DbError> {
        let rows: Vec<Row> = sqlx::query_as(select(
            "WHERE ov = ? AND (envelope IS NOT NULL OR purging) ORDER BY duty_id",
        ))
        .bind(ov.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(read).collect()
    }

    /// The duty whose chat is this room.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duty_of_room(&self, room: &RoomId) -> Result<Option<(OrgCode, DutyId)>, DbError> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT ov, duty_id FROM duties WHERE room_id = ?")
                .bind(room.as_str())
                .fetch_optional(&self.pool)
                .await?;
        row.map(|(ov, duty_id)| Ok((parsed(&ov)?, parsed(&duty_id)?)))
            .transpose()
    }

    /// Takes a duty's wanted state.
    ///
    /// A removed person whom the statement names, in an organisation of the same issuer, is
    /// welcome again.
    ///
    /// # Errors
    /// [`WriteError`] when it is not newer than what is known, or the organisation is unknown.
    pub async fn put_duty(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
        wanted: &WantedDuty,
    ) -> Result<Written, WriteError> {
        let mut tx = self.write().await?;
        let organisation: Option<(String,)> =
            sqlx::query_as("SELECT issuer FROM organisations WHERE ov = ?")
                .bind(ov.as_str())
                .fetch_optional(&mut *tx)
                .await?;
        let Some((issuer,)) = organisation else {
            return Err(WriteError::NotFound);
        };
        let known: Option<(i64, Vec<u8>, bool)> = sqlx::query_as(
            "SELECT revision, hash, withdrawn FROM duties WHERE ov = ? AND duty_id = ?",
        )
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        let written = match known {
            None if wanted.withdrawn => return Err(WriteError::NotFound),
            None => Written::Created,
            Some((revision, hash, withdrawn)) if revision == wanted.revision => {
                // A repeated DELETE cannot repeat the bytes: the time of the first is in them.
                let same = withdrawn == wanted.withdrawn && (withdrawn || hash == wanted.hash);
                return if same {
                    Ok(Written::Unchanged)
                } else {
                    Err(WriteError::Conflict)
                };
            }
            Some((revision, ..)) if revision > wanted.revision && !wanted.reset => {
                return Err(WriteError::Stale);
            }
            Some(_) => Written::Updated,
        };
        sqlx::query(
            "INSERT INTO duties (ov, duty_id, revision, hash, withdrawn, envelope) VALUES (?, ?, ?, ?, ?, ?) \
             ON CONFLICT (ov, duty_id) DO UPDATE SET revision = excluded.revision, hash = excluded.hash, \
             withdrawn = excluded.withdrawn, envelope = excluded.envelope",
        )
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .bind(wanted.revision)
        .bind(wanted.hash.as_slice())
        .bind(wanted.withdrawn)
        .bind(&wanted.envelope)
        .execute(&mut *tx)
        .await?;
        roster::replace(&mut tx, ov, duty_id, &wanted.members).await?;
        if !wanted.withdrawn {
            sqlx::query(
                "UPDATE people SET removed_at = NULL WHERE removed_at IS NOT NULL AND (ov, sub) IN \
                 (SELECT member_ov, sub FROM roster WHERE ov = ? AND duty_id = ?) \
                 AND ov IN (SELECT ov FROM organisations WHERE issuer = ?)",
            )
            .bind(ov.as_str())
            .bind(duty_id.as_str())
            .bind(&issuer)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(written)
    }

    /// Remembers the room of a duty.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_room(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
        room: Option<&RoomId>,
    ) -> Result<(), DbError> {
        sqlx::query(
            "UPDATE duties SET room_id = ?, applied_revision = NULL WHERE ov = ? AND duty_id = ?",
        )
        .bind(room.map(RoomId::as_str))
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Remembers what a room was brought to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_applied(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
        applied: Applied,
        revision: i64,
    ) -> Result<(), DbError> {
        sqlx::query(
            "UPDATE duties SET phase = ?, applied_revision = ? WHERE ov = ? AND duty_id = ?",
        )
        .bind(applied.as_str())
        .bind(revision)
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Remembers that the deletion of a chat has begun, and the homeserver's name for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_purging(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
        purge_id: Option<&str>,
    ) -> Result<(), DbError> {
        sqlx::query("UPDATE duties SET purging = 1, purge_id = ? WHERE ov = ? AND duty_id = ?")
            .bind(purge_id)
            .bind(ov.as_str())
            .bind(duty_id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The chat is deleted. When nothing newer than `revision` is wanted meanwhile, the statement
    /// and the names in it are forgotten; else the duty begins anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_deleted(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
        revision: i64,
        forget: bool,
    ) -> Result<(), DbError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE duties SET room_id = NULL, purging = 0, purge_id = NULL, phase = 'none', \
             applied_revision = NULL WHERE ov = ? AND duty_id = ?",
        )
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .execute(&mut *tx)
        .await?;
        if forget {
            let changed = sqlx::query(
                "UPDATE duties SET phase = 'deleted', envelope = NULL \
                 WHERE ov = ? AND duty_id = ? AND revision = ?",
            )
            .bind(ov.as_str())
            .bind(duty_id.as_str())
            .bind(revision)
            .execute(&mut *tx)
            .await?;
            if changed.rows_affected() > 0 {
                roster::replace(&mut tx, ov, duty_id, &[]).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// How many duties there are in each phase.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duty_counts(&self) -> Result<Vec<(Applied, i64)>, DbError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT phase, count(*) FROM duties GROUP BY phase")
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter()
            .map(|(phase, count)| Ok((phase.parse()?, count)))
            .collect()
    }

    /// Forgets proofs and transactions that need not be remembered any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_old(&self, now: Timestamp) -> Result<(), DbError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM used_proofs WHERE forget_at < ?")
            .bind(now.as_secs())
            .execute(&mut *tx)
            .await?;
        // A homeserver repeats only its newest transaction.
        sqlx::query("DELETE FROM transactions WHERE seen_at < ?")
            .bind(now.as_secs().saturating_sub(30 * 86_400))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
