//! The `OpenAPI` document, made from the code.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};

use super::{
    directory, duties, health, landing, metrics, organisations, people, session, token, well_known,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dienstchat connector",
        description = "The service between HiOrg-Server and the Matrix homeserver. Errors are problem details (RFC 9457).",
    ),
    paths(
        organisations::put, organisations::get, organisations::delete,
        duties::put, duties::get, duties::delete,
        people::delete,
        directory::list, token::relay, session::create,
        landing::page, well_known::assetlinks, well_known::apple,
        health::check, metrics::render,
    ),
    tags(
        (name = "HiOrg-Server", description = "Organisations, duties and people, as HiOrg-Server wants them"),
        (name = "App", description = "Directory, token relay and sessions"),
        (name = "Links", description = "Deep links"),
        (name = "Operation", description = "For the operator"),
    ),
    modifiers(&Credential)
)]
struct Document;

struct Credential;

impl Modify for Credential {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "credential",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    }
}

/// The document.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The document as JSON for a file.
///
/// # Errors
/// When it cannot be written as JSON, which would be a mistake in this crate.
pub fn to_json() -> Result<String, serde_json::Error> {
    openapi().to_pretty_json().map(|json| json + "\n")
}

pub(super) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(openapi())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn the_document_in_docs_is_the_codes() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
        let written = std::fs::read_to_string(path).unwrap();
        assert!(
            written == super::to_json().unwrap(),
            "docs/openapi.json is old: dienstchat-connector openapi > docs/openapi.json"
        );
    }
}
