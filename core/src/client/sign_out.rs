//! Signing out.

use super::{
    account::SignedOut,
    accounts::Accounts,
    error::{ClientError, SignOutAfterError},
    open::Place,
    pending::PendingSignIns,
};
use crate::ids::{AccountId, DutyId};

impl Accounts {
    /// Signs an account out: ends its session on the server as far as that can be reached, and
    /// wipes everything of it from this device in any case.
    ///
    /// # Errors
    /// [`ClientError::NoSuchAccount`]; [`ClientError::Store`] when something could not be wiped:
    /// its secrets go first, and the call can be made again.
    pub async fn sign_out(&self, id: &AccountId) -> Result<SignedOut, ClientError> {
        self.shared.signals.open()?;
        let opened = self
            .shared
            .accounts()
            .get(id)
            .cloned()
            .ok_or(ClientError::NoSuchAccount)?;
        let (server_told, wiped) = if let Ok(account) = &opened {
            let leaving = account.leaving();
            let told = account.end_session().await;
            self.shared.accounts().remove(id);
            leaving.for_good();
            (told, account.wipe())
        } else {
            self.shared.accounts().remove(id);
            self.shared.signals.changed();
            let place = Place::of(&self.shared.config, id);
            (false, place.wipe(&self.shared.environment))
        };
        if let Err(error) = wiped {
            self.shared.accounts().insert(id.clone(), Err(error));
            self.shared.signals.changed();
            return Err(error.into());
        }
        let now = self.shared.environment.clock.now();
        PendingSignIns::of(&self.shared).purge(now)?;
        Ok(SignedOut { server_told })
    }

    /// Chooses the duty after which an account signs itself out, or that it stays. For phones that
    /// a station shares.
    ///
    /// It goes when the duty is over: at the end as the newest statement has it, or since the duty
    /// was cancelled; also when the duty's chat is gone from this device before. A chat that is
    /// only switched off changes nothing. The time is the one on which chats are destroyed, so
    /// that a clock that is absurdly ahead signs nobody out.
    ///
    /// While it synchronises, the account does so as [`sign_out`](Self::sign_out) does, after a last
    /// attempt to send what is in its queue. At the start and in [`maintain`](Self::maintain),
    /// where no server is waited for, it is wiped at once, with what is in its queue, and the server
    /// is told afterwards if it can be reached then.
    ///
    /// # Errors
    /// [`SignOutAfterError`].
    pub fn sign_out_after(
        &self,
        id: &AccountId,
        duty: Option<&DutyId>,
    ) -> Result<(), SignOutAfterError> {
        self.shared.signals.open()?;
        let account = self.shared.accounts().get(id).cloned();
        account
            .ok_or(SignOutAfterError::NoSuchAccount)??
            .set_sign_out_after(duty)
    }
}
