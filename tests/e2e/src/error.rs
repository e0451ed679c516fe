//! What can keep a stack from running.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why the stack, or a part of it, does not run.
#[derive(thiserror::Error)]
pub enum StackError {
    /// The environment does not name Synapse's Python.
    #[error(
        "DIENSTCHAT_SYNAPSE_PYTHON is not set: run `./dev test` or `./dev demo`, which set up \
         Synapse and name its Python here"
    )]
    NoPython,
    /// A program is not beside this one.
    #[error("{0} is not built: run `./dev test` or `./dev build`")]
    NotBuilt(PathBuf),
    /// A program ended instead of becoming ready.
    #[error("{name} has ended:\n{log}")]
    Ended {
        /// The program.
        name: String,
        /// The last lines of its log.
        log: String,
    },
    /// Something awaited did not come.
    #[error("waited {seconds} s in vain for {what}")]
    TimedOut {
        /// What was waited for.
        what: String,
        /// For how long.
        seconds: u64,
    },
    /// The stand-in did not start.
    #[error("the stand-in did not start")]
    Standin(#[from] hiorg_standin::StartError),
    /// The file system, or starting a program.
    #[error("{what}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// An HTTP client cannot be made.
    #[error("no HTTP client")]
    Http(#[from] reqwest::Error),
}

/// As for people: this is what a test prints that unwraps it.
impl fmt::Debug for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl StackError {
    pub(crate) fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, source }
    }
}
