//! The core of Dienstchat.

pub mod duty;
pub mod ids;
pub mod time;
