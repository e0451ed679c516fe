//! The checks of a duty statement that comes in.

use dienstchat_core::{
    duty::{Envelope, EnvelopeError, InvalidStatement, Role, Statement},
    ids::{DutyId, OrgCode, duty_alias, user_id},
};
use ruma::ServerName;
use serde_json::Value;

use super::body::{revision, wrong};
use crate::{
    auth::Caller,
    db::{RosterMember, WantedDuty},
    problem::{Kind, Problem},
};

/// The audience that statements may name instead of the connector's address.
const AUDIENCE: &str = "dienstchat";

/// What a statement must fit.
pub(super) struct Target<'a> {
    pub(super) caller: &'a Caller,
    pub(super) ov: &'a OrgCode,
    pub(super) duty_id: &'a DutyId,
    pub(super) public_url: &'a url::Url,
    pub(super) homeserver: &'a ServerName,
}

/// Checks the body of a PUT.
pub(super) fn check(bytes: &[u8], target: &Target<'_>) -> Result<WantedDuty, Problem> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Problem::new(Kind::InvalidRequest).detail("The body is not UTF-8."))?;
    let envelope = Envelope::parse(text).map_err(|error| refused(text, error))?;
    let statement = envelope.statement();
    if statement.iss != target.caller.iss {
        return Err(Kind::ForeignOrganisation.into());
    }
    if !is_audience(&statement.aud, target.public_url) {
        return Err(Problem::invalid(
            "plain.aud",
            "The statement is for somebody else.",
        ));
    }
    if statement.ov != *target.ov {
        return Err(Problem::invalid(
            "plain.ov",
            "The statement names another organisation than the path.",
        ));
    }
    if statement.duty_id != *target.duty_id {
        return Err(Problem::invalid(
            "plain.duty_id",
            "The statement names another duty than the path.",
        ));
    }
    if duty_alias(target.ov, target.duty_id, target.homeserver).is_err() {
        return Err(Problem::invalid(
            "plain.duty_id",
            "The id is too long for a room's alias.",
        ));
    }
    wanted(&envelope, statement, target)
}

fn wanted(
    envelope: &Envelope,
    statement: &Statement,
    target: &Target<'_>,
) -> Result<WantedDuty, Problem> {
    let members = members(statement);
    for (index, member) in members.iter().enumerate() {
        if user_id(&member.ov, &member.sub, target.homeserver).is_err() {
            return Err(Problem::invalid(
                format!("plain.members[{index}].sub"),
                "The id is too long for a user id.",
            ));
        }
    }
    Ok(WantedDuty {
        revision: revision(statement.revision.0)?,
        hash: *envelope.hash().as_bytes(),
        reset: statement.reset,
        withdrawn: false,
        envelope: Some(envelope.as_json().to_owned()),
        members,
    })
}

/// The roster of a statement.
pub(super) fn members(statement: &Statement) -> Vec<RosterMember> {
    statement
        .members
        .iter()
        .map(|member| RosterMember {
            ov: member.ov.clone().unwrap_or_else(|| statement.ov.clone()),
            sub: member.sub.clone(),
            name: member.name.clone(),
            responsible: member.role == Role::Responsible,
        })
        .collect()
}

fn is_audience(aud: &str, public_url: &url::Url) -> bool {
    aud == AUDIENCE || aud.trim_end_matches('/') == public_url.as_str().trim_end_matches('/')
}

fn refused(text: &str, error: EnvelopeError) -> Problem {
    match error {
        EnvelopeError::TooLarge => {
            Problem::new(Kind::TooLarge).detail("A statement is at most 60 KiB.")
        }
        EnvelopeError::Form | EnvelopeError::Statement(InvalidStatement::Form) => form(text),
        EnvelopeError::UnknownVersion => Problem::invalid("v", "The version is not known."),
        EnvelopeError::Signed => Problem::invalid("jws", "Signed statements are not taken yet."),
        EnvelopeError::Statement(invalid) => match invalid {
            InvalidStatement::Text(field) => Problem::invalid(
                plain(field),
                "The text is empty, too long, or holds a control character.",
            ),
            InvalidStatement::Number(field) => {
                Problem::invalid(plain(field), "The number is out of range.")
            }
            InvalidStatement::TimeOrder(field) => {
                Problem::invalid(plain(field), "The times are in the wrong order.")
            }
            InvalidStatement::DuplicateMember => {
                Problem::invalid("plain.members", "A person is named twice.")
            }
            InvalidStatement::Form => form(text),
        },
    }
}

fn plain(field: &str) -> String {
    format!("plain.{field}")
}

/// Finds the field of an envelope that does not have its form.
fn form(text: &str) -> Problem {
    let Ok(envelope) = serde_json::from_str::<Value>(text) else {
        return Problem::new(Kind::InvalidRequest).detail("The body is not JSON.");
    };
    if envelope.get("v").is_none_or(|version| !version.is_u64()) {
        return Problem::invalid("v", "The value is missing or no number.");
    }
    let statement = match (envelope.get("plain"), envelope.get("jws")) {
        (Some(statement), None) => statement,
        (None, None) => return Problem::invalid("plain", "The value is missing."),
        _ => return Problem::invalid("plain", "A statement is either plain or signed."),
    };
    match serde_path_to_error::deserialize::<_, Statement>(statement) {
        Err(error) => wrong("plain", &error),
        Ok(_) => Problem::invalid("plain", "A number is no integer of at most 2^53 - 1."),
    }
}
