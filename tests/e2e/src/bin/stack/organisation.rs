//! An organisation of a world, its duties and its people's phones.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use dienstchat_core::ids::DutyId;
use dienstchat_e2e::{Duty, Helper, Stack};
use hiorg_standin::{
    Assignment, Contact, Delivery, NewDuty, NewPerson, OrganisationHandle, Person, Staffing,
};
use serde_json::{Value, json};

use crate::Failure;
use crate::command::Roster;

/// How long a duty lasts, seconds.
const SHIFT: u64 = 8 * 3600;

/// An organisation with its chat function on.
pub(crate) struct Organisation {
    stack: Arc<Stack>,
    ov: String,
    name: String,
    /// The oldest first.
    duties: Vec<String>,
    /// The phones of people who have said or heard something, by user name.
    phones: BTreeMap<String, Helper>,
}

impl Organisation {
    /// A new organisation, with these people.
    pub(crate) async fn found(
        stack: Arc<Stack>,
        ov: &str,
        roster: &Roster,
    ) -> Result<Self, Failure> {
        let name = format!("Bereitschaft {}", ov.to_uppercase());
        stack.hiorg().add_organisation(ov, &name)?;
        let organisation = stack.hiorg().organisation(ov);
        for username in roster.members.iter().chain(&roster.others) {
            let person = NewPerson::new(&capitalised(username), username, "geheim");
            organisation.add_person(person)?;
        }
        let contact = Contact::new(&name, "Hauptstraße 1", "chat@example.org");
        delivered(&organisation.switch_chat_on(contact).await?)?;
        Ok(Self {
            stack,
            ov: ov.to_owned(),
            name,
            duties: Vec::new(),
            phones: BTreeMap::new(),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Makes a duty that begins now, and waits for its chat; its id.
    pub(crate) async fn add_duty(
        &mut self,
        title: &str,
        members: &[String],
        chat: bool,
    ) -> Result<String, Failure> {
        let now = u64::try_from(self.stack.clock().now().as_secs())?;
        let duty = self
            .handle()
            .create_duty(NewDuty::new(title, now, now + SHIFT))?;
        let mut staffing = Staffing {
            members: Vec::new(),
            chat,
        };
        for username in members {
            let sub = self.person(username)?.sub;
            staffing.members.push(if staffing.members.is_empty() {
                Assignment::responsible(&sub)
            } else {
                Assignment::assigned(&sub, "Fahrer")
            });
        }
        self.duties.push(duty.id.clone());
        let made = self.duty(Some(&duty.id))?;
        let delivery = made.hiorg.save_staffing(staffing).await?;
        if chat {
            delivered(&delivery)?;
            made.applied().await?;
        }
        Ok(duty.id)
    }

    /// What a scenario has to know of a duty.
    pub(crate) fn describe(&self, duty: &str) -> Result<Value, Failure> {
        let duty = self.duty(Some(duty))?.hiorg;
        let view = duty.get()?;
        Ok(json!({
            "duty_id": view.id,
            "title": view.title,
            "link": duty.link()?,
        }))
    }

    /// A duty; the first when none is named.
    pub(crate) fn duty(&self, id: Option<&str>) -> Result<Duty<'_>, Failure> {
        let found = match id {
            Some(id) => self.duties.iter().find(|duty| *duty == id),
            None => self.duties.first(),
        };
        let id = found.ok_or("the organisation has no such duty")?;
        Ok(Duty::new(&self.stack, &self.ov, id))
    }

    /// Its id.
    pub(crate) fn duty_id(&self, id: Option<&str>) -> Result<DutyId, Failure> {
        Ok(self.duty(id)?.id)
    }

    pub(crate) fn person(&self, username: &str) -> Result<Person, Failure> {
        Ok(self.handle().person(username)?)
    }

    /// The person's phone, on which they are signed in and have the chat.
    pub(crate) async fn phone(
        &mut self,
        username: &str,
        duty: &DutyId,
    ) -> Result<&Helper, Failure> {
        self.person(username)?;
        let phone = match self.phones.entry(username.to_owned()) {
            Entry::Occupied(phone) => phone.into_mut(),
            Entry::Vacant(place) => {
                let phone = Helper::new(&self.stack, &self.ov, username);
                phone.sign_in().await?;
                place.insert(phone)
            }
        };
        let open = |summary: &dienstchat_core::client::ChatSummary| summary.sealed.is_none();
        phone.waits_until(duty, "the chat", open).await;
        Ok(phone)
    }

    fn handle(&self) -> OrganisationHandle {
        self.stack.hiorg().organisation(&self.ov)
    }
}

/// Whether the connector has taken it.
pub(crate) fn delivered(delivery: &Delivery) -> Result<(), Failure> {
    if delivery.is_delivered() {
        Ok(())
    } else {
        Err(format!("the connector did not take it: {delivery:?}").into())
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
