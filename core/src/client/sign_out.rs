//! Signing out.

use super::{
    account::SignedOut, accounts::Accounts, error::ClientError, open, pending::PendingSignIns,
};
use crate::ids::AccountId;

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
        let server_told = if let Ok(account) = &opened {
            let leaving = account.leaving();
            let told = account.end_session().await;
            self.shared.accounts().remove(id);
            leaving.for_good();
            told
        } else {
            self.shared.accounts().remove(id);
            self.shared.signals.changed();
            false
        };
        if let Err(error) = open::wipe(&self.shared.config, &self.shared.environment, id) {
            self.shared.accounts().insert(id.clone(), Err(error));
            self.shared.signals.changed();
            return Err(error.into());
        }
        let now = self.shared.environment.clock.now();
        PendingSignIns::of(&self.shared).purge(now)?;
        Ok(SignedOut { server_told })
    }
}
