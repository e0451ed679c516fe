//! What a room's state says, and whether the room is a duty's chat at all.
//!
//! A duty chat is a room whose creator is the homeserver's connector user, whose statement was
//! set by that user, and whose alias matches the statement. Every other room is invisible,
//! whatever it looks like.

use std::collections::BTreeMap;

use ruma::{OwnedUserId, ServerName, UserId};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    duty::{Envelope, EnvelopeError},
    ids,
    store::{Levels, Membership},
};

/// The state events that matter, as far as one answer holds them.
#[derive(Debug, Default)]
pub(crate) struct RoomState {
    /// Who created the room.
    pub(crate) creator: Option<OwnedUserId>,
    /// The canonical alias, as text; an alias of another kind is simply not the duty's.
    pub(crate) alias: Option<String>,
    /// The statement, if it was set by `statement_by`.
    pub(crate) statement: Option<Result<Envelope, EnvelopeError>>,
    /// Who set the statement.
    pub(crate) statement_by: Option<OwnedUserId>,
    /// Memberships by user.
    pub(crate) members: BTreeMap<OwnedUserId, Membership>,
    /// Who may send what, where the answer says so.
    levels: Option<PowerLevels>,
}

#[derive(Deserialize)]
struct StateEvent<'a> {
    #[serde(rename = "type")]
    kind: String,
    state_key: String,
    sender: OwnedUserId,
    #[serde(borrow)]
    content: &'a RawValue,
}

#[derive(Deserialize)]
struct MemberContent {
    membership: String,
}

#[derive(Debug, Deserialize)]
struct PowerLevels {
    #[serde(default)]
    events_default: i64,
    #[serde(default)]
    events: BTreeMap<String, i64>,
    #[serde(default)]
    users_default: i64,
    #[serde(default)]
    users: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
struct AliasContent {
    #[serde(default)]
    alias: Option<String>,
}

impl RoomState {
    /// Reads state events in order, later ones winning. Events that cannot be read are passed
    /// over: what they would have said is then simply missing.
    pub(crate) fn read<'a>(events: impl IntoIterator<Item = &'a RawValue>) -> Self {
        let mut state = Self::default();
        for event in events {
            if let Ok(event) = serde_json::from_str::<StateEvent<'_>>(event.get()) {
                state.take(&event);
            }
        }
        state
    }

    fn take(&mut self, event: &StateEvent<'_>) {
        match (event.kind.as_str(), event.state_key.as_str()) {
            ("m.room.create", "") => self.creator = Some(event.sender.clone()),
            ("m.room.canonical_alias", "") => {
                self.alias = serde_json::from_str::<AliasContent>(event.content.get())
                    .ok()
                    .and_then(|content| content.alias);
            }
            ("de.dienstchat.duty", "") => {
                self.statement_by = Some(event.sender.clone());
                self.statement = Some(Envelope::parse(event.content.get()));
            }
            ("m.room.power_levels", "") => {
                self.levels = serde_json::from_str(event.content.get()).ok();
            }
            ("m.room.member", user) => {
                let (Ok(user), Ok(content)) = (
                    UserId::parse(user),
                    serde_json::from_str::<MemberContent>(event.content.get()),
                ) else {
                    return;
                };
                // A membership of an unknown name is not a right to read.
                let membership = content.membership.parse().unwrap_or(Membership::Leave);
                self.members.insert(user, membership);
            }
            _ => {}
        }
    }

    /// The statement, where creator, alias and statement make this room a duty's chat.
    pub(crate) fn duty(&self, server: &ServerName) -> Option<&Envelope> {
        let connector = ids::connector_user_id(server).ok()?;
        let Some(Ok(envelope)) = &self.statement else {
            return None;
        };
        let statement = envelope.statement();
        let alias = ids::duty_alias(&statement.ov, &statement.duty_id, server).ok()?;
        let genuine = self.creator.as_ref() == Some(&connector)
            && self.statement_by.as_ref() == Some(&connector)
            && self.alias.as_deref() == Some(alias.as_str());
        genuine.then_some(envelope)
    }

    /// What it takes to send a message, and what this user has.
    pub(crate) fn levels(&self, user: &UserId) -> Option<Levels> {
        let levels = self.levels.as_ref()?;
        Some(Levels {
            send: levels
                .events
                .get("m.room.encrypted")
                .copied()
                .unwrap_or(levels.events_default),
            own: levels
                .users
                .get(user.as_str())
                .copied()
                .unwrap_or(levels.users_default),
        })
    }

    /// A later statement for a chat that is known already: set by the connector and for the same
    /// duty.
    pub(crate) fn update(
        &self,
        server: &ServerName,
        ov: &ids::OrgCode,
        duty: &ids::DutyId,
    ) -> Option<&Envelope> {
        let connector = ids::connector_user_id(server).ok()?;
        let Some(Ok(envelope)) = &self.statement else {
            return None;
        };
        let statement = envelope.statement();
        let genuine = self.statement_by.as_ref() == Some(&connector)
            && statement.ov == *ov
            && statement.duty_id == *duty;
        genuine.then_some(envelope)
    }
}

#[cfg(test)]
mod tests {
    use ruma::server_name;
    use serde_json::{Value, json, value::to_raw_value};

    use super::*;

    fn events(creator: &str, alias: &str, statement_by: &str) -> Vec<Box<RawValue>> {
        let statement = json!({
            "iss": "https://issuer.example", "aud": "dienstchat", "ov": "xyz", "duty_id": "4711",
            "revision": 1, "issued_at": 1, "expires_at": 2, "title": "Wache", "starts_at": 1, "ends_at": 2,
            "state": "planned", "state_since": 1, "members": [],
        });
        let event = |kind: &str, sender: &str, content: Value| {
            to_raw_value(
                &json!({"type": kind, "state_key": "", "sender": sender, "content": content}),
            )
            .unwrap()
        };
        vec![
            event("m.room.create", creator, json!({"room_version": "12"})),
            event("m.room.canonical_alias", creator, json!({"alias": alias})),
            event(
                "de.dienstchat.duty",
                statement_by,
                json!({"v": 1, "plain": statement}),
            ),
        ]
    }

    fn is_duty(creator: &str, alias: &str, statement_by: &str) -> bool {
        let events = events(creator, alias, statement_by);
        RoomState::read(events.iter().map(|event| &**event))
            .duty(server_name!("chat.example"))
            .is_some()
    }

    const BOT: &str = "@dienstchat:chat.example";
    const ALIAS: &str = "#duty_xyz_4711:chat.example";

    #[test]
    fn only_the_connectors_room_with_the_dutys_alias_is_its_chat() {
        assert!(is_duty(BOT, ALIAS, BOT));
        assert!(!is_duty("@xyz_a1:chat.example", ALIAS, BOT));
        assert!(!is_duty(BOT, ALIAS, "@xyz_a1:chat.example"));
        assert!(!is_duty(BOT, "#duty_xyz_4712:chat.example", BOT));
        assert!(!is_duty("@dienstchat:other.example", ALIAS, BOT));
    }

    #[test]
    fn unreadable_events_are_passed_over() {
        let raw = |value: Value| to_raw_value(&value).unwrap();
        let garbage = [
            raw(json!(null)),
            raw(json!({"type": "m.room.member"})),
            raw(
                json!({"type": "m.room.member", "state_key": "nobody", "sender": BOT, "content": {}}),
            ),
            raw(
                json!({"type": "m.room.member", "state_key": BOT, "sender": BOT, "content": {"membership": 3}}),
            ),
        ];
        let state = RoomState::read(garbage.iter().map(|event| &**event));
        assert!(state.members.is_empty() && state.duty(server_name!("chat.example")).is_none());
    }
}
