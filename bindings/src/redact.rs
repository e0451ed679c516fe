//! What is shown of data that nobody may read in a log.
//!
//! Kotlin's `toString` and Swift's `description` of these types come from here instead of listing
//! every field: they say what a developer looks for, and nothing of names, texts and ids.

use std::fmt;

use crate::{
    AccountDiff, AccountInfo, ChatListDiff, ChatMember, ChatSummary, Content, LinkTarget,
    MemberDiff, QueueDiff, QueuedMessage, SignInStarted, SignInTarget, TimelineDiff, TimelineItem,
};

/// The types' `Debug` shows none of it already.
macro_rules! display_as_debug {
    ($($type:ty),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self, f)
            }
        }
    )*};
}

display_as_debug!(
    AccountDiff,
    AccountInfo,
    ChatListDiff,
    MemberDiff,
    QueueDiff,
    TimelineDiff,
    ChatMember,
    ChatSummary,
    Content,
    LinkTarget,
    QueuedMessage,
    SignInStarted,
    SignInTarget,
    TimelineItem
);
