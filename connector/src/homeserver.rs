//! The homeserver that the connector works with: requests to it, its configuration, admin rights.

pub mod bootstrap;
pub mod client;
pub mod config;
mod error;
mod media;
mod rooms;
mod users;

pub use client::Homeserver;
pub use error::HomeserverError;
pub use media::Upload;
pub use rooms::{PurgeStatus, RoomState, StateEvent};
