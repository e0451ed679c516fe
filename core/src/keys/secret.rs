//! Writing private keys as bytes and reading them back without leaving copies behind.

use std::io;

use serde::{Deserialize, Serialize, Serializer, de};
use zeroize::Zeroizing;

use super::error::KeysError;
use super::storage::Secret;

/// Collects bytes and zeroises each buffer it outgrows.
struct Collector(Zeroizing<Vec<u8>>);

impl io::Write for Collector {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.capacity() - self.0.len() < bytes.len() {
            let needed = self.0.len() + bytes.len();
            let mut larger = Zeroizing::new(Vec::with_capacity(needed * 2));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Serialises a value that holds private keys.
pub(super) fn to_secret<T: Serialize>(value: &T) -> Result<Secret, KeysError> {
    let mut collector = Collector(Zeroizing::new(Vec::with_capacity(4096)));
    serde_json::to_writer(&mut collector, value).map_err(|_| KeysError::Damaged)?;
    Ok(Secret::new(std::mem::take(&mut *collector.0)))
}

/// Reads what [`to_secret`] wrote.
pub(super) fn from_secret<'a, T: Deserialize<'a>>(secret: &'a Secret) -> Result<T, KeysError> {
    serde_json::from_slice(secret.as_bytes()).map_err(|_| KeysError::Damaged)
}

/// A base64 text of a private key, zeroised when dropped.
#[derive(Clone)]
pub(super) struct SecretText(Zeroizing<String>);

impl SecretText {
    pub(super) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_long_secret_comes_back_whole() {
        let texts: Vec<String> = (0..5_000).map(|n| format!("part {n}")).collect();
        let secret = to_secret(&texts).unwrap();
        let back: Vec<String> = from_secret(&secret).unwrap();
        assert_eq!(back, texts);
    }
}
