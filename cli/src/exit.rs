//! What the program's exit code says.

use std::process::ExitCode;

/// Exit codes; documented in `docs/cli.md` and in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Ok = 0,
    /// Something that none of the others names: the server's answer makes no sense, the disk is
    /// full.
    Unexpected = 1,
    /// Wrong arguments, wrong or missing configuration.
    Usage = 2,
    /// The server cannot be reached; what is stored here was used as far as there is any.
    Offline = 3,
    /// There is no account, or it is sealed.
    SignedOut = 4,
    /// Not allowed: the chat is read only, or the server refuses.
    NotAllowed = 5,
    /// No such organisation, account or chat, or not on this duty.
    NotFound = 6,
    /// The store or its secrets cannot be used.
    Store = 7,
    /// The sign-in came to nothing.
    SignIn = 8,
    /// The time given with `--timeout` is over.
    TimedOut = 9,
    /// Interrupted with Ctrl-C before it was done (128 + SIGINT, as shells say it).
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
