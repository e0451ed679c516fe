//! What is in files.

use std::fs;
use std::io;
use std::path::Path;

/// Whether any file below `directory` holds these bytes. Programs may be at work in it: a file that
/// goes meanwhile holds nothing.
pub(crate) fn any_file_holds(directory: &Path, bytes: &[u8]) -> io::Result<bool> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            any_file_holds(&path, bytes)
        } else {
            fs::read(&path).map(|content| holds(&content, bytes))
        };
        match found {
            Ok(true) => return Ok(true),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(false) | Err(_) => {}
        }
    }
    Ok(false)
}

/// Goes from one occurrence of the first byte to the next: to compare at every place is slow in a
/// debug build.
fn holds(content: &[u8], bytes: &[u8]) -> bool {
    let Some((first, _)) = bytes.split_first() else {
        return true;
    };
    let mut rest = content;
    while let Some(place) = rest.iter().position(|byte| byte == first) {
        let (_, from_here) = rest.split_at(place);
        if from_here.starts_with(bytes) {
            return true;
        }
        let (_, behind) = from_here.split_at(1);
        rest = behind;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        assert!(holds(b"Rucksack", b"Rucksack"));
        assert!(holds(b"RuRucksackR", b"Rucksack"));
        assert!(holds(b"xxRu", b"Ru"));
        assert!(!holds(b"RuRuckRucksac", b"Rucksack"));
        assert!(!holds(b"", b"R"));
        assert!(holds(b"", b""));
    }
}
