//! The duty chats as they are shown and used: list, members, timeline, send queue, retention.

mod claim;
mod content;
mod list;
mod members;
mod retention;
mod send_queue;
mod sending;
mod timeline;
mod window;

pub(crate) use claim::Turn;
pub use content::{Content, MAX_TEXT_BYTES};
pub use list::{ChatSeal, ChatSummary, sort};
pub(crate) use list::{Viewer, find, list, summary};
pub use members::ChatMember;
pub(crate) use members::members;
pub(crate) use retention::destroy_due;
pub use send_queue::QueuedMessage;
pub(crate) use send_queue::{QueueRefusal, discard, enqueue, expire_queue, queue, retry};
pub use sending::Sent;
pub(crate) use sending::send_pending;
pub use timeline::{ItemId, ItemState, TimelineItem, TimelinePage, TimelineToken};
pub(crate) use timeline::{mark_read, page};
pub(crate) use window::{Shown, Window, window};

#[cfg(test)]
mod tests;
