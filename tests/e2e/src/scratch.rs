//! Directories for databases and logs, which go when nobody needs them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::StackError;
use crate::files::any_file_holds;

/// A directory of its own below `e2e/` in the target directory. It is removed at the end, but after
/// a failed test it stays, until the next run of any test.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    // Held as long as this process needs the directory; the system lets go of it at our end.
    _lock: File,
}

impl Scratch {
    /// Makes one, and removes those that earlier runs have left.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn new() -> Result<Self, StackError> {
        let failed = "no scratch directory";
        let base = base()?;
        fs::create_dir_all(&base).map_err(StackError::io(failed))?;
        remove_left_over(&base);
        // The lock is made first: whoever removes what is left over sees only locked directories.
        let lock = tempfile::Builder::new()
            .prefix("stack-")
            .suffix(".lock")
            .tempfile_in(&base)
            .map_err(StackError::io(failed))?;
        let (lock, lock_path) = lock
            .keep()
            .map_err(|error| StackError::io(failed)(error.error))?;
        lock.lock().map_err(StackError::io(failed))?;
        let path = lock_path.with_extension("");
        fs::create_dir(&path).map_err(StackError::io(failed))?;
        Ok(Self { path, _lock: lock })
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether any file of any program holds these bytes.
    ///
    /// # Errors
    ///
    /// When the files cannot be read.
    pub fn holds(&self, bytes: &[u8]) -> Result<bool, StackError> {
        any_file_holds(&self.path, bytes).map_err(StackError::io("the files cannot be read"))
    }

    /// Makes a directory inside.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn directory(&self, name: &str) -> Result<PathBuf, StackError> {
        let path = self.path.join(name);
        fs::create_dir_all(&path).map_err(StackError::io("no scratch directory"))?;
        Ok(path)
    }

    /// Makes a directory inside that is called after `name` and that nobody else has.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn unique(&self, name: &str) -> Result<PathBuf, StackError> {
        tempfile::Builder::new()
            .prefix(&format!("{name}-"))
            .tempdir_in(&self.path)
            .map(tempfile::TempDir::keep)
            .map_err(StackError::io("no scratch directory"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            remove(&self.path);
        }
    }
}

fn base() -> Result<PathBuf, StackError> {
    Ok(crate::process::build_directory()?.join("e2e"))
}

/// Best effort: a directory that cannot be removed now is tried again by the next run.
fn remove(path: &Path) {
    let _ = fs::remove_dir_all(path);
    let _ = fs::remove_file(path.with_extension("lock"));
}

fn remove_left_over(base: &Path) {
    let Ok(entries) = fs::read_dir(base) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_lock = path
            .extension()
            .is_some_and(|extension| extension == "lock");
        if is_lock && File::open(&path).is_ok_and(|lock| lock.try_lock().is_ok()) {
            remove(&path.with_extension(""));
        }
    }
}
