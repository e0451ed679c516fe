//! Errors as callers see them: problem details (RFC 9457).
//!
//! `type` is stable and is what a program acts on; `title` and `detail` are for people. Neither
//! holds anything of the request but the name of a field.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::{DbError, WriteError};
use crate::homeserver::HomeserverError;

/// Where the types are described.
const BASE: &str = "https://dienstchat.de/problems/";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $slug:literal, $title:literal;)*) => {
        /// What went wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The HTTP status.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// The last part of the problem's type.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// What it is, for people.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

kinds! {
    /// The request is not HTTP as it should be: query, path, headers or the body's syntax.
    InvalidRequest = BAD_REQUEST, "invalid-request", "The request cannot be read";
    /// No credential, or one that is not known.
    Unauthorized = UNAUTHORIZED, "unauthorized", "A valid credential is needed";
    /// The organisation belongs to another issuer.
    ForeignOrganisation = FORBIDDEN, "foreign-organisation", "The organisation belongs to another issuer";
    /// There is nothing at this address.
    NotFound = NOT_FOUND, "not-found", "There is nothing at this address";
    /// There is no such organisation, or, for the app, its chat function is off.
    UnknownOrganisation = NOT_FOUND, "unknown-organisation", "There is no such organisation";
    /// The duty is not known.
    UnknownDuty = NOT_FOUND, "unknown-duty", "There is no such duty";
    /// The address knows other methods.
    MethodNotAllowed = METHOD_NOT_ALLOWED, "method-not-allowed", "The address does not know this method";
    /// The request took too long to arrive or to be answered.
    Timeout = REQUEST_TIMEOUT, "timeout", "The request took too long";
    /// The same revision with another content.
    RevisionConflict = CONFLICT, "revision-conflict", "This revision is known with another content";
    /// A revision lower than the one known.
    RevisionStale = CONFLICT, "revision-stale", "A newer revision is known";
    /// An organisation's homeserver cannot change.
    HomeserverFixed = CONFLICT, "homeserver-fixed", "The organisation's homeserver cannot change";
    /// The body is too large.
    TooLarge = PAYLOAD_TOO_LARGE, "too-large", "The body is too large";
    /// The body is not of the type that is taken.
    MediaType = UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is of another type";
    /// The body is well-formed and a value in it is not valid.
    InvalidValue = UNPROCESSABLE_ENTITY, "invalid-value", "A value is not valid";
    /// The organisation's issuer is not one that the connector believes.
    UntrustedIssuer = FORBIDDEN, "untrusted-issuer", "The organisation's issuer is not known here";
    /// The issuer does not answer, or not as it should.
    IssuerUnavailable = BAD_GATEWAY, "issuer-unavailable", "The issuer does not answer as it should";
    /// The issuer's codes are not exchanged here.
    NoTokenRelay = FORBIDDEN, "no-token-relay", "Codes of this issuer are not exchanged here";
    /// The ID token or code is not valid.
    InvalidProof = UNAUTHORIZED, "invalid-proof", "The proof of sign-in is not valid";
    /// The ID token has expired, or is from the future.
    ExpiredProof = UNAUTHORIZED, "expired-proof", "The proof of sign-in is not of now";
    /// The ID token or code was used before.
    TokenUsed = CONFLICT, "token-used", "The proof of sign-in was used before";
    /// The ID token's nonce is not the device's.
    WrongDevice = FORBIDDEN, "wrong-device", "The proof of sign-in is another device's";
    /// The device id belongs to other keys or another person.
    DeviceTaken = CONFLICT, "device-taken", "The device id belongs to other keys or another person";
    /// The device's signature is wrong.
    InvalidSignature = FORBIDDEN, "invalid-signature", "The device's signature is wrong";
    /// The person does not belong to the organisation, or has left it.
    WrongOrganisation = FORBIDDEN, "wrong-organisation", "The person does not belong to the organisation";
    /// Too much is asked at once.
    TooManyRequests = SERVICE_UNAVAILABLE, "too-many-requests", "Too many requests at the moment";
    /// The homeserver does not answer.
    HomeserverUnavailable = SERVICE_UNAVAILABLE, "homeserver-unavailable", "The homeserver does not answer";
    /// The connector failed.
    Internal = INTERNAL_SERVER_ERROR, "internal", "The connector failed";
}

/// An error as a caller sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: Kind,
    detail: Option<&'static str>,
    field: Option<String>,
}

/// The body of an error (RFC 9457), `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub struct ProblemDetails {
    /// What went wrong; stable.
    #[serde(rename = "type")]
    #[schema(example = "https://dienstchat.de/problems/revision-stale")]
    pub problem_type: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, for people.
    pub title: &'static str,
    /// More about it, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'static str>,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// This kind of problem.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: None,
            field: None,
        }
    }

    /// A value that is not valid.
    #[must_use]
    pub fn invalid(field: impl Into<String>, detail: &'static str) -> Self {
        Self {
            kind: Kind::InvalidValue,
            detail: Some(detail),
            field: Some(field.into()),
        }
    }

    /// With more for people.
    #[must_use]
    pub const fn detail(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        tracing::error!(error = %describe(&error), "the database failed");
        Self::new(Kind::Internal)
    }
}

/// What a database error says without the values of a statement.
fn describe(error: &DbError) -> String {
    match error {
        DbError::Sql(sqlx::Error::Database(database)) => {
            format!("database error {}", database.code().unwrap_or_default())
        }
        other => other.to_string(),
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Conflict => Kind::RevisionConflict.into(),
            WriteError::Stale => Kind::RevisionStale.into(),
            WriteError::Foreign => Kind::ForeignOrganisation.into(),
            WriteError::HomeserverFixed => Kind::HomeserverFixed.into(),
            WriteError::NotFound => Kind::NotFound.into(),
            WriteError::Db(error) => error.into(),
        }
    }
}

impl From<HomeserverError> for Problem {
    fn from(error: HomeserverError) -> Self {
        tracing::warn!(error = %error, "the homeserver failed a request");
        Self::new(Kind::HomeserverUnavailable)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.kind.status();
        let details = ProblemDetails {
            problem_type: format!("{BASE}{}", self.kind.slug()),
            status: status.as_u16(),
            title: self.kind.title(),
            detail: self.detail,
            field: self.field,
        };
        let mut response = (status, Json(details)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
