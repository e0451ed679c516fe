//! Telling a damaged file or a missing secret from what is being replaced in this moment.
//!
//! Transactions do not take the lock on secrets. While one begins, others may put the file under
//! a new key or replace the wrapping secret, any number of times, so that it meets a key that no
//! longer fits. How often that happened proves nothing, however often it was; that no secret has
//! moved meanwhile does.
//!
//! Each of the two secrets, the key of the file and the one that wraps, is replaced in the same
//! four steps: `next` is put, the database is changed, the secret becomes `next`, `next` is
//! deleted. Values are random and never come back. So when the secret is the same before and
//! after an attempt, then what the database needed after its change, if there was one, lay in
//! `next` from the change until after the attempt. And when `next` is the same too, the attempt
//! knew it. This takes that `next` is read before the secret, else the last two steps could
//! happen between the readings.

use super::{
    error::StoreError,
    secrets::{Secret, SecretKey, Secrets},
};

/// The secrets as they were found.
#[derive(PartialEq, Eq)]
pub(super) struct Found {
    db_next: Option<SecretKey>,
    db: Option<SecretKey>,
    shred_next: Option<SecretKey>,
    shred: Option<SecretKey>,
}

impl Found {
    fn read(secrets: &Secrets) -> Result<Self, StoreError> {
        // Evaluated in this order, and in no other.
        Ok(Self {
            db_next: secrets.key(Secret::DbNext)?,
            db: secrets.key(Secret::Db)?,
            shred_next: secrets.key(Secret::ShredNext)?,
            shred: secrets.key(Secret::Shred)?,
        })
    }

    /// Opens the file with the key that fits, and says which it was. `db` comes first: the file
    /// goes from it to `db.next` and never back.
    fn open<T>(
        &self,
        mut open: impl FnMut(&SecretKey) -> Result<T, StoreError>,
    ) -> Result<(T, Secret), StoreError> {
        let mut result = Err(StoreError::KeyMissing);
        for (key, which) in [(&self.db, Secret::Db), (&self.db_next, Secret::DbNext)] {
            let Some(key) = key else { continue };
            result = open(key).map(|opened| (opened, which));
            if !matches!(result, Err(StoreError::Damaged)) {
                break;
            }
        }
        result
    }
}

/// Opens the file with the key that it has, and says whether that was `db` or `db.next`.
///
/// `open` gets one key after the other. It is called again as long as it fails with
/// [`StoreError::Damaged`] or [`StoreError::KeyMissing`] and secrets were replaced meanwhile; a
/// secret that it looks for itself, it is to look for in the key store. Either error is returned
/// only when it is certain.
pub(super) fn open<T>(
    secrets: &Secrets,
    mut open: impl FnMut(&SecretKey) -> Result<T, StoreError>,
) -> Result<(T, Secret), StoreError> {
    let mut before = Found::read(secrets)?;
    loop {
        let result = before.open(&mut open);
        if !matches!(result, Err(StoreError::Damaged | StoreError::KeyMissing)) {
            return result;
        }
        let after = Found::read(secrets)?;
        if after == before {
            return result;
        }
        before = after;
    }
}
