//! The traps of end-to-end encryption, each with a test, and a simulation of several devices.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod devices;
mod megolm;
mod olm;
mod redaction;
mod server;
mod simulation;
mod uploads;
mod world;
