//! The system's browser, in which people sign in.

use std::{fmt, sync::Arc};

use dienstchat_core::client;
use uniffi::UnexpectedUniFFICallbackError;

use crate::{Cancellation, SignInError, guard::cancellable};

/// Why the browser was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum BrowserError {
    /// There is none.
    #[error("there is no browser")]
    NoBrowser,
    /// The system did not open it.
    #[error("the browser could not be opened")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for BrowserError {
    // The text of an error that the shell did not foresee may hold anything: it is dropped.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl From<BrowserError> for client::BrowserError {
    fn from(error: BrowserError) -> Self {
        match error {
            BrowserError::NoBrowser => Self::NoBrowser,
            BrowserError::Failed => Self::Failed,
        }
    }
}

/// The system's browser for a sign-in: a Custom Tab, an `ASWebAuthenticationSession`, `xdg-open`.
/// Never a web view.
///
/// Called on any thread, in the middle of a sign-in, which waits for the answer: return soon, and
/// do not call Dienstchat from inside. `SignIn.callback` is for later, when the browser comes back.
#[uniffi::export(foreign)]
pub trait Browser: Send + Sync {
    /// Shows this page. Returns when it is asked for, not when the person is done.
    ///
    /// # Errors
    /// The sign-in then ends with `SignInError.NoBrowser`.
    fn open(&self, url: String) -> Result<(), BrowserError>;

    /// Takes away what `open` showed, where the system can do that: the sign-in is over.
    ///
    /// # Errors
    /// They are ignored.
    fn dismiss(&self) -> Result<(), BrowserError>;
}

/// The shell's browser as the core sees it.
pub(crate) struct ForeignBrowser(pub(crate) Arc<dyn Browser>);

impl client::Browser for ForeignBrowser {
    fn open(&self, url: &url::Url) -> Result<(), client::BrowserError> {
        Ok(self.0.open(url.as_str().to_owned())?)
    }

    fn close(&self) {
        // It can be closed by hand.
        let _ = self.0.dismiss();
    }
}

impl fmt::Debug for ForeignBrowser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForeignBrowser")
    }
}

/// Listens on this machine for the callback of a sign-in, until it is let go: for desktops, whose
/// browser can reach `127.0.0.1`.
#[derive(Debug, uniffi::Object)]
pub struct Loopback(pub(crate) client::Loopback);

#[uniffi::export(async_runtime = "tokio")]
impl Loopback {
    /// The redirect URI to sign in with: the registered one, with a port.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        self.0.redirect_uri().to_owned()
    }

    /// Waits for the callback of a sign-in that was begun here, and returns its URL for
    /// `SignIn.callback` or `SignIn.finish`. Everything else that asks is told that there is
    /// nothing. Can be called again.
    ///
    /// # Errors
    /// When the system ends the listening.
    #[uniffi::method(default(cancellation = None))]
    pub async fn wait(
        &self,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<String, SignInError> {
        cancellable(cancellation, async { Ok(self.0.wait().await?) }).await
    }
}
