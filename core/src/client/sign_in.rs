//! Signing in, in the system's browser.

mod account;

use std::sync::Arc;

use url::Url;
use vodozemac::Ed25519Signature;

use super::{
    account::Account,
    accounts::{AccountState, Accounts},
    browser::Waiting,
    dienstchat::Shared,
    error::{ClientError, SealReason, SignInError, Unavailable},
    organisations::Organisations,
    pending::{Device, DeviceBytes, Pending, PendingSignIns},
};
use crate::{
    connector::wire::Organisation,
    ids::{AccountId, OrgCode},
    keys::{DeviceSigner, NewDevice},
    login::{nonce::DeviceIdentity, sign_in::SignIn as Login},
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

    /// Forgets the sign-ins that were begun and not finished. Calls of
    /// [`with_browser`](Self::with_browser) that wait end with [`SignInError::UnknownCallback`].
    ///
    /// # Errors
    /// [`SignInError::Store`].
    pub fn cancel(&self) -> Result<(), SignInError> {
        self.shared.signals.open()?;
        let now = self.shared.environment.clock.now();
        Ok(self.pending().clear(now)?)
    }

    /// Which sign-in a callback belongs to.
    pub(super) fn pending_url(&self, callback: &str) -> Result<Option<Url>, SignInError> {
        self.shared.signals.open()?;
        let found = self
            .pending()
            .find(callback, self.shared.environment.clock.now())?;
        Ok(found.map(|pending| pending.sign_in.authorize_url().clone()))
    }

    /// Lets a call wait for the callback of its sign-in.
    pub(super) fn wait(&self, waiting: Waiting) -> Result<(), Unavailable> {
        let now = self.shared.environment.clock.now();
        self.pending().wait(waiting, now)
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

    fn pending(&self) -> PendingSignIns<'_> {
        PendingSignIns::of(&self.shared)
    }
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
