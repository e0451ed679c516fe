//! To come.

pub mod homeserver;
