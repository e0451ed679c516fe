//! What was seen already.

use std::collections::HashMap;

use crate::view::{Content, Message, MessageState};

/// The messages that were seen, and whether they could be read.
#[derive(Debug, Default)]
pub(super) struct Seen(HashMap<String, bool>);

impl Seen {
    /// Everything that is there at the beginning.
    pub(super) fn of(messages: Vec<Message>) -> Self {
        let mut seen = Self::default();
        for message in messages {
            seen.is_news(&message);
        }
        seen
    }

    /// Whether this message was seen.
    pub(super) fn has(&self, message: &Message) -> bool {
        self.0.contains_key(&message.id)
    }

    /// Whether the message is news: not seen before, or not readable when it was. One's own is
    /// news when it came back from the server. Remembers it.
    pub(super) fn is_news(&mut self, message: &Message) -> bool {
        if message.state != MessageState::Received {
            return false;
        }
        let readable = !matches!(message.content, Content::Waiting { .. });
        match self.0.insert(message.id.clone(), readable) {
            None => true,
            Some(was_readable) => readable && !was_readable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::WaitReason;

    fn message(content: Content, state: MessageState) -> Message {
        Message {
            account: "xyz_1".to_owned(),
            duty_id: "4711".to_owned(),
            id: "$1".to_owned(),
            at_ms: 0,
            sender: "@xyz_2:localhost".to_owned(),
            sender_name: "Ben".to_owned(),
            own: false,
            content,
            state,
        }
    }

    fn waiting() -> Message {
        message(
            Content::Waiting {
                reason: WaitReason::KeyMissing,
            },
            MessageState::Received,
        )
    }

    fn text() -> Message {
        message(
            Content::Text {
                text: "a".to_owned(),
            },
            MessageState::Received,
        )
    }

    #[test]
    fn a_message_is_news_once_and_again_when_it_can_be_read() {
        let mut seen = Seen::default();
        assert!(seen.is_news(&waiting()));
        assert!(!seen.is_news(&waiting()));
        assert!(seen.is_news(&text()));
        assert!(!seen.is_news(&text()));
        let deleted = message(Content::Deleted, MessageState::Received);
        assert!(!seen.is_news(&deleted), "a deletion is no new message");
    }

    #[test]
    fn what_was_there_is_no_news_unless_it_becomes_readable() {
        let mut seen = Seen::of(vec![waiting()]);
        assert!(seen.has(&text()));
        assert!(seen.is_news(&text()));
        assert!(!Seen::of(vec![text()]).is_news(&text()));
    }

    #[test]
    fn what_is_on_its_way_is_no_news() {
        let mut seen = Seen::default();
        assert!(!seen.is_news(&message(Content::Deleted, MessageState::Queued)));
        assert!(!seen.has(&text()));
    }
}
