//! The core of Dienstchat.

pub mod ids;
pub mod time;
