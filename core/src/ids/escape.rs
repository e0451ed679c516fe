//! The bijection between opaque ids and the part of a Matrix name made from them.
//!
//! Bytes of `[a-z0-9._-]` stand for themselves, every other byte is `=xx` with two lowercase
//! hex digits; `=` and `/` are escaped too.

use std::fmt::Write as _;

use super::InvalidId;

fn is_plain(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-')
}

/// Escapes every byte outside `[a-z0-9._-]`.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "={byte:02x}");
        }
    }
    escaped
}

/// The inverse of [`escape`]; refuses whatever `escape` would not have written.
pub(super) fn unescape(escaped: &str) -> Result<String, InvalidId> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.bytes();
    while let Some(byte) = rest.next() {
        if is_plain(byte) {
            bytes.push(byte);
        } else if byte == b'=' {
            let (Some(high), Some(low)) = (rest.next(), rest.next()) else {
                return Err(InvalidId::Form);
            };
            let decoded = hex_digit(high)? << 4 | hex_digit(low)?;
            if is_plain(decoded) {
                return Err(InvalidId::Form);
            }
            bytes.push(decoded);
        } else {
            return Err(InvalidId::Character);
        }
    }
    String::from_utf8(bytes).map_err(|_| InvalidId::Form)
}

fn hex_digit(byte: u8) -> Result<u8, InvalidId> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(InvalidId::Form),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_outside_the_plain_set_are_escaped() {
        assert_eq!(escape("aZ=/ü._-9"), "a=5a=3d=2f=c3=bc._-9");
    }

    #[test]
    fn a_second_spelling_is_refused() {
        assert_eq!(unescape("=61"), Err(InvalidId::Form));
        assert_eq!(unescape("=5A"), Err(InvalidId::Form));
        assert_eq!(unescape("=5"), Err(InvalidId::Form));
        assert_eq!(unescape("A"), Err(InvalidId::Character));
        assert_eq!(unescape("=ff"), Err(InvalidId::Form));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in any::<String>()) {
            prop_assert_eq!(unescape(&escape(&text)), Ok(text));
        }

        #[test]
        fn whatever_is_accepted_has_one_spelling(text in "[a-z0-9=/A-Z]{0,12}") {
            if let Ok(plain) = unescape(&text) {
                prop_assert_eq!(escape(&plain), text);
            }
        }
    }
}
