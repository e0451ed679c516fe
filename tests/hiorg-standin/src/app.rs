//! What pages, API, OAuth endpoints and handles share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use url::Url;

use crate::clock::Clock;
use crate::config::{Client, Config};
use crate::error::Error;
use crate::handle::connector::ConnectorHandle;
use crate::handle::duty::DutyHandle;
use crate::handle::login::LoginHandle;
use crate::handle::organisation::OrganisationHandle;
use crate::keys::{KeyRing, SigningKey};
use crate::model::Organisation;
use crate::oauth::grants::Grants;
use crate::outbound::Outbound;
use crate::state::State;
use crate::switches::Switches;

#[derive(Debug)]
pub(crate) struct App {
    pub(crate) public_url: Url,
    /// The public address without a slash at the end: `iss` of everything.
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) clients: Vec<Client>,
    pub(crate) clock: Clock,
    pub(crate) code_lifetime: u64,
    pub(crate) token_lifetime: u64,
    pub(crate) outbound: Outbound,
    away: AtomicBool,
    link_base: Mutex<Option<String>>,
    switches: Mutex<Switches>,
    keys: Mutex<KeyRing>,
    state: Mutex<State>,
    grants: Mutex<Grants>,
}

impl App {
    pub(crate) fn new(
        config: Config,
        public_url: Url,
        key: SigningKey,
        http: reqwest::Client,
    ) -> Self {
        let now = config.clock.now();
        Self {
            issuer: public_url.as_str().trim_end_matches('/').to_owned(),
            public_url,
            audience: config.audience,
            clients: config.clients,
            code_lifetime: config.code_lifetime,
            token_lifetime: config.token_lifetime,
            outbound: Outbound::new(http, config.clock.clone(), config.connector),
            clock: config.clock,
            away: AtomicBool::new(false),
            link_base: Mutex::new(config.app_link_base),
            switches: Mutex::new(config.switches),
            keys: Mutex::new(KeyRing::new(key)),
            state: Mutex::new(State::new(now)),
            grants: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Whether pages and sign-in answer 503.
    pub(crate) fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    pub(crate) fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    pub(crate) fn switches(&self) -> MutexGuard<'_, Switches> {
        lock(&self.switches)
    }

    pub(crate) fn keys(&self) -> MutexGuard<'_, KeyRing> {
        lock(&self.keys)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(crate) fn grants(&self) -> MutexGuard<'_, Grants> {
        lock(&self.grants)
    }

    pub(crate) fn set_app_link_base(&self, base: &str) {
        *lock(&self.link_base) = Some(base.to_owned());
    }

    /// What app links begin with.
    pub(crate) fn app_link_base(&self) -> String {
        let base = lock(&self.link_base)
            .clone()
            .or_else(|| self.outbound.target().map(|target| target.url.into()))
            .unwrap_or_else(|| "https://dienstchat.example".to_owned());
        base.trim_end_matches('/').to_owned()
    }

    /// Adds an organisation whose chat function is off.
    pub(crate) fn add_organisation(&self, ov: &str, name: &str) -> Result<Organisation, Error> {
        let mut state = self.state();
        state.add_organisation(ov, name)?;
        Ok(state.organisation(ov)?.organisation.clone())
    }

    pub(crate) fn organisation(self: &Arc<Self>, ov: &str) -> OrganisationHandle {
        OrganisationHandle::new(Arc::clone(self), ov)
    }

    pub(crate) fn duty(self: &Arc<Self>, ov: &str, id: &str) -> DutyHandle {
        DutyHandle::new(Arc::clone(self), ov, id)
    }

    pub(crate) fn login(self: &Arc<Self>) -> LoginHandle {
        LoginHandle::new(Arc::clone(self))
    }

    pub(crate) fn connector(self: &Arc<Self>) -> ConnectorHandle {
        ConnectorHandle::new(Arc::clone(self))
    }
}

/// Locks, also after another holder has panicked: every change here is complete or not begun.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
