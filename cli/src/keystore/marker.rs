//! `key-store.toml`: which key store an installation uses, and its name there.

use std::{
    fmt::Write as _,
    fs::{self, DirBuilder, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::Mutex,
};

use dienstchat_core::{store::KeyStoreError, time::Entropy};
use serde::Deserialize;

use super::{KeyStoreFailure, Kind};

const NAME: &str = "key-store.toml";

/// What `key-store.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Which key store.
    pub(super) kind: Kind,
    /// Tells this installation's secrets from another one's of the same user: 32 hex digits.
    pub(super) installation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    installation: String,
}

impl Marker {
    /// A marker for a new installation.
    pub(super) fn new(kind: Kind, entropy: &dyn Entropy) -> Result<Self, KeyStoreFailure> {
        let mut bytes = [0; 16];
        entropy
            .fill(&mut bytes)
            .map_err(|_| KeyStoreFailure::Entropy)?;
        let installation = bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self { kind, installation })
    }

    /// Reads it, if it is there.
    pub(super) fn read(data_dir: &Path) -> Result<Option<Self>, KeyStoreFailure> {
        let file = data_dir.join(NAME);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(KeyStoreFailure::Io {
                    file,
                    kind: error.kind(),
                });
            }
        };
        let Ok(written) = toml::from_str::<Written>(&text) else {
            return Err(KeyStoreFailure::Damaged { file });
        };
        let kind = match written.kind.as_str() {
            "secret-service" => Kind::SecretService,
            "file" => Kind::File,
            _ => return Err(KeyStoreFailure::Damaged { file }),
        };
        let hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        if written.installation.len() != 32 || !written.installation.bytes().all(hex) {
            return Err(KeyStoreFailure::Damaged { file });
        }
        Ok(Some(Self {
            kind,
            installation: written.installation,
        }))
    }

    fn write(&self, data_dir: &Path) -> std::io::Result<()> {
        private_folder(data_dir)?;
        let text = format!(
            "kind = \"{}\"\ninstallation = \"{}\"\n",
            self.kind.name(),
            self.installation
        );
        // Whole or not at all, and never over another's: a hard link refuses a taken name.
        let draft = data_dir.join(format!("{NAME}.{}", self.installation));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&draft)?;
        let linked = file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::hard_link(&draft, data_dir.join(NAME)));
        fs::remove_file(&draft)?;
        linked?;
        sync_folder(data_dir)
    }
}

/// A marker that is written with the first secret.
pub(super) struct PendingMarker {
    marker: Marker,
    data_dir: PathBuf,
    settled: Mutex<bool>,
}

impl PendingMarker {
    pub(super) fn new(marker: Marker, data_dir: &Path) -> Self {
        Self {
            marker,
            data_dir: data_dir.to_owned(),
            settled: Mutex::new(false),
        }
    }

    /// Writes the marker unless that was done. When another process began differently in the
    /// meantime, this one fails; the next run goes with what the other chose.
    pub(super) fn settle(&self) -> Result<(), KeyStoreError> {
        let mut settled = self
            .settled
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if !*settled {
            self.marker.write(&self.data_dir).map_err(|error| {
                tracing::warn!(kind = ?error.kind(), "the key store's marker cannot be written");
                KeyStoreError::Failed
            })?;
            *settled = true;
        }
        Ok(())
    }
}

/// Makes a folder that only its owner can enter; one that is there stays as it is.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes a rename in this folder survive a power failure.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use dienstchat_core::time::SystemEntropy;

    use super::*;

    #[test]
    fn is_read_as_written_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("new");
        let marker = Marker::new(Kind::SecretService, &SystemEntropy).unwrap();
        marker.write(&data_dir).unwrap();
        assert_eq!(Marker::read(&data_dir).unwrap(), Some(marker.clone()));
        let other = Marker::new(Kind::File, &SystemEntropy).unwrap();
        assert_eq!(
            other.write(&data_dir).unwrap_err().kind(),
            ErrorKind::AlreadyExists
        );
        assert_eq!(Marker::read(&data_dir).unwrap(), Some(marker));
        assert_eq!(
            fs::read_dir(&data_dir).unwrap().count(),
            1,
            "no draft stays"
        );
    }

    #[test]
    fn a_damaged_one_is_not_taken_for_a_new_installation() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "",
            "kind = \"file\"",
            "kind = \"cloud\"\ninstallation = \"00112233445566778899aabbccddeeff\"",
        ] {
            fs::write(folder.path().join(NAME), text).unwrap();
            assert!(
                matches!(
                    Marker::read(folder.path()),
                    Err(KeyStoreFailure::Damaged { .. })
                ),
                "{text}"
            );
        }
    }
}
