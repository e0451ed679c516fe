//! Whom the newest statement of a duty names.

use dienstchat_core::ids::{DutyId, OrgCode, Subject};
use ruma::OwnedServerName;
use sqlx::SqliteConnection;

use super::{Db, DbError, parsed};

/// A member as a statement names it.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterMember {
    /// The member's organisation.
    pub ov: OrgCode,
    /// The member.
    pub sub: Subject,
    /// The member's name.
    pub name: String,
    /// Responsible for the duty.
    pub responsible: bool,
}

/// A member of a statement, with what is known of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// What the statement says.
    pub member: RosterMember,
    /// Seen in the room when it was last compared.
    pub joined: bool,
    /// The person may be in the room: has had a session, was not removed, and belongs to an
    /// organisation of the same issuer on the same homeserver as the duty's.
    pub eligible: bool,
    /// The display name that the homeserver has.
    pub display_name: Option<String>,
}

/// Makes the roster of a duty these members; who stays keeps `joined`.
pub(super) async fn replace(
    tx: &mut SqliteConnection,
    ov: &OrgCode,
    duty_id: &DutyId,
    members: &[RosterMember],
) -> Result<(), DbError> {
    let joined: Vec<(String, String)> =
        sqlx::query_as("SELECT member_ov, sub FROM roster WHERE ov = ? AND duty_id = ? AND joined")
            .bind(ov.as_str())
            .bind(duty_id.as_str())
            .fetch_all(&mut *tx)
            .await?;
    sqlx::query("DELETE FROM roster WHERE ov = ? AND duty_id = ?")
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .execute(&mut *tx)
        .await?;
    for member in members {
        let stays = joined
            .iter()
            .any(|(ov, sub)| ov == member.ov.as_str() && sub == member.sub.as_str());
        sqlx::query(
            "INSERT INTO roster (ov, duty_id, member_ov, sub, name, responsible, joined) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .bind(member.ov.as_str())
        .bind(member.sub.as_str())
        .bind(&member.name)
        .bind(member.responsible)
        .bind(stays)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

type Row = (String, String, String, bool, bool, bool, Option<String>);

impl Db {
    /// The roster of a duty.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roster(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
    ) -> Result<Vec<RosterEntry>, DbError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT r.member_ov, r.sub, r.name, r.responsible, r.joined, \
             p.joined_at IS NOT NULL AND p.removed_at IS NULL \
               AND theirs.issuer = ours.issuer AND theirs.homeserver = ours.homeserver, \
             p.display_name \
             FROM roster r JOIN organisations ours ON ours.ov = r.ov \
             LEFT JOIN organisations theirs ON theirs.ov = r.member_ov \
             LEFT JOIN people p ON p.ov = r.member_ov AND p.sub = r.sub \
             WHERE r.ov = ? AND r.duty_id = ? ORDER BY r.rowid",
        )
        .bind(ov.as_str())
        .bind(duty_id.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(
                |(member_ov, sub, name, responsible, joined, eligible, display_name)| {
                    Ok(RosterEntry {
                        member: RosterMember {
                            ov: parsed(&member_ov)?,
                            sub: parsed(&sub)?,
                            name,
                            responsible,
                        },
                        joined,
                        eligible,
                        display_name,
                    })
                },
            )
            .collect()
    }

    /// Remembers whether a member is in the room.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_joined(
        &self,
        ov: &OrgCode,
        duty_id: &DutyId,
        member: (&OrgCode, &Subject),
        joined: bool,
    ) -> Result<(), DbError> {
        sqlx::query("UPDATE roster SET joined = ? WHERE ov = ? AND duty_id = ? AND member_ov = ? AND sub = ?")
            .bind(joined)
            .bind(ov.as_str())
            .bind(duty_id.as_str())
            .bind(member.0.as_str())
            .bind(member.1.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The duties on whose roster a person is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duties_of(
        &self,
        ov: &OrgCode,
        sub: &Subject,
    ) -> Result<Vec<(OrgCode, DutyId)>, DbError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT ov, duty_id FROM roster WHERE member_ov = ? AND sub = ? ORDER BY ov, duty_id",
        )
        .bind(ov.as_str())
        .bind(sub.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(ov, duty_id)| Ok((parsed(&ov)?, parsed(&duty_id)?)))
            .collect()
    }

    /// The name that the newest statements give a person, if any does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn name_of(&self, ov: &OrgCode, sub: &Subject) -> Result<Option<String>, DbError> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT r.name FROM roster r JOIN organisations theirs ON theirs.ov = r.member_ov \
             JOIN organisations ours ON ours.ov = r.ov AND ours.issuer = theirs.issuer \
             WHERE r.member_ov = ? AND r.sub = ? ORDER BY r.rowid DESC LIMIT 1",
        )
        .bind(ov.as_str())
        .bind(sub.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(name,)| name))
    }

    /// The people of an organisation whose display name on the homeserver is not what the newest
    /// statement that names them says, with the name it should be. No statement means no name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stale_names(
        &self,
        ov: &OrgCode,
    ) -> Result<Vec<(Subject, Option<String>)>, DbError> {
        let rows: Vec<(String, Option<String>)> = sqlx::query_as(
            "SELECT sub, wanted FROM (SELECT p.sub, p.display_name, \
               CASE WHEN p.removed_at IS NULL THEN \
                 (SELECT r.name FROM roster r JOIN organisations ours ON ours.ov = r.ov \
                  JOIN organisations theirs ON theirs.ov = r.member_ov AND theirs.issuer = ours.issuer \
                  WHERE r.member_ov = p.ov AND r.sub = p.sub ORDER BY r.rowid DESC LIMIT 1) END AS wanted \
               FROM people p WHERE p.ov = ? AND p.joined_at IS NOT NULL) \
             WHERE wanted IS NOT display_name",
        )
        .bind(ov.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(sub, wanted)| Ok((parsed(&sub)?, wanted)))
            .collect()
    }

    /// The organisations on a homeserver.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisations_on(
        &self,
        homeserver: &OwnedServerName,
    ) -> Result<Vec<OrgCode>, DbError> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT ov FROM organisations WHERE homeserver = ? ORDER BY ov")
                .bind(homeserver.as_str())
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter().map(|(ov,)| parsed(&ov)).collect()
    }
}
