//! The page behind a deep link, for phones without the app, and for browsers that keep the link to
//! themselves.
//!
//! It is the same for every link that is well formed: whether a duty exists, let alone its title,
//! is nobody's business who has only a link.

use std::sync::{Arc, LazyLock};

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use dienstchat_core::duty::DutyLink;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use sha2::{Digest as _, Sha256};

use super::body::Params;
use crate::{app::App, config::Apps, problem::Problem};

mod language;
mod text;

use language::Language;

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;\
color:#1a1a1a;background:#fff}a.button{display:inline-block;padding:.8rem 1.4rem;border-radius:.5rem;\
background:#b3001b;color:#fff;text-decoration:none;font-weight:600}\
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#8ab4ff}}";

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// The page behind a deep link: a button that opens the app, and where to get it. German or
/// English.
#[utoipa::path(
    get, path = "/d/{ov}/{duty_id}", tag = "Links",
    params(
        ("ov" = String, Path, description = "The organisation's code"),
        ("duty_id" = String, Path, description = "The duty's id"),
    ),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 404, description = "The link is not well formed", body = String, content_type = "text/html"),
    )
)]
pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Params((ov, duty_id)): Params<(String, String)>,
) -> Result<Response, Problem> {
    let language = Language::choose(
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
    );
    let link = match (ov.parse(), duty_id.parse()) {
        (Ok(ov), Ok(duty_id)) => Some(DutyLink { ov, duty_id }),
        _ => None,
    };
    let (status, body) = match link {
        Some(link) => (
            StatusCode::OK,
            found(language, &link.to_app(), &app.config.apps),
        ),
        None => (
            StatusCode::NOT_FOUND,
            format!("<p>{}</p>", language.text().not_a_link),
        ),
    };
    let html = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <title>Dienstchat</title><style>{STYLE}</style></head><body><h1>Dienstchat</h1>{body}</body></html>",
        language.code(),
    );
    let mut response = (status, Html(html)).into_response();
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::VARY, "Accept-Language"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in fixed {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(language.code()),
    );
    if let Ok(policy) = HeaderValue::from_str(&POLICY) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

fn found(language: Language, link: &str, apps: &Apps) -> String {
    let text = language.text();
    let mut body = format!(
        "<p>{}</p><p><a class=\"button\" href=\"{}\">{}</a></p>",
        text.intro,
        escape(link),
        text.open
    );
    let stores = [
        (&apps.play_store_url, text.play_store),
        (&apps.app_store_url, text.app_store),
    ];
    if stores.iter().any(|(url, _)| url.is_some()) {
        body.push_str("<p>");
        body.push_str(text.get_the_app);
        body.push_str("</p><ul>");
        for (url, name) in stores {
            if let Some(url) = url {
                body.push_str("<li><a href=\"");
                body.push_str(&escape(url.as_str()));
                body.push_str("\">");
                body.push_str(name);
                body.push_str("</a></li>");
            }
        }
        body.push_str("</ul>");
    }
    body
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
