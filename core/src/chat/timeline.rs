//! The timeline of a chat: what was said, and what is on its way.

use ruma::{OwnedEventId, OwnedTransactionId, OwnedUserId, RoomId, UserId};
use serde_json::Value;

use super::{Content, Viewer, content};
use crate::{
    duty::Statement,
    ids,
    store::{
        Body, Chat, Event, Message, Position, ReadTx, SendFailure, SendState, StoreError,
        TimelineItem as Stored, WriteTx,
    },
    time::Timestamp,
};

/// Names an item for as long as it is in the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ItemId {
    /// An event of the server.
    Event(OwnedEventId),
    /// A message of one's own that has not come back from the server.
    Transaction(OwnedTransactionId),
}

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// It came from the server.
    Received,
    /// The server has it.
    Sent,
    /// It waits to be sent.
    Queued,
    /// It is being sent.
    Sending,
    /// It will not be sent by itself.
    Failed(SendFailure),
}

/// Something in a timeline. Its Debug output shows no text and no name.
#[derive(Clone, PartialEq, Eq)]
pub struct TimelineItem {
    /// Names it.
    pub id: ItemId,
    /// Who said it.
    pub sender: OwnedUserId,
    /// That person's name by the statement; `None` when the statement does not name them (any
    /// more).
    pub sender_name: Option<String>,
    /// Whether the account itself said it.
    pub own: bool,
    /// When: by the sender's homeserver, or, on its way, when it was written.
    pub at: Timestamp,
    /// What.
    pub content: Content,
    /// How far it is.
    pub state: ItemState,
}

impl std::fmt::Debug for TimelineItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TimelineItem")
            .field("id", &self.id)
            .field("own", &self.own)
            .field("content", &self.content)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Where an older page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineToken(Position);

/// A part of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelinePage {
    /// The items, the newest last.
    pub items: Vec<TimelineItem>,
    /// Where the page before this one begins; `None` when nothing older is on this device.
    pub older: Option<TimelineToken>,
    /// Whether the server has something that is missing here.
    pub incomplete: bool,
}

/// A page of at most `limit` received items. The newest page (`before` is `None`) ends with what
/// is on its way.
pub(crate) fn page(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
    before: Option<TimelineToken>,
    limit: usize,
) -> Result<TimelinePage, StoreError> {
    let page = tx
        .timeline(&chat.room_id)
        .page(before.map(|token| token.0), limit)?;
    let statement = chat.envelope.statement();
    let mut incomplete = false;
    let mut items = Vec::with_capacity(page.items.len());
    for item in page.items {
        match item {
            Stored::Event(event) => items.push(received(viewer, statement, event)),
            Stored::Gap(_) => incomplete = true,
        }
    }
    items.reverse();
    if before.is_none() {
        for message in tx.queue().of_chat(&chat.room_id)? {
            items.push(on_its_way(viewer, statement, message));
        }
    }
    Ok(TimelinePage {
        items,
        older: page.next.map(TimelineToken),
        incomplete,
    })
}

/// The newest item.
pub(super) fn newest(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
) -> Result<Option<TimelineItem>, StoreError> {
    let statement = chat.envelope.statement();
    if let Some(message) = tx.queue().of_chat(&chat.room_id)?.pop() {
        return Ok(Some(on_its_way(viewer, statement, message)));
    }
    let event = tx.timeline(&chat.room_id).latest()?;
    Ok(event.map(|event| received(viewer, statement, event)))
}

/// Everything that is in the chat now has been read.
pub(crate) fn mark_read(tx: &WriteTx<'_>, room: &RoomId) -> Result<(), StoreError> {
    match tx.timeline(room).latest()? {
        Some(event) => tx.chats().mark_read(room, event.position),
        None => Ok(()),
    }
}

fn received(viewer: &Viewer, statement: &Statement, event: Event) -> TimelineItem {
    let content = match &event.body {
        Body::Content(json) => shown(&event.kind, json),
        Body::Undecrypted { reason, .. } => Content::Waiting((*reason).into()),
        Body::Redacted { .. } => Content::Deleted,
    };
    TimelineItem {
        sender_name: name(statement, &event.sender),
        own: event.sender == viewer.user(),
        id: ItemId::Event(event.event_id),
        sender: event.sender,
        at: event.origin_ts,
        content,
        state: ItemState::Received,
    }
}

fn on_its_way(viewer: &Viewer, statement: &Statement, message: Message) -> TimelineItem {
    let content = shown(&message.kind, &message.content);
    let state = match message.state {
        SendState::Queued => ItemState::Queued,
        SendState::Sending => ItemState::Sending,
        SendState::Sent(_) => ItemState::Sent,
        SendState::Failed(failure) => ItemState::Failed(failure),
    };
    TimelineItem {
        id: ItemId::Transaction(message.txn_id),
        sender: viewer.user.clone(),
        sender_name: name(statement, viewer.user()),
        own: true,
        at: message.queued_at,
        content,
        state,
    }
}

fn shown(kind: &str, json: &str) -> Content {
    serde_json::from_str::<Value>(json)
        .map_or(Content::Unsupported, |value| content::read(kind, &value))
}

fn name(statement: &Statement, user: &UserId) -> Option<String> {
    let (ov, subject) = ids::parse_user_id(user).ok()?;
    let member = statement.member(&ids::AccountId::new(&ov, &subject))?;
    Some(member.name.clone())
}
