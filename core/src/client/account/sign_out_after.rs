//! Signing out by itself when a duty is over, for phones that a station shares.

use std::{sync::Arc, time::Duration};

use super::{Account, Leaving, state};
use crate::{
    chat,
    client::{
        accounts::AccountState,
        error::{SignOutAfterError, SyncError},
        farewell::Farewell,
        signals::Closed,
    },
    duty::Statement,
    ids::DutyId,
    store::{ChatState, ReadTx, StoreError},
    time::Timestamp,
};

/// For so long what is still in the queue is tried, at most.
const LAST_TRY: Duration = Duration::from_mins(1);

impl Account {
    /// Chooses the duty after which the account signs itself out, or none.
    pub(in crate::client) fn set_sign_out_after(
        &self,
        duty: Option<&DutyId>,
    ) -> Result<(), SignOutAfterError> {
        if self.has_left() {
            return Err(SignOutAfterError::NoSuchAccount);
        }
        let local = self.local();
        self.inner.connection.store().write(|tx| {
            if let Some(duty) = duty {
                if state(tx, local)? != AccountState::Active {
                    return Err(SignOutAfterError::Sealed);
                }
                let chat = chat::find(tx, self.id().ov(), duty)?
                    .filter(|chat| chat.state == ChatState::Open)
                    .ok_or(SignOutAfterError::UnknownDuty)?;
                if is_over(tx, chat.envelope.statement(), local)? {
                    return Err(SignOutAfterError::DutyOver);
                }
            }
            Ok(tx.session().set_sign_out_after(duty)?)
        })?;
        // Whoever is leaving looks at the choice after having said so: it may have been this one.
        if self.has_left() {
            return Err(SignOutAfterError::NoSuchAccount);
        }
        self.changed();
        Ok(())
    }

    /// Begins to leave when the chosen duty is over; `None`: it stays.
    pub(in crate::client) fn leaving_when_over(&self) -> Result<Option<Leaving<'_>>, StoreError> {
        if !self.chosen_duty_is_over()? {
            return Ok(None);
        }
        let leaving = self.leaving();
        // Nobody can choose any more, so this holds.
        Ok(self.chosen_duty_is_over()?.then_some(leaving))
    }

    /// Whether the chosen duty is over, by the newest statement that is known here. One whose chat
    /// is gone from this device is over for whoever signed in here.
    fn chosen_duty_is_over(&self) -> Result<bool, StoreError> {
        let local = self.local();
        self.inner.connection.store().read(|tx| {
            let Some(duty) = tx.session().sign_out_after()? else {
                return Ok(false);
            };
            match chat::find(tx, self.id().ov(), &duty)? {
                Some(chat) => is_over(tx, chat.envelope.statement(), local),
                None => Ok(true),
            }
        })
    }

    /// What ends the session on the server after the account is gone from here.
    pub(in crate::client) fn farewell(&self) -> Option<Farewell> {
        let store = self.inner.connection.store();
        let session = store.read(|tx| tx.session().get()).ok().flatten()?;
        Farewell::new(&session, &self.inner.http)
    }

    /// Signs out when the chosen duty is over: sends what waits, ends the session on the server as
    /// far as that can be reached, and wipes everything from this device. It stays when the choice
    /// is taken back, or the duty's end moved, while what waits is being sent.
    ///
    /// # Errors
    /// [`SyncError::NoSuchAccount`] when it did; [`SyncError::Store`] when something could not be
    /// wiped, which is tried again.
    pub(super) async fn sign_out_when_over(&self) -> Result<(), SyncError> {
        // Another round may be about to.
        let before = Arc::clone(&self.inner.signing_out).lock_owned();
        let before = async { Ok::<_, Closed>(before.await) };
        let alone = self.inner.signals.unless_closed(before).await?;
        if self.has_left() {
            return Err(SyncError::NoSuchAccount);
        }
        if !self.chosen_duty_is_over()? {
            return Ok(());
        }
        let account = self.clone();
        // In a task of its own: once begun it is done, also when the loop is stopped.
        let signing_out = tokio::spawn(async move {
            let _alone = alone;
            account.say_good_bye().await
        });
        let stopped = |_| SyncError::from(StoreError::Stopped);
        if signing_out.await.map_err(stopped)?? {
            return Err(SyncError::NoSuchAccount);
        }
        Ok(())
    }

    /// Whether it left.
    async fn say_good_bye(&self) -> Result<bool, SyncError> {
        // What waits after a failure is tried once more too. What cannot be sent now is lost.
        let last = async {
            self.hurry()?;
            self.flush().await
        };
        let _ = tokio::time::timeout(LAST_TRY, last).await;
        let Some(leaving) = self.leaving_when_over()? else {
            return Ok(false);
        };
        let told = async { Ok::<_, Closed>(self.end_session().await) };
        // Whoever opens the client again finds the duty over.
        self.inner.signals.unless_closed(told).await?;
        self.wipe()?;
        leaving.for_good();
        Ok(true)
    }
}

/// On the clock on which chats are destroyed: one that is absurdly ahead ends no duty.
fn is_over(tx: &ReadTx<'_>, statement: &Statement, local: Timestamp) -> Result<bool, StoreError> {
    let now = tx.times().get()?.for_deletion(local);
    Ok(now.is_some_and(|now| now >= statement.over_at()))
}
