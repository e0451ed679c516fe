//! Secrets in a file that only its user can read, mode 0600.
//!
//! `secrets` holds a line for each secret: its name, a space, its bytes in hex. It is replaced as a
//! whole (a draft, fsync, rename, fsync of the folder), under the lock file `secrets.lock`, so that
//! a crash leaves the old or the new one and two processes lose nothing. What was replaced is
//! overwritten before its name is gone; on flash memory and in snapshots of the file system it may
//! live on, which is why a Secret Service is preferred.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use dienstchat_core::store::{KeyStore, KeyStoreError};
use zeroize::Zeroizing;

use super::{
    KeyStoreFailure,
    marker::{private_folder, sync_folder},
};

/// No file of ours comes near this; a larger one is somebody else's.
const MAX_BYTES: u64 = 1 << 20;

type Secrets = BTreeMap<String, Zeroizing<Vec<u8>>>;

/// The key store in `{folder}/secrets`.
pub(super) struct FileKeyStore {
    folder: PathBuf,
}

impl FileKeyStore {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Whether the file can be used, in words that help the user.
    pub(super) fn check(&self) -> Result<(), KeyStoreFailure> {
        self.read()
            .map(|_| ())
            .map_err(|error| error.told(self.path()))
    }

    fn path(&self) -> PathBuf {
        self.folder.join("secrets")
    }

    fn read(&self) -> Result<Secrets, Trouble> {
        if !self.path().try_exists()? {
            return Ok(Secrets::new());
        }
        let lock = self.lock_file()?;
        lock.lock_shared()?;
        Ok(self
            .open_current()?
            .map(|(_, secrets)| secrets)
            .unwrap_or_default())
    }

    /// Changes the secrets; `change` says whether there is anything to write.
    fn update(&self, change: impl FnOnce(&mut Secrets) -> bool) -> Result<(), Trouble> {
        private_folder(&self.folder)?;
        let lock = self.lock_file()?;
        lock.lock()?;
        let (old, mut secrets) = match self.open_current()? {
            Some((file, secrets)) => (Some(file), secrets),
            None => (None, Secrets::new()),
        };
        if !change(&mut secrets) {
            return Ok(());
        }
        let draft = self.folder.join("secrets.new");
        // A crash may have left one; it is ours, the lock is held.
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let mut file = private_file().create_new(true).open(&draft)?;
        file.write_all(&written(&secrets))?;
        file.sync_all()?;
        fs::rename(&draft, self.path())?;
        sync_folder(&self.folder)?;
        if let Some(old) = old {
            overwrite(old)?;
        }
        Ok(())
    }

    fn lock_file(&self) -> io::Result<File> {
        private_file()
            .create(true)
            .truncate(false)
            .open(self.folder.join("secrets.lock"))
    }

    /// The file as it is now, and what it holds; the lock is held.
    fn open_current(&self) -> Result<Option<(File, Secrets)>, Trouble> {
        let mut file = match private_file().open(self.path()) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let meta = file.metadata()?;
        if !meta.is_file()
            || fs::symlink_metadata(self.path())?.is_symlink()
            || meta.len() > MAX_BYTES
        {
            return Err(Trouble::Damaged);
        }
        #[cfg(unix)]
        if std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o077 != 0 {
            return Err(Trouble::Exposed);
        }
        // With room for all of it, so that no copy is left behind by growing.
        let length = usize::try_from(meta.len()).map_err(|_| Trouble::Damaged)?;
        let mut text = Zeroizing::new(Vec::with_capacity(length + 1));
        file.read_to_end(&mut text)?;
        let secrets = parse(&text).ok_or(Trouble::Damaged)?;
        Ok(Some((file, secrets)))
    }
}

impl KeyStore for FileKeyStore {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        Ok(self.read()?.remove(name))
    }

    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KeyStoreError::Failed);
        }
        self.update(|secrets| {
            secrets.insert(name.to_owned(), Zeroizing::new(secret.to_vec()));
            true
        })?;
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyStoreError> {
        if !self.read()?.contains_key(name) {
            return Ok(());
        }
        self.update(|secrets| secrets.remove(name).is_some())?;
        Ok(())
    }
}

enum Trouble {
    Exposed,
    Damaged,
    Io(ErrorKind),
}

impl Trouble {
    fn told(self, file: PathBuf) -> KeyStoreFailure {
        match self {
            Self::Exposed => KeyStoreFailure::Exposed { file },
            Self::Damaged => KeyStoreFailure::Damaged { file },
            Self::Io(kind) => KeyStoreFailure::Io { file, kind },
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

impl From<Trouble> for KeyStoreError {
    fn from(_: Trouble) -> Self {
        Self::Failed
    }
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn overwrite(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

fn written(secrets: &Secrets) -> Zeroizing<Vec<u8>> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let length = secrets
        .iter()
        .map(|(name, secret)| name.len() + 2 * secret.len() + 2)
        .sum();
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    for (name, secret) in secrets {
        text.extend_from_slice(name.as_bytes());
        text.push(b' ');
        for byte in secret.iter() {
            for digit in [byte >> 4, byte & 15] {
                text.extend(DIGITS.get(usize::from(digit)));
            }
        }
        text.push(b'\n');
    }
    text
}

/// `None` unless every line is whole.
fn parse(text: &[u8]) -> Option<Secrets> {
    let mut secrets = Secrets::new();
    let Some(body) = text.strip_suffix(b"\n") else {
        return text.is_empty().then_some(secrets);
    };
    for line in body.split(|byte| *byte == b'\n') {
        let space = line.iter().position(|byte| *byte == b' ')?;
        let (name, hex) = line.split_at(space);
        let hex = hex.strip_prefix(b" ")?;
        let (pairs, []) = hex.as_chunks::<2>() else {
            return None;
        };
        let mut secret = Zeroizing::new(Vec::with_capacity(pairs.len()));
        for [high, low] in pairs {
            secret.push(digit(*high)? << 4 | digit(*low)?);
        }
        secrets.insert(String::from_utf8(name.to_vec()).ok()?, secret);
    }
    Some(secrets)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(all(test, unix))]
mod tests;
