//! The core of Dienstchat.

pub mod secret;

pub mod ids;
pub mod time;

pub mod duty;

#[cfg(feature = "client")]
pub mod keys;

pub mod connector;

pub mod login;
