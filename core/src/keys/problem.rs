//! What can be wrong with what comes from outside, to be counted.

use std::collections::BTreeMap;

/// One kind of fault in something that the server or another device sent. The faulty thing is
/// left out; everything else goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// It has not the form that the specification asks for.
    Malformed,
    /// It is for an algorithm that is not used here.
    UnknownAlgorithm,
    /// An Olm message that is not for our key.
    NotForUs,
    /// An Olm message that was decrypted, or had failed, before.
    Repeated,
    /// An Olm message that no session could decrypt. The session is replaced.
    BrokenSession,
    /// An Olm payload that names another recipient.
    WrongRecipient,
    /// An Olm payload whose sender or sender's keys are not those of the device that sent it.
    WrongSender,
    /// Device keys inside an Olm payload that are not the sender's or not signed.
    BadDeviceKeys,
    /// A key that did not come encrypted.
    NotEncrypted,
    /// A forwarded key that nobody asked for.
    NotAskedFor,
    /// A room key whose parts do not fit together.
    BadRoomKey,
    /// A second copy of a Megolm session that is not the same ratchet, or of another sender.
    SessionConflict,
    /// A published device whose keys are not signed by itself, or under another name.
    BadDevice,
    /// A device that is shown with other keys than before. It gets no keys.
    ChangedKeys,
    /// A one-time or fallback key that is not signed by the pinned key of its device.
    BadOneTimeKey,
    /// The server shows other keys for this very device.
    OwnKeysDiffer,
    /// The server has no keys of this very device although they were uploaded.
    OwnKeysMissing,
    /// An answer that belongs to no pending request of its kind.
    UnexpectedAnswer,
}

/// How often each problem was met in one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(BTreeMap<Problem, u32>);

impl Problems {
    pub(super) fn count(&mut self, problem: Problem) {
        let count = self.0.entry(problem).or_default();
        *count = count.saturating_add(1);
    }

    /// How often this one was met.
    #[must_use]
    pub fn of(&self, problem: Problem) -> u32 {
        self.0.get(&problem).copied().unwrap_or(0)
    }

    /// Whether there was none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All that were met, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (Problem, u32)> + '_ {
        self.0.iter().map(|(problem, count)| (*problem, *count))
    }
}
