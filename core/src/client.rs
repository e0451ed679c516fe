//! The client: puts the parts together and hands out accounts and chats. Thin; it decides nothing.
//!
//! ```text
//! Dienstchat ─┬─ organisations()   the connector's directory
//!             ├─ sign_in()         in the system's browser
//!             ├─ accounts() ──── Account ─┬─ sync_once, run, flush
//!             ├─ links()                  ├─ chats() ──── Chat: timeline, members, send queue
//!             └─ chats()                  └─ sign_out, sign_out_after
//! ```
//!
//! What is shown and may change has a [`Feed`] beside it, which is pulled: `chat_feed`,
//! [`Accounts::feed`], [`Chat::feed`], `member_feed`, `queue_feed`, `timeline_feed`.

mod account;
mod accounts;
mod browser;
mod chat;
mod config;
mod convert;
mod dates;
mod dienstchat;
mod diff;
mod error;
mod farewell;
mod feed;
mod feeds;
mod links;
mod open;
mod organisations;
mod pending;
mod pull;
mod sign_in;
mod sign_out;
mod signals;
mod state_file;
mod timeline_feed;

#[cfg(test)]
mod tests;

pub use account::{Account, SignedOut};
pub use accounts::{AccountInfo, AccountState, Accounts};
pub use browser::{Browser, BrowserError, Loopback};
pub use chat::{Chat, MAX_DRAFT_BYTES};
pub use config::{AlwaysOnline, Config, Connectivity, Environment};
pub use dienstchat::Dienstchat;
pub use diff::Diff;
pub use error::{
    ChatError, ClientError, LinkError, OpenError, SealReason, SignInError, SignOutAfterError,
    SyncError, Unavailable,
};
pub use feed::{Feed, ValueFeed};
pub use links::{LinkTarget, Links};
pub use organisations::Organisations;
pub use sign_in::{SignIn, SignInStarted, SignInTarget};
pub use timeline_feed::{TimelineFeed, TimelineUpdate};

pub use crate::{
    chat::{
        ChatMember, ChatSeal, ChatSummary, Content, ItemId, ItemState, MAX_TEXT_BYTES,
        QueuedMessage, Sent, TimelineItem, TimelinePage, TimelineToken,
    },
    connector::wire::Organisation,
    store::{SendFailure, SendState},
    sync::{SyncSummary, WaitReason},
};
