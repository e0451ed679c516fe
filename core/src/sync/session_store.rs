//! The session of an account, as refreshing it sees the store.

use crate::{
    login::refresh::{SessionStore, StoredSession},
    store::{Store, StoreError, Tokens},
};

/// The session in this store.
pub(super) struct SessionInStore(pub(super) Store);

impl SessionStore for SessionInStore {
    type Error = StoreError;

    async fn load(&self) -> Result<Option<StoredSession>, StoreError> {
        let session = self.0.read_async(|tx| tx.session().get()).await?;
        Ok(session.map(|session| StoredSession {
            access_token: session.tokens.access_token,
            refresh_token: session.tokens.refresh_token,
            expires_at: session.tokens.expires_at,
        }))
    }

    async fn compare_and_swap(
        &self,
        expected: &StoredSession,
        new: &StoredSession,
    ) -> Result<bool, StoreError> {
        let Some(used) = expected.refresh_token.clone() else {
            return Ok(false);
        };
        let new = Tokens {
            access_token: new.access_token.clone(),
            refresh_token: new.refresh_token.clone(),
            expires_at: new.expires_at,
        };
        self.0
            .write_async(move |tx| tx.session().swap_tokens(&used, &new))
            .await
    }
}
