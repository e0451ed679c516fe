//! Simplified sliding sync (MSC4186): the one place that knows its path and its shape.
//!
//! The path is still unstable, `/_matrix/client/unstable/org.matrix.simplified_msc3575/sync`.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use ruma::{
    OwnedRoomId, OwnedUserId, UInt, UserId, api::client::sync::sync_events::v5,
    events::StateEventType,
};
use serde::Deserialize;
use tracing::warn;

use super::{
    Homeserver, MatrixError,
    homeserver::TIMEOUT,
    lenient::{self, RawJson},
};
use crate::secret::AccessToken;

/// The state that a duty chat needs.
const REQUIRED_STATE: [(&str, &str); 6] = [
    ("m.room.create", ""),
    ("m.room.canonical_alias", ""),
    ("de.dienstchat.duty", ""),
    ("m.room.encryption", ""),
    ("m.room.power_levels", ""),
    ("m.room.member", "*"),
];

const LIST: &str = "chats";

/// What to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncRequest<'a> {
    /// Names the connection; at most 16 characters. Two processes have two.
    pub conn_id: &'a str,
    /// The position of the last answer on this connection.
    pub pos: Option<&'a str>,
    /// The to-device position, one for the device.
    pub to_device_since: Option<&'a str>,
    /// How many rooms, newest first.
    pub rooms: u16,
    /// How many events of each room's timeline.
    pub timeline_limit: u16,
    /// How long the server may wait for something new.
    pub timeout: Duration,
}

/// What is new.
#[derive(Debug, Clone, Default)]
pub struct SyncResponse {
    /// The position for the next request.
    pub pos: String,
    /// Rooms in which something is new.
    pub rooms: BTreeMap<OwnedRoomId, RoomUpdate>,
    /// Messages to this device; absent when there is nothing new.
    pub to_device: Option<ToDeviceEvents>,
    /// Whose devices have changed.
    pub device_lists: DeviceLists,
    /// One-time keys on the server, by algorithm; absent when the server did not say.
    pub one_time_key_counts: Option<BTreeMap<String, u64>>,
    /// Algorithms with an unused fallback key; absent when the server did not say.
    pub fallback_key_types: Option<Vec<String>>,
}

/// What is new in a room.
#[derive(Debug, Clone, Default)]
pub struct RoomUpdate {
    /// Everything is sent, not only what is new.
    pub initial: bool,
    /// State events, in no order.
    pub required_state: Vec<RawJson>,
    /// Events, oldest first.
    pub timeline: Vec<RawJson>,
    /// There are events between those known and these.
    pub limited: bool,
    /// Where older events start.
    pub prev_batch: Option<String>,
    /// The user's own membership, as far as this update shows it.
    pub membership: Option<Membership>,
    /// How many of the timeline's last events happened just now.
    pub num_live: Option<u64>,
}

/// The user's own place in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Invited.
    Invited,
    /// Joined.
    Joined,
    /// Left, removed or banned.
    Left,
}

/// Messages to this device, in the order in which they are handled.
#[derive(Debug, Clone, Deserialize)]
pub struct ToDeviceEvents {
    /// The position after these.
    pub next_batch: String,
    /// The messages.
    #[serde(default, deserialize_with = "lenient::events")]
    pub events: Vec<RawJson>,
}

/// Whose devices have changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DeviceLists {
    /// Users whose devices have changed, or who are seen for the first time.
    #[serde(default, deserialize_with = "lenient::list")]
    pub changed: Vec<OwnedUserId>,
    /// Users with whom no room is shared any more.
    #[serde(default, deserialize_with = "lenient::list")]
    pub left: Vec<OwnedUserId>,
}

impl Homeserver {
    /// Asks what is new; `own` is the user whose token it is.
    ///
    /// # Errors
    /// [`MatrixError::UnknownPos`] when the position is forgotten: the sync starts again without.
    pub async fn sync(
        &self,
        token: &AccessToken,
        own: &UserId,
        request: SyncRequest<'_>,
    ) -> Result<SyncResponse, MatrixError> {
        let timeout = request.timeout.saturating_add(TIMEOUT);
        let body: Body = self.call(build(request), Some(token), timeout).await?;
        Ok(read(body, own))
    }
}

fn build(request: SyncRequest<'_>) -> v5::Request {
    let mut list = v5::request::List::default();
    let end = request.rooms.saturating_sub(1);
    list.ranges = vec![(UInt::from(0_u8), UInt::from(end))];
    list.room_details.timeline_limit = UInt::from(request.timeline_limit);
    list.room_details.required_state = REQUIRED_STATE
        .iter()
        .map(|(kind, key)| (StateEventType::from(*kind), (*key).to_owned()))
        .collect();

    let mut sync = v5::Request::default();
    sync.conn_id = Some(request.conn_id.to_owned());
    sync.pos = request.pos.map(str::to_owned);
    sync.timeout = Some(request.timeout);
    sync.lists.insert(LIST.to_owned(), list);
    sync.extensions.to_device.enabled = Some(true);
    sync.extensions.to_device.since = request.to_device_since.map(str::to_owned);
    sync.extensions.e2ee.enabled = Some(true);
    sync
}

#[derive(Deserialize)]
struct Body {
    pos: String,
    #[serde(default, deserialize_with = "lenient::map")]
    rooms: BTreeMap<OwnedRoomId, RawJson>,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Deserialize, Default)]
struct Extensions {
    to_device: Option<ToDeviceEvents>,
    #[serde(default)]
    e2ee: Encryption,
}

#[expect(clippy::struct_field_names, reason = "the wire's names")]
#[derive(Deserialize, Default)]
struct Encryption {
    #[serde(default)]
    device_lists: DeviceLists,
    #[serde(default, deserialize_with = "lenient::optional_map")]
    device_one_time_keys_count: Option<BTreeMap<String, u64>>,
    device_unused_fallback_key_types: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Room {
    initial: bool,
    #[serde(deserialize_with = "lenient::events")]
    required_state: Vec<RawJson>,
    #[serde(deserialize_with = "lenient::events")]
    timeline: Vec<RawJson>,
    limited: bool,
    prev_batch: Option<String>,
    invite_state: Option<RawJson>,
    num_live: Option<u64>,
}

fn read(body: Body, own: &UserId) -> SyncResponse {
    let mut rooms = BTreeMap::new();
    for (room_id, raw) in body.rooms {
        let Ok(room) = serde_json::from_str::<Room>(raw.get()) else {
            warn!("a room of a sync answer is malformed");
            continue;
        };
        rooms.insert(room_id, update(room, own));
    }
    SyncResponse {
        pos: body.pos,
        rooms,
        to_device: body.extensions.to_device,
        device_lists: body.extensions.e2ee.device_lists,
        one_time_key_counts: body.extensions.e2ee.device_one_time_keys_count,
        fallback_key_types: body.extensions.e2ee.device_unused_fallback_key_types,
    }
}

fn update(room: Room, own: &UserId) -> RoomUpdate {
    // The timeline is newer than the state before it, and its end newer than its beginning.
    let membership = if room.invite_state.is_some() {
        Some(Membership::Invited)
    } else {
        let newest = room.timeline.iter().rev();
        newest
            .chain(&room.required_state)
            .find_map(|event| own_membership(event, own))
    };
    RoomUpdate {
        initial: room.initial,
        required_state: room.required_state,
        timeline: room.timeline,
        limited: room.limited,
        prev_batch: room.prev_batch,
        membership,
        num_live: room.num_live,
    }
}

fn own_membership(event: &RawJson, own: &UserId) -> Option<Membership> {
    #[derive(Deserialize)]
    struct Member<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(borrow)]
        state_key: Cow<'a, str>,
        #[serde(borrow)]
        content: Content<'a>,
    }
    #[derive(Deserialize)]
    struct Content<'a> {
        #[serde(borrow)]
        membership: Cow<'a, str>,
    }
    let member: Member<'_> = serde_json::from_str(event.get()).ok()?;
    if member.kind != "m.room.member" || member.state_key != own.as_str() {
        return None;
    }
    match &*member.content.membership {
        "join" => Some(Membership::Joined),
        "invite" => Some(Membership::Invited),
        "leave" | "ban" => Some(Membership::Left),
        _ => None,
    }
}
