//! The app's HTTP client, the only place that makes one.

use std::{fmt, sync::Arc, time::Duration};

use oauth2::http::header::DATE;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::Url;

use super::{FetchError, FetchFuture, HttpFetch, HttpRequest, HttpResponse, is_secure};
use crate::time::{Clock, ServerDate, TimeSource, Timestamp};

const USER_AGENT: &str = concat!("Dienstchat/", env!("CARGO_PKG_VERSION"));
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_BYTES: usize = 1024 * 1024;

/// Sees the `Date` header of every answer; the store takes it into
/// [`TrustedTime`](crate::time::TrustedTime).
pub trait DateObserver: Send + Sync {
    /// A `Date` arrived.
    fn observed(&self, date: ServerDate);
}

/// An HTTP client: rustls with the system's certificates, no redirects, limits on time and size.
#[derive(Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
    clock: Arc<dyn Clock>,
    observer: Arc<dyn DateObserver>,
}

/// How long to wait and how much to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// From the start to the last byte of the answer.
    pub timeout: Duration,
    /// Largest body that is read, in bytes.
    pub max_bytes: usize,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            timeout: TIMEOUT,
            max_bytes: MAX_BYTES,
        }
    }
}

/// An answer and when it arrived.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status, headers and body.
    pub response: HttpResponse,
    /// The local clock when it arrived.
    pub received_at: Timestamp,
}

/// The HTTP client cannot be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP client cannot be set up")]
pub struct HttpClientError;

impl HttpClient {
    /// Makes a client. The provider of cryptography is this client's own: a library must not set
    /// one for the whole process.
    ///
    /// # Errors
    /// [`HttpClientError`], in practice never.
    pub fn new(
        clock: Arc<dyn Clock>,
        observer: Arc<dyn DateObserver>,
    ) -> Result<Self, HttpClientError> {
        let inner = reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map_err(|_| HttpClientError)?;
        Ok(Self {
            inner,
            clock,
            observer,
        })
    }

    /// Sends a request to a server of this kind and reads the whole answer, whatever its status.
    ///
    /// # Errors
    /// [`FetchError`] when there is no answer.
    pub async fn send(
        &self,
        request: HttpRequest,
        source: TimeSource,
        ask: Ask,
    ) -> Result<Answer, FetchError> {
        let url: Url = request
            .uri()
            .to_string()
            .parse()
            .map_err(|_| FetchError::InvalidRequest)?;
        if !is_secure(&url) {
            return Err(FetchError::InvalidRequest);
        }
        let (parts, body) = request.into_parts();
        let mut response = self
            .inner
            .request(parts.method, url)
            .headers(parts.headers)
            .body(body)
            .timeout(ask.timeout)
            .send()
            .await
            .map_err(|error| fetch_error(&error))?;
        let received_at = self.clock.now();
        if let Some(date) = response.headers().get(DATE).and_then(parse_date) {
            self.observer.observed(ServerDate {
                source,
                date,
                received_at,
            });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| fetch_error(&error))?
        {
            if body.len().saturating_add(chunk.len()) > ask.max_bytes {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut whole = HttpResponse::new(body);
        *whole.status_mut() = response.status();
        *whole.headers_mut() = std::mem::take(response.headers_mut());
        Ok(Answer {
            response: whole,
            received_at,
        })
    }

    /// This client as one that talks to an issuer.
    #[must_use]
    pub fn for_issuer(&self) -> Arc<dyn HttpFetch> {
        Arc::new(Source {
            client: self.clone(),
            source: TimeSource::Issuer,
        })
    }

    /// This client as one that talks to the connector.
    #[must_use]
    pub fn for_operator(&self) -> Arc<dyn HttpFetch> {
        Arc::new(Source {
            client: self.clone(),
            source: TimeSource::Operator,
        })
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpClient")
    }
}

struct Source {
    client: HttpClient,
    source: TimeSource,
}

impl HttpFetch for Source {
    fn fetch(&self, request: HttpRequest) -> FetchFuture<'_> {
        Box::pin(async move {
            let answer = self
                .client
                .send(request, self.source, Ask::default())
                .await?;
            Ok(answer.response)
        })
    }
}

fn tls() -> Result<ClientConfig, HttpClientError> {
    let builder = || {
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| HttpClientError)
    };
    // A system without any certificate can still talk to servers on itself.
    Ok(match builder()?.with_platform_verifier() {
        Ok(builder) => builder.with_no_client_auth(),
        Err(_) => builder()?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth(),
    })
}

fn fetch_error(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        FetchError::Timeout
    } else if error.is_builder() {
        FetchError::InvalidRequest
    } else {
        FetchError::Offline
    }
}

/// An HTTP date (RFC 9110 §5.6.7). The two obsolete forms are not read: no server of ours sends
/// them, and a missing date does no harm.
fn parse_date(value: &oauth2::http::HeaderValue) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text = value.to_str().ok()?;
    let (_weekday, rest) = text.split_once(", ")?;
    let mut parts = rest.split(' ');
    let day: i64 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let month = i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()? + 1;
    let year: i64 = parts.next()?.parse().ok()?;
    let mut clock = parts.next()?.split(':').map(str::parse::<i64>);
    let mut next = || clock.next()?.ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    let in_range = (1..=31).contains(&day)
        && (1970..=9999).contains(&year)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !in_range || clock.next().is_some() || parts.next() != Some("GMT") {
        return None;
    }
    // Days since the epoch, counting years from March so that a leap day is the last one.
    let shifted_year = year - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = 365 * shifted_year + shifted_year / 4 - shifted_year / 100
        + shifted_year / 400
        + day_of_year
        - 719_468;
    Some(Timestamp::from_secs(
        days * 86_400 + hour * 3_600 + minute * 60 + second,
    ))
}

#[cfg(test)]
mod tests;
