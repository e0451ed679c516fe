//! What the installation remembers outside of any account: the link that waits for a sign-in.
//! No secret and no title is in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use crate::duty::DutyLink;

/// The file `state.json` in the data folder.
pub(super) struct StateFile {
    path: PathBuf,
    lock: Mutex<()>,
}

#[derive(Default, Serialize, Deserialize)]
struct State {
    #[serde(default)]
    link: Option<String>,
}

impl StateFile {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            path: folder.join("state.json"),
            lock: Mutex::default(),
        }
    }

    /// The remembered link; a file that cannot be read remembers none.
    pub(super) fn link(&self) -> Option<DutyLink> {
        let _lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let text = fs::read_to_string(&self.path).ok()?;
        let state: State = serde_json::from_str(&text).ok()?;
        DutyLink::parse(&state.link?, &[]).ok()
    }

    /// Remembers a link, or forgets the one that was.
    pub(super) fn set_link(&self, link: Option<&DutyLink>) -> io::Result<()> {
        let _lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let state = State {
            link: link.map(DutyLink::to_app),
        };
        let next = self.path.with_extension("json.next");
        fs::write(&next, serde_json::to_vec(&state)?)?;
        fs::rename(&next, &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_remembered_across_restarts_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let link = DutyLink {
            ov: "xyz".parse().unwrap(),
            duty_id: "47/11".parse().unwrap(),
        };
        assert_eq!(StateFile::new(folder.path()).link(), None);
        StateFile::new(folder.path()).set_link(Some(&link)).unwrap();
        assert_eq!(StateFile::new(folder.path()).link(), Some(link));
        StateFile::new(folder.path()).set_link(None).unwrap();
        assert_eq!(StateFile::new(folder.path()).link(), None);
    }

    #[test]
    fn a_damaged_file_remembers_nothing_and_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("state.json"), "{").unwrap();
        let file = StateFile::new(folder.path());
        assert_eq!(file.link(), None);
        assert!(file.set_link(None).is_ok());
    }
}
