//! The key management: Olm and Megolm on vodozemac, without I/O. Changes go in, requests come
//! out.

#[cfg(any(test, feature = "test-clock"))]
pub mod memory;
pub mod storage;
mod types;

pub use types::{Provenance, RequestId, WithheldCode};
