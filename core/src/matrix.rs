//! The homeserver's client-server API, as far as a duty chat needs it.
//!
//! Requests are built with ruma's types, so that paths and encodings are the specification's.
//! Answers are read leniently into types of our own: fields that are not needed are not looked
//! at, and one malformed event, room or device does not spoil the rest. Events stay raw JSON;
//! their meaning is not this module's concern.

mod error;
mod homeserver;
mod keys;
mod lenient;
mod rooms;
mod session;
mod sliding_sync;

pub use error::MatrixError;
pub use homeserver::Homeserver;
pub use keys::{ClaimedKeys, DeviceMap, QueriedKeys};
pub use lenient::RawJson;
pub use rooms::{MessagesPage, RoomMessages};
pub use session::{Refreshed, WhoAmI};
pub use sliding_sync::{
    DeviceLists, Membership, RoomUpdate, SyncRequest, SyncResponse, ToDeviceEvents,
};
