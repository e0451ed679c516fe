//! What an admin does: the chat function, people, new duties.

use std::sync::Arc;

use crate::app::App;
use crate::error::Error;
use crate::model::{Contact, Duty, NewDuty, NewPerson, Organisation, Person};
use crate::outbound::{Delivery, Message, Object};
use crate::state::{State, filled, optional};
use crate::statement;

/// One organisation. Every change is told to the connector before the method returns; what could
/// not be delivered waits (see [`Delivery`]).
///
/// All methods fail with [`Error::UnknownOrganisation`] when there is none with this code.
#[derive(Clone, Debug)]
pub struct OrganisationHandle {
    app: Arc<App>,
    ov: String,
}

impl OrganisationHandle {
    pub(crate) fn new(app: Arc<App>, ov: &str) -> Self {
        Self {
            app,
            ov: ov.to_owned(),
        }
    }

    /// The organisation as it is.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn get(&self) -> Result<Organisation, Error> {
        Ok(self
            .app
            .state()
            .organisation(&self.ov)?
            .organisation
            .clone())
    }

    /// The admin switches the chat function on, or gives another contact. The duties whose chat is
    /// ticked are told with it.
    ///
    /// # Errors
    /// When it is unknown, or a field of the contact is empty or too long.
    pub async fn switch_chat_on(&self, contact: Contact) -> Result<Delivery, Error> {
        let contact = Contact {
            name: filled(&contact.name, "contact.name")?,
            address: filled(&contact.address, "contact.address")?,
            email: filled(&contact.email, "contact.email")
                .ok()
                .filter(|email| email.contains('@'))
                .ok_or(Error::Invalid("contact.email"))?,
        };
        self.change(|organisation| {
            organisation.chat = true;
            organisation.contact = Some(contact);
        })
        .await
    }

    /// The admin switches the chat function off.
    ///
    /// # Errors
    /// When it is unknown.
    pub async fn switch_chat_off(&self) -> Result<Delivery, Error> {
        self.change(|organisation| organisation.chat = false).await
    }

    /// The organisation wishes for another homeserver, by its server name.
    ///
    /// # Errors
    /// When it is unknown.
    pub async fn set_homeserver(&self, server_name: Option<&str>) -> Result<Delivery, Error> {
        let homeserver = optional(server_name.map(str::to_owned));
        self.change(|organisation| organisation.homeserver = homeserver)
            .await
    }

    /// The organisation leaves HiOrg-Server, with its people and duties. Its people come off the
    /// duties of others.
    ///
    /// # Errors
    /// When it is unknown.
    pub async fn delete(&self) -> Result<Delivery, Error> {
        let object = Object::organisation(&self.ov);
        {
            let mut state = self.app.state();
            let removed = state.remove_organisation(&self.ov)?;
            for (ov, id) in duties_with_guests(&state, &self.ov) {
                let duty = &mut state.duty_mut(&ov, &id)?.duty;
                duty.members
                    .retain(|member| member.ov.as_deref() != Some(&self.ov));
                self.app.announce(&mut state, &ov, &id, None)?;
            }
            if removed.organisation.contact.is_some() {
                let revision = state.next_revision();
                self.app
                    .outbound
                    .enqueue(Message::delete(object.clone(), Some(revision)));
            }
        }
        Ok(self.app.deliver(&object).await)
    }

    async fn change(&self, change: impl FnOnce(&mut Organisation)) -> Result<Delivery, Error> {
        let object = Object::organisation(&self.ov);
        {
            let mut state = self.app.state();
            let entry = state.organisation_mut(&self.ov)?;
            change(&mut entry.organisation);
            if entry.organisation.contact.is_none() {
                return Ok(Delivery::NotNeeded);
            }
            let revision = state.next_revision();
            let organisation = &state.organisation(&self.ov)?.organisation;
            let body = statement::organisation(organisation, &self.app.issuer, revision);
            let on = organisation.chat;
            self.app
                .outbound
                .enqueue(Message::put(object.clone(), revision, &body));
            if on {
                for id in duty_ids(&state, &self.ov)? {
                    self.app.announce(&mut state, &self.ov, &id, None)?;
                }
            }
        }
        Ok(self.app.deliver(&object).await)
    }

    /// Everybody in the organisation, by name.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn people(&self) -> Result<Vec<Person>, Error> {
        let state = self.app.state();
        let entry = state.organisation(&self.ov)?;
        let mut people: Vec<Person> = entry.people.values().cloned().collect();
        people.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(people)
    }

    /// The person with this user name.
    ///
    /// # Errors
    /// When there is none, or the organisation is unknown.
    pub fn person(&self, username: &str) -> Result<Person, Error> {
        let state = self.app.state();
        state.organisation(&self.ov)?;
        state
            .people_named(Some(&self.ov), username)
            .next()
            .cloned()
            .ok_or(Error::UnknownPerson)
    }

    /// Adds a person. The connector learns of them with a duty.
    ///
    /// # Errors
    /// When the organisation is unknown, a field is empty or too long, or subject or user name are
    /// taken.
    pub fn add_person(&self, person: NewPerson) -> Result<Person, Error> {
        self.app.state().add_person(&self.ov, person)
    }

    /// A person leaves the organisation: they come off all duties and can no longer sign in.
    ///
    /// # Errors
    /// When the organisation or the person is unknown.
    pub async fn remove_person(&self, sub: &str) -> Result<Delivery, Error> {
        let object = Object::person(&self.ov, sub);
        {
            let mut state = self.app.state();
            state.person(&self.ov, sub)?;
            for (ov, id) in duties_of(&state, &self.ov, sub) {
                let duty = &mut state.duty_mut(&ov, &id)?.duty;
                duty.members.retain(|member| {
                    member.sub != sub || member.ov.as_deref().unwrap_or(&ov) != self.ov
                });
                self.app.announce(&mut state, &ov, &id, None)?;
            }
            let entry = state.organisation_mut(&self.ov)?;
            entry.people.remove(sub);
            if entry.organisation.contact.is_some() {
                self.app
                    .outbound
                    .enqueue(Message::delete(object.clone(), None));
            }
        }
        Ok(self.app.deliver(&object).await)
    }

    /// From now on only attestations count that the person makes later (`attest_after`), as after
    /// a lost phone. Returns the number of duties whose statement says so.
    ///
    /// # Errors
    /// When the organisation or the person is unknown.
    pub async fn require_new_sign_in(&self, sub: &str) -> Result<usize, Error> {
        let duties = {
            let mut state = self.app.state();
            let now = self.app.now();
            state
                .organisation_mut(&self.ov)?
                .people
                .get_mut(sub)
                .ok_or(Error::UnknownPerson)?
                .attest_after = Some(now);
            let duties = duties_of(&state, &self.ov, sub);
            let mut told = 0;
            for (ov, id) in duties {
                if self.app.announce(&mut state, &ov, &id, None)? {
                    told += 1;
                }
            }
            told
        };
        self.app.outbound.flush().await;
        Ok(duties)
    }

    /// The duties of the organisation, by their beginning.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn duties(&self) -> Result<Vec<Duty>, Error> {
        let state = self.app.state();
        let entry = state.organisation(&self.ov)?;
        let mut duties: Vec<Duty> = entry
            .duties
            .values()
            .map(|entry| entry.duty.clone())
            .collect();
        duties.sort_by_key(|duty| duty.starts_at);
        Ok(duties)
    }

    /// Makes a duty. It has no staffing and no chat yet, so the connector is not told.
    ///
    /// # Errors
    /// When the organisation is unknown, a field is empty or too long, the id is taken, or the end
    /// is not after the beginning.
    pub fn create_duty(&self, duty: NewDuty) -> Result<Duty, Error> {
        let now = self.app.now();
        self.app.state().add_duty(&self.ov, duty, now)
    }
}

fn duty_ids(state: &State, ov: &str) -> Result<Vec<String>, Error> {
    Ok(state.organisation(ov)?.duties.keys().cloned().collect())
}

/// The duties a person is on, also those of other organisations.
fn duties_of(state: &State, ov: &str, sub: &str) -> Vec<(String, String)> {
    state
        .organisations()
        .flat_map(|entry| entry.duties.values())
        .filter(|entry| {
            entry.duty.members.iter().any(|member| {
                member.sub == sub && member.ov.as_deref().unwrap_or(&entry.duty.ov) == ov
            })
        })
        .map(|entry| (entry.duty.ov.clone(), entry.duty.id.clone()))
        .collect()
}

/// The duties on which somebody of the organisation `ov` is from outside.
fn duties_with_guests(state: &State, ov: &str) -> Vec<(String, String)> {
    state
        .organisations()
        .flat_map(|entry| entry.duties.values())
        .filter(|entry| {
            let mut members = entry.duty.members.iter();
            members.any(|member| member.ov.as_deref() == Some(ov))
        })
        .map(|entry| (entry.duty.ov.clone(), entry.duty.id.clone()))
        .collect()
}
