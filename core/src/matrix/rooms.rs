//! Rooms: sending, redacting, reading state, members and older messages.

use ruma::{
    EventId, OwnedEventId, OwnedRoomId, OwnedTransactionId, OwnedUserId, RoomId, UInt,
    api::{
        Direction,
        client::{
            membership::{get_member_events, joined_members, joined_rooms},
            message::{get_message_events, send_message_event},
            redact::redact_event,
            room::get_room_event,
            state::{get_state_event_for_key, get_state_events},
        },
    },
    events::{MessageLikeEventType, StateEventType},
    serde::Raw,
};
use serde::Deserialize;
use std::collections::BTreeMap;

use super::{
    Homeserver, MatrixError,
    homeserver::TIMEOUT,
    lenient::{self, RawJson},
};
use crate::secret::AccessToken;

/// Which messages of a room to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomMessages<'a> {
    /// Where to start: a `prev_batch`, or an earlier page's end. Without it at the newest.
    pub from: Option<&'a str>,
    /// How many events at most.
    pub limit: u16,
}

/// A page of older messages, newest first.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct MessagesPage {
    /// The events.
    #[serde(default, deserialize_with = "lenient::events")]
    pub chunk: Vec<RawJson>,
    /// State that is needed to show them.
    #[serde(default, deserialize_with = "lenient::events")]
    pub state: Vec<RawJson>,
    /// Where the next page starts; absent at the room's beginning.
    #[serde(default)]
    pub end: Option<String>,
}

#[derive(Deserialize)]
struct Sent {
    event_id: OwnedEventId,
}

impl Homeserver {
    /// Sends an event. The same transaction id on the same device gives the same event.
    ///
    /// # Errors
    /// [`MatrixError::Forbidden`] where the room is read only or the user is not a member.
    pub async fn send_event(
        &self,
        token: &AccessToken,
        room: &RoomId,
        event_type: &str,
        txn_id: OwnedTransactionId,
        content: RawJson,
    ) -> Result<OwnedEventId, MatrixError> {
        let request = send_message_event::v3::Request::new_raw(
            room.to_owned(),
            txn_id,
            MessageLikeEventType::from(event_type),
            Raw::from_json(content),
        );
        let sent: Sent = self.call(request, Some(token), TIMEOUT).await?;
        Ok(sent.event_id)
    }

    /// Redacts an event, without a reason.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn redact(
        &self,
        token: &AccessToken,
        room: &RoomId,
        event: &EventId,
        txn_id: OwnedTransactionId,
    ) -> Result<OwnedEventId, MatrixError> {
        let request = redact_event::v3::Request::new(room.to_owned(), event.to_owned(), txn_id);
        let sent: Sent = self.call(request, Some(token), TIMEOUT).await?;
        Ok(sent.event_id)
    }

    /// One event.
    ///
    /// # Errors
    /// [`MatrixError::NotFound`] also where the user may not see it.
    pub async fn event(
        &self,
        token: &AccessToken,
        room: &RoomId,
        event: &EventId,
    ) -> Result<RawJson, MatrixError> {
        let request = get_room_event::v3::Request::new(room.to_owned(), event.to_owned());
        self.call(request, Some(token), TIMEOUT).await
    }

    /// The whole state of a room.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn state(
        &self,
        token: &AccessToken,
        room: &RoomId,
    ) -> Result<Vec<RawJson>, MatrixError> {
        let request = get_state_events::v3::Request::new(room.to_owned());
        let Events(events) = self.call(request, Some(token), TIMEOUT).await?;
        Ok(events)
    }

    /// The content of one state event.
    ///
    /// # Errors
    /// [`MatrixError::NotFound`] where there is none.
    pub async fn state_content(
        &self,
        token: &AccessToken,
        room: &RoomId,
        event_type: &str,
        state_key: &str,
    ) -> Result<RawJson, MatrixError> {
        let request = get_state_event_for_key::v3::Request::new(
            room.to_owned(),
            StateEventType::from(event_type),
            state_key.to_owned(),
        );
        self.call(request, Some(token), TIMEOUT).await
    }

    /// The rooms that the user has joined.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn joined_rooms(&self, token: &AccessToken) -> Result<Vec<OwnedRoomId>, MatrixError> {
        #[derive(Deserialize)]
        struct Answer {
            // Strict: a room that is missing here is sealed.
            joined_rooms: Vec<OwnedRoomId>,
        }
        let request = joined_rooms::v3::Request::new();
        let answer: Answer = self.call(request, Some(token), TIMEOUT).await?;
        Ok(answer.joined_rooms)
    }

    /// The users who have joined a room.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn joined_members(
        &self,
        token: &AccessToken,
        room: &RoomId,
    ) -> Result<Vec<OwnedUserId>, MatrixError> {
        #[derive(Deserialize)]
        struct Answer {
            #[serde(deserialize_with = "lenient::map")]
            joined: BTreeMap<OwnedUserId, RawJson>,
        }
        let request = joined_members::v3::Request::new(room.to_owned());
        let answer: Answer = self.call(request, Some(token), TIMEOUT).await?;
        Ok(answer.joined.into_keys().collect())
    }

    /// The membership events of a room.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn members(
        &self,
        token: &AccessToken,
        room: &RoomId,
    ) -> Result<Vec<RawJson>, MatrixError> {
        #[derive(Deserialize)]
        struct Answer {
            #[serde(deserialize_with = "lenient::events")]
            chunk: Vec<RawJson>,
        }
        let request = get_member_events::v3::Request::new(room.to_owned());
        let answer: Answer = self.call(request, Some(token), TIMEOUT).await?;
        Ok(answer.chunk)
    }

    /// Older messages, newest first.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn messages(
        &self,
        token: &AccessToken,
        room: &RoomId,
        which: RoomMessages<'_>,
    ) -> Result<MessagesPage, MatrixError> {
        let mut request =
            get_message_events::v3::Request::new(room.to_owned(), Direction::Backward);
        request.from = which.from.map(str::to_owned);
        request.limit = UInt::from(which.limit);
        self.call(request, Some(token), TIMEOUT).await
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Events(#[serde(deserialize_with = "lenient::events")] Vec<RawJson>);
