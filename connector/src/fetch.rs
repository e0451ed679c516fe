//! HTTP to issuers and homeservers: no redirects, bounded time and size.

use std::time::Duration;

use dienstchat_core::login::fetch::{
    FetchError, FetchFuture, HttpFetch, HttpRequest, HttpResponse,
};

/// The largest answer of an issuer that is read.
pub(crate) const MAX_ISSUER_ANSWER: usize = 256 * 1024;

/// A client that follows no redirects: an issuer's answer must be the issuer's own, and a token must
/// not travel to where a redirect leads.
///
/// # Errors
/// When the system's certificates cannot be used.
pub fn upstream_client(timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    // Another part of the process may have chosen a provider already; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(10)))
        .user_agent(concat!("dienstchat-connector/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Fetches for the sign-in.
pub struct Fetch {
    http: reqwest::Client,
}

impl Fetch {
    /// Fetches with this client.
    #[must_use]
    pub fn new(http: reqwest::Client) -> Self {
        Self { http }
    }
}

impl HttpFetch for Fetch {
    fn fetch(&self, request: HttpRequest) -> FetchFuture<'_> {
        Box::pin(async move {
            let request =
                reqwest::Request::try_from(request).map_err(|_| FetchError::InvalidRequest)?;
            read(self.http.execute(request).await).await
        })
    }
}

/// Reads an answer whole, unless it is too large.
pub(crate) async fn read(
    answer: Result<reqwest::Response, reqwest::Error>,
) -> Result<HttpResponse, FetchError> {
    let mut answer = answer.map_err(|error| failure(&error))?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > MAX_ISSUER_ANSWER {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}

fn failure(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        FetchError::Timeout
    } else {
        FetchError::Offline
    }
}
