//! A writer of YAML for people: sections, a comment at every setting, every text quoted.
//!
//! It writes and never reads, and knows only what a configuration needs. Texts are always in double
//! quotes with everything outside printable ASCII escaped, so no value can end its quotes, become
//! another type (`no`, `1e3`, `~`) or start a comment.

use std::fmt::Write as _;

/// A value below a key.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Bool(bool),
    Number(u32),
    List(Vec<Value>),
    Map(Vec<(&'static str, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Number(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}

impl From<Vec<(&'static str, Value)>> for Value {
    fn from(entries: Vec<(&'static str, Value)>) -> Self {
        Self::Map(entries)
    }
}

/// A document in the making.
pub(super) struct Document(String);

impl Document {
    /// Begins with a comment about the whole file.
    pub(super) fn new(about: &str) -> Self {
        let mut text = String::new();
        comment(&mut text, about);
        Self(text)
    }

    /// A heading before the settings that follow.
    pub(super) fn section(&mut self, title: &str) {
        let _ = write!(self.0, "\n\n## {title}\n");
    }

    /// One setting with the reason for its value.
    pub(super) fn set(&mut self, key: &'static str, value: impl Into<Value>, why: &str) {
        self.0.push('\n');
        comment(&mut self.0, why);
        entry(&mut self.0, key, &value.into(), 0);
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("# {line}").trim_end());
    }
}

fn entry(out: &mut String, key: &str, value: &Value, depth: usize) {
    let _ = write!(out, "{:indent$}{key}:", "", indent = depth * 2);
    below(out, value, depth);
}

/// What follows a key: on the same line if it is short, else on lines of its own.
fn below(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::List(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                let _ = write!(out, "{:indent$}-", "", indent = (depth + 1) * 2);
                list_item(out, item, depth + 1);
            }
        }
        Value::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            for (key, value) in entries {
                entry(out, key, value, depth + 1);
            }
        }
        short => {
            let _ = writeln!(out, " {}", scalar(short));
        }
    }
}

/// What follows a dash; the first entry of a map stands on the dash's line.
fn list_item(out: &mut String, item: &Value, depth: usize) {
    let Value::Map(entries) = item else {
        return below(out, item, depth);
    };
    if entries.is_empty() {
        return below(out, item, depth);
    }
    for (index, (key, value)) in entries.iter().enumerate() {
        if index == 0 {
            let _ = write!(out, " {key}:");
            below(out, value, depth + 1);
        } else {
            entry(out, key, value, depth + 1);
        }
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Text(text) => quote(text),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
    }
}

fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => {
                let _ = write!(out, "\\U{:08X}", u32::from(character));
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_values_are_indented_and_empty_ones_written_in_place() {
        let mut document = Document::new("About.\n\nMore.");
        document.section("Section");
        document.set("flag", false, "Why.");
        document.set(
            "rules",
            vec![
                Value::from(vec![
                    ("action", Value::from("deny")),
                    ("names", Value::from(vec![Value::from("client")])),
                ]),
                Value::from(7),
            ],
            "Two\nlines.",
        );
        document.set("none", Vec::<Value>::new(), "Empty.");
        assert_eq!(
            document.finish(),
            "# About.\n#\n# More.\n\n\n## Section\n\n# Why.\nflag: false\n\n# Two\n# lines.\n\
             rules:\n  - action: \"deny\"\n    names:\n      - \"client\"\n  - 7\n\n\
             # Empty.\nnone: []\n"
        );
    }

    #[test]
    fn no_text_can_leave_its_quotes() {
        assert_eq!(quote("no"), "\"no\"");
        assert_eq!(quote("a\": 1 # \\"), "\"a\\\": 1 # \\\\\"");
        assert_eq!(
            quote("x\ny\u{85}ü"),
            "\"x\\U0000000Ay\\U00000085\\U000000FC\""
        );
    }
}
