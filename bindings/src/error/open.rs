//! Opening.

use dienstchat_core::client;

/// Why the client could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum OpenError {
    /// The connector's address is not a URL that secrets may be sent to: `https`, or `http` on a
    /// loopback address.
    #[error("the connector's address is not valid")]
    InvalidConnector,
    /// A host of deep links is not `https://host`.
    #[error("a host of deep links is not valid")]
    InvalidAppHost,
    /// The issuer table is not valid.
    #[error("the issuer table is not valid")]
    InvalidIssuers,
    /// The folder for the data cannot be used.
    #[error("the data folder cannot be used")]
    DataFolder,
    /// The network library could not be set up.
    #[error("the network could not be set up")]
    Network,
    /// A fault of Dienstchat's own. The log says where, see `setLog`.
    #[error("a fault of Dienstchat's own")]
    Internal,
}

impl From<client::OpenError> for OpenError {
    fn from(error: client::OpenError) -> Self {
        match error {
            client::OpenError::DataFolder => Self::DataFolder,
            client::OpenError::Connector => Self::InvalidConnector,
            client::OpenError::Network => Self::Network,
        }
    }
}
