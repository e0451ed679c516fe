//! The connection to one homeserver.

use std::{borrow::Cow, time::Duration};

use ruma::api::{
    MatrixVersion, OutgoingRequest, OutgoingRequestExt as _, SupportedVersions,
    auth_scheme::{AuthScheme, SendAccessToken},
    path_builder::PathBuilder,
};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use super::MatrixError;
use crate::{
    http::{Ask, HttpClient, HttpRequest, is_secure},
    ordered::CollectOrdered,
    secret::AccessToken,
    time::TimeSource,
};

/// Largest answer that is read, in bytes: a first sync of many chats with their members.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// How long an ordinary request may take. A sync takes this longer than the server may wait.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);

/// One homeserver. Access tokens are given with each request, because they change.
#[derive(Debug, Clone)]
pub struct Homeserver {
    base_url: String,
    http: HttpClient,
    versions: SupportedVersions,
}

impl Homeserver {
    /// A homeserver at this URL. Nothing is asked yet.
    ///
    /// # Errors
    /// [`MatrixError::InvalidRequest`] when the URL is not one that tokens may be sent to.
    pub fn new(base_url: &str, http: HttpClient) -> Result<Self, MatrixError> {
        let url = Url::parse(base_url).map_err(|_| MatrixError::InvalidRequest)?;
        let plain = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !is_secure(&url) || !plain {
            return Err(MatrixError::InvalidRequest);
        }
        // What is used has been stable for long; only sliding sync is behind a feature.
        let versions = SupportedVersions::from_parts(
            &[MatrixVersion::V1_11.as_str().unwrap_or_default().to_owned()],
            &[("org.matrix.simplified_msc3575".to_owned(), true)]
                .into_iter()
                .collect_ordered(),
        );
        Ok(Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            http,
            versions,
        })
    }

    /// Sends a request and reads the answer as `T`.
    pub(super) async fn call<R, T>(
        &self,
        request: R,
        token: Option<&AccessToken>,
        timeout: Duration,
    ) -> Result<T, MatrixError>
    where
        R: OutgoingRequest,
        for<'a> R::Authentication: AuthScheme<Input<'a> = SendAccessToken<'a>>,
        for<'a> R::PathBuilder: PathBuilder<Input<'a> = Cow<'a, SupportedVersions>>,
        T: DeserializeOwned,
    {
        let token = token.map_or(SendAccessToken::None, |token| {
            SendAccessToken::IfRequired(token.expose())
        });
        let request: HttpRequest = request
            .try_into_http_request(&self.base_url, token, Cow::Borrowed(&self.versions))
            .map_err(|_| MatrixError::InvalidRequest)?;
        let ask = Ask {
            timeout,
            max_bytes: MAX_BYTES,
        };
        let answer = self.http.send(request, TimeSource::Operator, ask).await?;
        if !answer.response.status().is_success() {
            return Err(MatrixError::from_response(&answer.response));
        }
        serde_json::from_slice(answer.response.body()).map_err(|_| MatrixError::Malformed)
    }
}

/// An answer of which nothing is needed.
#[derive(Deserialize)]
pub(super) struct Nothing {}
