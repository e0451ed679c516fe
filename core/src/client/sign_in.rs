//! Signing in, in the system's browser.

use std::{path::Path, sync::Arc};

use openidconnect::IssuerUrl;
use url::Url;
use vodozemac::Ed25519Signature;

use super::{
    account::{Account, SignedOut},
    accounts::{AccountState, Accounts},
    dienstchat::Shared,
    error::{ClientError, SealReason, SignInError, Unavailable},
    open,
    organisations::Organisations,
    pending::{Device, DeviceBytes, Pending, PendingSignIns},
};
use crate::{
    connector::wire::Organisation,
    ids::{AccountId, OrgCode},
    keys::{DeviceSigner, Machine, NewDevice},
    login::{
        nonce::DeviceIdentity,
        sign_in::{SignIn as Login, SignedIn},
    },
    store::{AccountState as StoredState, SessionRecord, Store, StoreError, Tokens},
};

/// Signing in to an organisation, once for each account.
#[derive(Clone)]
pub struct SignIn {
    pub(super) shared: Arc<Shared>,
}

/// What signs for the device that signs in.
enum Signer {
    New(NewDevice),
    Existing(DeviceSigner),
}

impl Signer {
    fn sign(&self, text: &str) -> Ed25519Signature {
        match self {
            Self::New(device) => device.sign(text.as_bytes()),
            Self::Existing(device) => device.sign(text.as_bytes()),
        }
    }
}

/// A sign-in that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInStarted {
    /// The URL to open in the system's browser. Never in a web view.
    pub authorize_url: Url,
}

/// What a sign-in is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInTarget {
    /// A person of this organisation: [`SignIn::begin`].
    Organisation(OrgCode),
    /// This account again: [`SignIn::again`].
    Account(AccountId),
}

impl SignIn {
    /// Begins a sign-in: makes the device and the URL for the browser. Where the one account of
    /// this organisation on this device asks for a new sign-in, it is begun for that account.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn begin(
        &self,
        ov: &OrgCode,
        redirect_uri: &str,
    ) -> Result<SignInStarted, SignInError> {
        let begun = self.begin_at(ov, redirect_uri);
        self.shared.signals.unless_closed(begun).await
    }

    async fn begin_at(
        &self,
        ov: &OrgCode,
        redirect_uri: &str,
    ) -> Result<SignInStarted, SignInError> {
        if let Some(error) = self.accounts().unavailable(ov) {
            // Whoever is signed in already would only find that out after the browser.
            return Err(error.into());
        }
        if let Some(account) = self.sealed_account(ov) {
            return self.begin_again(&account, redirect_uri).await;
        }
        let environment = &self.shared.environment;
        let device = NewDevice::generate(environment.entropy.as_ref())?;
        let identity = DeviceIdentity {
            device_id: device.device_id().clone(),
            curve25519: device.curve25519(),
            ed25519: device.ed25519(),
            salt: *device.salt(),
        };
        let login = self.login(self.organisation(ov).await?)?;
        let sign_in = login
            .begin(&identity, redirect_uri, None, environment.entropy.as_ref())
            .await?;
        let device = Device::New(DeviceBytes::new(device.to_secret()?.as_bytes()));
        self.keep(Pending { sign_in, device })
    }

    /// Begins a new sign-in of an account that is here: same person, same device, same keys.
    ///
    /// # Errors
    /// [`SignInError::NoSuchAccount`] and others.
    pub async fn again(
        &self,
        account: &AccountId,
        redirect_uri: &str,
    ) -> Result<SignInStarted, SignInError> {
        let begun = self.begin_again(account, redirect_uri);
        self.shared.signals.unless_closed(begun).await
    }

    async fn begin_again(
        &self,
        account: &AccountId,
        redirect_uri: &str,
    ) -> Result<SignInStarted, SignInError> {
        let environment = &self.shared.environment;
        let here = self.accounts().get(account)?;
        let keys = here.connection().machine().identity_keys();
        let mut salt = [0; 32];
        environment
            .entropy
            .fill(&mut salt)
            .map_err(|_| SignInError::Store(Unavailable::Storage))?;
        let identity = DeviceIdentity {
            device_id: here.device_id().clone(),
            curve25519: keys.curve25519,
            ed25519: keys.ed25519,
            salt,
        };
        let login = self.login(self.organisation(account.ov()).await?)?;
        let subject = Some(account.subject());
        let sign_in = login
            .begin(
                &identity,
                redirect_uri,
                subject,
                environment.entropy.as_ref(),
            )
            .await?;
        self.keep(Pending {
            sign_in,
            device: Device::Existing(account.clone()),
        })
    }

    /// Whether a URL is the callback of a sign-in that was begun here. One that is not is to be
    /// dropped, not forwarded.
    ///
    /// # Errors
    /// [`SignInError::Store`].
    pub fn expects(&self, callback: &str) -> Result<bool, SignInError> {
        Ok(self.pending_url(callback)?.is_some())
    }

    /// Finishes a sign-in with the URL that the browser was sent to. Works after a restart of the
    /// app too. After [`SignInError::Offline`] the same call can be made again.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn finish(&self, callback: &str) -> Result<Account, SignInError> {
        let finished = self.redeem(callback);
        self.shared.signals.unless_closed(finished).await
    }

    async fn redeem(&self, callback: &str) -> Result<Account, SignInError> {
        let now = self.shared.environment.clock.now();
        let mut pending = self
            .pending()
            .find(callback, now)?
            .ok_or(SignInError::UnknownCallback)?;
        let login = self.login(pending.sign_in.organisation().clone())?;
        let signer = self.signer(&pending.device)?;
        let signed_in = match login
            .finish(&mut pending.sign_in, callback, |text| signer.sign(text))
            .await
        {
            Ok(signed_in) => signed_in,
            Err(error) if error.is_temporary() => {
                self.pending().keep(pending, now)?;
                return Err(error.into());
            }
            Err(error) => {
                self.pending().forget(&pending, now)?;
                return Err(error.into());
            }
        };
        let account = match signer {
            Signer::New(device) => self.create(&pending, device, &signed_in).await?,
            Signer::Existing(_) => self.renew(&pending, &signed_in)?,
        };
        account.learn(self.shared.dates.take()).await?;
        self.pending().forget(&pending, now)?;
        Ok(account)
    }

    /// Forgets the sign-ins that were begun and not finished.
    ///
    /// # Errors
    /// [`SignInError::Store`].
    pub fn cancel(&self) -> Result<(), SignInError> {
        self.shared.signals.open()?;
        Ok(self.pending().clear()?)
    }

    /// Which sign-in a callback belongs to.
    pub(super) fn pending_url(&self, callback: &str) -> Result<Option<Url>, SignInError> {
        self.shared.signals.open()?;
        let found = self
            .pending()
            .find(callback, self.shared.environment.clock.now())?;
        Ok(found.map(|pending| pending.sign_in.authorize_url().clone()))
    }

    /// Forgets one sign-in that was begun.
    pub(super) fn forget(&self, url: &Url) -> Result<(), Unavailable> {
        let now = self.shared.environment.clock.now();
        self.pending().forget_url(url, now)
    }

    fn signer(&self, device: &Device) -> Result<Signer, SignInError> {
        Ok(match device {
            Device::New(bytes) => Signer::New(NewDevice::from_secret(&bytes.to_secret())?),
            Device::Existing(id) => {
                let account = self.accounts().get(id)?;
                let connection = account.connection();
                let signer = connection
                    .store()
                    .write(|tx| connection.machine().signer(tx).map_err(SignInError::from))?;
                Signer::Existing(signer)
            }
        })
    }

    /// Makes the account of a new device.
    async fn create(
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
        let config = open::store_config(config, environment, &id);
        create_folder(&config.path)?;
        let store = match Store::create(config.clone()) {
            Err(StoreError::Exists) => {
                if !self.is_left_over(&id) {
                    self.end_surplus(&session).await;
                    return Err(SignInError::AlreadySignedIn);
                }
                open::wipe(&self.shared.config, environment, &id)?;
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
        let account = open::assemble(environment, signals, &id, store, &session, machine)?;
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
    fn renew(&self, pending: &Pending, signed_in: &SignedIn) -> Result<Account, SignInError> {
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

    /// The one account of the organisation, when it asks for a new sign-in.
    fn sealed_account(&self, ov: &OrgCode) -> Option<AccountId> {
        let mut of_organisation = self.accounts().list().unwrap_or_default();
        of_organisation.retain(|account| account.id.ov() == ov);
        match of_organisation.as_slice() {
            [account] if account.state == AccountState::Sealed(SealReason::SignInAgain) => {
                Some(account.id.clone())
            }
            _ => None,
        }
    }

    fn keep(&self, pending: Pending) -> Result<SignInStarted, SignInError> {
        let authorize_url = pending.sign_in.authorize_url().clone();
        self.pending()
            .keep(pending, self.shared.environment.clock.now())?;
        Ok(SignInStarted { authorize_url })
    }

    async fn organisation(&self, ov: &OrgCode) -> Result<Organisation, SignInError> {
        let found = Organisations {
            shared: Arc::clone(&self.shared),
        }
        .get(ov)
        .await;
        found.map_err(SignInError::from)
    }

    fn login(&self, organisation: Organisation) -> Result<Login, SignInError> {
        let Shared {
            config,
            environment,
            http,
            connector,
            ..
        } = &*self.shared;
        let clock = Arc::clone(&environment.clock);
        Ok(Login::new(
            organisation,
            &config.issuers,
            connector.clone(),
            http,
            clock,
        )?)
    }

    fn accounts(&self) -> Accounts {
        Accounts {
            shared: Arc::clone(&self.shared),
        }
    }

    fn pending(&self) -> PendingSignIns {
        PendingSignIns::of(&self.shared)
    }
}

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
        let server_told = match &opened {
            Ok(account) => account.end_session().await,
            Err(_) => false,
        };
        self.shared.accounts().remove(id);
        if let Ok(account) = &opened {
            account.leave();
        }
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

impl From<ClientError> for SignInError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Offline => Self::Offline,
            ClientError::UnknownOrganisation => Self::UnknownOrganisation,
            ClientError::NoSuchAccount => Self::NoSuchAccount,
            ClientError::Closed => Self::Closed,
            ClientError::Sealed | ClientError::Server => Self::Server,
            ClientError::Store(error) => Self::Store(error),
        }
    }
}
