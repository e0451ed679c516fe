//! What the tests share: an issuer, a homeserver that does as told, the connector between them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

pub(crate) mod homeserver;
mod issuer;
mod world;

pub(crate) use issuer::{Device, issuer, secretive_issuer};
pub(crate) use world::{
    Answer, CREDENTIAL, OTHER_CREDENTIAL, SECRETIVE_CREDENTIAL, World, member, organisation,
    statement,
};
