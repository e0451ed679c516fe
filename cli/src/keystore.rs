//! Where this installation keeps the secrets of its stores: the desktop's Secret Service, else a
//! file that only its user can read.
//!
//! An installation (a data directory) stays with what it began with: `key-store.toml` in the data
//! directory says which one that is. Otherwise a session without a desktop would find no secrets
//! and take a healthy store for lost. The file appears with the first secret.

mod error;
mod file;
mod marker;
#[cfg(all(target_os = "linux", feature = "secret-service"))]
mod secret_service;

use std::{path::Path, str::FromStr, sync::Arc};

use dienstchat_core::{
    store::{KeyStore, KeyStoreError},
    time::Entropy,
};
use zeroize::Zeroizing;

pub(crate) use error::KeyStoreFailure;
use file::FileKeyStore;
pub(crate) use marker::private_folder;
use marker::{Marker, PendingMarker};

/// What the user wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Choice {
    /// What the installation began with; a new one takes the Secret Service if there is one.
    #[default]
    Auto,
    /// The Secret Service.
    SecretService,
    /// The file.
    File,
}

impl FromStr for Choice {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "secret-service" => Ok(Self::SecretService),
            "file" => Ok(Self::File),
            _ => Err("auto, secret-service or file"),
        }
    }
}

/// What is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The Secret Service.
    SecretService,
    /// The file.
    File,
}

impl Kind {
    /// Its name in `key-store.toml`, on the command line and in `--json`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SecretService => "secret-service",
            Self::File => "file",
        }
    }
}

/// The key store of an installation.
pub(crate) struct Opened {
    /// For the core.
    pub(crate) store: Arc<dyn KeyStore>,
    /// Which one it is.
    pub(crate) kind: Kind,
    /// Whether it is the file although nobody asked for that: the user is to be told.
    pub(crate) fell_back: bool,
}

/// Opens the key store of the installation in `data_dir`.
///
/// # Errors
/// [`KeyStoreFailure`].
pub(crate) fn open(
    choice: Choice,
    data_dir: &Path,
    entropy: &dyn Entropy,
) -> Result<Opened, KeyStoreFailure> {
    open_with(choice, data_dir, entropy, service_available)
}

fn open_with(
    choice: Choice,
    data_dir: &Path,
    entropy: &dyn Entropy,
    available: fn() -> Result<bool, KeyStoreFailure>,
) -> Result<Opened, KeyStoreFailure> {
    if let Some(marker) = Marker::read(data_dir)? {
        let wanted = match choice {
            Choice::Auto => marker.kind,
            Choice::SecretService => Kind::SecretService,
            Choice::File => Kind::File,
        };
        if wanted != marker.kind {
            return Err(KeyStoreFailure::Elsewhere { kind: marker.kind });
        }
        let store = store_of(&marker, data_dir)?;
        return Ok(Opened {
            store,
            kind: marker.kind,
            fell_back: false,
        });
    }
    let (kind, fell_back) = match choice {
        Choice::File => (Kind::File, false),
        Choice::SecretService | Choice::Auto if available()? => (Kind::SecretService, false),
        Choice::SecretService => return Err(KeyStoreFailure::NoSecretService),
        Choice::Auto => (Kind::File, true),
    };
    let marker = Marker::new(kind, entropy)?;
    let inner = store_of(&marker, data_dir)?;
    let store = Arc::new(Beginning {
        inner,
        marker: PendingMarker::new(marker, data_dir),
    });
    Ok(Opened {
        store,
        kind,
        fell_back,
    })
}

fn store_of(marker: &Marker, data_dir: &Path) -> Result<Arc<dyn KeyStore>, KeyStoreFailure> {
    match marker.kind {
        Kind::File => {
            let store = FileKeyStore::new(data_dir);
            store.check()?;
            Ok(Arc::new(store))
        }
        #[cfg(all(target_os = "linux", feature = "secret-service"))]
        Kind::SecretService => Ok(Arc::new(secret_service::SecretServiceKeyStore::new(
            marker.installation.clone(),
        ))),
        #[cfg(not(all(target_os = "linux", feature = "secret-service")))]
        Kind::SecretService => Err(KeyStoreFailure::NoSecretService),
    }
}

#[cfg(all(target_os = "linux", feature = "secret-service"))]
fn service_available() -> Result<bool, KeyStoreFailure> {
    secret_service::available()
}

#[cfg(not(all(target_os = "linux", feature = "secret-service")))]
#[expect(clippy::unnecessary_wraps, reason = "the signature of the other one")]
fn service_available() -> Result<bool, KeyStoreFailure> {
    Ok(false)
}

/// A key store that settles the installation's choice before its first secret.
struct Beginning {
    inner: Arc<dyn KeyStore>,
    marker: PendingMarker,
}

impl KeyStore for Beginning {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        self.inner.get(name)
    }

    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        self.marker.settle()?;
        self.inner.put(name, secret)
    }

    fn delete(&self, name: &str) -> Result<(), KeyStoreError> {
        self.inner.delete(name)
    }
}

#[cfg(test)]
mod tests {
    use dienstchat_core::time::SystemEntropy;

    use super::*;

    fn open_in(
        folder: &Path,
        choice: Choice,
        available: fn() -> Result<bool, KeyStoreFailure>,
    ) -> Result<Opened, KeyStoreFailure> {
        open_with(choice, folder, &SystemEntropy, available)
    }

    #[test]
    fn without_a_service_it_is_the_file_and_stays_it() {
        let folder = tempfile::tempdir().unwrap();
        let opened = open_in(folder.path(), Choice::Auto, || Ok(false)).unwrap();
        assert_eq!((opened.kind, opened.fell_back), (Kind::File, true));
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "nothing before the first secret"
        );
        opened.store.put("xyz_1/db", b"secret").unwrap();

        // A Secret Service that appears later changes nothing.
        let again = open_in(folder.path(), Choice::Auto, || panic!("asked again")).unwrap();
        assert_eq!((again.kind, again.fell_back), (Kind::File, false));
        assert_eq!(
            again.store.get("xyz_1/db").unwrap().unwrap().as_slice(),
            b"secret"
        );
        let other = open_in(folder.path(), Choice::SecretService, || Ok(true)).map(|_| ());
        assert_eq!(other, Err(KeyStoreFailure::Elsewhere { kind: Kind::File }));
    }

    #[test]
    fn two_that_begin_at_once_do_not_part() {
        let folder = tempfile::tempdir().unwrap();
        let first = open_in(folder.path(), Choice::File, || Ok(false)).unwrap();
        let second = open_in(folder.path(), Choice::File, || Ok(false)).unwrap();
        first.store.put("a_1/db", b"1").unwrap();
        // The second made another installation id: it must not go on with it.
        assert_eq!(second.store.put("a_1/db", b"2"), Err(KeyStoreError::Failed));
        assert_eq!(first.store.get("a_1/db").unwrap().unwrap().as_slice(), b"1");
    }

    #[test]
    fn a_wish_that_cannot_be_met_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = open_in(folder.path(), Choice::SecretService, || Ok(false)).map(|_| ());
        assert_eq!(error, Err(KeyStoreFailure::NoSecretService));
        let locked =
            open_in(folder.path(), Choice::Auto, || Err(KeyStoreFailure::Locked)).map(|_| ());
        assert_eq!(locked, Err(KeyStoreFailure::Locked));
    }
}
