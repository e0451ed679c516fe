//! The session: refresh, whose it is, its end.

use std::time::Duration;

use ruma::{
    OwnedDeviceId, OwnedUserId,
    api::client::{
        account::whoami,
        session::{logout, refresh_token},
    },
};
use serde::Deserialize;

use super::{
    Homeserver, MatrixError,
    homeserver::{Nothing, TIMEOUT},
};
use crate::secret::{AccessToken, RefreshToken};

/// New tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The new access token. The old one may stop working at once.
    pub access_token: AccessToken,
    /// The next refresh token; absent where the old one stays good.
    pub refresh_token: Option<RefreshToken>,
    /// How long the access token is good for.
    pub expires_in: Option<Duration>,
}

/// Whose an access token is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WhoAmI {
    /// The user.
    pub user_id: OwnedUserId,
    /// The device.
    pub device_id: Option<OwnedDeviceId>,
}

impl Homeserver {
    /// Exchanges a refresh token for new tokens (`POST /_matrix/client/v3/refresh`). The old one
    /// stays good until one of the new ones is used, so that a lost answer does no harm.
    ///
    /// # Errors
    /// [`MatrixError::UnknownToken`] when it is no longer good.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<Refreshed, MatrixError> {
        #[derive(Deserialize)]
        struct Answer {
            access_token: AccessToken,
            refresh_token: Option<RefreshToken>,
            expires_in_ms: Option<u64>,
        }
        let request = refresh_token::v3::Request::new(token.expose().to_owned());
        let answer: Answer = self.call(request, None, TIMEOUT).await?;
        Ok(Refreshed {
            access_token: answer.access_token,
            refresh_token: answer.refresh_token,
            expires_in: answer.expires_in_ms.map(Duration::from_millis),
        })
    }

    /// Whose the token is (`GET /_matrix/client/v3/account/whoami`).
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn whoami(&self, token: &AccessToken) -> Result<WhoAmI, MatrixError> {
        self.call(whoami::v3::Request::new(), Some(token), TIMEOUT)
            .await
    }

    /// Ends the session and deletes its device (`POST /_matrix/client/v3/logout`).
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn logout(&self, token: &AccessToken) -> Result<(), MatrixError> {
        let Nothing {} = self
            .call(logout::v3::Request::new(), Some(token), TIMEOUT)
            .await?;
        Ok(())
    }
}
