//! Signing in from one call: the system's browser is opened, and the call waits for its callback.

use std::time::Duration;

use tokio::sync::oneshot;
use url::Url;

use super::{
    account::Account,
    error::SignInError,
    sign_in::{SignIn, SignInStarted, SignInTarget},
};
use crate::login::{
    issuers::RedirectUri,
    loopback::{LoopbackError, LoopbackReceiver},
    sign_in::MAX_AGE,
};

/// The system's browser for a sign-in: a custom tab, an authentication session, `xdg-open`.
pub trait Browser: Send + Sync {
    /// Shows this page. Returns when it is asked for, not when the person is done.
    ///
    /// # Errors
    /// [`BrowserError`].
    fn open(&self, url: &Url) -> Result<(), BrowserError>;

    /// Takes away what [`open`](Self::open) showed, where the system can do that.
    fn close(&self);
}

/// The browser was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BrowserError {
    /// There is none.
    #[error("there is no browser")]
    NoBrowser,
    /// The system did not open it.
    #[error("the browser could not be opened")]
    Failed,
}

impl From<BrowserError> for SignInError {
    fn from(error: BrowserError) -> Self {
        tracing::warn!(%error, "no browser for the sign-in");
        Self::NoBrowser
    }
}

/// A call of [`SignIn::with_browser`] that waits.
pub(super) struct Waiting {
    /// Names the sign-in.
    pub(super) url: Url,
    callback: oneshot::Sender<String>,
}

impl SignIn {
    /// Signs in: [`begin`](Self::begin), the browser, and [`finish`](Self::finish) with the URL
    /// that [`callback`](Self::callback) is called with meanwhile. Then the browser is closed.
    ///
    /// Dropping the future forgets the sign-in and closes the browser. Several may wait at the
    /// same time.
    ///
    /// # Errors
    /// [`SignInError::NoBrowser`], and those of [`begin`](Self::begin) and
    /// [`finish`](Self::finish). After [`SignInError::Offline`] and [`SignInError::Server`]
    /// `finish` can be called with the same callback again. [`SignInError::UnknownCallback`] when
    /// the sign-in is forgotten while it waits: after an hour, for newer ones, by
    /// [`cancel`](Self::cancel), or because `finish` was called for it.
    pub async fn with_browser(
        &self,
        target: SignInTarget,
        redirect_uri: &str,
        browser: &dyn Browser,
    ) -> Result<Account, SignInError> {
        let signed_in = self.browse(target, redirect_uri, browser);
        self.shared.signals.unless_closed(signed_in).await
    }

    async fn browse(
        &self,
        target: SignInTarget,
        redirect_uri: &str,
        browser: &dyn Browser,
    ) -> Result<Account, SignInError> {
        let started = match target {
            SignInTarget::Organisation(ov) => self.begin(&ov, redirect_uri).await?,
            SignInTarget::Account(account) => self.again(&account, redirect_uri).await?,
        };
        self.browse_to(started, browser, MAX_AGE).await
    }

    pub(super) async fn browse_to(
        &self,
        started: SignInStarted,
        browser: &dyn Browser,
        limit: Duration,
    ) -> Result<Account, SignInError> {
        let mut open = Open {
            sign_in: self,
            url: started.authorize_url,
            browser: None,
            keep: false,
        };
        let (send, callback) = oneshot::channel();
        self.wait(Waiting {
            url: open.url.clone(),
            callback: send,
        })?;
        browser.open(&open.url)?;
        open.browser = Some(browser);
        // It is taken out when it is used, when the sign-in is forgotten, or when this call ends.
        let callback = tokio::time::timeout(limit, callback).await;
        let Ok(Ok(callback)) = callback else {
            return Err(SignInError::UnknownCallback);
        };
        let signed_in = self.finish(&callback).await;
        // The sign-in has dealt with what is kept of it.
        open.keep = true;
        signed_in
    }

    /// Hands the URL that the browser was sent to to the [`with_browser`](Self::with_browser) that
    /// waits for it. `false` when none waits here, as after a restart of the app:
    /// [`finish`](Self::finish) takes it then, if it is [expected](Self::expects) at all.
    ///
    /// # Errors
    /// [`SignInError::Store`], [`SignInError::Closed`].
    pub fn callback(&self, callback: &str) -> Result<bool, SignInError> {
        let Some(url) = self.pending_url(callback)? else {
            return Ok(false);
        };
        let found = {
            let mut waiting = self.shared.waiting();
            let place = waiting.iter().position(|waiting| waiting.url == url);
            place.map(|place| waiting.swap_remove(place))
        };
        Ok(found.is_some_and(|found| found.callback.send(callback.to_owned()).is_ok()))
    }

    /// Listens on this machine for the callback of a sign-in (RFC 8252 §7.3), for desktops and
    /// terminals. `redirect_uri` is the registered one; the one to sign in with has a port and is
    /// [`Loopback::redirect_uri`].
    ///
    /// # Errors
    /// [`SignInError::InvalidRedirectUri`] when it is not one for a loopback address,
    /// [`SignInError::NoBrowser`] when the system lets nobody listen.
    pub async fn loopback(&self, redirect_uri: &str) -> Result<Loopback, SignInError> {
        self.shared.signals.open()?;
        let registered =
            RedirectUri::parse(redirect_uri).map_err(|_| SignInError::InvalidRedirectUri)?;
        let receiver = LoopbackReceiver::bind(&registered).await?;
        Ok(Loopback {
            sign_in: self.clone(),
            receiver,
        })
    }
}

/// Listens on this machine for the callback of a sign-in, until it is dropped.
pub struct Loopback {
    sign_in: SignIn,
    receiver: LoopbackReceiver,
}

impl Loopback {
    /// The redirect URI to sign in with.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        self.receiver.redirect_uri()
    }

    /// Waits for the callback of a sign-in that was begun here; everything else that asks is told
    /// that there is nothing. Can be called again.
    ///
    /// # Errors
    /// [`SignInError::NoBrowser`] when the system ends the listening, [`SignInError::Closed`].
    pub async fn wait(&self) -> Result<String, SignInError> {
        let received = async {
            let expected = |url: &str| self.sign_in.expects(url) == Ok(true);
            Ok(self.receiver.wait(expected).await?)
        };
        self.sign_in.shared.signals.unless_closed(received).await
    }
}

impl std::fmt::Debug for Loopback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loopback(…)")
    }
}

impl From<LoopbackError> for SignInError {
    fn from(error: LoopbackError) -> Self {
        match error {
            LoopbackError::NotLoopback => Self::InvalidRedirectUri,
            LoopbackError::Listen(_) => {
                tracing::warn!(%error, "no redirect can be received on this machine");
                Self::NoBrowser
            }
        }
    }
}

/// A sign-in that is open in the browser; when it goes, so does what was opened for it.
struct Open<'a> {
    sign_in: &'a SignIn,
    url: Url,
    browser: Option<&'a dyn Browser>,
    keep: bool,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.sign_in
            .shared
            .waiting()
            .retain(|waiting| waiting.url != self.url);
        if !self.keep
            && let Err(error) = self.sign_in.forget(&self.url)
        {
            // It is purged in time.
            tracing::warn!(%error, "a sign-in could not be forgotten");
        }
        if let Some(browser) = self.browser {
            browser.close();
        }
    }
}
