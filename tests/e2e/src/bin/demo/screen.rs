//! What a phone shows.

use dienstchat_core::client::{
    ChatSeal, ChatSummary, Content, ItemState, SendFailure, TimelineItem, WaitReason,
};
use dienstchat_core::duty::Phase;
use dienstchat_e2e::{Duty, Helper};

use crate::narrator::Narrator;

/// More messages than the story has.
const ALL: usize = 100;

impl Narrator {
    /// Shows the phone: its duties, and the chat of this one.
    pub(crate) fn shows(&self, phone: &Helper, duty: &Duty<'_>) {
        let mut lines = Vec::new();
        for chat in phone.app().chats().unwrap_or_default() {
            lines.push(self.head(&chat));
            let page = phone
                .account()
                .chat(&duty.id)
                .and_then(|chat| chat.timeline(None, ALL));
            let items = page.map(|page| page.items).unwrap_or_default();
            lines.extend(items.iter().map(|item| format!("  {}", self.line(item))));
        }
        if lines.is_empty() {
            lines.push(self.pick("(keine Dienste)", "(no duties)").to_owned());
        }
        self.phone(&phone.person().name, &lines);
    }

    fn head(&self, chat: &ChatSummary) -> String {
        let state = match (chat.sealed, chat.phase) {
            (Some(ChatSeal::Removed), _) => self.pick(
                "versiegelt: du bist nicht mehr eingeteilt",
                "sealed: you are no longer on this duty",
            ),
            (Some(ChatSeal::NotListed), _) => self.pick(
                "versiegelt: gerade nicht zu finden",
                "sealed: not to be found now",
            ),
            (None, Phase::Active) => self.pick("offen", "open"),
            (None, Phase::ReadOnly) => self.pick("nur noch lesen", "read only"),
            (None, Phase::Deleted) => self.pick("gelöscht", "deleted"),
        };
        format!("{} ({state})", chat.title)
    }

    fn line(&self, item: &TimelineItem) -> String {
        let name = item.sender_name.as_deref().unwrap_or("?");
        let name = name.split(' ').next().unwrap_or(name);
        let text = match &item.content {
            Content::Text(text) => text.as_str(),
            Content::Deleted => self.pick("(gelöscht)", "(deleted)"),
            Content::Unsupported => self.pick("(nicht darstellbar)", "(cannot be shown)"),
            Content::Waiting(reason) => self.reason(*reason),
        };
        let state = match item.state {
            ItemState::Received | ItemState::Sent => "",
            ItemState::Queued | ItemState::Sending => self.pick("  [wird gesendet]", "  [sending]"),
            ItemState::Failed(SendFailure::ReadOnly) => self.pick(
                "  [nicht gesendet: der Chat kann nur noch gelesen werden]",
                "  [not sent: the chat is read only]",
            ),
            ItemState::Failed(_) => self.pick("  [nicht gesendet]", "  [not sent]"),
        };
        format!("{name}: {text}{state}")
    }

    fn reason(&self, reason: WaitReason) -> &'static str {
        match reason {
            WaitReason::BeforeDevice => self.pick(
                "(wartet: geschrieben, als dieses Telefon nicht dabei war)",
                "(waiting: written while this phone was not in the chat)",
            ),
            WaitReason::KeyMissing => {
                self.pick("(wartet auf den Schlüssel)", "(waiting for the key)")
            }
            WaitReason::Withheld => self.pick(
                "(wartet: der Schlüssel wird vorenthalten)",
                "(waiting: the key is withheld)",
            ),
            WaitReason::Refused => self.pick("(abgelehnt)", "(refused)"),
        }
    }
}
