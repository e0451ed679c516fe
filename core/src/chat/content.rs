//! What a message holds.

use serde_json::{Value, json};

use crate::{
    duty::{Revision, StatementHash},
    sync::WaitReason,
};

/// The longest text of one message, in bytes, so that it fits an event even when every byte
/// must be escaped.
pub const MAX_TEXT_BYTES: usize = 8 * 1024;

/// The field of every encrypted payload that says which statement its sender knows.
const STATEMENT_FIELD: &str = "de.dienstchat.statement";

/// What a timeline item shows.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// It cannot be read yet, or ever; the reason says which.
    Waiting(WaitReason),
    /// It was deleted.
    Deleted,
    /// A kind of message that this version does not show.
    Unsupported,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text(…)"),
            Self::Waiting(reason) => f.debug_tuple("Waiting").field(reason).finish(),
            Self::Deleted => f.write_str("Deleted"),
            Self::Unsupported => f.write_str("Unsupported"),
        }
    }
}

/// The content of an `m.room.message` with plain text.
pub(super) fn text_message(text: &str) -> Value {
    json!({"msgtype": "m.text", "body": text})
}

/// The text of a content that [`text_message`] made.
pub(super) fn text_of(content: &str) -> String {
    let value: Value = serde_json::from_str(content).unwrap_or_default();
    value
        .get("body")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Says in a payload which statement its sender knows.
pub(super) fn announce(content: &mut Value, revision: Revision, hash: StatementHash) {
    if let Some(fields) = content.as_object_mut() {
        let known = json!({"revision": revision, "hash": hash.to_base64()});
        fields.insert(STATEMENT_FIELD.to_owned(), known);
    }
}

/// What a decrypted payload shows.
pub(super) fn read(event_type: &str, content: &Value) -> Content {
    let text = |field: &str| content.get(field).and_then(Value::as_str);
    match (event_type, text("msgtype")) {
        ("m.room.message", Some("m.text" | "m.notice" | "m.emote")) => {
            text("body").map_or(Content::Unsupported, |body| Content::Text(body.to_owned()))
        }
        _ => Content::Unsupported,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_with_its_statement() {
        let mut content = text_message("Treffen um 8");
        announce(
            &mut content,
            Revision(7),
            StatementHash::from_bytes([1; 32]),
        );
        assert_eq!(
            read("m.room.message", &content),
            Content::Text("Treffen um 8".into())
        );
        assert_eq!(text_of(&content.to_string()), "Treffen um 8");
        assert_eq!(content[STATEMENT_FIELD]["revision"], 7);
    }

    #[test]
    fn what_is_not_known_is_said_so() {
        assert_eq!(
            read("m.room.message", &json!({"msgtype": "m.image"})),
            Content::Unsupported
        );
        assert_eq!(
            read("m.room.message", &json!({"msgtype": "m.text", "body": 5})),
            Content::Unsupported
        );
        assert_eq!(read("m.sticker", &json!([])), Content::Unsupported);
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Content::Text("geheim".into())), "Text(…)");
    }
}
