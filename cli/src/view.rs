//! What the commands show: one record a line with `--json`, a paragraph as text.
//!
//! The fields are the documented interface of `--json` (`docs/cli.md`): they are added to, not
//! renamed. Times are seconds since the epoch, as in HiOrg-Server's duty statement, except `at_ms`.

use dienstchat_core::duty::{DutyState, Phase, Role};
use serde::Serialize;

/// Anything that is printed on standard output.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Record {
    /// An organisation with the chat switched on.
    Organisation(Organisation),
    /// Where to sign in, with `login --print-url`.
    Authorize {
        /// The address for the browser.
        url: String,
    },
    /// An account is signed in.
    SignedIn(SignedIn),
    /// An account on this device.
    Account(Account),
    /// A duty chat.
    Chat(Chat),
    /// A person on the duty of the chat before it.
    Member(Member),
    /// A message.
    Message(Message),
    /// A message was handed over.
    Sent(Sent),
    /// `follow` has begun: what comes later is new.
    Following {
        /// The account.
        account: String,
        /// The duty.
        duty_id: String,
    },
    /// A link needs an account that is not here yet; it opens after the sign-in.
    SignInFirst {
        /// The organisation.
        ov: String,
    },
    /// An account is signed out and wiped from this device.
    SignedOut {
        /// The account.
        account: String,
        /// Whether the server could be told; if not, its session ends by itself.
        server_told: bool,
    },
}

/// See [`Record::Organisation`].
#[derive(Debug, Serialize)]
pub(crate) struct Organisation {
    /// Its code.
    pub(crate) ov: String,
    /// Its name.
    pub(crate) name: String,
    /// Where its people sign in.
    pub(crate) issuer: String,
    /// Whether the issuer is in this installation's table; if not, signing in is refused.
    pub(crate) trusted: bool,
    /// The homeserver's name.
    pub(crate) server_name: String,
}

/// See [`Record::SignedIn`].
#[derive(Debug, Serialize)]
pub(crate) struct SignedIn {
    /// The account.
    pub(crate) account: String,
    /// The organisation.
    pub(crate) ov: String,
    /// The Matrix user id.
    pub(crate) user_id: String,
    /// The Matrix device id.
    pub(crate) device_id: String,
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountState {
    /// It works.
    Active,
    /// Hidden and unusable for now; nothing is lost.
    Sealed,
    /// Its store cannot be used.
    Unavailable,
}

/// Why an account is not active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountReason {
    /// The session was ended.
    SignInAgain,
    /// The server says that the account is blocked.
    Blocked,
    /// No contact with the server for 45 days.
    NoContact,
    /// The store's file is damaged.
    Damaged,
    /// The store's key is gone.
    KeyMissing,
    /// A newer version wrote the store.
    NewerVersion,
    /// The key store is locked, or another process holds the store.
    Locked,
    /// The disk is full or fails.
    Storage,
}

/// See [`Record::Account`].
#[expect(clippy::struct_field_names, reason = "the names of the JSON fields")]
#[derive(Debug, Serialize)]
pub(crate) struct Account {
    /// The account's id, for `--account`.
    pub(crate) account: String,
    /// The organisation.
    pub(crate) ov: String,
    /// Whether it can be used.
    pub(crate) state: AccountState,
    /// Why not.
    pub(crate) reason: Option<AccountReason>,
    /// The Matrix user id, where the store can be read.
    pub(crate) user_id: Option<String>,
    /// The Matrix device id, where the store can be read.
    pub(crate) device_id: Option<String>,
    /// How many chats there are.
    pub(crate) chats: usize,
    /// How many unread messages there are.
    pub(crate) unread: u64,
    /// How many messages wait to be sent or could not be.
    pub(crate) queued: usize,
    /// Where its secrets are: `secret-service` or `file`.
    pub(crate) secrets: &'static str,
}

/// Why a chat is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChatSeal {
    /// This person was removed from the duty.
    Removed,
    /// The server's list of chats does not name it any more.
    NotListed,
}

/// See [`Record::Chat`].
#[derive(Debug, Serialize)]
pub(crate) struct Chat {
    /// The account.
    pub(crate) account: String,
    /// The duty's organisation.
    pub(crate) ov: String,
    /// The duty.
    pub(crate) duty_id: String,
    /// The link to it.
    pub(crate) link: String,
    /// Its title.
    pub(crate) title: String,
    /// When it begins.
    pub(crate) starts_at: i64,
    /// When it ends.
    pub(crate) ends_at: i64,
    /// Where people meet.
    pub(crate) meeting_point: Option<String>,
    /// `planned`, `cancelled` or `chat_off`.
    pub(crate) state: DutyState,
    /// `active`, `read_only` or `deleted`.
    pub(crate) phase: Phase,
    /// From when on the chat is read only.
    pub(crate) read_only_from: i64,
    /// When the chat is deleted.
    pub(crate) delete_at: i64,
    /// Why it is hidden, if it is.
    pub(crate) sealed: Option<ChatSeal>,
    /// How many messages are unread.
    pub(crate) unread: u64,
    /// The newest message.
    pub(crate) last_message: Option<Message>,
}

/// See [`Record::Member`].
#[derive(Debug, Serialize)]
pub(crate) struct Member {
    /// The person's account id.
    pub(crate) account: String,
    /// The Matrix user id.
    pub(crate) user_id: Option<String>,
    /// The name; may be empty.
    pub(crate) name: String,
    /// `responsible` or `assigned`.
    pub(crate) role: Role,
    /// The position, such as "Sanitäter".
    pub(crate) function: Option<String>,
    /// Whether the person is in the chat already.
    pub(crate) joined: bool,
    /// Whether it is oneself.
    pub(crate) own: bool,
}

/// Why a message cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WaitReason {
    /// Said before this device was in the chat.
    BeforeDevice,
    /// Its key has not arrived.
    KeyMissing,
    /// Its sender does not give this device the key.
    Withheld,
    /// Damaged, replayed, or not from whom it claims to be.
    Refused,
}

/// Why a message was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SendFailure {
    /// The chat is read only.
    ReadOnly,
    /// Not, or no longer, on the duty.
    NotAMember,
    /// Too large for the server.
    TooLarge,
    /// The server refuses it.
    Refused,
}

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "content", rename_all = "snake_case")]
pub(crate) enum Content {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// It cannot be read.
    Waiting {
        /// Why.
        reason: WaitReason,
    },
    /// It was deleted.
    Deleted,
    /// A kind of message that this version does not show.
    Unsupported,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "failure", rename_all = "snake_case")]
pub(crate) enum MessageState {
    /// From somebody.
    Received,
    /// One's own, on the server.
    Sent,
    /// One's own, waiting to be sent.
    Queued,
    /// One's own, on its way.
    Sending,
    /// One's own, not sent.
    Failed(SendFailure),
}

/// See [`Record::Message`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Message {
    /// The account.
    pub(crate) account: String,
    /// The duty.
    pub(crate) duty_id: String,
    /// Tells this message from others of the chat; stays the same when it changes.
    pub(crate) id: String,
    /// When it was sent, in milliseconds since the epoch.
    pub(crate) at_ms: i64,
    /// The sender's Matrix user id.
    pub(crate) sender: String,
    /// The sender's name; may be empty.
    pub(crate) sender_name: String,
    /// Whether it is one's own.
    pub(crate) own: bool,
    /// What it holds: `content`, with `text` or `reason`.
    #[serde(flatten)]
    pub(crate) content: Content,
    /// Where it is: `state`, with `failure`.
    #[serde(flatten)]
    pub(crate) state: MessageState,
}

/// See [`Record::Sent`].
#[derive(Debug, Serialize)]
pub(crate) struct Sent {
    /// The account.
    pub(crate) account: String,
    /// The duty.
    pub(crate) duty_id: String,
    /// The message's transaction id.
    pub(crate) transaction_id: String,
    /// Where it is: `state`, with `failure`.
    #[serde(flatten)]
    pub(crate) state: MessageState,
}
