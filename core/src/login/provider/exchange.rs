//! The token endpoint: a code becomes tokens. The connector's relay is used in the same way.

use std::sync::atomic::{AtomicU16, Ordering};

use oauth2::basic::{BasicErrorResponse, BasicErrorResponseType, BasicTokenType};
use oauth2::{
    AsyncHttpClient, Client, ClientId, EmptyExtraTokenFields, ExtraTokenFields, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, StandardRevocableToken, StandardTokenIntrospectionResponse,
    StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

pub use oauth2::ClientSecret;

use super::ProviderError;
use crate::connector::wire::{Problem, ProblemKind};
use crate::http::{FetchError, FetchFuture, HttpFetch, HttpRequest};
use crate::secret::{AuthorizationCode, CodeVerifier, IdToken, IssuerAccessToken};

/// What a code was exchanged for. The issuer's tokens are dropped after the sign-in.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Good for the userinfo endpoint.
    pub access_token: IssuerAccessToken,
    /// The ID token, not verified yet.
    pub id_token: Option<IdToken>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct IdTokenField {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id_token: Option<IdToken>,
}
impl ExtraTokenFields for IdTokenField {}

type TokenClient<Token> = Client<
    BasicErrorResponse,
    StandardTokenResponse<IdTokenField, BasicTokenType>,
    StandardTokenIntrospectionResponse<EmptyExtraTokenFields, BasicTokenType>,
    StandardRevocableToken,
    BasicErrorResponse,
    oauth2::EndpointNotSet,
    oauth2::EndpointNotSet,
    oauth2::EndpointNotSet,
    oauth2::EndpointNotSet,
    Token,
>;

/// Exchanges a code at this token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.5).
///
/// # Errors
/// [`ProviderError::Exchange`] when it is refused; others when there is no usable answer.
pub async fn exchange_code(
    http: &dyn HttpFetch,
    token_endpoint: &Url,
    client_id: &str,
    client_secret: Option<&ClientSecret>,
    code: AuthorizationCode,
    code_verifier: Option<CodeVerifier>,
    redirect_uri: &str,
) -> Result<Tokens, ProviderError> {
    let redirect_uri = RedirectUrl::new(redirect_uri.to_owned())
        .map_err(|_| ProviderError::Fetch(FetchError::InvalidRequest))?;
    let client: TokenClient<_> = Client::new(ClientId::new(client_id.to_owned()))
        .set_token_uri(TokenUrl::from_url(token_endpoint.clone()))
        .set_redirect_uri(redirect_uri);
    let client = match client_secret {
        Some(secret) => client.set_client_secret(secret.clone()),
        None => client,
    };
    let mut request =
        client.exchange_code(oauth2::AuthorizationCode::new(code.expose().to_owned()));
    if let Some(verifier) = code_verifier {
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
    }
    let client = StatusKept {
        http,
        status: AtomicU16::new(0),
    };
    let response = request
        .request_async(&client)
        .await
        .map_err(|error| exchange_error(error, client.status.load(Ordering::Relaxed)))?;
    Ok(Tokens {
        access_token: IssuerAccessToken::new(response.access_token().secret().clone()),
        id_token: response.extra_fields().id_token.clone(),
    })
}

/// Keeps the status, which `oauth2` hides where it cannot read an answer. Not a closure: the
/// compiler cannot tell that a future with one in it is `Send`.
struct StatusKept<'a> {
    http: &'a dyn HttpFetch,
    status: AtomicU16,
}

impl<'a> AsyncHttpClient<'a> for StatusKept<'_> {
    type Error = FetchError;
    type Future = FetchFuture<'a>;

    fn call(&'a self, request: HttpRequest) -> FetchFuture<'a> {
        Box::pin(async move {
            let response = self.http.fetch(request).await?;
            self.status
                .store(response.status().as_u16(), Ordering::Relaxed);
            Ok(response)
        })
    }
}

fn exchange_error(
    error: RequestTokenError<FetchError, BasicErrorResponse>,
    status: u16,
) -> ProviderError {
    match error {
        RequestTokenError::Request(error) => ProviderError::Fetch(error),
        RequestTokenError::ServerResponse(response) => {
            ProviderError::Exchange(match response.error() {
                BasicErrorResponseType::InvalidGrant => ExchangeError::InvalidGrant,
                BasicErrorResponseType::InvalidClient
                | BasicErrorResponseType::UnauthorizedClient => ExchangeError::InvalidClient,
                _ => ExchangeError::Refused,
            })
        }
        RequestTokenError::Parse(_, body) if status != 200 => {
            match serde_json::from_slice::<Problem>(&body) {
                Ok(problem) if problem.kind != ProblemKind::Other => {
                    ProviderError::Exchange(ExchangeError::Relay(problem.kind))
                }
                _ => ProviderError::Status(status),
            }
        }
        RequestTokenError::Other(_) if status != 200 => ProviderError::Status(status),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ProviderError::Malformed,
    }
}

/// Why the token endpoint refused a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The code is not valid, used before, expired, or for another redirect URI or verifier.
    #[error("the code is not valid")]
    InvalidGrant,
    /// The issuer does not know the app, or wants a secret of it.
    #[error("the issuer does not accept this client")]
    InvalidClient,
    /// The connector's relay has a problem of its own.
    #[error("the token relay refused the request: {}", .0.name())]
    Relay(ProblemKind),
    /// Refused for another reason.
    #[error("the issuer refused the request")]
    Refused,
}
