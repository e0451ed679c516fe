//! The connector's HTTP interface for the app: directory, token relay, sessions.

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod error;
pub mod wire;

#[cfg(feature = "client")]
pub use client::Connector;
#[cfg(feature = "client")]
pub use error::ConnectorError;
