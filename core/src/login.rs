//! Signing in: the issuers that are believed, the proof that a device belongs to a person, the
//! session with the homeserver.
//!
//! What the connector checks too is compiled without the feature `client`.

pub use crate::http as fetch;

pub mod id_token;
pub mod issuers;
pub mod nonce;
pub mod proof;
pub mod provider;

#[cfg(feature = "client")]
pub mod loopback;
#[cfg(feature = "client")]
pub mod refresh;
#[cfg(feature = "client")]
pub mod sign_in;

pub use issuers::IssuerTable;
