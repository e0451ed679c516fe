//! What is in files.

use std::fs;
use std::io;
use std::path::Path;

/// Whether any file below `directory` holds these bytes.
pub(crate) fn any_file_holds(directory: &Path, bytes: &[u8]) -> io::Result<bool> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            any_file_holds(&path, bytes)?
        } else {
            fs::read(&path)?
                .windows(bytes.len())
                .any(|window| window == bytes)
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
