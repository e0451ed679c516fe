//! What a dispatcher does with a duty.

use std::sync::Arc;

use serde_json::Value;
use url::Url;

use crate::app::App;
use crate::error::Error;
use crate::model::{Assignment, Duty, DutyChange, Staffing};
use crate::outbound::{Delivery, Message, Object};
use crate::state::{State, check_times, filled, optional};
use crate::statement::{self, Speaker};

/// One duty. Every change is told to the connector before the method returns; what could not be
/// delivered waits (see [`Delivery`]).
///
/// All methods fail with [`Error::UnknownOrganisation`] or [`Error::UnknownDuty`] when there is no
/// such duty.
#[derive(Clone, Debug)]
pub struct DutyHandle {
    app: Arc<App>,
    ov: String,
    id: String,
}

impl DutyHandle {
    pub(crate) fn new(app: Arc<App>, ov: &str, id: &str) -> Self {
        Self {
            app,
            ov: ov.to_owned(),
            id: id.to_owned(),
        }
    }

    /// The duty as it is.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn get(&self) -> Result<Duty, Error> {
        Ok(self.app.state().duty(&self.ov, &self.id)?.duty.clone())
    }

    /// Where "Chat öffnen" leads: `{app link base}/d/{ov}/{duty_id}`.
    ///
    /// # Errors
    /// When the duty is unknown or the configured base is no URL.
    pub fn link(&self) -> Result<Url, Error> {
        self.app.state().duty(&self.ov, &self.id)?;
        let mut link =
            Url::parse(&self.app.app_link_base()).map_err(|_| Error::Invalid("app_link_base"))?;
        link.path_segments_mut()
            .map_err(|()| Error::Invalid("app_link_base"))?
            .pop_if_empty()
            .extend(["d", &self.ov, &self.id]);
        Ok(link)
    }

    /// The newest statement in its envelope, as the connector is told it; none while the duty
    /// never had a chat.
    ///
    /// # Errors
    /// When the duty is unknown.
    pub fn statement(&self) -> Result<Option<Value>, Error> {
        Ok(self.app.state().duty(&self.ov, &self.id)?.statement.clone())
    }

    /// "Einteilung speichern": the whole staffing and the chat tick box.
    ///
    /// # Errors
    /// When the duty or somebody is unknown, or somebody is named twice.
    pub async fn save_staffing(&self, staffing: Staffing) -> Result<Delivery, Error> {
        self.change(|duty| {
            duty.members = staffing.members;
            for member in &mut duty.members {
                member.ov.take_if(|ov| *ov == duty.ov);
            }
            duty.chat = staffing.chat;
            Ok(())
        })
        .await
    }

    /// Puts one more person on the duty, or changes their place on it.
    ///
    /// # Errors
    /// When the duty or the person is unknown.
    pub async fn assign(&self, mut assignment: Assignment) -> Result<Delivery, Error> {
        self.change(|duty| {
            assignment.ov.take_if(|ov| *ov == duty.ov);
            duty.members
                .retain(|member| member.sub != assignment.sub || member.ov != assignment.ov);
            duty.members.push(assignment);
            Ok(())
        })
        .await
    }

    /// Takes a person off the duty.
    ///
    /// # Errors
    /// When the duty is unknown, or the person is not on it.
    pub async fn unassign(&self, sub: &str) -> Result<Delivery, Error> {
        self.change(|duty| {
            let before = duty.members.len();
            duty.members.retain(|member| member.sub != sub);
            if duty.members.len() == before {
                return Err(Error::UnknownPerson);
            }
            Ok(())
        })
        .await
    }

    /// Ticks or unticks the chat.
    ///
    /// # Errors
    /// When the duty is unknown.
    pub async fn set_chat(&self, chat: bool) -> Result<Delivery, Error> {
        self.change(|duty| {
            duty.chat = chat;
            Ok(())
        })
        .await
    }

    /// Changes title, times or meeting point.
    ///
    /// # Errors
    /// When the duty is unknown, a field is empty or too long, or the end is not after the
    /// beginning.
    pub async fn edit(&self, change: DutyChange) -> Result<Delivery, Error> {
        self.change(|duty| {
            if let Some(title) = change.title {
                duty.title = filled(&title, "title")?;
            }
            if let Some(place) = change.meeting_point {
                duty.meeting_point = optional(Some(place));
            }
            duty.starts_at = change.starts_at.unwrap_or(duty.starts_at);
            duty.ends_at = change.ends_at.unwrap_or(duty.ends_at);
            check_times(duty)
        })
        .await
    }

    /// Moves the end (seconds since the epoch).
    ///
    /// # Errors
    /// When the duty is unknown or the end would not be after the beginning.
    pub async fn move_end(&self, ends_at: u64) -> Result<Delivery, Error> {
        self.edit(DutyChange {
            ends_at: Some(ends_at),
            ..DutyChange::default()
        })
        .await
    }

    /// The duty does not take place.
    ///
    /// # Errors
    /// When it is unknown.
    pub async fn cancel(&self) -> Result<Delivery, Error> {
        self.change(|duty| {
            duty.cancelled = true;
            Ok(())
        })
        .await
    }

    /// It takes place after all.
    ///
    /// # Errors
    /// When it is unknown.
    pub async fn undo_cancel(&self) -> Result<Delivery, Error> {
        self.change(|duty| {
            duty.cancelled = false;
            Ok(())
        })
        .await
    }

    /// Renews the statement: the same with a higher revision and 7 days from now.
    ///
    /// # Errors
    /// When the duty is unknown.
    pub async fn renew(&self) -> Result<Delivery, Error> {
        self.change(|_| Ok(())).await
    }

    /// HiOrg-Server was restored from a backup: the duty is told again under this revision, which
    /// may be lower than before, with `reset`. Later changes have a higher revision again.
    ///
    /// # Errors
    /// When the duty is unknown.
    pub async fn restore_backup(&self, revision: u64) -> Result<Delivery, Error> {
        let told = {
            let mut state = self.app.state();
            self.app
                .announce(&mut state, &self.ov, &self.id, Some(revision))?
        };
        Ok(self.outcome(told).await)
    }

    /// Deletes the duty.
    ///
    /// # Errors
    /// When it is unknown.
    pub async fn delete(&self) -> Result<Delivery, Error> {
        let told = {
            let mut state = self.app.state();
            let entry = state.organisation_mut(&self.ov)?;
            let removed = entry.duties.remove(&self.id).ok_or(Error::UnknownDuty)?;
            let told = removed.statement.is_some();
            if told {
                let revision = state.next_revision();
                let object = Object::duty(&self.ov, &self.id);
                self.app
                    .outbound
                    .enqueue(Message::delete(object, Some(revision)));
            }
            told
        };
        Ok(self.outcome(told).await)
    }

    async fn change(
        &self,
        change: impl FnOnce(&mut Duty) -> Result<(), Error>,
    ) -> Result<Delivery, Error> {
        let told = {
            let mut state = self.app.state();
            let mut duty = state.duty(&self.ov, &self.id)?.duty.clone();
            let before = duty.state();
            change(&mut duty)?;
            state.check_members(&self.ov, &duty.members)?;
            if duty.state() != before {
                duty.state_since = self.app.now();
            }
            state.duty_mut(&self.ov, &self.id)?.duty = duty;
            self.app.announce(&mut state, &self.ov, &self.id, None)?
        };
        Ok(self.outcome(told).await)
    }

    async fn outcome(&self, told: bool) -> Delivery {
        if told {
            self.app.deliver(&Object::duty(&self.ov, &self.id)).await
        } else {
            Delivery::NotNeeded
        }
    }
}

impl App {
    /// Queues the duty's statement and says whether there is one: not for a duty that never had a
    /// chat, and not while the organisation's chat function is off (switching it on tells all).
    pub(crate) fn announce(
        &self,
        state: &mut State,
        ov: &str,
        id: &str,
        reset_to: Option<u64>,
    ) -> Result<bool, Error> {
        let entry = state.duty(ov, id)?;
        let had_chat = entry.duty.chat || entry.statement.is_some();
        if !had_chat || !state.organisation(ov)?.organisation.chat {
            return Ok(false);
        }
        let now = self.now();
        let speaker = Speaker {
            issuer: &self.issuer,
            audience: &self.audience,
            now,
        };
        let revision = reset_to.unwrap_or_else(|| state.next_revision());
        let body = statement::duty(state, ov, id, revision, reset_to.is_some(), &speaker)?;
        self.outbound
            .enqueue(Message::put(Object::duty(ov, id), revision, &body));
        let entry = state.duty_mut(ov, id)?;
        entry.statement = Some(body);
        entry.issued_at = now;
        Ok(true)
    }

    /// Sends what waits and tells what became of this object's message.
    pub(crate) async fn deliver(&self, object: &Object) -> Delivery {
        self.outbound.flush().await;
        self.outbound
            .receipt(object)
            .map_or(Delivery::NotNeeded, |receipt| receipt.delivery)
    }
}
