//! An identity provider: its endpoints, its keys, the exchange of a code, userinfo.
//!
//! Endpoints come from the issuer table or from the issuer's own discovery, keys from the issuer.
//! Both are remembered. An ID token with an unknown key id has the keys fetched again, at most
//! once a minute, so that a rotation is followed and forged key ids cause no load.

mod exchange;
mod metadata;
mod userinfo;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

pub use self::exchange::{ClientSecret, ExchangeError, Tokens, exchange_code};
pub use self::userinfo::UserInfo;
use super::id_token::{self, IdTokenError, KeySet, VerifiedIdToken};
use super::issuers::{Endpoints, IssuerEntry};
use super::nonce::DeviceNonce;
use crate::http::{FetchError, HttpFetch, HttpRequest, http};
use crate::secret::{AuthorizationCode, CodeVerifier, IdToken, IssuerAccessToken};
use crate::time::{Clock, Timestamp};

/// How long discovery and keys are used before they are fetched again.
const MAX_AGE: Duration = Duration::from_hours(1);

/// Shortest time between two fetches of the keys.
const REFETCH_AFTER: Duration = Duration::from_mins(1);

/// One issuer, with what has been learned of it.
pub struct Provider {
    entry: IssuerEntry,
    http: Arc<dyn HttpFetch>,
    clock: Arc<dyn Clock>,
    metadata: Mutex<Option<Remembered<ProviderEndpoints>>>,
    keys: Mutex<Option<Remembered<KeySet>>>,
}

/// Where a provider's endpoints are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderEndpoints {
    /// The authorization endpoint, for the browser.
    pub authorization: Url,
    /// The token endpoint.
    pub token: Url,
    /// The userinfo endpoint.
    pub userinfo: Option<Url>,
    /// The key set.
    pub jwks: Option<Url>,
}

#[derive(Clone)]
struct Remembered<T> {
    value: T,
    fetched_at: Timestamp,
}

impl Provider {
    /// Makes a provider of an entry of the issuer table. Nothing is fetched yet.
    #[must_use]
    pub fn new(entry: IssuerEntry, http: Arc<dyn HttpFetch>, clock: Arc<dyn Clock>) -> Self {
        Self {
            entry,
            http,
            clock,
            metadata: Mutex::new(None),
            keys: Mutex::new(None),
        }
    }

    /// The entry of the issuer table.
    #[must_use]
    pub fn entry(&self) -> &IssuerEntry {
        &self.entry
    }

    /// The endpoints, from the table or discovered.
    ///
    /// # Errors
    /// Discovery failed and nothing is remembered.
    pub async fn endpoints(&self) -> Result<ProviderEndpoints, ProviderError> {
        if let Endpoints::Fixed {
            authorization,
            token,
            userinfo,
            jwks,
        } = &self.entry.endpoints
        {
            return Ok(ProviderEndpoints {
                authorization: authorization.clone(),
                token: token.clone(),
                userinfo: userinfo.clone(),
                jwks: jwks.clone(),
            });
        }
        let remembered = recall(&self.metadata);
        if let Some(remembered) = &remembered
            && !self.is_older(remembered, MAX_AGE)
        {
            return Ok(remembered.value.clone());
        }
        match metadata::discover(&*self.http, &self.entry.issuer).await {
            Ok(found) => Ok(self.remember(&self.metadata, found)),
            // What the issuer said before is better than no sign-in at all.
            Err(error) => remembered.map(|remembered| remembered.value).ok_or(error),
        }
    }

    /// Verifies an ID token with the issuer's keys; see [`id_token::verify`].
    ///
    /// # Errors
    /// The token is not valid, or the keys cannot be fetched.
    pub async fn verify_id_token(
        &self,
        token: &IdToken,
        nonce: Option<&DeviceNonce>,
    ) -> Result<VerifiedIdToken, ProviderError> {
        let keys = self
            .keys(id_token::unverified_key_id(token).as_deref())
            .await?;
        let now = self.clock.now();
        Ok(id_token::verify(token, &self.entry, &keys, nonce, now)?)
    }

    /// The issuer's keys; fetched again when they are old or have none with this id.
    ///
    /// # Errors
    /// The keys cannot be fetched and none are remembered.
    pub async fn keys(&self, key_id: Option<&str>) -> Result<KeySet, ProviderError> {
        let remembered = recall(&self.keys);
        if let Some(remembered) = &remembered {
            let missing = key_id.is_some_and(|id| !remembered.value.has(id));
            let due = if missing { REFETCH_AFTER } else { MAX_AGE };
            if !self.is_older(remembered, due) {
                return Ok(remembered.value.clone());
            }
        }
        match self.fetch_keys().await {
            Ok(keys) => Ok(self.remember(&self.keys, keys)),
            Err(error) => remembered.map(|remembered| remembered.value).ok_or(error),
        }
    }

    async fn fetch_keys(&self) -> Result<KeySet, ProviderError> {
        let endpoints = self.endpoints().await?;
        let url = endpoints.jwks.ok_or(ProviderError::MissingEndpoint)?;
        let body = get(&*self.http, &url, None).await?;
        KeySet::from_json(&body).map_err(|_| ProviderError::Malformed)
    }

    /// Exchanges a code at the issuer's token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.5).
    ///
    /// # Errors
    /// The issuer refuses the code, or gives no usable answer.
    pub async fn exchange_code(
        &self,
        code: AuthorizationCode,
        code_verifier: Option<CodeVerifier>,
        redirect_uri: &str,
        client_secret: Option<&ClientSecret>,
    ) -> Result<Tokens, ProviderError> {
        let endpoints = self.endpoints().await?;
        let tokens = exchange_code(
            &*self.http,
            &endpoints.token,
            &self.entry.client_id,
            client_secret,
            code,
            code_verifier,
            redirect_uri,
        )
        .await?;
        Ok(tokens)
    }

    /// Asks the userinfo endpoint who an access token stands for (OpenID Connect Core 1.0 §5.3).
    ///
    /// # Errors
    /// The issuer refuses the token, or gives no usable answer.
    pub async fn userinfo(&self, token: &IssuerAccessToken) -> Result<UserInfo, ProviderError> {
        let endpoints = self.endpoints().await?;
        let url = endpoints.userinfo.ok_or(ProviderError::MissingEndpoint)?;
        let body = get(&*self.http, &url, Some(token)).await?;
        UserInfo::from_json(&body, &self.entry.organisation_claim)
    }

    /// A clock that went back makes everything old, so that nothing is kept for ever.
    fn is_older<T>(&self, remembered: &Remembered<T>, limit: Duration) -> bool {
        let now = self.clock.now();
        now < remembered.fetched_at || now.since(remembered.fetched_at) >= limit
    }

    fn remember<T: Clone>(&self, place: &Mutex<Option<Remembered<T>>>, value: T) -> T {
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(Remembered {
            value: value.clone(),
            fetched_at: self.clock.now(),
        });
        value
    }
}

fn recall<T: Clone>(place: &Mutex<Option<Remembered<T>>>) -> Option<Remembered<T>> {
    place.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The body of a successful answer.
async fn get(
    http: &dyn HttpFetch,
    url: &Url,
    token: Option<&IssuerAccessToken>,
) -> Result<Vec<u8>, ProviderError> {
    let mut request =
        http::Request::get(url.as_str()).header(http::header::ACCEPT, "application/json");
    if let Some(token) = token {
        request = request.header(
            http::header::AUTHORIZATION,
            format!("Bearer {}", token.expose()),
        );
    }
    let request: HttpRequest = request
        .body(Vec::new())
        .map_err(|_| FetchError::InvalidRequest)?;
    let response = http.fetch(request).await?;
    match response.status().as_u16() {
        200 => Ok(response.into_body()),
        401 | 403 => Err(ProviderError::Exchange(ExchangeError::Refused)),
        status => Err(ProviderError::Status(status)),
    }
}

/// Why a provider did not give what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// There is no answer.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// An answer with this HTTP status.
    #[error("the issuer answered with status {0}")]
    Status(u16),
    /// The answer is not what the standards say.
    #[error("the issuer's answer is malformed")]
    Malformed,
    /// The discovery document is another issuer's.
    #[error("the discovery document is another issuer's")]
    IssuerMismatch,
    /// An endpoint is needed that the issuer does not name.
    #[error("the issuer has no such endpoint")]
    MissingEndpoint,
    /// A code or token was refused.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The ID token is not valid.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
}
