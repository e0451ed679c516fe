//! HTTP as sign-in needs it: one request, one whole answer, from whoever has a client.
//!
//! The app and the connector have different HTTP clients; `oauth2` and `openidconnect` have a
//! request type of their own. This is the seam between them.

use std::future::Future;
use std::pin::Pin;

pub use oauth2::http;
pub use oauth2::{HttpRequest, HttpResponse};

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

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The server cannot be reached: no network, no such host, refused, or its certificate is not
    /// valid.
    #[error("the server cannot be reached")]
    Offline,
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// The answer is larger than is accepted.
    #[error("the answer is too large")]
    TooLarge,
    /// The request could not be made, for example because a URL is not valid.
    #[error("the request could not be made")]
    InvalidRequest,
}
