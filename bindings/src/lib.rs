//! Dienstchat's core for Kotlin and Swift.
//!
//! This crate decides nothing: it converts, hands on and documents. [`Dienstchat`] is the root
//! and only hands out the objects below it; records are data, enums are states and errors. The
//! doc comments here are the documentation of the Kotlin and the Swift package, so they name things
//! as those do.
//!
//! | file | what it is |
//! |---|---|
//! | `root` | settings, opening |
//! | `environment`, `browser`, `log` | what the shell implements |
//! | `organisations`, `sign_in`, `links`, `accounts`, `chats` | what the root hands out |
//! | `account`, `sync_loop` | one account, its synchronisation |
//! | `chat`, `timeline`, `send_queue` | one chat, what was said in it, what is on its way |
//! | `updates`, `diff` | subscriptions, and what they tell |
//! | `message`, `duty`, `time`, `count` | data that the others share |
//! | `guard`, `cancellation`, `stop` | what calls go through, and what ends them |
//! | `redact` | what is shown of data that nobody may read in a log |
//! | `android` | what Android alone needs |
//! | `error` | why a call failed, one small enum for each operation |

mod account;
mod accounts;
#[cfg(target_os = "android")]
mod android;
mod browser;
mod cancellation;
mod chat;
mod chats;
mod count;
mod diff;
mod duty;
mod environment;
mod error;
mod guard;
mod links;
mod log;
mod message;
mod organisations;
mod redact;
mod root;
mod send_queue;
mod sign_in;
mod stop;
mod sync_loop;
mod time;
mod timeline;
mod updates;

pub use account::{Account, Sent, SyncSummary};
pub use accounts::{AccountInfo, AccountState, Accounts, SignedOut};
pub use browser::{Browser, BrowserError, Loopback};
pub use cancellation::Cancellation;
pub use chat::{Chat, ChatMember};
pub use chats::{ChatSummary, Chats};
pub use diff::{AccountDiff, ChatListDiff, MemberDiff, QueueDiff, TimelineDiff};
pub use environment::{
    Clock, ClockError, Connectivity, ConnectivityError, KeyStore, KeyStoreError,
};
pub use error::{
    ChatError, ClientError, LinkError, OpenError, SignInError, SignOutAfterError, SyncError,
};
pub use links::{LinkTarget, Links};
pub use log::{Log, LogError, LogLevel, LogRecord, set_log};
pub use message::{Content, ItemId, ItemState, TimelineItem};
pub use organisations::{Organisation, Organisations};
pub use root::{Config, Dienstchat, version};
pub use send_queue::{QueuedMessage, SendQueue};
pub use sign_in::{SignIn, SignInStarted, SignInTarget};
pub use sync_loop::SyncLoop;
pub use timeline::{Timeline, TimelinePage, TimelineToken};
pub use updates::{
    AccountUpdates, ChatListUpdates, ChatUpdates, MemberUpdates, QueueUpdates, TimelineUpdate,
    TimelineUpdates,
};

uniffi::setup_scaffolding!("dienstchat");
