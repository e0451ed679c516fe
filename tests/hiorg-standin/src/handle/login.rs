//! The identity provider, as tests see and bend it.

use std::sync::Arc;

use reqwest::header;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::app::App;
use crate::error::{Error, KeyError};
use crate::keys::SigningKey;
use crate::switches::Switches;
use crate::tokens::{IdTokenSpec, Issuer, mint};

/// The answer to "Datenzugriff erlauben".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// "Datenzugriff erlauben".
    Allow,
    /// "Ablehnen".
    Deny,
}

impl Consent {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

/// The identity provider.
#[derive(Clone, Debug)]
pub struct LoginHandle {
    app: Arc<App>,
}

impl LoginHandle {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// What it can do at present.
    #[must_use]
    pub fn switches(&self) -> Switches {
        *self.app.switches()
    }

    /// Sets what it can do from now on.
    pub fn set_switches(&self, switches: Switches) {
        *self.app.switches() = switches;
    }

    /// Changes some of what it can do: `login.switch(|s| s.pkce = false)`.
    pub fn switch(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.app.switches());
    }

    /// The `kid` of the key that signs at present.
    #[must_use]
    pub fn kid(&self) -> String {
        self.app.keys().current().kid().to_owned()
    }

    /// Signs with a new key from now on and returns its `kid`. The old ones stay published, so
    /// that earlier tokens can be verified, or vanish.
    ///
    /// # Errors
    /// When no key could be made.
    pub async fn rotate_key(&self, keep_old: bool) -> Result<String, KeyError> {
        let key = tokio::task::spawn_blocking(SigningKey::generate)
            .await
            .map_err(|_| KeyError::Generation)??;
        let kid = key.kid().to_owned();
        self.rotate_key_to(key, keep_old);
        Ok(kid)
    }

    /// The same with a given key.
    pub fn rotate_key_to(&self, key: SigningKey, keep_old: bool) {
        self.app.keys().rotate(key, keep_old);
    }

    /// Makes an ID token, right or wrong. A foreign signature takes seconds at first use.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub async fn mint_id_token(&self, spec: &IdTokenSpec) -> Result<String, Error> {
        let app = Arc::clone(&self.app);
        let spec = spec.clone();
        let key = app.keys().current();
        tokio::task::spawn_blocking(move || {
            mint(
                &spec,
                &Issuer {
                    url: &app.issuer,
                    key: &key,
                    now: app.now(),
                    lifetime: app.token_lifetime,
                },
            )
        })
        .await
        .map_err(|_| Error::Signing)?
    }

    /// Signs in without a browser: posts the form of the authorize page and returns the redirect
    /// URI with its answer, `code` and `state` or `error` and `state`. Does not follow it.
    ///
    /// # Errors
    /// [`Error::SignInRefused`] when the page does not redirect (wrong password, unknown client,
    /// wrong redirect URI), [`Error::Unreachable`] when there is no page.
    pub async fn sign_in(
        &self,
        authorize_url: &Url,
        username: &str,
        password: &str,
        consent: Consent,
    ) -> Result<Url, Error> {
        let answer = self
            .app
            .outbound
            .client()
            .post(authorize_url.clone())
            .form(&[
                ("username", username),
                ("password", password),
                ("consent", consent.as_str()),
            ])
            .send()
            .await
            .map_err(|_| Error::Unreachable)?;
        let refused = Error::SignInRefused(answer.status().as_u16());
        answer
            .headers()
            .get(header::LOCATION)
            .and_then(|location| location.to_str().ok())
            .and_then(|location| Url::parse(location).ok())
            .ok_or(refused)
    }
}
