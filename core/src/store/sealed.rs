//! Encryption of single values inside the database: XChaCha20-Poly1305, a random nonce in front.
//!
//! The associated data names what the value is and where it belongs, so that a value moved to
//! another row does not open.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use super::{error::StoreError, secrets::SecretKey};
use crate::time::Entropy;

const NONCE: usize = 24;

/// Where a sealed value belongs: a purpose and the ids of its row.
pub(super) fn place(purpose: &str, ids: &[&str]) -> Vec<u8> {
    let mut place = b"de.dienstchat.store.v1".to_vec();
    for part in std::iter::once(&purpose).chain(ids) {
        place.extend_from_slice(&(part.len() as u64).to_be_bytes());
        place.extend_from_slice(part.as_bytes());
    }
    place
}

/// Encrypts `plain` for `place`.
pub(super) fn seal(
    key: &SecretKey,
    place: &[u8],
    plain: &[u8],
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce)?;
    let encrypted = cipher(key)
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plain,
                aad: place,
            },
        )
        // Only a text of 256 GiB is refused.
        .map_err(|_| StoreError::Full)?;
    let mut sealed = Vec::with_capacity(NONCE + encrypted.len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&encrypted);
    Ok(sealed)
}

/// Decrypts what [`seal`] made for the same key and place; anything else is damage.
pub(super) fn open(
    key: &SecretKey,
    place: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let (nonce, encrypted) = sealed
        .split_first_chunk::<NONCE>()
        .ok_or(StoreError::Damaged)?;
    cipher(key)
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: encrypted,
                aad: place,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| StoreError::Damaged)
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::time::SystemEntropy;

    #[test]
    fn a_value_opens_only_with_its_key_in_its_place() {
        let key = SecretKey::random(&SystemEntropy).unwrap();
        let here = place("body", &["!a", "$b"]);
        let sealed = seal(&key, &here, b"Treffpunkt Wache", &SystemEntropy).unwrap();
        assert_eq!(
            open(&key, &here, &sealed).unwrap().as_slice(),
            b"Treffpunkt Wache"
        );
        assert_eq!(
            open(&key, &place("body", &["!a$", "b"]), &sealed),
            Err(StoreError::Damaged)
        );
        let other = SecretKey::random(&SystemEntropy).unwrap();
        assert_eq!(open(&other, &here, &sealed), Err(StoreError::Damaged));
        assert_eq!(
            open(&key, &here, sealed.get(..20).unwrap()),
            Err(StoreError::Damaged)
        );
    }
}
