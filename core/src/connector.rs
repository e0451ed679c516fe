//! The connector's HTTP interface for the app: directory, token relay, sessions.

pub mod wire;
