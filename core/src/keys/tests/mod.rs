//! The traps of end-to-end encryption, each with a test, and a simulation of several devices.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod claims;
mod copies;
mod devices;
mod letters;
mod megolm;
mod olm;
mod payloads;
mod redaction;
mod server;
mod simulation;
mod uploads;
mod world;
