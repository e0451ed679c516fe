//! The core of Dienstchat.

pub mod duty;
pub mod ids;
#[cfg(feature = "client")]
pub mod keys;
pub mod time;
