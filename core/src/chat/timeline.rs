//! The timeline of a chat: what was said, and what is on its way.

use ruma::{OwnedEventId, OwnedTransactionId, OwnedUserId, RoomId, UserId};
use serde_json::Value;

use super::{Content, Viewer, content};
use crate::{
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
    /// That person's name, by the newest statement that named them; `None` when none did.
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
    let mut incomplete = false;
    let mut items = Vec::with_capacity(page.items.len());
    for item in page.items {
        match item {
            Stored::Event(event) => items.push(received(tx, viewer, chat, event)?),
            Stored::Gap(_) => incomplete = true,
        }
    }
    items.reverse();
    if before.is_none() {
        for message in tx.queue().of_chat(&chat.room_id)? {
            items.push(on_its_way(tx, viewer, chat, message)?);
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
    if let Some(message) = tx.queue().of_chat(&chat.room_id)?.pop() {
        return on_its_way(tx, viewer, chat, message).map(Some);
    }
    let event = tx.timeline(&chat.room_id).latest()?;
    event
        .map(|event| received(tx, viewer, chat, event))
        .transpose()
}

/// Everything that is in the chat now has been read.
pub(crate) fn mark_read(tx: &WriteTx<'_>, room: &RoomId) -> Result<(), StoreError> {
    match tx.timeline(room).latest()? {
        Some(event) => tx.chats().mark_read(room, event.position),
        None => Ok(()),
    }
}

fn received(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
    event: Event,
) -> Result<TimelineItem, StoreError> {
    let content = match &event.body {
        Body::Content(json) => shown(&event.kind, json),
        Body::Undecrypted { reason, .. } => Content::Waiting((*reason).into()),
        Body::Redacted { .. } => Content::Deleted,
    };
    Ok(TimelineItem {
        sender_name: name(tx, chat, &event.sender)?,
        own: event.sender == viewer.user(),
        id: ItemId::Event(event.event_id),
        sender: event.sender,
        at: event.origin_ts,
        content,
        state: ItemState::Received,
    })
}

fn on_its_way(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
    message: Message,
) -> Result<TimelineItem, StoreError> {
    let content = shown(&message.kind, &message.content);
    let state = match message.state {
        SendState::Queued => ItemState::Queued,
        SendState::Sending => ItemState::Sending,
        SendState::Sent(_) => ItemState::Sent,
        SendState::Failed(failure) => ItemState::Failed(failure),
    };
    Ok(TimelineItem {
        id: ItemId::Transaction(message.txn_id),
        sender: viewer.user.clone(),
        sender_name: name(tx, chat, viewer.user())?,
        own: true,
        at: message.queued_at,
        content,
        state,
    })
}

fn shown(kind: &str, json: &str) -> Content {
    serde_json::from_str::<Value>(json)
        .map_or(Content::Unsupported, |value| content::read(kind, &value))
}

/// By the newest statement, or by the last one that named the person.
fn name(tx: &ReadTx<'_>, chat: &Chat, user: &UserId) -> Result<Option<String>, StoreError> {
    let Ok((ov, subject)) = ids::parse_user_id(user) else {
        return Ok(None);
    };
    let account = ids::AccountId::new(&ov, &subject);
    match chat.envelope.statement().member(&account) {
        Some(member) => Ok(Some(member.name.clone())),
        None => tx.former_members(&chat.room_id).name(&account),
    }
}
