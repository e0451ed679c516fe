//! One account: a person in an organisation, on this device.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use openidconnect::IssuerUrl;
use ruma::{OwnedDeviceId, OwnedUserId, UserId};
use tokio::sync::{Mutex, Notify, watch};
use url::Url;

use super::{
    accounts::AccountState,
    chat::Chat,
    config::Environment,
    dates::Dates,
    error::{ChatError, ClientError, SealReason, SyncError, Unavailable},
    open,
};
use crate::{
    chat::{self, ChatSummary, Sent, Viewer},
    http::{HttpClient, HttpRequest},
    ids::{AccountId, DutyId, OrgCode},
    store::{
        AccountSealReason, AccountState as StoredState, ConnId, ReadTx, SessionRecord, StoreError,
    },
    sync::{CallError, Connection, SyncSummary, reconcile, round::Round},
    time::{HOUR, ServerDate, TimeSource, Timestamp},
};

/// How often the list of joined rooms is compared, at least.
const RECONCILE_EVERY: Duration = Duration::from_mins(10);
/// The first pause after a failed round; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// The shortest pause between two looks at the send queue.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
/// How long one round of [`Account::run`] waits for something new.
const LONG_POLL: Duration = Duration::from_secs(30);

/// An account. Clones are handles of the same account.
#[derive(Clone)]
pub struct Account {
    inner: Arc<Inner>,
}

struct Inner {
    id: AccountId,
    user: OwnedUserId,
    device: OwnedDeviceId,
    issuer: IssuerUrl,
    connection: Connection,
    environment: Environment,
    http: HttpClient,
    dates: Dates,
    changes: watch::Sender<u64>,
    /// Something was put into the send queue.
    queued: Notify,
    /// Signed out: handles that are left do nothing any more.
    closed: AtomicBool,
    /// One round at a time.
    syncing: Mutex<()>,
    /// One task at a time empties the queue.
    sending: Mutex<()>,
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
        id: AccountId,
        session: &SessionRecord,
        connection: Connection,
        environment: Environment,
        http: HttpClient,
        dates: Dates,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                id,
                user: session.user_id.clone(),
                device: session.device_id.clone(),
                issuer: session.issuer.clone(),
                connection,
                environment,
                http,
                dates,
                changes: watch::Sender::new(0),
                queued: Notify::new(),
                closed: AtomicBool::new(false),
                syncing: Mutex::default(),
                sending: Mutex::default(),
                reconciled_at: AtomicI64::new(0),
                issuer_asked_at: AtomicI64::new(0),
            }),
        }
    }

    /// Names the account.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.inner.id
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
    /// [`ClientError::Store`].
    pub fn state(&self) -> Result<AccountState, ClientError> {
        let local = self.local();
        Ok(self.inner.connection.store().read(|tx| state(tx, local))?)
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
        self.chat_in(self.inner.id.ov(), duty)
    }

    /// The chat of a duty, preferably of this organisation.
    pub(super) fn chat_in(&self, ov: &OrgCode, duty: &DutyId) -> Result<Chat, ChatError> {
        self.usable()?;
        let store = self.inner.connection.store();
        let found = store.read(|tx| chat::find(tx, ov, duty))?;
        let found = found.ok_or(ChatError::NotFound)?;
        Ok(Chat::new(self.clone(), found.room_id))
    }

    /// Goes through one round: sends what the key management wants sent, waits up to `wait` for
    /// something new, applies it, fills gaps, deletes what is due and sends the queue.
    ///
    /// # Errors
    /// [`SyncError`]; what was done up to then is kept.
    pub async fn sync_once(&self, wait: Duration) -> Result<SyncSummary, SyncError> {
        let _one = self.inner.syncing.lock().await;
        self.may_sync()?;
        let round = Round {
            conn_id: ConnId::APP,
            wait,
        };
        let result = round.run(&self.inner.connection).await;
        // Before anything is concluded from the time.
        self.learn_time().await?;
        let result = match result {
            Ok(summary) => self.reconcile(summary).await,
            Err(error) => Err(error),
        };
        // What is due is due whatever the server says.
        let destroyed = self.destroy_due()?;
        let summary = match result {
            Ok(summary) => summary,
            Err(error) => {
                self.changed();
                return Err(error.into());
            }
        };
        if summary.anything || destroyed > 0 {
            self.changed();
        }
        self.send().await?;
        Ok(summary)
    }

    /// Synchronises, and sends what is written meanwhile, until `stop` resolves or the account
    /// cannot be used any more. Waits longer after each failure, at most a minute.
    ///
    /// # Errors
    /// The error after which trying again is of no use.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<(), SyncError> {
        tokio::select! {
            () = stop => Ok(()),
            error = self.keep_syncing() => Err(error),
            error = self.keep_sending() => Err(error),
        }
    }

    async fn keep_syncing(&self) -> SyncError {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.sync_once(LONG_POLL).await {
                Ok(_) => pause = FIRST_PAUSE,
                Err(SyncError::Offline | SyncError::Busy | SyncError::Server) => {
                    tokio::time::sleep(pause).await;
                    pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
                }
                Err(error) => return error,
            }
        }
    }

    /// Sends when something was queued and when an attempt has become due.
    async fn keep_sending(&self) -> SyncError {
        loop {
            match self.next_attempt() {
                Ok(Some(wait)) => {
                    tokio::select! {
                        () = self.inner.queued.notified() => {}
                        () = tokio::time::sleep(wait) => {}
                    }
                }
                Ok(None) => self.inner.queued.notified().await,
                Err(error) => return error,
            }
            match self.flush().await {
                Ok(_) | Err(SyncError::Offline | SyncError::Busy | SyncError::Server) => {}
                Err(error) => return error,
            }
        }
    }

    /// How long until the next message may be tried, at least a moment and at most a minute.
    fn next_attempt(&self) -> Result<Option<Duration>, SyncError> {
        let local = self.local();
        let store = self.inner.connection.store();
        let (at, now) = store.read(|tx| {
            let now = tx.times().get()?.effective(local);
            Ok::<_, StoreError>((tx.queue().next_attempt_at()?, now))
        })?;
        Ok(at.map(|at| at.since(now).clamp(SHORTEST_PAUSE, LONGEST_PAUSE)))
    }

    /// Sends what is in the queue now.
    ///
    /// # Errors
    /// [`SyncError`]; without a connection the messages stay, which is no error.
    pub async fn flush(&self) -> Result<Sent, SyncError> {
        self.may_sync()?;
        self.send().await
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
        if destroyed > 0 {
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
            account: self.inner.id.clone(),
            user: self.inner.user.clone(),
            server: self.inner.user.server_name().to_owned(),
            now: tx.times().get()?.effective(self.local()),
        })
    }

    pub(super) fn changed(&self) {
        self.inner
            .changes
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Something was put into the send queue.
    pub(super) fn queued(&self) {
        self.inner.queued.notify_one();
    }

    /// The account leaves this device.
    pub(super) fn close(&self) {
        self.inner.closed.store(true, Ordering::SeqCst);
        self.changed();
    }

    /// Refuses to show anything of a sealed account.
    pub(super) fn usable(&self) -> Result<(), ClientError> {
        if self.inner.closed.load(Ordering::SeqCst) {
            return Err(ClientError::NoSuchAccount);
        }
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

    /// Ends the session on the server, as far as it can be reached.
    pub(super) async fn end_session(&self) -> bool {
        let told = self
            .inner
            .connection
            .call(|homeserver, token| async move { homeserver.logout(&token).await })
            .await;
        told.is_ok()
    }

    /// Keeps dates that were seen elsewhere.
    pub(super) async fn learn(&self, dates: Vec<ServerDate>) -> Result<bool, StoreError> {
        if dates.is_empty() {
            return Ok(true);
        }
        self.inner
            .connection
            .write(move |tx, _| {
                let mut time = tx.times().get()?;
                let mut trusted = true;
                for date in dates {
                    trusted = time.observe(date);
                }
                tx.times().set(&time)?;
                Ok(trusted)
            })
            .await
    }

    fn local(&self) -> Timestamp {
        self.inner.environment.clock.now()
    }

    /// A sealed account may not be used; one that was merely out of contact may find it again.
    fn may_sync(&self) -> Result<(), SyncError> {
        if self.inner.closed.load(Ordering::SeqCst) {
            return Err(SyncError::NoSuchAccount);
        }
        match self
            .inner
            .connection
            .store()
            .read(|tx| tx.session().state())?
        {
            StoredState::Active => Ok(()),
            StoredState::Sealed(_) => Err(SyncError::Sealed),
        }
    }

    /// Compares the list of joined rooms, when that is due.
    async fn reconcile(&self, mut summary: SyncSummary) -> Result<SyncSummary, CallError> {
        let last = self.inner.reconciled_at.load(Ordering::Relaxed);
        let local = self.local();
        let due = last == 0 || local.distance(Timestamp::from_millis(last)) >= RECONCILE_EVERY;
        if due && !summary.stale {
            summary.anything |= reconcile(&self.inner.connection, &ConnId::APP).await?;
            self.inner
                .reconciled_at
                .store(local.as_millis(), Ordering::Relaxed);
        }
        Ok(summary)
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

    async fn send(&self) -> Result<Sent, SyncError> {
        let _one = self.inner.sending.lock().await;
        let sent = chat::send_pending(&self.inner.connection).await?;
        if sent != Sent::default() {
            self.changed();
        }
        Ok(sent)
    }

    /// Takes in the `Date` headers of this round. Where the operator's is not believed, the
    /// issuer is asked, at most once an hour.
    async fn learn_time(&self) -> Result<(), SyncError> {
        let trusted = self.learn(self.inner.dates.take()).await?;
        let last = Timestamp::from_millis(self.inner.issuer_asked_at.load(Ordering::Relaxed));
        if trusted || self.local().distance(last) < HOUR {
            return Ok(());
        }
        self.inner
            .issuer_asked_at
            .store(self.local().as_millis(), Ordering::Relaxed);
        self.ask_issuer().await;
        self.learn(self.inner.dates.take()).await?;
        Ok(())
    }

    /// Any answer of the issuer has its `Date`, also one that says there is no such page.
    async fn ask_issuer(&self) {
        let Ok(mut url) = Url::parse(self.inner.issuer.as_str()) else {
            return;
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty()
                .extend([".well-known", "openid-configuration"]);
        }
        let mut request = HttpRequest::new(Vec::new());
        let Ok(uri) = url.as_str().parse() else {
            return;
        };
        *request.uri_mut() = uri;
        let ask = crate::http::Ask::default();
        if let Err(error) = self.inner.http.send(request, TimeSource::Issuer, ask).await {
            tracing::debug!(%error, "the issuer could not be asked for the time");
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
        f.debug_tuple("Account").field(&self.inner.id).finish()
    }
}
