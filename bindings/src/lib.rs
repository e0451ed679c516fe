//! Dienstchat's core for Kotlin and Swift.
//!
//! This crate decides nothing: it converts, hands on and documents. [`Dienstchat`] is the root
//! and only hands out the objects below it; records are data, enums are states and errors. The
//! doc comments here are the documentation of the Kotlin and the Swift package.
//!
//! | file | what it is |
//! |---|---|
//! | `root` | settings, opening |
//! | `environment` | what the shell implements: key store, clock |
//! | `organisations`, `sign_in`, `links`, `accounts` | what the root hands out |
//! | `account`, `sync_loop`, `changes` | one account, its synchronisation, its subscription |
//! | `chat`, `timeline` | one chat and what was said in it |
//! | `duty`, `time`, `count` | data that the others share |
//! | `error` | why a call failed, one small enum for each operation |

mod account;
mod accounts;
mod changes;
mod chat;
mod count;
mod duty;
mod environment;
mod error;
mod links;
mod organisations;
mod root;
mod sign_in;
mod stop;
mod sync_loop;
mod time;
mod timeline;

pub use account::{Account, Sent, SyncSummary};
pub use accounts::{AccountInfo, AccountState, Accounts, SignedOut};
pub use changes::Changes;
pub use chat::{Chat, ChatMember, ChatSummary};
pub use environment::{Clock, ClockError, KeyStore, KeyStoreError};
pub use error::{ChatError, ClientError, LinkError, OpenError, SignInError, SyncError};
pub use links::{LinkTarget, Links};
pub use organisations::{Organisation, Organisations};
pub use root::{Config, Dienstchat};
pub use sign_in::{SignIn, SignInStarted};
pub use sync_loop::SyncLoop;
pub use timeline::{
    Content, ItemId, ItemState, QueuedMessage, TimelineItem, TimelinePage, TimelineToken,
};

uniffi::setup_scaffolding!("dienstchat");
