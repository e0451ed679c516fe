//! Signing in through the organisation's identity provider, in the system's browser.

use std::fmt;

use dienstchat_core::client;

use crate::{Account, SignInError};

/// A sign-in that was begun.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
    /// Begins a sign-in to the organisation with this code, in any case. Where its one account on
    /// this device is sealed, the sign-in is for that account.
    ///
    /// The redirect URI is one that the issuer table names: the app's own scheme, or a loopback
    /// address with any port.
    ///
    /// # Errors
    /// When the organisation or its issuer is not known, or nobody can be reached.
    pub async fn begin(
        &self,
        ov: String,
        redirect_uri: String,
    ) -> Result<SignInStarted, SignInError> {
        Ok(self.0.begin(&ov.parse()?, &redirect_uri).await?.into())
    }

    /// Begins a new sign-in to a sealed account, on the same device and with the same keys.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub async fn again(
        &self,
        account: String,
        redirect_uri: String,
    ) -> Result<SignInStarted, SignInError> {
        Ok(self.0.again(&account.parse()?, &redirect_uri).await?.into())
    }

    /// Finishes a sign-in with the whole URL that the browser was sent to. The app may have been
    /// started anew in between.
    ///
    /// # Errors
    /// When the person declined, when the URL belongs to no sign-in that was begun here, or when
    /// the issuer or a server refuses. After `Offline` the same call can be made again.
    pub async fn finish(&self, callback: String) -> Result<Account, SignInError> {
        Ok(Account(self.0.finish(&callback).await?))
    }

    /// Whether a URL is the callback of a sign-in that was begun here. One that is not is to be
    /// dropped, not forwarded.
    ///
    /// # Errors
    /// When the data folder cannot be read.
    pub fn expects(&self, callback: &str) -> Result<bool, SignInError> {
        Ok(self.0.expects(callback)?)
    }

    /// Forgets the sign-ins that were begun and not finished.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn cancel(&self) -> Result<(), SignInError> {
        Ok(self.0.cancel()?)
    }
}
