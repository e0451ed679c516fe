//! Rooms of a homeserver: aliases, state, memberships.

use std::collections::BTreeMap;

use reqwest::Method;
use ruma::{
    OwnedEventId, OwnedRoomAliasId, OwnedRoomId, OwnedTransactionId, OwnedUserId, RoomId,
    RoomVersionId, UserId,
    api::client::{
        alias::{delete_alias, get_alias},
        membership::{
            invite_user::{self, v3::InvitationRecipient},
            join_room_by_id, kick_user, unban_user,
        },
        message::send_message_event,
        room::create_room,
        state::{get_state_events, send_state_event},
    },
    serde::Raw,
};
use serde::Deserialize;
use serde_json::{Value, json, value::to_raw_value};

use super::{Homeserver, HomeserverError};

/// One piece of a room's state, as it is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct StateEvent {
    /// The event type; the state key is empty.
    pub event_type: &'static str,
    /// The content.
    pub content: Value,
}

/// A room's state, as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoomState {
    /// Contents of the events with an empty state key, by type.
    pub state: BTreeMap<String, Value>,
    /// Memberships (`join`, `invite`, `leave`, `ban`, `knock`) by user.
    pub members: BTreeMap<OwnedUserId, String>,
}

#[derive(Deserialize)]
struct AnyState {
    #[serde(rename = "type")]
    event_type: String,
    state_key: String,
    content: Value,
}

/// How far the deletion of a room has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurgeStatus {
    /// It is under way.
    Running,
    /// It is done.
    Complete,
    /// It failed, or the homeserver does not know of it any more.
    Lost,
}

#[derive(Deserialize)]
struct Deletion {
    delete_id: String,
}

#[derive(Deserialize)]
struct Deletions {
    results: Vec<DeletionState>,
}

#[derive(Deserialize)]
struct DeletionState {
    delete_id: String,
    status: String,
}

#[derive(Deserialize)]
struct DeletionStatus {
    status: String,
}

impl Homeserver {
    /// The room of an alias.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn room_of_alias(
        &self,
        alias: &OwnedRoomAliasId,
    ) -> Result<Option<OwnedRoomId>, HomeserverError> {
        let request = get_alias::v3::Request::new(alias.clone());
        Ok(HomeserverError::found(self.send(request, None).await)?.map(|found| found.room_id))
    }

    /// Removes an alias, unless it is gone.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn delete_alias(&self, alias: &OwnedRoomAliasId) -> Result<(), HomeserverError> {
        let request = delete_alias::v3::Request::new(alias.clone());
        HomeserverError::found(self.send(request, None).await).map(drop)
    }

    /// Makes a room that only this homeserver's users can be in.
    ///
    /// # Errors
    /// [`HomeserverError`]; `M_ROOM_IN_USE` when the alias is taken.
    pub async fn create_room(
        &self,
        alias_localpart: Option<&str>,
        state: &[StateEvent],
    ) -> Result<OwnedRoomId, HomeserverError> {
        let mut request = create_room::v3::Request::new();
        request.room_alias_name = alias_localpart.map(ToOwned::to_owned);
        request.room_version = Some(RoomVersionId::V12);
        request.creation_content = Some(raw(&json!({ "m.federate": false }))?);
        request.initial_state = state
            .iter()
            .map(|event| {
                raw(&json!({ "type": event.event_type, "state_key": "", "content": event.content }))
            })
            .collect::<Result<_, _>>()?;
        Ok(self.send(request, None).await?.room_id)
    }

    /// The whole state of a room; none when the room is not there or the connector not in it.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn room_state(&self, room: &RoomId) -> Result<Option<RoomState>, HomeserverError> {
        let answer = match self
            .send(get_state_events::v3::Request::new(room.to_owned()), None)
            .await
        {
            Ok(answer) => answer,
            Err(error) if error.is_not_found() || error.is("M_FORBIDDEN") => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut state = RoomState::default();
        for event in answer.room_state {
            let event: AnyState =
                serde_json::from_str(event.json().get()).map_err(|_| HomeserverError::BadAnswer)?;
            if event.event_type == "m.room.member" {
                let user =
                    UserId::parse(event.state_key).map_err(|_| HomeserverError::BadAnswer)?;
                let membership = event
                    .content
                    .get("membership")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                state.members.insert(user, membership.to_owned());
            } else if event.state_key.is_empty() {
                state.state.insert(event.event_type, event.content);
            }
        }
        Ok(Some(state))
    }

    /// Sets a piece of a room's state.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn put_state(
        &self,
        room: &RoomId,
        event: &StateEvent,
    ) -> Result<(), HomeserverError> {
        let request = send_state_event::v3::Request::new_raw(
            room.to_owned(),
            event.event_type.into(),
            String::new(),
            raw(&event.content)?,
        );
        self.send(request, None).await.map(drop)
    }

    /// Sends an event without a state key.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn send_event(
        &self,
        room: &RoomId,
        transaction: OwnedTransactionId,
        event_type: &str,
        content: &Value,
    ) -> Result<OwnedEventId, HomeserverError> {
        let request = send_message_event::v3::Request::new_raw(
            room.to_owned(),
            transaction,
            event_type.into(),
            raw(content)?,
        );
        Ok(self.send(request, None).await?.event_id)
    }

    /// Invites a user.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn invite(&self, room: &RoomId, user: &UserId) -> Result<(), HomeserverError> {
        let recipient =
            InvitationRecipient::UserId(invite_user::v3::InviteUserId::new(user.to_owned()));
        self.send(
            invite_user::v3::Request::new(room.to_owned(), recipient),
            None,
        )
        .await
        .map(drop)
    }

    /// Joins an invited user.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn join(&self, room: &RoomId, user: &UserId) -> Result<(), HomeserverError> {
        self.send(
            join_room_by_id::v3::Request::new(room.to_owned()),
            Some(user),
        )
        .await
        .map(drop)
    }

    /// Removes a user from a room.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn kick(&self, room: &RoomId, user: &UserId) -> Result<(), HomeserverError> {
        self.send(
            kick_user::v3::Request::new(room.to_owned(), user.to_owned()),
            None,
        )
        .await
        .map(drop)
    }

    /// Lifts a ban.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn unban(&self, room: &RoomId, user: &UserId) -> Result<(), HomeserverError> {
        self.send(
            unban_user::v3::Request::new(room.to_owned(), user.to_owned()),
            None,
        )
        .await
        .map(drop)
    }

    /// Begins the deletion of a room, unless one is under way; the answer names the deletion. None
    /// when there is no room.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn begin_purge(&self, room: &RoomId) -> Result<Option<String>, HomeserverError> {
        if let Some(running) = self.running_purge(room).await? {
            return Ok(Some(running));
        }
        let body = json!({ "purge": true, "force_purge": true });
        let path = ["v2", "rooms", room.as_str()];
        let answer = self
            .admin::<Deletion>(Method::DELETE, &path, &[], Some(&body))
            .await;
        Ok(HomeserverError::found(answer)?.map(|deletion| deletion.delete_id))
    }

    /// The deletion that is under way, whose answer was lost; Synapse refuses a second one.
    async fn running_purge(&self, room: &RoomId) -> Result<Option<String>, HomeserverError> {
        let path = ["v2", "rooms", room.as_str(), "delete_status"];
        let answer = self.admin::<Deletions>(Method::GET, &path, &[], None).await;
        let found = HomeserverError::found(answer)?;
        Ok(found
            .into_iter()
            .flat_map(|deletions| deletions.results)
            .find(|deletion| !matches!(deletion.status.as_str(), "complete" | "failed"))
            .map(|deletion| deletion.delete_id))
    }

    /// How far a deletion has got.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn purge_status(&self, purge_id: &str) -> Result<PurgeStatus, HomeserverError> {
        let path = ["v2", "rooms", "delete_status", purge_id];
        let answer = self
            .admin::<DeletionStatus>(Method::GET, &path, &[], None)
            .await;
        Ok(match HomeserverError::found(answer)? {
            Some(status) if status.status == "complete" => PurgeStatus::Complete,
            Some(status) if status.status != "failed" => PurgeStatus::Running,
            Some(_) | None => PurgeStatus::Lost,
        })
    }
}

fn raw<T>(value: &Value) -> Result<Raw<T>, HomeserverError> {
    to_raw_value(value)
        .map(Raw::from_json)
        .map_err(|_| HomeserverError::BadRequest)
}
