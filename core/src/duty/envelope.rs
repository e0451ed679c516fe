//! The form in which a statement travels: in HiOrg-Server's PUT and in the room's state.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use ruma::canonical_json::{CanonicalJsonValue, to_canonical_value};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{InvalidStatement, Statement};

/// The largest encoded envelope, so that it fits a state event.
pub const MAX_ENVELOPE_BYTES: usize = 60 * 1024;

/// SHA-256 of what was stated: of the canonical JSON of a plain statement.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatementHash([u8; 32]);

impl StatementHash {
    /// From its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Unpadded base64, as messages carry it.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD_NO_PAD.encode(self.0)
    }
}

impl fmt::Debug for StatementHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatementHash({})", self.to_base64())
    }
}

/// Why an envelope is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// It is over [`MAX_ENVELOPE_BYTES`].
    #[error("the statement is over 60 KiB")]
    TooLarge,
    /// It is not JSON of the form `{v, plain | jws}`, or holds numbers that canonical JSON
    /// cannot hold.
    #[error("the envelope is not of the form {{v, plain}}")]
    Form,
    /// Its version is not 1.
    #[error("the envelope's version is not known")]
    UnknownVersion,
    /// It holds a signed statement, which this version does not take.
    #[error("signed statements are not taken yet")]
    Signed,
    /// The statement in it is not valid.
    #[error(transparent)]
    Statement(#[from] InvalidStatement),
}

/// `{v: 1, plain: {…}}`: a statement that was checked, and its hash.
///
/// `{v: 1, jws: "…"}` is the place of the signed form.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    json: String,
    statement: Statement,
    hash: StatementHash,
}

#[derive(Deserialize)]
struct Wire {
    v: u64,
    #[serde(default)]
    plain: Option<Value>,
    #[serde(default)]
    jws: Option<String>,
}

impl Envelope {
    /// Parses and checks an envelope.
    ///
    /// # Errors
    /// [`EnvelopeError`] says what is wrong, without any of the statement's values.
    pub fn parse(json: &str) -> Result<Self, EnvelopeError> {
        if json.len() > MAX_ENVELOPE_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        let wire: Wire = serde_json::from_str(json).map_err(|_| EnvelopeError::Form)?;
        if wire.v != 1 {
            return Err(EnvelopeError::UnknownVersion);
        }
        match (wire.plain, wire.jws) {
            (Some(plain), None) => Self::from_plain(plain),
            (None, Some(_)) => Err(EnvelopeError::Signed),
            _ => Err(EnvelopeError::Form),
        }
    }

    fn from_plain(plain: Value) -> Result<Self, EnvelopeError> {
        let canonical: CanonicalJsonValue =
            to_canonical_value(&plain).map_err(|_| EnvelopeError::Form)?;
        let canonical = canonical.to_string();
        let statement: Statement =
            serde_json::from_value(plain).map_err(|_| InvalidStatement::Form)?;
        statement.validate()?;
        let hash = StatementHash(Sha256::digest(canonical.as_bytes()).into());
        Ok(Self {
            json: format!(r#"{{"plain":{canonical},"v":1}}"#),
            statement,
            hash,
        })
    }

    /// The statement.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The hash of what was stated.
    #[must_use]
    pub fn hash(&self) -> StatementHash {
        self.hash
    }

    /// The envelope as canonical JSON. Fields that this version does not know are still in it.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.json
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("statement", &self.statement)
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::duty::statement::tests::sample;

    fn parse(value: &Value) -> Result<Envelope, EnvelopeError> {
        Envelope::parse(&value.to_string())
    }

    #[test]
    fn the_hash_does_not_depend_on_the_spelling() {
        let one = parse(&json!({"v": 1, "plain": sample()})).unwrap();
        let spelled = serde_json::to_string_pretty(&json!({"v": 1, "plain": sample()})).unwrap();
        let other = Envelope::parse(&spelled.replace("ä", "\\u00e4")).unwrap();
        assert_eq!(one.hash(), other.hash());
        assert_eq!(Envelope::parse(one.as_json()).unwrap(), one);
    }

    #[test]
    fn fields_of_a_later_version_are_kept_and_hashed() {
        let mut plain = sample();
        plain["colour"] = "red".into();
        let later = parse(&json!({"v": 1, "plain": plain})).unwrap();
        assert!(later.as_json().contains("colour"));
        assert_ne!(
            later.hash(),
            parse(&json!({"v": 1, "plain": sample()})).unwrap().hash()
        );
    }

    #[test]
    fn what_is_not_an_envelope_is_refused() {
        let mut float = sample();
        float["issued_at"] = json!(1.5);
        for (value, error) in [
            (
                json!({"v": 2, "plain": sample()}),
                EnvelopeError::UnknownVersion,
            ),
            (json!({"v": 1}), EnvelopeError::Form),
            (
                json!({"v": 1, "plain": sample(), "jws": "a.b.c"}),
                EnvelopeError::Form,
            ),
            (json!({"v": 1, "jws": "a.b.c"}), EnvelopeError::Signed),
            (json!({"v": 1, "plain": float}), EnvelopeError::Form),
            (
                json!({"v": 1, "plain": {}}),
                EnvelopeError::Statement(InvalidStatement::Form),
            ),
            (json!([]), EnvelopeError::Form),
        ] {
            assert_eq!(parse(&value), Err(error));
        }
    }

    #[test]
    fn an_oversized_envelope_is_refused() {
        let mut plain = sample();
        plain["padding"] = "x".repeat(MAX_ENVELOPE_BYTES).into();
        assert_eq!(
            parse(&json!({"v": 1, "plain": plain})),
            Err(EnvelopeError::TooLarge)
        );
    }

    proptest! {
        #[test]
        fn nothing_from_outside_panics(text in any::<String>()) {
            let _ = Envelope::parse(&text);
        }
    }
}
