//! Wrong input and faults, on the real parts: each ends in a typed error or in a second try, with
//! nothing half done and nothing lost.
//!
//! ```text
//!  phone ──▶ Gateway ─┬─▶ connector      cuts, holds back, answers instead, changes the date
//!                     └─▶ Synapse
//! ```
//!
//! Most tests share one stack and have an organisation of their own on it ([`Site`]). Those that
//! kill a part or change what it can do take turns on a second one ([`breakable`]).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod away;
mod clocks;
mod degraded;
mod id_tokens;
mod links;
mod rooms;
mod session_requests;
mod sign_in;
mod statements;
mod support;
mod tokens;
