//! Discovery (OpenID Connect Discovery 1.0 §4). Only what sign-in needs is read, so that a
//! provider without ID tokens or userinfo, or with new members, is understood too.

use serde::Deserialize;
use url::Url;

use super::{ProviderEndpoints, ProviderError, get};
use crate::http::HttpFetch;
use crate::login::issuers::{EntryError, IssuerUrl, secure_url};

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: Option<String>,
    jwks_uri: Option<String>,
}

pub(super) async fn discover(
    http: &dyn HttpFetch,
    issuer: &IssuerUrl,
) -> Result<ProviderEndpoints, ProviderError> {
    let base = issuer.as_str().trim_end_matches('/');
    let url = Url::parse(&format!("{base}/.well-known/openid-configuration"))
        .map_err(|_| ProviderError::Malformed)?;
    let body = get(http, &url, None).await?;
    let metadata: Metadata = serde_json::from_slice(&body).map_err(|_| ProviderError::Malformed)?;
    if metadata.issuer != issuer.as_str() {
        return Err(ProviderError::IssuerMismatch);
    }
    let endpoint = |text: &str| {
        let url =
            secure_url(text, EntryError::InvalidEndpoint).map_err(|_| ProviderError::Malformed)?;
        // A plain connection is for an issuer on this machine, not for what another one names.
        if url.scheme() == "http" && !issuer.as_str().starts_with("http:") {
            return Err(ProviderError::Malformed);
        }
        Ok(url)
    };
    Ok(ProviderEndpoints {
        authorization: endpoint(&metadata.authorization_endpoint)?,
        token: endpoint(&metadata.token_endpoint)?,
        userinfo: metadata
            .userinfo_endpoint
            .as_deref()
            .map(endpoint)
            .transpose()?,
        jwks: metadata.jwks_uri.as_deref().map(endpoint).transpose()?,
    })
}
