//! The part of a timeline that somebody has open: it keeps its oldest item as the chat grows.

use std::collections::HashMap;

use ruma::{OwnedEventId, OwnedTransactionId};

use super::{ItemId, TimelineItem, Viewer, page};
use crate::store::{Chat, ReadTx, SendState, StoreError};

/// The most received items that a window shows; then it slides.
pub(crate) const MOST: usize = 10_000;

/// A window on a timeline, up to its newest end.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// The items, the newest last.
    pub(crate) items: Vec<Shown>,
    /// Whether something older than the oldest is on this device.
    pub(crate) older_here: bool,
    /// Whether the server has something that is missing here.
    pub(crate) incomplete: bool,
    /// How many received items it may show.
    pub(crate) size: usize,
    oldest: Option<OwnedEventId>,
    /// The items of one's own that were seen on their way, by what became of them.
    sent: HashMap<OwnedEventId, OwnedTransactionId>,
}

/// An item of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The item.
    pub(crate) item: TimelineItem,
    /// What it is the same item by: one of one's own that was seen on its way keeps its
    /// transaction id.
    pub(crate) key: ItemId,
}

/// The window after `before`, with room for `more` older items; the first one shows the newest
/// `more`.
pub(crate) fn window(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
    before: Option<&Window>,
    more: usize,
) -> Result<Window, StoreError> {
    let held = match before {
        None => 0,
        Some(before) => match &before.oldest {
            None => before.size,
            Some(oldest) => {
                let since = tx.timeline(&chat.room_id).count_from(oldest)?;
                before.size.max(since)
            }
        },
    };
    let size = held.saturating_add(more).min(MOST);
    // One more than is shown: whether there is one.
    let mut page = page(tx, viewer, chat, None, size.saturating_add(1))?;
    let is_received = |item: &TimelineItem| matches!(item.id, ItemId::Event(_));
    let received = page.items.iter().filter(|item| is_received(item)).count();
    let older_here = received > size;
    if older_here {
        page.items.remove(0);
    }
    let oldest = match page.items.first().map(|item| &item.id) {
        Some(ItemId::Event(event)) => Some(event.clone()),
        _ => None,
    };
    let known = before.map(|before| &before.sent);
    let mut sent = HashMap::new();
    let mut items = Vec::with_capacity(page.items.len());
    for item in page.items {
        if let Some((event, transaction)) = own(tx, &item, known)? {
            let key = ItemId::Transaction(transaction.clone());
            sent.insert(event, transaction);
            items.push(Shown { item, key });
        } else {
            let key = item.id.clone();
            items.push(Shown { item, key });
        }
    }
    Ok(Window {
        items,
        older_here,
        incomplete: page.incomplete,
        size,
        oldest,
        sent,
    })
}

/// Both ids of an item that the server has, where both are known.
fn own(
    tx: &ReadTx<'_>,
    item: &TimelineItem,
    known: Option<&HashMap<OwnedEventId, OwnedTransactionId>>,
) -> Result<Option<(OwnedEventId, OwnedTransactionId)>, StoreError> {
    Ok(match &item.id {
        ItemId::Event(event) => known
            .and_then(|known| known.get(event))
            .map(|transaction| (event.clone(), transaction.clone())),
        ItemId::Transaction(transaction) => match tx.queue().get(transaction)? {
            Some(message) => match message.state {
                SendState::Sent(event) => Some((event, transaction.clone())),
                _ => None,
            },
            None => None,
        },
    })
}
