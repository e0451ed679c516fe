//! What HiOrg-Server says to the connector about an organisation and about a duty: whole, every
//! time.
//!
//! Written from the description of the interface and not with the product's own types, so that a
//! mistake in those shows.

use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::model::{Organisation, Role};
use crate::state::State;

/// Seconds a statement is valid: 7 days.
pub(crate) const VALIDITY: u64 = 7 * DAY;
/// Seconds in a day.
pub(crate) const DAY: u64 = 86_400;
/// Days after the end in which members may write.
pub(crate) const WRITE_DAYS: u64 = 2;
/// Days after that in which they may read.
pub(crate) const READ_DAYS: u64 = 30;

/// What is the same in every statement of one HiOrg-Server.
pub(crate) struct Speaker<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) audience: &'a str,
    pub(crate) now: u64,
}

/// The body of `PUT /v1/organisations/{ov}`.
pub(crate) fn organisation(organisation: &Organisation, issuer: &str, revision: u64) -> Value {
    let mut body = json!({
        "revision": revision,
        "name": organisation.name,
        "issuer": issuer,
        "enabled": organisation.chat,
        "contact": organisation.contact,
    });
    if let (Some(homeserver), Some(fields)) = (&organisation.homeserver, body.as_object_mut()) {
        fields.insert("homeserver".to_owned(), json!(homeserver));
    }
    body
}

/// The body of `PUT /v1/organisations/{ov}/duties/{duty_id}`: the unsigned envelope.
pub(crate) fn duty(
    state: &State,
    ov: &str,
    id: &str,
    revision: u64,
    reset: bool,
    speaker: &Speaker<'_>,
) -> Result<Value, Error> {
    let duty = &state.duty(ov, id)?.duty;
    let mut members = Vec::with_capacity(duty.members.len());
    for member in &duty.members {
        let person = state.person(member.ov.as_deref().unwrap_or(ov), &member.sub)?;
        let mut fields = Map::new();
        fields.insert("sub".to_owned(), json!(person.sub));
        fields.insert("name".to_owned(), json!(person.name));
        if person.ov != ov {
            fields.insert("ov".to_owned(), json!(person.ov));
        }
        if member.role == Role::Responsible {
            fields.insert("role".to_owned(), json!("responsible"));
        }
        if let Some(function) = &member.function {
            fields.insert("function".to_owned(), json!(function));
        }
        if let Some(time) = person.attest_after {
            fields.insert("attest_after".to_owned(), json!(time));
        }
        members.push(Value::Object(fields));
    }
    let mut statement = json!({
        "iss": speaker.issuer,
        "aud": speaker.audience,
        "ov": ov,
        "duty_id": id,
        "revision": revision,
        "issued_at": speaker.now,
        "expires_at": speaker.now.saturating_add(VALIDITY),
        "title": duty.title,
        "starts_at": duty.starts_at,
        "ends_at": duty.ends_at,
        "state": duty.state(),
        "state_since": duty.state_since,
        "write_days": WRITE_DAYS,
        "read_days": READ_DAYS,
        "members": members,
    });
    if let Some(fields) = statement.as_object_mut() {
        if let Some(place) = &duty.meeting_point {
            fields.insert("meeting_point".to_owned(), json!(place));
        }
        if reset {
            fields.insert("reset".to_owned(), json!(true));
        }
    }
    Ok(json!({ "v": 1, "plain": statement }))
}
