//! The connector as the app sees it.

use std::sync::Arc;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use url::Url;

use super::{
    ConnectorError,
    wire::{Organisation, SessionRequest, SessionResponse},
};
use crate::{
    http::{Ask, HttpClient, HttpFetch, HttpRequest, http, http::header, is_secure},
    ids::OrgCode,
    time::TimeSource,
};

/// One connector.
#[derive(Debug, Clone)]
pub struct Connector {
    base_url: Url,
    http: HttpClient,
}

impl Connector {
    /// A connector at this URL. Nothing is asked yet.
    ///
    /// # Errors
    /// [`ConnectorError::InvalidRequest`] when the URL is not one that proofs may be sent to.
    pub fn new(base_url: &str, http: HttpClient) -> Result<Self, ConnectorError> {
        let base_url = Url::parse(base_url).map_err(|_| ConnectorError::InvalidRequest)?;
        let plain = base_url.query().is_none()
            && base_url.fragment().is_none()
            && base_url.username().is_empty()
            && base_url.password().is_none();
        if !is_secure(&base_url) || !plain {
            return Err(ConnectorError::InvalidRequest);
        }
        Ok(Self { base_url, http })
    }

    /// The host that the operator runs the connector on.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.base_url.host_str()
    }

    /// Organisations with the chat function on that match the search (an empty one matches all).
    /// An entry that is malformed is left out.
    ///
    /// # Errors
    /// [`ConnectorError`].
    pub async fn organisations(&self, search: &str) -> Result<Vec<Organisation>, ConnectorError> {
        #[derive(Deserialize)]
        struct Answer {
            organisations: Vec<Box<RawValue>>,
        }
        let mut url = self.url(&["v1", "organisations"])?;
        url.query_pairs_mut().append_pair("search", search);
        let request = http::Request::get(url.as_str()).body(Vec::new());
        let answer: Answer = self.send(request).await?;
        Ok(answer
            .organisations
            .iter()
            .filter_map(|raw| serde_json::from_str(raw.get()).ok())
            .collect())
    }

    /// Asks for a Matrix session. The same request again, after a lost answer, is answered again.
    ///
    /// # Errors
    /// [`ConnectorError::Problem`] says what is wrong with the proof.
    pub async fn session(
        &self,
        ov: &OrgCode,
        request: &SessionRequest,
    ) -> Result<SessionResponse, ConnectorError> {
        let url = self.url(&["v1", "organisations", ov.as_str(), "session"])?;
        let body = serde_json::to_vec(request).map_err(|_| ConnectorError::InvalidRequest)?;
        let request = http::Request::post(url.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        self.send(request).await
    }

    /// The token relay of an organisation: a token endpoint (RFC 6749 §3.2) that adds the secret.
    ///
    /// # Errors
    /// [`ConnectorError::InvalidRequest`] when the connector's URL cannot be extended.
    pub fn token_relay(&self, ov: &OrgCode) -> Result<Url, ConnectorError> {
        self.url(&["v1", "organisations", ov.as_str(), "token"])
    }

    /// The HTTP client, as one that talks to the connector.
    #[must_use]
    pub fn fetch(&self) -> Arc<dyn HttpFetch> {
        self.http.for_operator()
    }

    fn url(&self, path: &[&str]) -> Result<Url, ConnectorError> {
        let mut url = self.base_url.clone();
        url.path_segments_mut()
            .map_err(|()| ConnectorError::InvalidRequest)?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }

    async fn send<T: DeserializeOwned>(
        &self,
        request: Result<HttpRequest, http::Error>,
    ) -> Result<T, ConnectorError> {
        let mut request = request.map_err(|_| ConnectorError::InvalidRequest)?;
        request.headers_mut().insert(
            header::ACCEPT,
            header::HeaderValue::from_static("application/json, application/problem+json"),
        );
        let answer = self
            .http
            .send(request, TimeSource::Operator, Ask::default())
            .await?;
        if !answer.response.status().is_success() {
            return Err(ConnectorError::from_response(&answer.response));
        }
        serde_json::from_slice(answer.response.body()).map_err(|_| ConnectorError::Malformed)
    }
}
