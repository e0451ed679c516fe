//! From the server's events to those that are kept: decrypted where there is a key, with a typed
//! reason where there is none.

use ruma::{OwnedEventId, OwnedUserId, RoomId};
use serde_json::value::RawValue;

use super::{
    apply::{ApplyError, Context},
    event::{EventKind, RoomEvent},
};
use crate::{
    keys::Undecryptable,
    store::{Body, NewEvent, UndecryptedReason, WriteTx},
    time::Timestamp,
};

/// A stretch of a room's timeline, read.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// Messages, in the order in which they came.
    pub(super) events: Vec<NewEvent>,
    /// Deletions, which may be of events in the same stretch.
    pub(super) redactions: Vec<Redaction>,
    /// Own messages that have arrived, by transaction id.
    pub(super) own_transactions: Vec<String>,
}

/// The deletion of an event.
#[derive(Debug)]
pub(super) struct Redaction {
    target: OwnedEventId,
    by: OwnedUserId,
    at: Timestamp,
}

/// Whether the events were said while this device was in the chat: decides what is said of those
/// it has no key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Before this device was in the chat.
    Before,
    /// Since.
    Since,
}

impl Stretch {
    /// Reads events, decrypting what can be. Events that are none are passed over.
    pub(super) fn read<'a>(
        tx: &mut WriteTx<'_>,
        context: &Context<'_>,
        room: &RoomId,
        events: impl IntoIterator<Item = &'a RawValue>,
        said: Said,
    ) -> Result<Self, ApplyError> {
        let mut stretch = Self::default();
        for raw in events {
            let Some(event) = RoomEvent::read(raw) else {
                continue;
            };
            if event.sender == *context.own {
                stretch
                    .own_transactions
                    .extend(event.transaction_id.clone());
            }
            match &event.kind {
                EventKind::Encrypted => {
                    let (kind, body) = decrypt(tx, context, room, raw, said)?;
                    stretch.events.push(new_event(context, event, kind, body));
                }
                EventKind::Deleted => {
                    let body = Body::Redacted {
                        by: None,
                        at: event.at,
                    };
                    stretch.events.push(new_event(
                        context,
                        event,
                        "m.room.encrypted".to_owned(),
                        body,
                    ));
                }
                EventKind::Redaction(target) => {
                    let (target, by, at) = (target.clone(), event.sender, event.at);
                    stretch.redactions.push(Redaction { target, by, at });
                }
                EventKind::Other => {}
            }
        }
        Ok(stretch)
    }

    /// Deletes what was deleted and takes own messages that have arrived out of the send queue.
    /// To be called when the events are kept.
    pub(super) fn settle(&self, tx: &WriteTx<'_>, room: &RoomId) -> Result<(), ApplyError> {
        for Redaction { target, by, at } in &self.redactions {
            tx.timeline(room).redact(target, Some(by), *at)?;
        }
        for transaction in &self.own_transactions {
            tx.queue().remove(transaction.as_str().into())?;
        }
        for event in &self.events {
            tx.queue().arrived(&event.event_id)?;
        }
        Ok(())
    }
}

/// Tries the events again that wait for the key of this session. Returns how many were read.
pub(super) fn wake(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    session_id: &str,
) -> Result<usize, ApplyError> {
    let mut read = 0;
    for event in tx.timeline(room).waiting(session_id)? {
        let Body::Undecrypted {
            event: json,
            reason,
            ..
        } = &event.body
        else {
            continue;
        };
        let Ok(raw) = serde_json::from_str::<&RawValue>(json) else {
            continue;
        };
        let said = if *reason == UndecryptedReason::BeforeDevice {
            Said::Before
        } else {
            Said::Since
        };
        let (kind, body) = decrypt(tx, context, room, raw, said)?;
        if matches!(body, Body::Content(_)) {
            read += 1;
        }
        let counts = counts(context, &event.sender, &kind, &body);
        tx.timeline(room)
            .resolve(&event.event_id, &kind, counts, &body)?;
    }
    Ok(read)
}

fn decrypt(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    raw: &RawValue,
    said: Said,
) -> Result<(String, Body), ApplyError> {
    Ok(
        match context.machine.decrypt(tx, room, raw.get(), context.now)? {
            Ok(decrypted) => {
                let content = serde_json::Value::Object(decrypted.content).to_string();
                (decrypted.event_type, Body::Content(content))
            }
            Err(why) => {
                let body = Body::Undecrypted {
                    event: raw.get().to_owned(),
                    session_id: why.waits_for().map(str::to_owned),
                    reason: reason(&why, said),
                };
                ("m.room.encrypted".to_owned(), body)
            }
        },
    )
}

fn reason(why: &Undecryptable, said: Said) -> UndecryptedReason {
    match why {
        Undecryptable::MissingKey { .. } | Undecryptable::UnknownIndex { .. }
            if said == Said::Before =>
        {
            UndecryptedReason::BeforeDevice
        }
        Undecryptable::MissingKey { .. } => UndecryptedReason::MissingKey,
        Undecryptable::UnknownIndex { .. } => UndecryptedReason::UnknownIndex,
        Undecryptable::Withheld { code, .. } => UndecryptedReason::Withheld(*code),
        Undecryptable::SenderMismatch => UndecryptedReason::SenderMismatch,
        Undecryptable::Replay => UndecryptedReason::Replay,
        Undecryptable::RoomMismatch => UndecryptedReason::RoomMismatch,
        Undecryptable::BadCiphertext => UndecryptedReason::BadCiphertext,
        Undecryptable::UnknownAlgorithm => UndecryptedReason::UnknownAlgorithm,
        Undecryptable::Malformed => UndecryptedReason::Malformed,
    }
}

fn new_event(context: &Context<'_>, event: RoomEvent, kind: String, body: Body) -> NewEvent {
    NewEvent {
        counts: counts(context, &event.sender, &kind, &body),
        event_id: event.event_id,
        sender: event.sender,
        origin_ts: event.at,
        kind,
        body,
    }
}

/// Whether an event makes its chat unread: a message of somebody else that can be read.
fn counts(context: &Context<'_>, sender: &ruma::UserId, kind: &str, body: &Body) -> bool {
    sender != context.own && kind == "m.room.message" && matches!(body, Body::Content(_))
}
