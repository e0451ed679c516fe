//! The client: puts the parts together and hands out accounts and chats. Thin; it decides nothing.
//!
//! ```text
//! Dienstchat ─┬─ organisations()   the connector's directory
//!             ├─ sign_in()         in the system's browser
//!             ├─ accounts() ──── Account ─┬─ sync_once, run, flush
//!             ├─ links()                  ├─ chats() ──── Chat: timeline, members, send queue
//!             └─ chats()                  └─ sign_out
//! ```

mod account;
mod accounts;
mod chat;
mod config;
mod convert;
mod dates;
mod dienstchat;
mod error;
mod links;
mod open;
mod organisations;
mod pending;
mod sign_in;
mod state_file;

pub use account::{Account, SignedOut};
pub use accounts::{AccountInfo, AccountState, Accounts};
pub use chat::Chat;
pub use config::{Config, Environment};
pub use dienstchat::Dienstchat;
pub use error::{
    ChatError, ClientError, LinkError, OpenError, SealReason, SignInError, SyncError, Unavailable,
};
pub use links::{LinkTarget, Links};
pub use organisations::Organisations;
pub use sign_in::{SignIn, SignInStarted};

pub use crate::{
    chat::{
        ChatMember, ChatSeal, ChatSummary, Content, ItemId, ItemState, MAX_TEXT_BYTES,
        QueuedMessage, Sent, TimelineItem, TimelinePage, TimelineToken,
    },
    connector::wire::Organisation,
    store::{SendFailure, SendState},
    sync::{SyncSummary, WaitReason},
};
