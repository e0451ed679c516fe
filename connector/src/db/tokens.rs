//! Proofs of sign-in that were used.

use std::time::Duration;

use dienstchat_core::{
    ids::{OrgCode, Subject},
    time::Timestamp,
};

use super::{Db, DbError, parsed};

/// How long the same proof with the same device and keys is a retry after a lost answer.
const RETRY: Duration = Duration::from_mins(10);

/// A device as it names itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
    /// The device's id.
    pub device_id: String,
    /// Its Curve25519 key.
    pub curve25519: String,
    /// Its Ed25519 key.
    pub ed25519: String,
}

/// A proof and the device that it was used for.
#[derive(Clone, PartialEq, Eq)]
pub struct UsedProof {
    /// SHA-256 of the ID token or of the code.
    pub hash: [u8; 32],
    /// The organisation.
    pub ov: OrgCode,
    /// Whose sign-in it was.
    pub sub: Subject,
    /// The device.
    pub device: DeviceKeys,
    /// From when on the proof need not be remembered.
    pub forget_at: Timestamp,
}

/// What a proof is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofUse {
    /// It was not used before.
    First,
    /// It was used for this device not long ago: the answer was lost.
    Retry(Subject),
    /// It was used, for another device or too long ago.
    Used,
    /// The device id belongs to other keys or another person.
    DeviceTaken,
}

impl Db {
    /// What a proof is worth for a device, before it is looked at more closely.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn proof_use(
        &self,
        hash: [u8; 32],
        ov: &OrgCode,
        device: &DeviceKeys,
        now: Timestamp,
    ) -> Result<ProofUse, DbError> {
        let row: Option<(String, String, String, String, String, i64)> = sqlx::query_as(
            "SELECT ov, sub, device_id, curve25519, ed25519, used_at FROM used_proofs WHERE hash = ?",
        )
        .bind(hash.as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let Some((its_ov, sub, device_id, curve25519, ed25519, used_at)) = row else {
            return Ok(ProofUse::First);
        };
        let same_device = DeviceKeys {
            device_id,
            curve25519,
            ed25519,
        } == *device;
        let recent = now.distance(Timestamp::from_secs(used_at)) <= RETRY;
        if its_ov == ov.as_str() && same_device && recent {
            Ok(ProofUse::Retry(parsed(&sub)?))
        } else {
            Ok(ProofUse::Used)
        }
    }

    /// Uses a proof for a device, whose keys are remembered with it. Of several requests with the
    /// same proof one is the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_proof(&self, proof: &UsedProof, now: Timestamp) -> Result<ProofUse, DbError> {
        let device = &proof.device;
        let mut tx = self.write().await?;
        let known: Option<(String, String, String)> = sqlx::query_as(
            "SELECT sub, curve25519, ed25519 FROM devices WHERE ov = ? AND device_id = ?",
        )
        .bind(proof.ov.as_str())
        .bind(&device.device_id)
        .fetch_optional(&mut *tx)
        .await?;
        if let Some((sub, curve25519, ed25519)) = known {
            let same = sub == proof.sub.as_str()
                && curve25519 == device.curve25519
                && ed25519 == device.ed25519;
            if !same {
                return Ok(ProofUse::DeviceTaken);
            }
        } else {
            sqlx::query("INSERT INTO devices (ov, device_id, sub, curve25519, ed25519) VALUES (?, ?, ?, ?, ?)")
                .bind(proof.ov.as_str())
                .bind(&device.device_id)
                .bind(proof.sub.as_str())
                .bind(&device.curve25519)
                .bind(&device.ed25519)
                .execute(&mut *tx)
                .await?;
        }
        let inserted = sqlx::query(
            "INSERT INTO used_proofs (hash, ov, sub, device_id, curve25519, ed25519, used_at, forget_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        )
        .bind(proof.hash.as_slice())
        .bind(proof.ov.as_str())
        .bind(proof.sub.as_str())
        .bind(&device.device_id)
        .bind(&device.curve25519)
        .bind(&device.ed25519)
        .bind(now.as_secs())
        .bind(proof.forget_at.as_secs())
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() > 0 {
            tx.commit().await?;
            return Ok(ProofUse::First);
        }
        // The device is not remembered for a proof that was another's.
        tx.rollback().await?;
        self.proof_use(proof.hash, &proof.ov, device, now).await
    }
}
