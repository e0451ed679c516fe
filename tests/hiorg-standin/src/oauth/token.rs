//! The token endpoint (RFC 6749, sections 4.1.3 and 6; OpenID Connect Core 1.0, section 3.1.3).

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::error::TokenError;
use super::grants::{Authorization, Granted, Terms};
use super::params::Params;
use crate::app::App;
use crate::model::Person;
use crate::tokens::{IdTokenSpec, Issuer, mint};

pub(crate) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: String,
) -> Response {
    match answer(&app, &headers, &body) {
        Ok(tokens) => Json(tokens).into_response(),
        Err(error) => error.into_response(),
    }
}

fn answer(app: &App, headers: &HeaderMap, body: &str) -> Result<Value, TokenError> {
    let form = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    if !form {
        return Err(TokenError::InvalidRequest(
            "not application/x-www-form-urlencoded",
        ));
    }
    let params = Params::parse(body.as_bytes());
    if params.repeated().is_some() {
        return Err(TokenError::InvalidRequest(
            "a parameter came more than once",
        ));
    }
    let grant_type = params
        .get("grant_type")
        .ok_or(TokenError::InvalidRequest("grant_type is missing"))?;
    let client_id = authenticate(app, headers, &params)?;
    let switches = *app.switches();
    let terms = Terms {
        now: app.now(),
        lifetime: app.token_lifetime,
        pkce: switches.pkce,
        refresh: switches.refresh_tokens,
    };
    let granted = match grant_type {
        "authorization_code" => {
            let code = params
                .get("code")
                .ok_or(TokenError::InvalidRequest("code is missing"))?;
            app.grants().redeem_code(
                code,
                &client_id,
                params.get("redirect_uri"),
                params.get("code_verifier"),
                terms,
            )?
        }
        "refresh_token" if switches.refresh_tokens => {
            let token = params
                .get("refresh_token")
                .ok_or(TokenError::InvalidRequest("refresh_token is missing"))?;
            let scope: Option<BTreeSet<String>> = params
                .get("scope")
                .map(|scope| scope.split_ascii_whitespace().map(str::to_owned).collect());
            app.grants()
                .redeem_refresh(token, &client_id, scope.as_ref(), terms)?
        }
        _ => return Err(TokenError::UnsupportedGrantType),
    };
    respond(app, granted, terms)
}

/// Which client asks, by HTTP Basic or in the form (RFC 6749, section 2.3.1). A secret that is
/// shown must be right, also where none is asked for.
fn authenticate(app: &App, headers: &HeaderMap, params: &Params) -> Result<String, TokenError> {
    let (id, secret) = match headers.get(header::AUTHORIZATION) {
        Some(value) => {
            let (id, secret) = value
                .to_str()
                .ok()
                .and_then(basic)
                .ok_or(TokenError::InvalidClient)?;
            if params.get("client_secret").is_some()
                || params.get("client_id").is_some_and(|other| other != id)
            {
                return Err(TokenError::InvalidRequest("more than one client"));
            }
            (id, Some(secret))
        }
        None => (
            params.owned("client_id").ok_or(TokenError::InvalidClient)?,
            params.owned("client_secret"),
        ),
    };
    let client = app.client(&id).ok_or(TokenError::InvalidClient)?;
    let needed =
        client.confidential || (app.switches().require_client_secret && client.secret.is_some());
    let right = match &secret {
        Some(secret) => client.secret.as_ref() == Some(secret),
        None => !needed,
    };
    if right {
        Ok(id)
    } else {
        Err(TokenError::InvalidClient)
    }
}

/// `Basic` credentials: both parts are form-encoded before they are put together.
fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    // As the value of a pair, since that is what the crate decodes.
    url::form_urlencoded::parse(format!("v={text}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn respond(app: &App, granted: Granted, terms: Terms) -> Result<Value, TokenError> {
    let authorization = granted.authorization;
    let person = app
        .state()
        .person(&authorization.ov, &authorization.sub)
        .cloned()
        .map_err(|_| TokenError::InvalidGrant("the person is gone"))?;
    let scope: Vec<String> = authorization.scope.iter().cloned().collect();
    let mut answer = Map::new();
    answer.insert("access_token".to_owned(), json!(granted.access_token));
    answer.insert("token_type".to_owned(), json!("Bearer"));
    answer.insert("expires_in".to_owned(), json!(terms.lifetime));
    answer.insert("scope".to_owned(), json!(scope.join(" ")));
    if let Some(token) = granted.refresh_token {
        answer.insert("refresh_token".to_owned(), json!(token));
    }
    if authorization.scope.contains("openid") && app.switches().id_token {
        let token = id_token(app, &authorization, &person)?;
        answer.insert("id_token".to_owned(), json!(token));
    }
    Ok(Value::Object(answer))
}

/// The regular ID token. A refresh gives the same nonce again, which lets an app renew what it has
/// bound to it (OpenID Connect Core 1.0, section 12.2, allows it and not another).
fn id_token(
    app: &App,
    authorization: &Authorization,
    person: &Person,
) -> Result<String, TokenError> {
    let switches = *app.switches();
    let mut spec = IdTokenSpec::new(&person.ov, &person.sub);
    spec.audience = Some(authorization.client_id.clone());
    if switches.nonce {
        spec.nonce.clone_from(&authorization.nonce);
    }
    if !switches.organisation_claim {
        spec.organisation = None;
    }
    if switches.personal_claims {
        let email = format!("{}@example.org", person.username);
        spec.claims.insert("name".to_owned(), json!(person.name));
        spec.claims
            .insert("preferred_username".to_owned(), json!(person.username));
        spec.claims.insert("email".to_owned(), json!(email));
    }
    let key = app.keys().current();
    let issuer = Issuer {
        url: &app.issuer,
        key: &key,
        now: app.now(),
        lifetime: app.token_lifetime,
    };
    mint(&spec, &issuer).map_err(|_| TokenError::ServerError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_decoded_twice() {
        // base64 of "dienstchat-app:a%3Ab+c"
        assert_eq!(
            basic("Basic ZGllbnN0Y2hhdC1hcHA6YSUzQWIrYw=="),
            Some(("dienstchat-app".to_owned(), "a:b c".to_owned()))
        );
        assert_eq!(basic("Bearer ZGllbnN0Y2hhdC1hcHA6YSUzQWIrYw=="), None);
        assert_eq!(basic("Basic ###"), None);
    }
}
