//! One account: a person in an organisation, on this device.

mod offline;
mod passed;
mod run;
mod sign_out_after;
mod sync;
mod time;

use std::sync::{Arc, Mutex as Lock, PoisonError, atomic::AtomicI64};

use openidconnect::IssuerUrl;
use ruma::{OwnedDeviceId, OwnedUserId, UserId};
use tokio::sync::{Mutex, Notify, watch};

use super::{
    accounts::{AccountInfo, AccountState},
    chat::Chat,
    config::Environment,
    dates::Dates,
    error::{ChatError, ClientError, SealReason, Unavailable},
    open::{self, Place},
    signals::{Signals, bump},
};
use crate::{
    chat::{self, ChatSummary, Viewer},
    http::HttpClient,
    ids::{AccountId, DutyId, OrgCode},
    store::{AccountSealReason, AccountState as StoredState, ReadTx, SessionRecord, StoreError},
    sync::Connection,
    time::Timestamp,
};

/// An account. Clones are handles of the same account.
#[derive(Clone)]
pub struct Account {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    user: OwnedUserId,
    device: OwnedDeviceId,
    issuer: IssuerUrl,
    connection: Connection,
    environment: Environment,
    http: HttpClient,
    dates: Dates,
    signals: Signals,
    changes: watch::Sender<u64>,
    passed: passed::Passed,
    /// The last that is known is that there is no connection.
    offline: watch::Sender<bool>,
    /// Something was put into the send queue.
    queued: Notify,
    /// Signed out, or about to be: handles that are left do nothing any more.
    left: watch::Sender<bool>,
    /// Everything of it was wiped from this device.
    gone: Lock<bool>,
    /// One task at a time signs it out after a duty.
    signing_out: Arc<Mutex<()>>,
    /// One round at a time, and how many wait for theirs who do not want to wait.
    syncing: Mutex<()>,
    hurried: watch::Sender<usize>,
    /// One task at a time empties the queue.
    sending: Arc<Mutex<()>>,
    /// When the list of joined rooms was last compared, and when the issuer was last asked for
    /// the time; milliseconds, 0 for never.
    reconciled_at: AtomicI64,
    issuer_asked_at: AtomicI64,
}

/// What signing out did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedOut {
    /// The server has ended the session too; it could not be reached otherwise, and the session
    /// ends there when the device is signed out elsewhere.
    pub server_told: bool,
}

impl Account {
    pub(super) fn new(
        place: Place,
        session: &SessionRecord,
        connection: Connection,
        environment: Environment,
        http: HttpClient,
        dates: Dates,
        signals: Signals,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                place,
                user: session.user_id.clone(),
                device: session.device_id.clone(),
                issuer: session.issuer.clone(),
                connection,
                environment,
                http,
                dates,
                signals,
                passed: passed::Passed::default(),
                offline: watch::Sender::new(false),
                changes: watch::Sender::new(0),
                queued: Notify::new(),
                left: watch::Sender::new(false),
                gone: Lock::default(),
                signing_out: Arc::default(),
                syncing: Mutex::default(),
                hurried: watch::Sender::new(0),
                sending: Arc::default(),
                reconciled_at: AtomicI64::new(0),
                issuer_asked_at: AtomicI64::new(0),
            }),
        }
    }

    /// Names the account.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.inner.place.id
    }

    /// The Matrix user.
    #[must_use]
    pub fn user_id(&self) -> &UserId {
        &self.inner.user
    }

    /// This device.
    #[must_use]
    pub fn device_id(&self) -> &OwnedDeviceId {
        &self.inner.device
    }

    /// Whether the account can be used.
    ///
    /// # Errors
    /// [`ClientError::NoSuchAccount`], [`ClientError::Store`], [`ClientError::Closed`].
    pub fn state(&self) -> Result<AccountState, ClientError> {
        self.info().map(|info| info.state)
    }

    /// The account as the list shows it.
    pub(super) fn info(&self) -> Result<AccountInfo, ClientError> {
        self.inner.signals.open()?;
        if self.has_left() {
            return Err(ClientError::NoSuchAccount);
        }
        let local = self.local();
        Ok(self.inner.connection.store().read(|tx| {
            Ok::<_, StoreError>(AccountInfo {
                id: self.id().clone(),
                ov: self.id().ov().clone(),
                user_id: Some(self.user_id().to_owned()),
                state: state(tx, local)?,
                sign_out_after: tx.session().sign_out_after()?,
                clock_offset_ms: tx.times().get()?.offset_ms(),
                offline: self.is_offline(),
            })
        })?)
    }

    /// All chats of this account that are not deleted, sealed ones included.
    ///
    /// # Errors
    /// [`ClientError::Sealed`], [`ClientError::Store`].
    pub fn chats(&self) -> Result<Vec<ChatSummary>, ClientError> {
        self.usable()?;
        Ok(self
            .inner
            .connection
            .store()
            .read(|tx| chat::list(tx, &self.viewer(tx)?))?)
    }

    /// The chat of a duty of the account's own organisation, or, where that has none of this id,
    /// of another one's.
    ///
    /// # Errors
    /// [`ChatError::NotFound`], [`ChatError::Sealed`], [`ChatError::Store`].
    pub fn chat(&self, duty: &DutyId) -> Result<Chat, ChatError> {
        self.chat_in(self.id().ov(), duty)
    }

    /// The chat of a duty, preferably of this organisation.
    pub(super) fn chat_in(&self, ov: &OrgCode, duty: &DutyId) -> Result<Chat, ChatError> {
        self.usable()?;
        let store = self.inner.connection.store();
        let found = store.read(|tx| chat::find(tx, ov, duty))?;
        let found = found.ok_or(ChatError::NotFound)?;
        Ok(Chat::new(self.clone(), found.room_id))
    }

    /// Changes whenever something of this account has changed.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// Deletes what is due. Needs no server. Returns how many chats were destroyed.
    ///
    /// # Errors
    /// [`ClientError::Store`].
    pub fn maintain(&self) -> Result<usize, ClientError> {
        let destroyed = self.destroy_due().map_err(ClientError::from)?;
        if self.has_passed()? || destroyed > 0 {
            self.changed();
        }
        Ok(destroyed)
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.inner.connection
    }

    pub(super) fn environment(&self) -> &Environment {
        &self.inner.environment
    }

    pub(super) fn viewer(&self, tx: &ReadTx<'_>) -> Result<Viewer, StoreError> {
        Ok(Viewer {
            account: self.id().clone(),
            user: self.inner.user.clone(),
            server: self.inner.user.server_name().to_owned(),
            now: tx.times().get()?.effective(self.local()),
        })
    }

    pub(super) fn signals(&self) -> &Signals {
        &self.inner.signals
    }

    /// Something of this account has changed.
    pub(super) fn changed(&self) {
        bump(&self.inner.changes);
        self.inner.signals.changed();
    }

    /// Something was put into the send queue.
    pub(super) fn queued(&self) {
        self.inner.queued.notify_one();
    }

    /// The account is about to leave this device; it stays when the answer is dropped before
    /// [`Leaving::for_good`].
    ///
    /// So that whoever synchronises meanwhile does not take the end of the session for one that
    /// the server decided on.
    pub(super) fn leaving(&self) -> Leaving<'_> {
        self.inner.left.send_replace(true);
        Leaving {
            account: self,
            for_good: false,
        }
    }

    /// Waits for the end of the account on this device.
    async fn left(&self) {
        let mut left = self.inner.left.subscribe();
        // The sender lives as long as this.
        let _ = left.wait_for(|left| *left).await;
    }

    fn has_left(&self) -> bool {
        *self.inner.left.borrow()
    }

    /// Lets go of what is stored: the client is closed.
    pub(super) fn let_go(&self) {
        self.inner.connection.store().close();
    }

    /// Refuses to show anything of a sealed account.
    pub(super) fn usable(&self) -> Result<(), ClientError> {
        match self.state()? {
            AccountState::Active => Ok(()),
            AccountState::Sealed(_) => Err(ClientError::Sealed),
            AccountState::Unavailable(error) => Err(ClientError::Store(error)),
        }
    }

    /// What is done once at every start.
    pub(super) fn started(&self) {
        let local = self.local();
        let done = self.inner.connection.store().write(|tx| {
            let mut time = tx.times().get()?;
            time.started(local);
            tx.times().set(&time)?;
            let now = time.effective(local);
            tx.queue().release(now)?;
            open::deal_with_older_copy(tx, &self.inner.connection.context(now))
        });
        if let Err(error) = done.and_then(|()| self.destroy_due().map_err(Unavailable::from)) {
            tracing::error!(%error, "what is done at every start could not be done");
        }
        // What holds now is known to nobody yet.
        let _ = self.has_passed();
    }

    /// Whether the account is sealed and its last limit has come.
    pub(super) fn is_expired(&self) -> bool {
        let local = self.local();
        let expired = self.inner.connection.store().read(|tx| {
            let StoredState::Sealed(seal) = tx.session().state()? else {
                return Ok(false);
            };
            let now = tx.times().get()?.for_deletion(local);
            Ok::<_, StoreError>(
                seal.destroy_at
                    .zip(now)
                    .is_some_and(|(limit, now)| now >= limit),
            )
        });
        expired.unwrap_or(false)
    }

    /// Wipes everything of the account from this device, once: what comes after it may be another
    /// account of the same person.
    pub(super) fn wipe(&self) -> Result<(), Unavailable> {
        let mut gone = self.gone();
        if !*gone {
            self.inner.place.wipe(&self.inner.environment)?;
            *gone = true;
        }
        Ok(())
    }

    /// Whether everything of the account was wiped.
    pub(super) fn is_gone(&self) -> bool {
        *self.gone()
    }

    fn gone(&self) -> std::sync::MutexGuard<'_, bool> {
        let gone = self.inner.gone.lock();
        gone.unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the session on the server, as far as it can be reached.
    pub(super) async fn end_session(&self) -> bool {
        let told = self
            .inner
            .connection
            .call(|homeserver, token| async move { homeserver.logout(&token).await })
            .await;
        told.is_ok()
    }

    fn local(&self) -> Timestamp {
        self.inner.environment.clock.now()
    }

    fn destroy_due(&self) -> Result<usize, StoreError> {
        let store = self.inner.connection.store();
        let local = self.local();
        store.write(|tx| {
            let now = tx.times().get()?.effective(local);
            chat::expire_queue(tx, now)
        })?;
        Ok(chat::destroy_due(store, local)?.destroyed)
    }
}

/// See [`Account::leaving`].
pub(super) struct Leaving<'a> {
    account: &'a Account,
    for_good: bool,
}

impl Leaving<'_> {
    /// The account has left.
    pub(super) fn for_good(mut self) {
        self.for_good = true;
        // Somebody else may have given up meanwhile.
        self.account.inner.left.send_replace(true);
        self.account.changed();
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        if !self.for_good {
            self.account.inner.left.send_replace(false);
        }
    }
}

fn state(tx: &ReadTx<'_>, local: Timestamp) -> Result<AccountState, StoreError> {
    let sealed = match tx.session().state()? {
        StoredState::Sealed(seal) => Some(match seal.reason {
            AccountSealReason::RefreshRefused => SealReason::SignInAgain,
            AccountSealReason::Blocked => SealReason::Blocked,
            AccountSealReason::NoContact => SealReason::NoContact,
        }),
        StoredState::Active => tx
            .times()
            .get()?
            .is_out_of_contact(local)
            .then_some(SealReason::NoContact),
    };
    Ok(sealed.map_or(AccountState::Active, AccountState::Sealed))
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Account").field(self.id()).finish()
    }
}
