//! Secrets in the desktop's Secret Service (GNOME Keyring, `KWallet`, `KeePassXC`), over D-Bus
//! ([Secret Service API 0.2](https://specifications.freedesktop.org/secret-service-spec/0.2/)).
//!
//! Each call connects anew: that costs under a millisecond, and nothing goes stale when the keyring
//! is restarted. The secrets cross the user's own bus in the clear ("plain" session): whoever can
//! listen there can also ask the Secret Service for them.

use std::{collections::HashMap, path::Path};

use dbus_secret_service::{Collection, EncryptionType, Error, SecretService};
use dienstchat_core::store::{KeyStore, KeyStoreError};
use zeroize::Zeroizing;

use super::KeyStoreFailure;

/// How long the user may take to unlock the keyring, in seconds.
const PROMPT_SECONDS: u64 = 120;

/// The key store of one installation in the Secret Service.
pub(super) struct SecretServiceKeyStore {
    installation: String,
}

/// Whether there is a Secret Service with a default collection that can be written to; asks the
/// user to unlock it.
pub(super) fn available() -> Result<bool, KeyStoreFailure> {
    if !has_bus() {
        return Ok(false);
    }
    let Ok(service) = connect() else {
        return Ok(false);
    };
    let unlocked = match service.get_default_collection() {
        Ok(collection) => collection.ensure_unlocked(),
        Err(error) => Err(error),
    };
    match unlocked {
        Ok(()) => Ok(true),
        Err(Error::Locked | Error::Prompt) => Err(KeyStoreFailure::Locked),
        Err(_) => Ok(false),
    }
}

/// Without this check libdbus would try to start a bus of its own.
fn has_bus() -> bool {
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty())
        || std::env::var_os("XDG_RUNTIME_DIR")
            .is_some_and(|folder| Path::new(&folder).join("bus").exists())
}

fn connect() -> Result<SecretService, Error> {
    SecretService::connect_with_max_prompt_timeout(EncryptionType::Plain, PROMPT_SECONDS)
}

impl SecretServiceKeyStore {
    pub(super) fn new(installation: String) -> Self {
        Self { installation }
    }

    fn attributes<'a>(&'a self, name: &'a str) -> HashMap<&'a str, &'a str> {
        HashMap::from([
            ("xdg:schema", "de.dienstchat.Secret"),
            ("installation", self.installation.as_str()),
            ("name", name),
        ])
    }
}

impl KeyStore for SecretServiceKeyStore {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        let service = service()?;
        let found = service
            .search_items(self.attributes(name))
            .map_err(failed)?;
        let Some(item) = found.unlocked.first().or(found.locked.first()) else {
            return Ok(None);
        };
        item.ensure_unlocked().map_err(failed)?;
        item.get_secret()
            .map(|secret| Some(Zeroizing::new(secret)))
            .map_err(failed)
    }

    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        let service = service()?;
        let collection: Collection<'_> = service.get_default_collection().map_err(failed)?;
        collection.ensure_unlocked().map_err(failed)?;
        let item = collection
            .create_item(
                "Dienstchat",
                self.attributes(name),
                secret,
                true,
                "application/octet-stream",
            )
            .map_err(failed)?;
        // Where the user made another collection the default one, the old secret must not stay in
        // the other.
        let found = service
            .search_items(self.attributes(name))
            .map_err(failed)?;
        for other in found
            .unlocked
            .iter()
            .chain(&found.locked)
            .filter(|other| other.path != item.path)
        {
            other.delete().map_err(failed)?;
        }
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyStoreError> {
        let service = service()?;
        let found = service
            .search_items(self.attributes(name))
            .map_err(failed)?;
        for item in found.unlocked.iter().chain(&found.locked) {
            item.delete().map_err(failed)?;
        }
        Ok(())
    }
}

fn service() -> Result<SecretService, KeyStoreError> {
    if !has_bus() {
        return Err(KeyStoreError::Failed);
    }
    connect().map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: Error) -> KeyStoreError {
    match error {
        Error::Locked | Error::Prompt => KeyStoreError::Locked,
        _ => KeyStoreError::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run by `cli/tests/secret-service.sh` with a keyring of its own.
    #[test]
    #[ignore = "needs a Secret Service: run cli/tests/secret-service.sh"]
    fn secrets_are_kept_replaced_and_forgotten() {
        assert_eq!(available(), Ok(true));
        let store = SecretServiceKeyStore::new("00112233445566778899aabbccddeeff".to_owned());
        let get = |name: &str| store.get(name).unwrap().map(|secret| secret.to_vec());
        assert_eq!(get("xyz_1/db"), None);
        store.put("xyz_1/db", &[0, 1, 254, 255]).unwrap();
        store.put("xyz_1/shred", b"shred").unwrap();
        assert_eq!(get("xyz_1/db"), Some(vec![0, 1, 254, 255]));
        store.put("xyz_1/db", b"new").unwrap();
        assert_eq!(get("xyz_1/db"), Some(b"new".to_vec()));

        let other = SecretServiceKeyStore::new("ffffffffffffffffffffffffffffffff".to_owned());
        assert_eq!(
            other.get("xyz_1/db"),
            Ok(None),
            "another installation has secrets of its own"
        );

        store.delete("xyz_1/db").unwrap();
        store.delete("xyz_1/db").unwrap();
        assert_eq!(get("xyz_1/db"), None);
        assert_eq!(get("xyz_1/shred"), Some(b"shred".to_vec()));

        let service = connect().unwrap();
        service.get_default_collection().unwrap().lock().unwrap();
        drop(service);
        // Nobody is there to answer the keyring's question.
        let silent =
            SecretService::connect_with_max_prompt_timeout(EncryptionType::Plain, 0).unwrap();
        assert!(matches!(
            silent.get_default_collection().unwrap().ensure_unlocked(),
            Err(Error::Prompt)
        ));
    }

    #[test]
    fn a_locked_keyring_is_told_from_a_broken_one() {
        assert_eq!(failed(Error::Locked), KeyStoreError::Locked);
        assert_eq!(failed(Error::Prompt), KeyStoreError::Locked);
        assert_eq!(failed(Error::NoResult), KeyStoreError::Failed);
    }
}
