//! Steps that turn the list that a subscriber has into the one that is.

use std::fmt;

use dienstchat_core::client::{self, Diff};

use crate::{AccountInfo, ChatMember, ChatSummary, QueuedMessage, TimelineItem, count::index};

/// One enum for each kind of list: the languages have no generic ones here.
macro_rules! diffs {
    ($($(#[$doc:meta])* $name:ident of $item:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Steps are applied in order, each to the result of the one before. An item that moved is
        /// removed and inserted again.
        #[derive(Clone, PartialEq, Eq, uniffi::Enum)]
        #[uniffi::export(Debug, Display)]
        pub enum $name {
            /// The whole list.
            Reset {
                /// What is in it now.
                values: Vec<$item>,
            },
            /// An item comes in before the one at `index`, or at the end.
            Insert {
                /// Where it stands afterwards; at most the length of the list.
                index: u32,
                /// The item.
                value: $item,
            },
            /// The item at `index` has changed.
            Set {
                /// Where it stands.
                index: u32,
                /// What it is now.
                value: $item,
            },
            /// The item at `index` goes.
            Remove {
                /// Where it stood.
                index: u32,
            },
        }

        impl From<Diff<client::$item>> for $name {
            fn from(diff: Diff<client::$item>) -> Self {
                match diff {
                    Diff::Reset(values) => Self::Reset {
                        values: values.into_iter().map(Into::into).collect(),
                    },
                    Diff::Insert { index: at, value } => Self::Insert {
                        index: index(at),
                        value: value.into(),
                    },
                    Diff::Set { index: at, value } => Self::Set {
                        index: index(at),
                        value: value.into(),
                    },
                    Diff::Remove { index: at } => Self::Remove { index: index(at) },
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Reset { values } => write!(f, "Reset({} items)", values.len()),
                    Self::Insert { index, value } => write!(f, "Insert({index}, {value:?})"),
                    Self::Set { index, value } => write!(f, "Set({index}, {value:?})"),
                    Self::Remove { index } => write!(f, "Remove({index})"),
                }
            }
        }
    )*};
}

diffs! {
    /// What has changed in a list of chats.
    ChatListDiff of ChatSummary;
    /// What has changed among the accounts on this device.
    AccountDiff of AccountInfo;
    /// What has changed among the people on a duty.
    MemberDiff of ChatMember;
    /// What has changed in a send queue.
    QueueDiff of QueuedMessage;
    /// What has changed in the open part of a timeline.
    TimelineDiff of TimelineItem;
}
