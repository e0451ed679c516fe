//! The session of an account, as refreshing it sees the store.

use crate::{
    login::refresh::{Right, SessionStore, StoredSession},
    store::{Store, StoreError, Tokens},
    time::Timestamp,
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

    async fn claim(&self, session: &StoredSession, right: Right) -> Result<bool, StoreError> {
        let Some(refresh_token) = session.refresh_token.clone() else {
            return Ok(false);
        };
        self.0
            .write_async(move |tx| {
                let Right { now, until, before } = right;
                tx.session()
                    .claim_refresh(&refresh_token, now, until, before)
            })
            .await
    }

    async fn release(&self, until: Timestamp) -> Result<(), StoreError> {
        self.0
            .write_async(move |tx| tx.session().release_refresh(until))
            .await
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
