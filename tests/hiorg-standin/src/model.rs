//! What HiOrg-Server knows: organisations, people, duties and their staffing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An organisation ("OV").
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// The organisation code, `[a-z0-9]{2,8}`.
    pub ov: String,
    /// Its name.
    pub name: String,
    /// Whether the admin has switched the chat function on.
    pub chat: bool,
    /// Whom the operator may turn to; there once the chat function has been switched on.
    pub contact: Option<Contact>,
    /// The homeserver it wishes for, if it names one.
    pub homeserver: Option<String>,
}

/// The contact that the admin gives with the chat function.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name of the organisation or person.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// E-mail address.
    pub email: String,
}

impl Contact {
    /// A contact of these three.
    #[must_use]
    pub fn new(name: &str, address: &str, email: &str) -> Self {
        Self {
            name: name.to_owned(),
            address: address.to_owned(),
            email: email.to_owned(),
        }
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact").finish_non_exhaustive()
    }
}

/// A person of one organisation. Somebody who belongs to several has an account in each.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The organisation.
    pub ov: String,
    /// The subject: 32 hex digits unless a test wanted another.
    pub sub: String,
    /// First and last name.
    pub name: String,
    /// What they sign in with; unique in the organisation.
    pub username: String,
    /// Their password.
    pub password: String,
    /// Attestations from before this time do not count (seconds since the epoch).
    pub attest_after: Option<u64>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("ov", &self.ov)
            .field("sub", &self.sub)
            .finish_non_exhaustive()
    }
}

/// A person to be added.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// First and last name.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// Their password.
    pub password: String,
    /// The subject. Default: a new one.
    #[serde(default)]
    pub sub: Option<String>,
}

impl NewPerson {
    /// A person with a new subject.
    #[must_use]
    pub fn new(name: &str, username: &str, password: &str) -> Self {
        Self {
            name: name.to_owned(),
            username: username.to_owned(),
            password: password.to_owned(),
            sub: None,
        }
    }
}

impl fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPerson").finish_non_exhaustive()
    }
}

/// A duty ("Dienst"). Times are seconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// The organisation.
    pub ov: String,
    /// The duty's id, unique in the organisation.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it begins.
    pub starts_at: u64,
    /// When it ends.
    pub ends_at: u64,
    /// Where people meet.
    pub meeting_point: Option<String>,
    /// Whether it is cancelled.
    pub cancelled: bool,
    /// Whether the chat is ticked.
    pub chat: bool,
    /// Since when its [state](Self::state) is what it is.
    pub state_since: u64,
    /// Who is on it.
    pub members: Vec<Assignment>,
}

impl Duty {
    /// What the connector is told about the state.
    #[must_use]
    pub fn state(&self) -> DutyState {
        match (self.chat, self.cancelled) {
            (false, _) => DutyState::ChatOff,
            (true, true) => DutyState::Cancelled,
            (true, false) => DutyState::Planned,
        }
    }
}

/// The state of a duty as its chat sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// It takes place and has a chat.
    Planned,
    /// It is cancelled.
    Cancelled,
    /// It has no chat (any more).
    ChatOff,
}

/// A person's place on a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Who.
    pub sub: String,
    /// The person's organisation, where it is not the duty's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ov: Option<String>,
    /// As what.
    pub role: Role,
    /// The position ("Sanitäter", "Fahrer").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
}

impl Assignment {
    /// Firmly assigned ("fest eingeteilt"), in this function.
    #[must_use]
    pub fn assigned(sub: &str, function: &str) -> Self {
        Self {
            sub: sub.to_owned(),
            ov: None,
            role: Role::Assigned,
            function: Some(function.to_owned()),
        }
    }

    /// Responsible ("Dienst-Verantwortliche").
    #[must_use]
    pub fn responsible(sub: &str) -> Self {
        Self {
            sub: sub.to_owned(),
            ov: None,
            role: Role::Responsible,
            function: None,
        }
    }
}

/// As what a person is on a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// "Dienst-Verantwortliche".
    Responsible,
    /// "Fest eingeteilt".
    Assigned,
}

/// What the dialog "Einteilung speichern" sends: the whole staffing and the chat tick box.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staffing {
    /// Everybody who is on the duty.
    pub members: Vec<Assignment>,
    /// Whether the duty has a chat.
    pub chat: bool,
}

/// A duty to be made. It has no staffing and no chat yet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDuty {
    /// Its id. Default: the next number.
    #[serde(default)]
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// When it begins, seconds since the epoch.
    pub starts_at: u64,
    /// When it ends, seconds since the epoch; after the beginning.
    pub ends_at: u64,
    /// Where people meet.
    #[serde(default)]
    pub meeting_point: Option<String>,
}

impl NewDuty {
    /// A duty with the next number as id and without meeting point.
    #[must_use]
    pub fn new(title: &str, starts_at: u64, ends_at: u64) -> Self {
        Self {
            id: None,
            title: title.to_owned(),
            starts_at,
            ends_at,
            meeting_point: None,
        }
    }

    /// The same with a meeting point.
    #[must_use]
    pub fn meeting_point(mut self, place: &str) -> Self {
        self.meeting_point = Some(place.to_owned());
        self
    }
}

/// Changed details of a duty; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DutyChange {
    /// The title.
    pub title: Option<String>,
    /// When it begins, seconds since the epoch.
    pub starts_at: Option<u64>,
    /// When it ends, seconds since the epoch.
    pub ends_at: Option<u64>,
    /// Where people meet; empty for nowhere in particular.
    pub meeting_point: Option<String>,
}
