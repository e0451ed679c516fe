//! The state that a duty's room should have.

use std::collections::BTreeMap;

use dienstchat_core::{
    duty::{Envelope, Phase},
    ids::user_id,
};
use ruma::{OwnedRoomAliasId, ServerName};
use serde_json::{Value, json};

use super::StepError;
use crate::{
    db::RosterEntry,
    homeserver::{RoomState, StateEvent},
};

/// The event type of the duty statement.
pub(super) const DUTY: &str = "de.dienstchat.duty";

/// The state of a duty's room, in the order in which it is set: encryption first, the statement
/// before everything that follows from it.
pub(super) fn state(
    envelope: &Envelope,
    roster: &[RosterEntry],
    phase: Phase,
    server: &ServerName,
) -> Result<Vec<StateEvent>, StepError> {
    let statement: Value = serde_json::from_str(envelope.as_json())
        .map_err(|_| dienstchat_core::duty::EnvelopeError::Form)?;
    let event = |event_type, content| StateEvent {
        event_type,
        content,
    };
    Ok(vec![
        event(
            "m.room.encryption",
            json!({
                "algorithm": "m.megolm.v1.aes-sha2",
                "rotation_period_ms": 604_800_000,
                "rotation_period_msgs": 100,
            }),
        ),
        event(
            "m.room.history_visibility",
            json!({ "history_visibility": "shared" }),
        ),
        event(
            "m.room.guest_access",
            json!({ "guest_access": "forbidden" }),
        ),
        event("m.room.join_rules", json!({ "join_rule": "invite" })),
        event(DUTY, statement),
        event("m.room.name", json!({ "name": envelope.statement().title })),
        event("m.room.power_levels", power_levels(roster, phase, server)?),
    ])
}

/// What is wanted and is not there. The canonical alias comes with the room, but may be lost.
pub(super) fn missing(
    wanted: Vec<StateEvent>,
    alias: &OwnedRoomAliasId,
    actual: &RoomState,
) -> Vec<StateEvent> {
    let alias = StateEvent {
        event_type: "m.room.canonical_alias",
        content: json!({ "alias": alias }),
    };
    wanted
        .into_iter()
        .chain([alias])
        .filter(|event| actual.state.get(event.event_type) != Some(&event.content))
        .collect()
}

/// Members write while the chat is active; redaction stays allowed, for a raised `events_default`
/// would refuse that too. The room's creator, the connector, is above every level.
fn power_levels(
    roster: &[RosterEntry],
    phase: Phase,
    server: &ServerName,
) -> Result<Value, StepError> {
    let mut users = BTreeMap::new();
    for entry in roster
        .iter()
        .filter(|entry| entry.member.responsible && entry.eligible)
    {
        users.insert(user_id(&entry.member.ov, &entry.member.sub, server)?, 50);
    }
    let (send, pin) = if phase == Phase::Active {
        (0, 50)
    } else {
        (100, 100)
    };
    Ok(json!({
        "users": users,
        "users_default": 0,
        "events_default": send,
        "state_default": 100,
        "invite": 100,
        "kick": 100,
        "ban": 100,
        "redact": 50,
        "events": { "m.room.redaction": 0, "m.room.pinned_events": pin },
        "notifications": { "room": 50 },
    }))
}
