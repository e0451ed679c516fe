//! The key management: Olm and Megolm on vodozemac, as the Matrix specification asks of a
//! client. It does no I/O and knows no SQL: changes go in, requests come out.
//!
//! ```text
//!  sync answer ──▶ receive ─┐                        ┌─▶ room keys, decrypted events
//!  answers ──▶ sent, failed ┼─▶ Machine ◀─▶ Storage  ┼─▶ requests: upload, query, claim, to-device
//!  members ──▶ prepare ─────┤   (one write           │
//!  text ──▶ encrypt         │    transaction)        └─▶ m.room.encrypted
//!  event ──▶ decrypt ───────┘
//! ```
//!
//! Each method is one step on the storage of one write transaction ([`storage`] says how).
//! Nothing goes out before that transaction is committed: requests are listed by a call of
//! their own, and an encrypted message is handed to the send queue inside the transaction that
//! saves the ratchet.
//!
//! There is no cross-signing, no secret storage and no server-side backup. Who may have the
//! keys of a room is the caller's to say ([`Recipients`]).

mod account;
mod claims;
mod decrypt;
mod device_keys;
mod devices;
mod error;
mod key_requests;
mod machine;
#[cfg(any(test, feature = "test-clock"))]
pub mod memory;
mod new_device;
mod olm;
mod outbound;
mod problem;
mod recipients;
mod records;
mod request;
mod room_keys;
mod secret;
mod settle;
mod shares;
mod signed;
mod signer;
pub mod storage;
#[cfg(test)]
mod tests;
mod to_device;
mod types;
mod uploads;

pub use decrypt::{Decrypted, Undecryptable};
pub use error::KeysError;
pub use machine::Machine;
pub use new_device::NewDevice;
pub use outbound::{Encryption, Preparation};
pub use problem::{Problem, Problems};
pub use recipients::{Access, Recipients, Rotation};
pub use request::{Failure, Request, RequestBody, Response};
pub use signer::DeviceSigner;
pub use to_device::{DecryptedToDevice, Received, SyncChanges};
pub use types::{Provenance, RequestId, WithheldCode};
