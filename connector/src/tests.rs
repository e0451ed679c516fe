//! Tests of the whole connector, one file a side.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod appservice;
mod duties;
mod faults;
mod http;
mod media;
mod organisations;
mod people;
mod reconciler;
mod sessions;
mod store;
mod tokens;
