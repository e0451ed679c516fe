//! The homeserver that the connector works with: its configuration and the first admin.

pub mod bootstrap;
pub mod config;
