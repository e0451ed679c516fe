//! Everything HiOrg-Server would keep in its database, in memory.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::{Assignment, Duty, NewDuty, NewPerson, Organisation, Person};
use crate::random;

/// An organisation with what belongs to it.
#[derive(Debug)]
pub(crate) struct OrganisationEntry {
    pub(crate) organisation: Organisation,
    /// By subject.
    pub(crate) people: BTreeMap<String, Person>,
    /// By id.
    pub(crate) duties: BTreeMap<String, DutyEntry>,
}

/// A duty with what the connector has been told about it.
#[derive(Debug)]
pub(crate) struct DutyEntry {
    pub(crate) duty: Duty,
    /// The newest statement, as its PUT carries it. None: it never had a chat.
    pub(crate) statement: Option<serde_json::Value>,
    /// When that statement was issued.
    pub(crate) issued_at: u64,
}

#[derive(Debug)]
pub(crate) struct State {
    organisations: BTreeMap<String, OrganisationEntry>,
    last_revision: u64,
    last_duty: u64,
}

impl State {
    /// An empty state. Revisions begin with the time, so that a stand-in that is started again
    /// with its memory gone does not fall behind what the connector knows.
    pub(crate) fn new(now: u64) -> Self {
        Self {
            organisations: BTreeMap::new(),
            last_revision: now,
            last_duty: 4710,
        }
    }

    /// A revision higher than all before, of whatever object: so it also rises for an object that
    /// is deleted and made again.
    pub(crate) fn next_revision(&mut self) -> u64 {
        self.last_revision += 1;
        self.last_revision
    }

    pub(crate) fn organisations(&self) -> impl Iterator<Item = &OrganisationEntry> {
        self.organisations.values()
    }

    pub(crate) fn organisation(&self, ov: &str) -> Result<&OrganisationEntry, Error> {
        self.organisations.get(ov).ok_or(Error::UnknownOrganisation)
    }

    pub(crate) fn organisation_mut(&mut self, ov: &str) -> Result<&mut OrganisationEntry, Error> {
        self.organisations
            .get_mut(ov)
            .ok_or(Error::UnknownOrganisation)
    }

    pub(crate) fn duty(&self, ov: &str, id: &str) -> Result<&DutyEntry, Error> {
        self.organisation(ov)?
            .duties
            .get(id)
            .ok_or(Error::UnknownDuty)
    }

    pub(crate) fn duty_mut(&mut self, ov: &str, id: &str) -> Result<&mut DutyEntry, Error> {
        self.organisation_mut(ov)?
            .duties
            .get_mut(id)
            .ok_or(Error::UnknownDuty)
    }

    pub(crate) fn person(&self, ov: &str, sub: &str) -> Result<&Person, Error> {
        self.organisation(ov)?
            .people
            .get(sub)
            .ok_or(Error::UnknownPerson)
    }

    /// Everybody with this user name, in the organisation `ov` or in all.
    pub(crate) fn people_named<'a>(
        &'a self,
        ov: Option<&'a str>,
        username: &'a str,
    ) -> impl Iterator<Item = &'a Person> {
        self.organisations
            .values()
            .filter(move |entry| ov.is_none_or(|ov| ov == entry.organisation.ov))
            .flat_map(|entry| entry.people.values())
            .filter(move |person| person.username == username)
    }

    pub(crate) fn add_organisation(&mut self, ov: &str, name: &str) -> Result<(), Error> {
        let valid = (2..=8).contains(&ov.len())
            && ov
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !valid {
            return Err(Error::Invalid("ov"));
        }
        let name = filled(name, "name")?;
        if self.organisations.contains_key(ov) {
            return Err(Error::Exists);
        }
        let organisation = Organisation {
            ov: ov.to_owned(),
            name,
            chat: false,
            contact: None,
            homeserver: None,
        };
        self.organisations.insert(
            ov.to_owned(),
            OrganisationEntry {
                organisation,
                people: BTreeMap::new(),
                duties: BTreeMap::new(),
            },
        );
        Ok(())
    }

    pub(crate) fn remove_organisation(&mut self, ov: &str) -> Result<OrganisationEntry, Error> {
        self.organisations
            .remove(ov)
            .ok_or(Error::UnknownOrganisation)
    }

    pub(crate) fn add_person(&mut self, ov: &str, new: NewPerson) -> Result<Person, Error> {
        let sub = match new.sub {
            Some(sub) => filled(&sub, "sub")?,
            None => random::subject()?,
        };
        let person = Person {
            ov: ov.to_owned(),
            sub,
            name: filled(&new.name, "name")?,
            username: filled(&new.username, "username")?,
            password: filled(&new.password, "password")?,
            attest_after: None,
        };
        let people = &mut self.organisation_mut(ov)?.people;
        let taken = people
            .values()
            .any(|other| other.username == person.username || other.sub == person.sub);
        if taken {
            return Err(Error::Exists);
        }
        people.insert(person.sub.clone(), person.clone());
        Ok(person)
    }

    pub(crate) fn add_duty(&mut self, ov: &str, new: NewDuty, now: u64) -> Result<Duty, Error> {
        let duty = Duty {
            ov: ov.to_owned(),
            id: match new.id {
                Some(id) => filled(&id, "id")?,
                None => (self.last_duty + 1).to_string(),
            },
            title: filled(&new.title, "title")?,
            starts_at: new.starts_at,
            ends_at: new.ends_at,
            meeting_point: optional(new.meeting_point),
            cancelled: false,
            chat: false,
            state_since: now,
            members: Vec::new(),
        };
        check_times(&duty)?;
        let duties = &mut self.organisation_mut(ov)?.duties;
        if duties.contains_key(&duty.id) {
            return Err(Error::Exists);
        }
        duties.insert(
            duty.id.clone(),
            DutyEntry {
                duty: duty.clone(),
                statement: None,
                issued_at: 0,
            },
        );
        self.last_duty += 1;
        Ok(duty)
    }

    /// Everybody of a staffing must be known and named once.
    pub(crate) fn check_members(&self, ov: &str, members: &[Assignment]) -> Result<(), Error> {
        for (index, member) in members.iter().enumerate() {
            self.person(member.ov.as_deref().unwrap_or(ov), &member.sub)?;
            let same = |other: &Assignment| other.sub == member.sub && other.ov == member.ov;
            if members.iter().skip(index + 1).any(same) {
                return Err(Error::Invalid("members"));
            }
        }
        Ok(())
    }
}

/// A text without surrounding space that must not be empty, at most 250 characters.
pub(crate) fn filled(text: &str, field: &'static str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 250 {
        return Err(Error::Invalid(field));
    }
    Ok(text.to_owned())
}

/// A text that counts as absent when it is empty.
pub(crate) fn optional(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// A duty ends after it begins.
pub(crate) fn check_times(duty: &Duty) -> Result<(), Error> {
    if duty.ends_at > duty.starts_at {
        Ok(())
    } else {
        Err(Error::Invalid("ends_at"))
    }
}
