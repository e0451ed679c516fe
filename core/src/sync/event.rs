//! One event of a room's timeline, as far as the client looks at it.

use ruma::{EventId, OwnedEventId, OwnedUserId};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::time::Timestamp;

/// An event with what every event has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoomEvent {
    /// The event's id.
    pub(crate) event_id: OwnedEventId,
    /// Who sent it, as the server says.
    pub(crate) sender: OwnedUserId,
    /// When, as the sender's server says.
    pub(crate) at: Timestamp,
    /// The transaction id, on events that this device sent.
    pub(crate) transaction_id: Option<String>,
    /// What it is.
    pub(crate) kind: EventKind,
}

/// What an event is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// An encrypted message.
    Encrypted,
    /// A message that was deleted before it got here.
    Deleted,
    /// The deletion of another event.
    Redaction(OwnedEventId),
    /// Anything else: state, or a message in the clear, which is never shown.
    Other,
}

#[derive(Deserialize)]
struct Wire {
    event_id: OwnedEventId,
    sender: OwnedUserId,
    origin_server_ts: i64,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    state_key: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    redacts: Option<String>,
    #[serde(default)]
    content: Content,
    #[serde(default)]
    unsigned: Unsigned,
}

#[derive(Default, Deserialize)]
struct Content {
    #[serde(default)]
    redacts: Option<String>,
    #[serde(default)]
    algorithm: Option<serde::de::IgnoredAny>,
}

#[derive(Default, Deserialize)]
struct Unsigned {
    #[serde(default)]
    transaction_id: Option<String>,
    #[serde(default)]
    redacted_because: Option<serde::de::IgnoredAny>,
}

impl RoomEvent {
    /// Reads an event; `None` when it is not one, which the server may not hold against the rest
    /// of its answer.
    pub(crate) fn read(raw: &RawValue) -> Option<Self> {
        let wire: Wire = serde_json::from_str(raw.get()).ok()?;
        let kind = match (wire.kind.as_str(), wire.state_key.is_some()) {
            ("m.room.encrypted", false) => {
                if wire.unsigned.redacted_because.is_some() || wire.content.algorithm.is_none() {
                    EventKind::Deleted
                } else {
                    EventKind::Encrypted
                }
            }
            ("m.room.redaction", false) => {
                // Room version 11 moved the field into the content.
                let target = wire.content.redacts.or(wire.redacts);
                match target.and_then(|id| EventId::parse(id).ok()) {
                    Some(target) => EventKind::Redaction(target),
                    None => EventKind::Other,
                }
            }
            _ => EventKind::Other,
        };
        Some(Self {
            event_id: wire.event_id,
            sender: wire.sender,
            at: Timestamp::from_millis(wire.origin_server_ts),
            transaction_id: wire.unsigned.transaction_id,
            kind,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json, value::to_raw_value};

    use super::*;

    fn read(mut event: Value) -> Option<RoomEvent> {
        event["event_id"] = "$one".into();
        event["sender"] = "@xyz_a1:chat.example".into();
        event["origin_server_ts"] = 5.into();
        RoomEvent::read(&to_raw_value(&event).unwrap())
    }

    fn kind(event: Value) -> EventKind {
        read(event).unwrap().kind
    }

    #[test]
    fn an_encrypted_event_keeps_its_transaction_id() {
        let event = read(
            json!({"type": "m.room.encrypted", "content": {"algorithm": "m.megolm.v1.aes-sha2"},
            "unsigned": {"transaction_id": "t1"}}),
        )
        .unwrap();
        assert_eq!(event.kind, EventKind::Encrypted);
        assert_eq!(event.transaction_id.as_deref(), Some("t1"));
        assert_eq!(event.at, Timestamp::from_millis(5));
    }

    #[test]
    fn a_deleted_message_is_seen_as_deleted() {
        assert_eq!(
            kind(json!({"type": "m.room.encrypted", "content": {}})),
            EventKind::Deleted
        );
        let because = json!({"type": "m.room.encrypted", "content": {"algorithm": "x"}, "unsigned": {"redacted_because": {}}});
        assert_eq!(kind(because), EventKind::Deleted);
    }

    #[test]
    fn a_redaction_names_its_target_in_either_place() {
        let target = EventKind::Redaction(EventId::parse("$two").unwrap());
        assert_eq!(
            kind(json!({"type": "m.room.redaction", "content": {"redacts": "$two"}})),
            target
        );
        assert_eq!(
            kind(json!({"type": "m.room.redaction", "redacts": "$two", "content": {}})),
            target
        );
        assert_eq!(
            kind(json!({"type": "m.room.redaction", "content": {"redacts": "two"}})),
            EventKind::Other
        );
    }

    #[test]
    fn what_is_in_the_clear_is_not_a_message() {
        assert_eq!(
            kind(json!({"type": "m.room.message", "content": {"body": "hi"}})),
            EventKind::Other
        );
        assert_eq!(
            kind(json!({"type": "m.room.encrypted", "state_key": "", "content": {}})),
            EventKind::Other
        );
        assert!(
            RoomEvent::read(&to_raw_value(&json!({"type": "m.room.message"})).unwrap()).is_none()
        );
    }
}
