//! The core of Dienstchat.

pub mod secret;

pub mod ids;
pub mod time;

pub mod duty;

pub mod http;

#[cfg(feature = "client")]
pub mod keys;
#[cfg(feature = "client")]
pub mod store;

#[cfg(feature = "client")]
pub mod matrix;

pub mod connector;

pub mod login;
