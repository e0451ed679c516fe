//! Signing in through the organisation's identity provider, in the system's browser.

use std::{fmt, sync::Arc};

use dienstchat_core::{client, ids::InvalidId};

use crate::{
    Account, Browser, Cancellation, Loopback, SignInError,
    browser::ForeignBrowser,
    guard::{cancellable, guarded},
};

/// What a sign-in is for.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum SignInTarget {
    /// A person of the organisation with this code, in any case. Where its one account on this
    /// device is sealed, the sign-in is for that account.
    Organisation {
        /// The organisation's code.
        ov: String,
    },
    /// A sealed account of this device again, with the same keys.
    Account {
        /// Its id.
        id: String,
    },
}

impl TryFrom<SignInTarget> for client::SignInTarget {
    type Error = InvalidId;

    fn try_from(target: SignInTarget) -> Result<Self, InvalidId> {
        Ok(match target {
            SignInTarget::Organisation { ov } => Self::Organisation(ov.parse()?),
            SignInTarget::Account { id } => Self::Account(id.parse()?),
        })
    }
}

impl fmt::Debug for SignInTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organisation { .. } => "Organisation(…)",
            Self::Account { .. } => "Account(…)",
        })
    }
}

/// A sign-in that was begun.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct SignInStarted {
    /// To be opened in the system's browser, never in a web view.
    pub authorize_url: String,
}

impl From<client::SignInStarted> for SignInStarted {
    fn from(started: client::SignInStarted) -> Self {
        Self {
            authorize_url: started.authorize_url.into(),
        }
    }
}

// Whoever knows the state in the URL can answer for the browser.
impl fmt::Debug for SignInStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInStarted").finish_non_exhaustive()
    }
}

/// Signing in.
#[derive(uniffi::Object)]
pub struct SignIn(pub(crate) client::SignIn);

#[uniffi::export(async_runtime = "tokio")]
impl SignIn {
    /// Begins a sign-in.
    ///
    /// The redirect URI is one that the issuer table names: the app's own scheme, or a loopback
    /// address with any port.
    ///
    /// # Errors
    /// When the organisation or its issuer is not known, or nobody can be reached.
    #[uniffi::method(default(cancellation = None))]
    pub async fn begin(
        &self,
        target: SignInTarget,
        redirect_uri: String,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<SignInStarted, SignInError> {
        cancellable(cancellation, self.begin_for(target, &redirect_uri)).await
    }

    /// Finishes a sign-in with the whole URL that the browser was sent to. The app may have been
    /// started anew in between.
    ///
    /// # Errors
    /// When the person declined, when the URL belongs to no sign-in that was begun here, or when
    /// the issuer or a server refuses. After `Offline` the same call can be made again.
    #[uniffi::method(default(cancellation = None))]
    pub async fn finish(
        &self,
        callback: String,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Account, SignInError> {
        cancellable(cancellation, async {
            Ok(Account(self.0.finish(&callback).await?))
        })
        .await
    }

    /// Signs in from one call: begins, opens the browser, waits until `callback` is called with the
    /// URL that the browser was sent to, finishes, and dismisses the browser.
    ///
    /// Whoever cancels it gives the sign-in up: it is forgotten, and the browser dismissed. Several
    /// may wait at the same time.
    ///
    /// # Errors
    /// Those of `begin` and `finish`, and `NoBrowser`. After `Offline` and `Server`, `finish` can
    /// be called with the same URL.
    #[uniffi::method(default(cancellation = None))]
    pub async fn with_browser(
        &self,
        target: SignInTarget,
        redirect_uri: String,
        browser: Arc<dyn Browser>,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Account, SignInError> {
        let browser = ForeignBrowser(browser);
        cancellable(cancellation, async {
            let target = target.try_into()?;
            let signed_in = self.0.with_browser(target, &redirect_uri, &browser);
            Ok(Account(signed_in.await?))
        })
        .await
    }

    /// Hands the URL that the browser was sent to to the `withBrowser` that waits for it. False
    /// when none waits here, as when the app was started anew: `finish` takes it then, if it is
    /// expected at all.
    ///
    /// # Errors
    /// When the data folder cannot be read.
    pub fn callback(&self, url: &str) -> Result<bool, SignInError> {
        guarded(|| Ok(self.0.callback(url)?))
    }

    /// Listens on this machine for the callback of a sign-in, for desktops. The redirect URI is
    /// one for a loopback address that the issuer table names; sign in with
    /// `Loopback.redirectUri`.
    ///
    /// # Errors
    /// When it is not one, or the system lets nobody listen (`NoBrowser`).
    #[uniffi::method(default(cancellation = None))]
    pub async fn loopback(
        &self,
        redirect_uri: String,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Loopback, SignInError> {
        cancellable(cancellation, async {
            Ok(Loopback(self.0.loopback(&redirect_uri).await?))
        })
        .await
    }

    /// Whether a URL is the callback of a sign-in that was begun here. One that is not is to be
    /// dropped, not forwarded.
    ///
    /// # Errors
    /// When the data folder cannot be read.
    pub fn expects(&self, callback: &str) -> Result<bool, SignInError> {
        guarded(|| Ok(self.0.expects(callback)?))
    }

    /// Forgets the sign-ins that were begun and not finished.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn cancel(&self) -> Result<(), SignInError> {
        guarded(|| Ok(self.0.cancel()?))
    }
}

impl SignIn {
    async fn begin_for(
        &self,
        target: SignInTarget,
        redirect_uri: &str,
    ) -> Result<SignInStarted, SignInError> {
        let started = match target.try_into()? {
            client::SignInTarget::Organisation(ov) => self.0.begin(&ov, redirect_uri).await?,
            client::SignInTarget::Account(id) => self.0.again(&id, redirect_uri).await?,
        };
        Ok(started.into())
    }
}
