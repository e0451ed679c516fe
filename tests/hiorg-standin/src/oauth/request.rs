//! The authorization request (RFC 6749, section 4.1.1) and its refusals (section 4.1.2.1).

use std::collections::BTreeSet;

use url::Url;

use super::SCOPES;
use super::params::Params;
use crate::app::App;
use crate::config::Client;

/// A request that may be shown to somebody.
pub(crate) struct AuthorizationRequest {
    pub(crate) client: Client,
    pub(crate) redirect: Redirect,
    pub(crate) scope: BTreeSet<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<String>,
    /// The organisation that the client has named.
    pub(crate) ov: Option<String>,
}

/// Where the answer goes.
pub(crate) struct Redirect {
    /// As the client wrote it.
    pub(crate) uri: String,
    url: Url,
    state: Option<String>,
}

impl Redirect {
    pub(crate) fn code(&self, code: &str) -> Url {
        self.with(&[("code", code)])
    }

    pub(crate) fn error(&self, error: &str, description: &str) -> Url {
        self.with(&[("error", error), ("error_description", description)])
    }

    fn with(&self, answer: &[(&str, &str)]) -> Url {
        let mut url = self.url.clone();
        {
            let mut query = url.query_pairs_mut();
            query.extend_pairs(answer);
            if let Some(state) = &self.state {
                query.append_pair("state", state);
            }
        }
        url
    }
}

/// A refused request.
pub(crate) enum Refusal {
    /// Shown to the person and never redirected: who asks, or where the answer goes, is not known.
    Page(&'static str),
    /// Told to the client.
    Redirect(Url),
}

pub(crate) fn parse(app: &App, query: &str) -> Result<AuthorizationRequest, Refusal> {
    let params = Params::parse(query.as_bytes());
    let repeated = params.repeated();
    if matches!(repeated, Some("client_id" | "redirect_uri")) {
        return Err(Refusal::Page("Die Anfrage ist widersprüchlich."));
    }
    let client = params
        .get("client_id")
        .and_then(|id| app.client(id))
        .ok_or(Refusal::Page("Diese Anwendung ist hier nicht registriert."))?;
    let redirect = params
        .get("redirect_uri")
        .filter(|uri| client.allows_redirect(uri))
        .and_then(|uri| {
            Some(Redirect {
                uri: uri.to_owned(),
                url: Url::parse(uri).ok()?,
                state: params.owned("state"),
            })
        })
        .ok_or(Refusal::Page(
            "Die Adresse für die Rückkehr ist für diese Anwendung nicht registriert.",
        ))?;
    let refuse = |error: &str, why: &str| Err(Refusal::Redirect(redirect.error(error, why)));

    if repeated.is_some() {
        return refuse("invalid_request", "a parameter came more than once");
    }
    match params.get("response_type") {
        Some("code") => {}
        None => return refuse("invalid_request", "response_type is missing"),
        Some(_) => return refuse("unsupported_response_type", "only code is supported"),
    }
    if params.get("prompt") == Some("none") {
        return refuse("login_required", "nobody stays signed in here");
    }
    let scope: BTreeSet<String> = params
        .get("scope")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .map(str::to_owned)
        .collect();
    if !scope.iter().all(|name| SCOPES.contains(&name.as_str())) {
        return refuse("invalid_scope", "unknown scope");
    }
    let mut challenge = None;
    if app.switches().pkce {
        challenge = params.owned("code_challenge");
        let method = params.get("code_challenge_method");
        if challenge.is_some() && method != Some("S256") {
            return refuse("invalid_request", "code_challenge_method must be S256");
        }
        if challenge.is_none() && method.is_some() {
            return refuse("invalid_request", "code_challenge is missing");
        }
    }
    let ov = params.get("ov").map(str::to_ascii_lowercase);
    if ov
        .as_deref()
        .is_some_and(|ov| app.state().organisation(ov).is_err())
    {
        return refuse("invalid_request", "unknown ov");
    }
    Ok(AuthorizationRequest {
        client: client.clone(),
        scope,
        nonce: params.owned("nonce"),
        challenge,
        ov,
        redirect,
    })
}
