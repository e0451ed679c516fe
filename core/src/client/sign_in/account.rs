//! The account that a sign-in makes, or gives a new session.

use std::{path::Path, sync::Arc};

use openidconnect::IssuerUrl;
use url::Url;

use super::SignIn;
use crate::{
    client::{
        account::Account,
        dienstchat::Shared,
        error::{SignInError, Unavailable},
        open::{self, Place},
        pending::Pending,
    },
    connector::wire::Organisation,
    ids::AccountId,
    keys::{Machine, NewDevice},
    login::sign_in::SignedIn,
    store::{AccountState as StoredState, SessionRecord, Store, StoreError, Tokens},
};

impl SignIn {
    /// Makes the account of a new device.
    pub(super) async fn create(
        &self,
        pending: &Pending,
        device: NewDevice,
        signed_in: &SignedIn,
    ) -> Result<Account, SignInError> {
        let Shared {
            config,
            environment,
            ..
        } = &*self.shared;
        let organisation = pending.sign_in.organisation();
        let id = AccountId::new(&organisation.ov, &signed_in.subject);
        let session = record(organisation, signed_in)?;
        let place = Place::of(config, &id);
        let config = open::store_config(config, environment, &id);
        create_folder(&config.path)?;
        let store = match Store::create(config.clone()) {
            Err(StoreError::Exists) => {
                if !self.is_left_over(&id) {
                    self.end_surplus(&session).await;
                    return Err(SignInError::AlreadySignedIn);
                }
                place.wipe(environment)?;
                create_folder(&config.path)?;
                Store::create(config)?
            }
            store => store?,
        };
        let entropy = Arc::clone(&environment.entropy);
        let now = environment.clock.now();
        let machine = store.write(|tx| {
            tx.session().set(&session)?;
            Machine::create(tx, session.user_id.clone(), device, entropy, now)
                .map_err(SignInError::from)
        })?;
        let signals = &self.shared.signals;
        let account = open::assemble(environment, signals, place, store, &session, machine)?;
        {
            let mut accounts = self.shared.accounts();
            if let Err(closed) = signals.open() {
                account.let_go();
                return Err(closed.into());
            }
            accounts.insert(id, Ok(account.clone()));
        }
        signals.changed();
        Ok(account)
    }

    /// Gives an account that is here its new session, which lifts the seal.
    pub(super) fn renew(
        &self,
        pending: &Pending,
        signed_in: &SignedIn,
    ) -> Result<Account, SignInError> {
        let organisation = pending.sign_in.organisation();
        let id = AccountId::new(&organisation.ov, &signed_in.subject);
        let account = self.accounts().get(&id)?;
        let session = record(organisation, signed_in)?;
        let connection = account.connection();
        let now = self.shared.environment.clock.now();
        connection.store().write(|tx| {
            tx.session().set(&session)?;
            tx.session().set_state(StoredState::Active)?;
            let renewed = connection.machine().session_renewed(tx, now);
            renewed.map_err(SignInError::from)
        })?;
        account.changed();
        Ok(account)
    }

    /// Whether what is there of an account is only what an interrupted sign-in left.
    fn is_left_over(&self, id: &AccountId) -> bool {
        matches!(self.shared.open_account(id), Ok(None))
    }

    /// Ends a session that nobody needs: the person is signed in on this device already.
    async fn end_surplus(&self, session: &SessionRecord) {
        let Ok(homeserver) =
            crate::matrix::Homeserver::new(session.homeserver.as_str(), self.shared.http.clone())
        else {
            return;
        };
        if homeserver
            .logout(&session.tokens.access_token)
            .await
            .is_err()
        {
            tracing::warn!("a surplus session could not be ended");
        }
    }
}

fn create_folder(path: &Path) -> Result<(), SignInError> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|_| SignInError::Store(Unavailable::Storage))
}

fn record(organisation: &Organisation, signed_in: &SignedIn) -> Result<SessionRecord, SignInError> {
    Ok(SessionRecord {
        user_id: signed_in.user_id.clone(),
        device_id: signed_in.device_id.clone(),
        tokens: Tokens {
            access_token: signed_in.access_token.clone(),
            refresh_token: signed_in.refresh_token.clone(),
            expires_at: signed_in.expires_at,
        },
        homeserver: Url::parse(&organisation.homeserver.base_url)
            .map_err(|_| SignInError::Server)?,
        server_name: organisation.homeserver.server_name.clone(),
        ov: organisation.ov.clone(),
        issuer: IssuerUrl::new(organisation.issuer.clone())
            .map_err(|_| SignInError::UntrustedIssuer)?,
        subject: signed_in.subject.clone(),
    })
}
