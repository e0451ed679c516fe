//! Why a step was not done.

use dienstchat_core::{duty::EnvelopeError, ids::InvalidId};

use crate::{db::DbError, homeserver::HomeserverError};

/// Why a step was not done. It is tried again.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The homeserver did not do it.
    #[error(transparent)]
    Homeserver(#[from] HomeserverError),
    /// A Matrix name would be too long.
    #[error("a name is too long")]
    Name(#[from] InvalidId),
    /// The stored statement cannot be read.
    #[error("the stored statement cannot be read")]
    Statement(#[from] EnvelopeError),
}

impl StepError {
    /// Whether going on with something else is of no use.
    pub(super) fn is_general(&self) -> bool {
        match self {
            Self::Db(_) => true,
            Self::Homeserver(error) => error.is_general(),
            Self::Name(_) | Self::Statement(_) => false,
        }
    }
}
