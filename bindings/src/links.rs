//! Links to chats.

use std::{fmt, sync::Arc};

use dienstchat_core::client;

use crate::{
    Cancellation, LinkError,
    guard::{cancellable, guarded},
};

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum LinkTarget {
    /// To this chat.
    Chat {
        /// The account that is on the duty.
        account: String,
        /// The duty.
        duty_id: String,
    },
    /// To a sign-in first. The link is remembered: see `Links.remembered`.
    SignIn {
        /// The organisation to sign in to.
        ov: String,
    },
}

impl From<client::LinkTarget> for LinkTarget {
    fn from(target: client::LinkTarget) -> Self {
        match target {
            client::LinkTarget::Chat { account, duty, .. } => Self::Chat {
                account: account.into(),
                duty_id: duty.into(),
            },
            client::LinkTarget::SignIn { ov } => Self::SignIn { ov: ov.into() },
        }
    }
}

impl fmt::Debug for LinkTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chat { .. } => "Chat(…)",
            Self::SignIn { .. } => "SignIn(…)",
        })
    }
}

/// Links to chats.
#[derive(uniffi::Object)]
pub struct Links(pub(crate) client::Links);

#[uniffi::export(async_runtime = "tokio")]
impl Links {
    /// Follows a link of either form: an https link on one of the app's hosts, or one with the
    /// app's own scheme.
    ///
    /// # Errors
    /// When it is none, or leads to no chat of an account on this device.
    #[uniffi::method(default(cancellation = None))]
    pub async fn open(
        &self,
        link: String,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<LinkTarget, LinkError> {
        cancellable(cancellation, async { Ok(self.0.open(&link).await?.into()) }).await
    }

    /// The link that was followed before signing in, to be opened once that is done; nothing when
    /// there is none.
    ///
    /// # Errors
    /// Only when Dienstchat itself is at fault or was shut down.
    pub fn remembered(&self) -> Result<Option<String>, LinkError> {
        guarded(|| Ok(self.0.remembered()?.map(|link| link.to_app())))
    }

    /// Forgets that link.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn forget(&self) -> Result<(), LinkError> {
        guarded(|| Ok(self.0.forget()?))
    }
}
