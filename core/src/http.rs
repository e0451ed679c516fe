//! HTTP as the core uses it: one request, one whole answer.
//!
//! [`HttpFetch`] is the seam between those who need an answer and those who have an HTTP client:
//! the app has [`HttpClient`], the connector one of its own, and `oauth2` and `openidconnect` a
//! request type of theirs.

#[cfg(feature = "client")]
mod client;

use std::{future::Future, pin::Pin};

pub use oauth2::{HttpRequest, HttpResponse, http};

#[cfg(feature = "client")]
pub use client::{Answer, Ask, DateObserver, HttpClient, HttpClientError};

/// What [`HttpFetch::fetch`] gives.
pub type FetchFuture<'a> =
    Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'a>>;

/// Sends one request and reads the whole answer.
///
/// An implementation follows no redirects (an issuer's answer must be the issuer's own), limits
/// time and size, and answers every HTTP status as a response.
pub trait HttpFetch: Send + Sync {
    /// Sends the request.
    fn fetch(&self, request: HttpRequest) -> FetchFuture<'_>;
}

impl<F> HttpFetch for F
where
    F: Fn(HttpRequest) -> FetchFuture<'static> + Send + Sync,
{
    fn fetch(&self, request: HttpRequest) -> FetchFuture<'_> {
        self(request)
    }
}

/// Why there is no answer. Names no URL, because URLs hold codes and ids of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The server cannot be reached: no network, no such host, refused, broken off, or its
    /// certificate is not valid.
    #[error("the server cannot be reached")]
    Offline,
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// The answer is larger than is accepted.
    #[error("the answer is too large")]
    TooLarge,
    /// The request cannot be sent: its URL is not valid, or not https and not on this machine.
    #[error("the request cannot be sent")]
    InvalidRequest,
}

/// Whether secrets may be sent to this URL: https, or http on this machine.
#[must_use]
pub fn is_secure(url: &url::Url) -> bool {
    let loopback = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}
