//! Organisations, people and phones behind a network of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use dienstchat_core::client::Content;
use dienstchat_e2e::{Gateway, Stack, http};
use hiorg_standin::{Assignment, Consent, DutyChange};
use serde_json::{Value, json};

use crate::Failure;
use crate::command::{
    Browse, ChangeDuty, Command, EndSession, Hear, NewDuty, OnDuty, Roster, Say, State,
};
use crate::organisation::{Organisation, delivered};

/// How long before its end a duty begins, at the most, seconds.
const SHIFT: u64 = 8 * 3600;

/// A world.
pub(crate) struct World {
    stack: Arc<Stack>,
    gateway: Gateway,
    /// By code.
    organisations: BTreeMap<String, Organisation>,
    first: String,
}

impl World {
    /// A world with one organisation of this code, and what a phone has to know of it.
    pub(crate) async fn new(
        stack: Arc<Stack>,
        code: &str,
        roster: &Roster,
    ) -> Result<(Self, Value), Failure> {
        let gateway = Gateway::start(&stack).await;
        let mut world = Self {
            stack,
            gateway,
            organisations: BTreeMap::new(),
            first: code.to_owned(),
        };
        let mut answer = world.found(code, roster).await?;
        let phone = json!({
            "connector": world.gateway.url(),
            "app_hosts": [world.stack.connector_url()],
            "issuers": world.stack.issuer_table(),
        });
        if let (Some(answer), Value::Object(phone)) = (answer.as_object_mut(), phone) {
            answer.extend(phone);
        }
        Ok((world, answer))
    }

    /// Carries a command out; `code` is that of no organisation yet.
    pub(crate) async fn carry_out(
        &mut self,
        command: Command,
        code: &str,
    ) -> Result<Value, Failure> {
        match command {
            Command::Organisation(roster) => self.found(code, &roster).await,
            Command::Duty(duty) => self.duty(duty).await,
            Command::Network(network) => {
                self.gateway.cut(!network.on);
                Ok(json!({}))
            }
            Command::Browse(browse) => self.browse(browse).await,
            Command::Say(say) => self.say(say).await,
            Command::Hear(hear) => self.hear(hear).await,
            Command::ChangeDuty(change) => self.change_duty(change).await,
            Command::Assign(on_duty) => self.assign(on_duty).await,
            Command::Unassign(on_duty) => self.unassign(on_duty).await,
            Command::EndSession(session) => self.end_session(session).await,
        }
    }

    async fn found(&mut self, code: &str, roster: &Roster) -> Result<Value, Failure> {
        let mut organisation = Organisation::found(Arc::clone(&self.stack), code, roster).await?;
        let duty = organisation
            .add_duty("Sanitätsdienst Stadtfest", &roster.members, roster.chat)
            .await?;
        let mut answer = organisation.describe(&duty)?;
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("ov".to_owned(), code.into());
            answer.insert("organisation".to_owned(), organisation.name().into());
        }
        self.organisations.insert(code.to_owned(), organisation);
        Ok(answer)
    }

    async fn duty(&mut self, duty: NewDuty) -> Result<Value, Failure> {
        let members = duty.members.unwrap_or_else(|| Roster::default().members);
        let organisation = self.at(duty.ov.as_deref())?;
        let id = organisation
            .add_duty(&duty.title, &members, duty.chat.unwrap_or(true))
            .await?;
        organisation.describe(&id)
    }

    async fn browse(&mut self, browse: Browse) -> Result<Value, Failure> {
        let person = self.at(browse.ov.as_deref())?.person(&browse.person)?;
        let callback = self
            .stack
            .hiorg()
            .login()
            .sign_in(
                &browse.url,
                &person.username,
                &person.password,
                browse.consent.unwrap_or(Consent::Allow),
            )
            .await?;
        Ok(json!({ "callback": callback }))
    }

    async fn say(&mut self, say: Say) -> Result<Value, Failure> {
        let organisation = self.at(say.ov.as_deref())?;
        let duty = organisation.duty_id(say.duty_id.as_deref())?;
        let phone = organisation.phone(&say.person, &duty).await?;
        match say.count {
            None => phone.says(&duty, &say.text).await,
            Some(count) => {
                let chat = phone.chat(&duty);
                for number in 1..count {
                    chat.send_text(&format!("{} {number}", say.text))?;
                }
                phone.says(&duty, &format!("{} {count}", say.text)).await;
            }
        }
        Ok(json!({}))
    }

    async fn hear(&mut self, hear: Hear) -> Result<Value, Failure> {
        let organisation = self.at(hear.ov.as_deref())?;
        let duty = organisation.duty_id(hear.duty_id.as_deref())?;
        let phone = organisation.phone(&hear.person, &duty).await?;
        let wanted = Content::Text(hear.text);
        phone
            .waits_for("the message to arrive", |_| {
                let seen = phone.sees(&duty).ok()?;
                seen.iter()
                    .any(|(content, _)| *content == wanted)
                    .then_some(())
            })
            .await;
        Ok(json!({}))
    }

    async fn change_duty(&mut self, change: ChangeDuty) -> Result<Value, Failure> {
        let now = self.stack.clock().now().as_secs();
        let organisation = self.at(change.ov.as_deref())?;
        let duty = organisation.duty(change.duty_id.as_deref())?;
        let mut edit = DutyChange {
            title: change.title,
            ..DutyChange::default()
        };
        if let Some(ends_in) = change.ends_in {
            let ends_at = u64::try_from(now.saturating_add(ends_in))?;
            let starts_at = duty.hiorg.get()?.starts_at;
            edit.starts_at = Some(starts_at.min(ends_at.saturating_sub(SHIFT)));
            edit.ends_at = Some(ends_at);
        }
        if edit != DutyChange::default() {
            delivered(&duty.hiorg.edit(edit).await?)?;
        }
        match change.state {
            Some(State::Cancelled) => delivered(&duty.hiorg.cancel().await?)?,
            Some(State::Planned) => delivered(&duty.hiorg.undo_cancel().await?)?,
            None => {}
        }
        Ok(json!({ "phase": duty.applied().await? }))
    }

    async fn assign(&mut self, on_duty: OnDuty) -> Result<Value, Failure> {
        let organisation = self.at(on_duty.ov.as_deref())?;
        let sub = organisation.person(&on_duty.person)?.sub;
        let duty = organisation.duty(on_duty.duty_id.as_deref())?;
        let assignment = Assignment::assigned(&sub, "Sanitäter");
        delivered(&duty.hiorg.assign(assignment).await?)?;
        duty.applied().await?;
        Ok(json!({}))
    }

    async fn unassign(&mut self, on_duty: OnDuty) -> Result<Value, Failure> {
        let organisation = self.at(on_duty.ov.as_deref())?;
        let sub = organisation.person(&on_duty.person)?.sub;
        let duty = organisation.duty(on_duty.duty_id.as_deref())?;
        delivered(&duty.hiorg.unassign(&sub).await?)?;
        duty.applied().await?;
        Ok(json!({}))
    }

    /// As the connector, which is an administrator of the homeserver.
    async fn end_session(&mut self, session: EndSession) -> Result<Value, Failure> {
        let homeserver = self.stack.synapse();
        let path = format!(
            "/_synapse/admin/v2/users/{}/devices/{}",
            session.user_id, session.device_id
        );
        let answer = http()?
            .delete(homeserver.url().join(&path)?)
            .bearer_auth(homeserver.settings().as_token.as_str())
            .send()
            .await?;
        answer.error_for_status()?;
        Ok(json!({}))
    }

    fn at(&mut self, ov: Option<&str>) -> Result<&mut Organisation, Failure> {
        let code = ov.unwrap_or(&self.first);
        let organisation = self.organisations.get_mut(code);
        organisation.ok_or_else(|| "this world has no such organisation".into())
    }
}
