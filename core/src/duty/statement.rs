//! The duty statement.

use std::{collections::HashSet, fmt};

use serde::{Deserialize, Serialize};

use super::{Limits, Member, Role};
use crate::{
    ids::{AccountId, DutyId, OrgCode},
    time::Timestamp,
};

/// The latest second a statement may name: the end of the year 9999.
const MAX_SECONDS: i64 = 253_402_300_799;
/// The longest title, meeting point, name or function, in bytes.
const MAX_TEXT_BYTES: usize = 2_048;
/// The longest time a chat may stay writable or readable, in days.
const MAX_DAYS: u32 = 3_650;
/// The largest integer that canonical JSON can hold: 2^53 - 1.
const MAX_REVISION: u64 = 9_007_199_254_740_991;

/// Rises with every change of a duty.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether the duty takes place and has a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// The duty takes place and its chat is on.
    Planned,
    /// The duty is cancelled.
    Cancelled,
    /// The chat was switched off for this duty.
    ChatOff,
}

/// What HiOrg-Server says of a duty, whole, every time. Times are seconds since the epoch.
///
/// Unknown fields are ignored. Its Debug output shows no title and no person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The issuer that makes the statement.
    pub iss: String,
    /// Whom it is for: the connector.
    pub aud: String,
    /// The organisation.
    pub ov: OrgCode,
    /// The duty.
    pub duty_id: DutyId,
    /// Rises with every change; at most 2^53 - 1.
    pub revision: Revision,
    /// The issuer starts its revisions again, after it restored a backup.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reset: bool,
    /// When the statement was made.
    pub issued_at: i64,
    /// When it grows stale.
    pub expires_at: i64,
    /// The duty's title.
    pub title: String,
    /// When the duty begins.
    pub starts_at: i64,
    /// When it ends.
    pub ends_at: i64,
    /// Where the helpers meet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_point: Option<String>,
    /// Whether the duty takes place and has a chat.
    pub state: DutyState,
    /// Since when it is in this state.
    pub state_since: i64,
    /// For how many days after the end members may write.
    #[serde(default = "default_write_days")]
    pub write_days: u32,
    /// For how many days after that they may read.
    #[serde(default = "default_read_days")]
    pub read_days: u32,
    /// Who is on the duty.
    pub members: Vec<Member>,
}

const fn default_write_days() -> u32 {
    2
}

const fn default_read_days() -> u32 {
    30
}

/// Why a statement is refused. Names the field, never its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidStatement {
    /// A field is missing, has the wrong type or a value that is not known, such as an unknown
    /// role or state.
    #[error("a field is missing, of the wrong type, or holds an unknown value")]
    Form,
    /// This text is empty or too long, or holds a control character.
    #[error("{0}: the text is empty, too long, or holds a control character")]
    Text(&'static str),
    /// This number is out of range.
    #[error("{0}: the number is out of range")]
    Number(&'static str),
    /// The end lies before the start, or the expiry before the issue.
    #[error("{0}: the times are in the wrong order")]
    TimeOrder(&'static str),
    /// A person is named twice.
    #[error("members: a person is named twice")]
    DuplicateMember,
}

impl Statement {
    /// Checks what the types alone do not say.
    ///
    /// # Errors
    /// [`InvalidStatement`] names the first field that is wrong.
    pub fn validate(&self) -> Result<(), InvalidStatement> {
        text("iss", &self.iss, 1)?;
        text("aud", &self.aud, 1)?;
        text("title", &self.title, 1)?;
        text(
            "meeting_point",
            self.meeting_point.as_deref().unwrap_or_default(),
            0,
        )?;
        if self.revision.0 > MAX_REVISION {
            return Err(InvalidStatement::Number("revision"));
        }
        for (name, seconds) in [
            ("issued_at", self.issued_at),
            ("expires_at", self.expires_at),
            ("starts_at", self.starts_at),
            ("ends_at", self.ends_at),
            ("state_since", self.state_since),
        ] {
            if !(0..=MAX_SECONDS).contains(&seconds) {
                return Err(InvalidStatement::Number(name));
            }
        }
        for (name, days) in [
            ("write_days", self.write_days),
            ("read_days", self.read_days),
        ] {
            if days > MAX_DAYS {
                return Err(InvalidStatement::Number(name));
            }
        }
        if self.ends_at < self.starts_at {
            return Err(InvalidStatement::TimeOrder("ends_at"));
        }
        if self.expires_at <= self.issued_at {
            return Err(InvalidStatement::TimeOrder("expires_at"));
        }
        self.validate_members()
    }

    fn validate_members(&self) -> Result<(), InvalidStatement> {
        let mut named = HashSet::new();
        for member in &self.members {
            text("members.name", &member.name, 0)?;
            text(
                "members.function",
                member.function.as_deref().unwrap_or_default(),
                0,
            )?;
            if member
                .attest_after
                .is_some_and(|seconds| !(0..=MAX_SECONDS).contains(&seconds))
            {
                return Err(InvalidStatement::Number("members.attest_after"));
            }
            if !named.insert(member.account(&self.ov)) {
                return Err(InvalidStatement::DuplicateMember);
            }
        }
        Ok(())
    }

    /// Until when members write and read.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits::of(self)
    }

    /// When the duty is over: at its end, or since it was cancelled before that. It goes on when
    /// only its chat is switched off.
    #[must_use]
    pub fn over_at(&self) -> Timestamp {
        let end = Timestamp::from_secs(self.ends_at);
        match self.state {
            DutyState::Planned | DutyState::ChatOff => end,
            DutyState::Cancelled => end.min(Timestamp::from_secs(self.state_since)),
        }
    }

    /// The member who has this account.
    #[must_use]
    pub fn member(&self, account: &AccountId) -> Option<&Member> {
        self.members.iter().find(|member| {
            member.sub == *account.subject()
                && member.ov.as_ref().unwrap_or(&self.ov) == account.ov()
        })
    }

    /// Whether this account is responsible for the duty.
    #[must_use]
    pub fn is_responsible(&self, account: &AccountId) -> bool {
        self.member(account)
            .is_some_and(|member| member.role == Role::Responsible)
    }

    /// The statement is stale: reading goes on, sharing with new devices stops.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now >= Timestamp::from_secs(self.expires_at)
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("ov", &self.ov)
            .field("duty_id", &self.duty_id)
            .field("revision", &self.revision)
            .field("state", &self.state)
            .field("members", &self.members.len())
            .finish_non_exhaustive()
    }
}

fn text(name: &'static str, text: &str, min_bytes: usize) -> Result<(), InvalidStatement> {
    let controls = text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t');
    if text.len() < min_bytes || text.len() > MAX_TEXT_BYTES || controls {
        return Err(InvalidStatement::Text(name));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::{Value, json};

    use super::*;

    pub(crate) fn sample() -> Value {
        json!({
            "iss": "https://issuer.example", "aud": "dienstchat", "ov": "xyz", "duty_id": "4711",
            "revision": 3, "issued_at": 1_800_000_000, "expires_at": 1_800_604_800,
            "title": "Sanitätsdienst Stadtfest", "starts_at": 1_800_000_000, "ends_at": 1_800_030_000,
            "state": "planned", "state_since": 1_799_990_000,
            "members": [
                {"sub": "a1", "role": "responsible", "name": "Anna", "function": "Sanitäterin"},
                {"sub": "b2", "name": "Ben"},
                {"sub": "a1", "ov": "abc", "name": "Cem"},
            ],
        })
    }

    fn parse(value: Value) -> Result<Statement, InvalidStatement> {
        let statement: Statement =
            serde_json::from_value(value).map_err(|_| InvalidStatement::Form)?;
        statement.validate()?;
        Ok(statement)
    }

    fn with(field: &str, value: Value) -> Result<Statement, InvalidStatement> {
        let mut statement = sample();
        statement[field] = value;
        parse(statement)
    }

    #[test]
    fn defaults_are_filled_in() {
        let statement = parse(sample()).unwrap();
        assert_eq!(
            (statement.write_days, statement.read_days, statement.reset),
            (2, 30, false)
        );
        assert_eq!(statement.members[1].role, Role::Assigned);
        assert!(statement.is_responsible(&"xyz_a1".parse().unwrap()));
        assert!(!statement.is_responsible(&"abc_a1".parse().unwrap()));
        assert!(statement.member(&"abc_b2".parse().unwrap()).is_none());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (field, value, error) in [
            ("title", json!(""), InvalidStatement::Text("title")),
            (
                "title",
                json!("x".repeat(2_049)),
                InvalidStatement::Text("title"),
            ),
            ("title", json!("a\u{0}"), InvalidStatement::Text("title")),
            (
                "ends_at",
                json!(1_799_999_999),
                InvalidStatement::TimeOrder("ends_at"),
            ),
            (
                "expires_at",
                json!(1_800_000_000),
                InvalidStatement::TimeOrder("expires_at"),
            ),
            (
                "ends_at",
                json!(253_402_300_800_i64),
                InvalidStatement::Number("ends_at"),
            ),
            (
                "state_since",
                json!(-1),
                InvalidStatement::Number("state_since"),
            ),
            (
                "write_days",
                json!(3_651),
                InvalidStatement::Number("write_days"),
            ),
            (
                "revision",
                json!(9_007_199_254_740_992_u64),
                InvalidStatement::Number("revision"),
            ),
            ("revision", json!(-1), InvalidStatement::Form),
            ("state", json!("postponed"), InvalidStatement::Form),
            ("ov", json!("x"), InvalidStatement::Form),
            (
                "members",
                json!([{"sub": "a", "name": "A", "role": "boss"}]),
                InvalidStatement::Form,
            ),
            (
                "members",
                json!([{"sub": "", "name": "A"}]),
                InvalidStatement::Form,
            ),
            (
                "members",
                json!([{"sub": "a", "name": "A"}, {"sub": "a", "name": "B", "ov": "xyz"}]),
                InvalidStatement::DuplicateMember,
            ),
        ] {
            assert_eq!(with(field, value), Err(error), "{field}");
        }
    }

    #[test]
    fn debug_shows_no_title_and_no_person() {
        let shown = format!("{:?}", parse(sample()).unwrap());
        assert!(
            !shown.contains("Stadtfest") && !shown.contains("Anna") && !shown.contains("a1"),
            "{shown}"
        );
    }
}
