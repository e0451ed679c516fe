//! Synchronising: one answer of the homeserver, one transaction.
//!
//! [`Connection`] asks with a token that it keeps fresh, `round` goes through one round: what
//! the key management wants sent, the answer applied with its positions, gaps filled, the list of
//! joined rooms compared.

mod apply;
mod connection;
mod event;
mod gaps;
mod key_requests;
mod reconcile;
mod room_state;
pub(crate) mod round;
mod session_store;
mod timeline;
mod wait_reason;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub(crate) use apply::Context;
pub use connection::{CallError, Connection};
pub(crate) use gaps::fill_newest_gap;
pub(crate) use key_requests::send_key_requests;
pub(crate) use reconcile::reconcile;
pub use round::SyncSummary;
pub use wait_reason::WaitReason;
