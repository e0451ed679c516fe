//! An account's connection to its homeserver: store, key management and an access token that is
//! kept fresh.

use std::{future::Future, sync::Arc};

use ruma::{OwnedServerName, OwnedUserId};
use tokio::sync::Mutex;

use super::{
    apply::{ApplyError, Context},
    session_store::SessionInStore,
};
use crate::{
    keys::{KeysError, Machine},
    login::refresh::{RefreshOutcome, Refresher, SessionStore as _},
    matrix::{Homeserver, MatrixError},
    secret::AccessToken,
    store::{AccountSeal, AccountSealReason, AccountState, Store, StoreError, WriteTx},
    time::{Clock, Timestamp},
};

/// Why a request on behalf of an account failed.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The homeserver, or the way to it.
    #[error(transparent)]
    Matrix(MatrixError),
    /// The session is over; the account has been sealed.
    #[error("the session is over")]
    SignedOut,
    /// The account is not on this device any more.
    #[error("the account is not on this device any more")]
    NoSession,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key management.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl From<MatrixError> for CallError {
    fn from(error: MatrixError) -> Self {
        Self::Matrix(error)
    }
}

impl From<ApplyError> for CallError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Store(error) => Self::Store(error),
            ApplyError::Keys(error) => Self::Keys(error),
        }
    }
}

/// An account's connection. Clones share everything.
#[derive(Clone)]
pub struct Connection {
    store: Store,
    homeserver: Homeserver,
    machine: Arc<Machine>,
    clock: Arc<dyn Clock>,
    refresher: Arc<Refresher>,
    key_requests: Arc<Mutex<()>>,
    user: OwnedUserId,
    server: OwnedServerName,
}

impl Connection {
    /// Puts the parts together; asks nothing.
    pub(crate) fn new(
        store: Store,
        homeserver: Homeserver,
        machine: Machine,
        clock: Arc<dyn Clock>,
        server: OwnedServerName,
    ) -> Self {
        let user = machine.user_id().clone();
        Self {
            store,
            homeserver,
            machine: Arc::new(machine),
            clock,
            refresher: Arc::default(),
            key_requests: Arc::default(),
            user,
            server,
        }
    }

    /// The account's store.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The account's key management.
    pub(crate) fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The account's user.
    pub(crate) fn user(&self) -> &OwnedUserId {
        &self.user
    }

    /// Held while requests of the key management are made: none may be made twice at once.
    pub(super) fn key_requests(&self) -> &Mutex<()> {
        &self.key_requests
    }

    /// The context of a step at this time.
    pub(crate) fn context(&self, now: Timestamp) -> Context<'_> {
        Context {
            machine: &self.machine,
            own: &self.user,
            server: &self.server,
            now,
        }
    }

    /// Runs a step in one write transaction, with the time that counts in it.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut WriteTx<'_>, &Context<'_>) -> Result<T, E> + Send + 'static,
    {
        let connection = self.clone();
        self.store
            .write_async(move |tx| {
                let now = tx.times().get()?.effective(connection.clock.now());
                work(tx, &connection.context(now))
            })
            .await
    }

    /// Makes a request with a fresh access token. A token that the server no longer knows is
    /// refreshed once; when that is refused, the account is sealed.
    ///
    /// # Errors
    /// [`CallError`].
    pub(crate) async fn call<T, F, R>(&self, request: F) -> Result<T, CallError>
    where
        // Not `AsyncFn`: of a future that borrows its arguments the compiler does not see that it
        // is `Send`, and apps run these on any thread.
        F: Fn(Homeserver, AccessToken) -> R + Send + Sync,
        R: Future<Output = Result<T, MatrixError>> + Send,
        T: Send,
    {
        let token = self.token(None).await?;
        match request(self.homeserver.clone(), token.clone()).await {
            Err(MatrixError::UnknownToken { .. }) => {
                let fresh = self.token(Some(&token)).await?;
                match request(self.homeserver.clone(), fresh).await {
                    Err(MatrixError::UnknownToken { .. }) => Err(self.seal().await?),
                    answer => Ok(answer?),
                }
            }
            answer => Ok(answer?),
        }
    }

    /// An access token that is good by the local clock, and is not `refused`.
    async fn token(&self, refused: Option<&AccessToken>) -> Result<AccessToken, CallError> {
        let stored = self.stored();
        let session = stored.load().await?.ok_or(CallError::NoSession)?;
        let used = match refused {
            Some(refused) => refused.clone(),
            None if session.is_due(self.clock.now()) => session.access_token,
            None => return Ok(session.access_token),
        };
        let outcome = self
            .refresher
            .refresh(&self.homeserver, &stored, &used, &*self.clock)
            .await?;
        match outcome {
            RefreshOutcome::Refreshed(session) | RefreshOutcome::AlreadyRefreshed(session) => {
                Ok(session.access_token)
            }
            RefreshOutcome::NoSession => Err(CallError::NoSession),
            RefreshOutcome::SealedNeeded => Err(self.seal().await?),
            RefreshOutcome::Offline => Err(CallError::Matrix(MatrixError::Offline)),
            RefreshOutcome::RetryAfter(retry_after) => {
                Err(CallError::Matrix(MatrixError::LimitExceeded {
                    retry_after,
                }))
            }
        }
    }

    fn stored(&self) -> SessionInStore {
        SessionInStore(self.store.clone())
    }

    /// Seals the account: its session is over until the person signs in again on this device.
    async fn seal(&self) -> Result<CallError, CallError> {
        self.write(|tx, context| {
            if tx.session().state()? == AccountState::Active {
                let seal = AccountSeal {
                    reason: AccountSealReason::RefreshRefused,
                    since: context.now,
                    destroy_at: tx.chats().last_limit()?,
                };
                tx.session().set_state(AccountState::Sealed(seal))?;
            }
            Ok(CallError::SignedOut)
        })
        .await
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}
