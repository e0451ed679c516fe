//! Requests to one homeserver, as the connector's own user or as one of its users.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use dienstchat_core::ids::{InvalidId, connector_user_id};
use reqwest::Method;
use ruma::{
    OwnedServerName, OwnedUserId, ServerName, UserId,
    api::{
        AppserviceUserIdentity, IncomingResponseExt as _, MatrixVersion, OutgoingRequest,
        OutgoingRequestAppserviceExt as _, SupportedVersions,
        auth_scheme::{AuthScheme, SendAccessToken},
        path_builder::PathBuilder,
    },
};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::{Notify, Semaphore, watch};
use url::Url;

use super::HomeserverError;
use crate::config::{HomeserverConfig, Limits, Secret};

/// The largest answer that is read: the state of a room with some thousand members.
const MAX_ANSWER: usize = 32 * 1024 * 1024;

/// One homeserver.
pub struct Homeserver {
    server_name: OwnedServerName,
    base_url: Url,
    config: HomeserverConfig,
    url: String,
    own_user: OwnedUserId,
    as_token: Secret,
    hs_token: Secret,
    http: reqwest::Client,
    versions: SupportedVersions,
    permits: Semaphore,
    ready: watch::Sender<bool>,
    work: Notify,
    reachable: AtomicBool,
}

#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    errcode: String,
    // Synapse says how long with a negative number where it means never.
    retry_after_ms: Option<i64>,
}

impl Homeserver {
    /// A homeserver of the configuration.
    ///
    /// # Errors
    /// [`InvalidId`] when its name is too long for a user id.
    pub fn new(
        config: &HomeserverConfig,
        limits: &Limits,
        http: reqwest::Client,
    ) -> Result<Self, InvalidId> {
        Ok(Self {
            server_name: config.server_name.clone(),
            base_url: config.base_url.clone(),
            url: config.url.as_str().trim_end_matches('/').to_owned(),
            own_user: connector_user_id(&config.server_name)?,
            as_token: config.as_token.clone(),
            hs_token: config.hs_token.clone(),
            config: config.clone(),
            http,
            versions: SupportedVersions {
                versions: [MatrixVersion::V1_1].into(),
                features: std::collections::BTreeSet::new(),
            },
            permits: Semaphore::new(limits.reconcile_concurrency),
            ready: watch::Sender::new(false),
            work: Notify::new(),
            reachable: AtomicBool::new(false),
        })
    }

    /// Its server name.
    #[must_use]
    pub fn server_name(&self) -> &ServerName {
        &self.server_name
    }

    /// The address that apps are told.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// The connector's own user there.
    #[must_use]
    pub fn own_user(&self) -> &UserId {
        &self.own_user
    }

    /// The token with which it calls the connector.
    #[must_use]
    pub fn hs_token(&self) -> &Secret {
        &self.hs_token
    }

    /// What bounds the organisations that are brought up to date at the same time.
    pub(crate) fn permits(&self) -> &Semaphore {
        &self.permits
    }

    /// Whether the connector's user is there and an administrator.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        *self.ready.borrow()
    }

    pub(crate) fn set_ready(&self) {
        self.reachable.store(true, Ordering::Relaxed);
        self.ready.send_replace(true);
    }

    /// Waits until it is ready.
    pub(crate) async fn wait_ready(&self) {
        let mut ready = self.ready.subscribe();
        // The sender lives as long as this borrow.
        let _ = ready.wait_for(|ready| *ready).await;
    }

    /// There is work that belongs to no organisation.
    pub(crate) fn wake(&self) {
        self.work.notify_one();
    }

    /// Waits for [`wake`](Self::wake).
    pub(crate) async fn woken(&self) {
        self.work.notified().await;
    }

    /// Whether the last request was answered.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.reachable.load(Ordering::Relaxed)
    }

    /// The configuration it was made of.
    pub(crate) fn config(&self) -> &HomeserverConfig {
        &self.config
    }

    /// The HTTP client.
    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Sends a request of the client-server API, as the connector's own user or as `user`.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn send<R>(
        &self,
        request: R,
        user: Option<&UserId>,
    ) -> Result<R::IncomingResponse, HomeserverError>
    where
        R: OutgoingRequest,
        for<'a> R::Authentication: AuthScheme<Input<'a> = SendAccessToken<'a>>,
        for<'a> R::PathBuilder: PathBuilder<Input<'a> = Cow<'a, SupportedVersions>>,
    {
        let mut identity = AppserviceUserIdentity::default();
        identity.user_id = user;
        let request: http::Request<Vec<u8>> = request
            .try_into_http_request_with_identity(
                &self.url,
                SendAccessToken::Always(self.as_token.expose()),
                identity,
                Cow::Borrowed(&self.versions),
            )
            .map_err(|_| HomeserverError::BadRequest)?;
        let request =
            reqwest::Request::try_from(request).map_err(|_| HomeserverError::BadRequest)?;
        let (status, body) = self.execute(request).await?;
        let mut answer = http::Response::new(body.as_slice());
        *answer.status_mut() = status;
        R::IncomingResponse::try_from_http_response(answer).map_err(|_| HomeserverError::BadAnswer)
    }

    /// Sends a request of Synapse's admin API; `path` begins after `/_synapse/admin/`.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub(super) async fn admin<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&serde_json::Value>,
    ) -> Result<T, HomeserverError> {
        let mut url = Url::parse(&self.url).map_err(|_| HomeserverError::BadRequest)?;
        url.path_segments_mut()
            .map_err(|()| HomeserverError::BadRequest)?
            .pop_if_empty()
            .extend(["_synapse", "admin"])
            .extend(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut request = self
            .http
            .request(method, url)
            .bearer_auth(self.as_token.expose());
        if let Some(body) = body {
            request = request.json(body);
        }
        let request = request.build().map_err(|_| HomeserverError::BadRequest)?;
        let (_, body) = self.execute(request).await?;
        serde_json::from_slice(&body).map_err(|_| HomeserverError::BadAnswer)
    }

    async fn execute(
        &self,
        request: reqwest::Request,
    ) -> Result<(http::StatusCode, Vec<u8>), HomeserverError> {
        let answer = self.exchange(request).await;
        self.reachable.store(
            !matches!(answer, Err(HomeserverError::Unreachable)),
            Ordering::Relaxed,
        );
        let (status, body) = answer?;
        if status.is_success() {
            return Ok((status, body));
        }
        let error = serde_json::from_slice(&body).unwrap_or(ErrorBody {
            errcode: String::new(),
            retry_after_ms: None,
        });
        if status == http::StatusCode::TOO_MANY_REQUESTS {
            let wait = error.retry_after_ms.and_then(|ms| u64::try_from(ms).ok());
            return Err(HomeserverError::RateLimited(
                wait.map(Duration::from_millis),
            ));
        }
        if status.is_server_error() {
            return Err(HomeserverError::Failing(status.as_u16()));
        }
        Err(HomeserverError::Refused {
            status: status.as_u16(),
            code: error.errcode,
        })
    }

    async fn exchange(
        &self,
        request: reqwest::Request,
    ) -> Result<(http::StatusCode, Vec<u8>), HomeserverError> {
        let mut answer = self
            .http
            .execute(request)
            .await
            .map_err(|_| HomeserverError::Unreachable)?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(chunk) = answer
            .chunk()
            .await
            .map_err(|_| HomeserverError::Unreachable)?
        {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(HomeserverError::BadAnswer);
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, body))
    }
}
