//! The app's side: the token relay, for issuers that insist on a client secret.
//!
//! It adds the secret and nothing else. It sees codes and refresh tokens that are bound to the
//! device's own nonce, keeps nothing, and is there only where the issuer's entry says so.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use dienstchat_core::{ids::OrgCode, login::issuers::IssuerEntry};
use http::{HeaderMap, HeaderValue, header};
use url::form_urlencoded;

use super::{
    body::{Params, Whole},
    schema::{TokenForm, TokenView},
    session::enabled,
};
use crate::{
    app::App,
    fetch::read,
    problem::{Kind, Problem, ProblemDetails},
};

/// The longest value of a parameter, in bytes.
const MAX_VALUE: usize = 8 * 1024;

/// Exchanges a code or refresh token at the issuer's token endpoint (RFC 6749 §4.1.3, §6), with the
/// client's secret added. The issuer's answer is passed through, errors too.
#[utoipa::path(
    post, path = "/v1/organisations/{ov}/token", tag = "App",
    params(("ov" = String, Path, description = "The organisation's code")),
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The issuer's answer", body = TokenView),
        (status = 400, description = "The issuer's error (RFC 6749 §5.2), or `invalid-request`"),
        (status = 403, description = "`no-token-relay`, `untrusted-issuer`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-organisation`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 502, description = "`issuer-unavailable`", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn relay(
    State(app): State<Arc<App>>,
    Params((code,)): Params<(String,)>,
    headers: HeaderMap,
    Whole(bytes): Whole,
) -> Result<Response, Problem> {
    let ov: OrgCode = code.parse().map_err(|_| Kind::UnknownOrganisation)?;
    let organisation = enabled(&app, &ov).await?;
    let issuer = app
        .issuers
        .get(&organisation.issuer)
        .ok_or(Kind::UntrustedIssuer)?;
    let entry = issuer.provider.entry();
    if !entry.relay {
        return Err(Kind::NoTokenRelay.into());
    }
    if !is_form(&headers) {
        return Err(Kind::MediaType.into());
    }
    let form = check(&bytes, entry)?;
    let endpoints = issuer.provider.endpoints().await.map_err(|error| {
        tracing::warn!(error = %error, "the issuer failed a request");
        Kind::IssuerUnavailable
    })?;
    let mut request = app
        .http
        .post(endpoints.token)
        .header(header::ACCEPT, "application/json")
        .form(&form);
    if let Some(secret) = &issuer.secret {
        // RFC 6749 §2.3.1: both are form-encoded first.
        request = request.basic_auth(encode(&entry.client_id), Some(encode(secret.secret())));
    }
    let answer = read(request.send().await).await.map_err(|error| {
        tracing::warn!(error = %error, "the issuer failed a request");
        Kind::IssuerUnavailable
    })?;
    let (parts, body) = answer.into_parts();
    if parts.status.is_redirection() || parts.status.is_informational() {
        return Err(Kind::IssuerUnavailable.into());
    }
    let content_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .cloned()
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok((parts.status, [(header::CONTENT_TYPE, content_type)], body).into_response())
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| {
            value
                .trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        })
}

fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Lets through what the two grants need, each parameter once.
fn check(bytes: &[u8], entry: &IssuerEntry) -> Result<Vec<(String, String)>, Problem> {
    let wrong = |detail| Problem::new(Kind::InvalidRequest).detail(detail);
    let mut form: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        if form.iter().any(|(known, _)| *known == name) {
            return Err(wrong("A parameter is repeated."));
        }
        if value.len() > MAX_VALUE {
            return Err(wrong("A parameter is too long."));
        }
        form.push((name.into_owned(), value.into_owned()));
    }
    let get = |name: &str| {
        form.iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let needed: &[&str] = match get("grant_type") {
        Some("authorization_code") => &["grant_type", "code", "redirect_uri", "code_verifier"],
        Some("refresh_token") => &["grant_type", "refresh_token", "scope"],
        _ => return Err(wrong("The grant type is missing or not relayed.")),
    };
    if get("client_id").is_some_and(|id| id != entry.client_id) {
        return Err(wrong("The client is another one."));
    }
    if get("redirect_uri").is_some_and(|uri| entry.redirect_uri(uri).is_none()) {
        return Err(wrong("The redirect URI is not registered."));
    }
    form.retain(|(name, _)| needed.contains(&name.as_str()));
    form.push(("client_id".to_owned(), entry.client_id.clone()));
    Ok(form)
}
