//! The app's side: a Matrix session for a device whose owner has signed in at the issuer.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use dienstchat_core::{
    connector::wire::{CodeProof, IdTokenProof, Proof, SessionRequest, SessionResponse},
    ids::{OrgCode, Subject, user_id},
    login::{
        id_token::IdTokenError,
        nonce::DeviceIdentity,
        proof::{self, ProofError},
        provider::ProviderError,
    },
    secret::{AccessToken, AuthorizationCode, CodeVerifier, RefreshToken},
    time::{DAY, Timestamp},
};

use super::{
    body::{Params, Whole, json, sha256},
    schema::{SessionBody, SessionView},
};
use crate::{
    app::{App, IssuerClient},
    db::{DeviceKeys, Organisation, ProofUse, UsedProof},
    homeserver::Homeserver,
    metrics::Counter,
    problem::{Kind, Problem, ProblemDetails},
};

/// Who a proof stands for, and until when it is good.
struct Identity {
    subject: Subject,
    organisation: Option<OrgCode>,
    expires_at: Timestamp,
}

/// A Matrix session for the device named in the request, signed by that device.
///
/// Each proof is good for one device; the same proof with the same device and keys within 10
/// minutes is a retry after a lost answer.
#[utoipa::path(
    post, path = "/v1/organisations/{ov}/session", tag = "App",
    params(("ov" = String, Path, description = "The organisation's code")),
    request_body = SessionBody,
    responses(
        (status = 200, description = "A session", body = SessionView),
        (status = 400, description = "`invalid-request`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "`invalid-proof`, `expired-proof`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "`wrong-organisation`, `wrong-device`, `invalid-signature`, `untrusted-issuer`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-organisation`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "`token-used`, `device-taken`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 502, description = "`issuer-unavailable`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "`homeserver-unavailable`", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    Params((code,)): Params<(String,)>,
    Whole(bytes): Whole,
) -> Result<Json<SessionResponse>, Problem> {
    let result = session(&app, &code, &bytes).await;
    let label = result
        .as_ref()
        .map_or_else(|problem| problem.kind().slug(), |_| "ok");
    app.metrics.count(Counter::Sessions, &[("result", label)]);
    result.map(Json)
}

async fn session(app: &App, code: &str, bytes: &[u8]) -> Result<SessionResponse, Problem> {
    let ov: OrgCode = code.parse().map_err(|_| Kind::UnknownOrganisation)?;
    let organisation = enabled(app, &ov).await?;
    let issuer = app
        .issuers
        .get(&organisation.issuer)
        .ok_or(Kind::UntrustedIssuer)?;
    let homeserver = app
        .homeserver(&organisation.homeserver)
        .ok_or(Kind::HomeserverUnavailable)?;
    let request: SessionRequest = json(bytes)?;
    let device = proof::verify(&request, &ov, homeserver.server_name()).map_err(refused)?;

    let hash = proof_hash(&request.proof);
    let keys = DeviceKeys {
        device_id: request.device_id,
        curve25519: request.curve25519,
        ed25519: request.ed25519,
    };
    let now = app.clock.now();
    let known = match app.db.proof_use(hash, &ov, &keys, now).await? {
        ProofUse::First => None,
        ProofUse::Retry(subject) => Some(subject),
        ProofUse::Used | ProofUse::DeviceTaken => return Err(Kind::TokenUsed.into()),
    };
    let identity = match request.proof {
        Proof::IdToken(proof) => from_id_token(issuer, &proof, &device, &ov).await?,
        Proof::Code(proof) => match known {
            // A code can be redeemed only once; who it stands for is remembered.
            Some(subject) => Identity {
                subject,
                organisation: Some(ov.clone()),
                expires_at: now,
            },
            None => from_code(issuer, &proof, &device, &ov, now).await?,
        },
    };
    if identity.organisation.as_ref() != Some(&ov) {
        return Err(Kind::WrongOrganisation.into());
    }
    if app
        .db
        .person(&ov, &identity.subject)
        .await?
        .is_some_and(|person| person.removed)
    {
        return Err(
            Problem::new(Kind::WrongOrganisation).detail("The person has left the organisation.")
        );
    }
    let used = UsedProof {
        hash,
        ov,
        sub: identity.subject,
        device: keys,
        forget_at: identity.expires_at.plus(DAY),
    };
    match app.db.use_proof(&used, now).await? {
        ProofUse::First | ProofUse::Retry(_) => {}
        ProofUse::Used => return Err(Kind::TokenUsed.into()),
        ProofUse::DeviceTaken => return Err(Kind::DeviceTaken.into()),
    }
    make(app, homeserver, &used, &device).await
}

/// The organisation, if it is known and its chat function on; others do not exist for the app.
pub(super) async fn enabled(app: &App, ov: &OrgCode) -> Result<Organisation, Problem> {
    let organisation = app
        .db
        .organisation(ov)
        .await?
        .ok_or(Kind::UnknownOrganisation)?;
    if organisation.enabled {
        Ok(organisation)
    } else {
        Err(Kind::UnknownOrganisation.into())
    }
}

async fn make(
    app: &App,
    homeserver: &Homeserver,
    used: &UsedProof,
    device: &DeviceIdentity,
) -> Result<SessionResponse, Problem> {
    let user = user_id(&used.ov, &used.sub, homeserver.server_name())
        .map_err(|_| Problem::new(Kind::InvalidProof).detail("The person's id is too long."))?;
    homeserver.register(&user).await?;
    app.db
        .person_joined(&used.ov, &used.sub, app.clock.now())
        .await?;
    let login = homeserver.login(&user, device.device_id.clone()).await?;
    for (ov, duty_id) in app.db.duties_of(&used.ov, &used.sub).await? {
        app.triggers.duty(&ov, &duty_id);
    }
    app.triggers.people_of(&used.ov);
    Ok(SessionResponse {
        user_id: login.user_id.to_string(),
        device_id: login.device_id.to_string(),
        access_token: AccessToken::new(login.access_token),
        refresh_token: login.refresh_token.map(RefreshToken::new),
        expires_in_ms: login.expires_in.map(milliseconds),
    })
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

async fn from_id_token(
    issuer: &IssuerClient,
    proof: &IdTokenProof,
    device: &DeviceIdentity,
    ov: &OrgCode,
) -> Result<Identity, Problem> {
    let nonce = issuer.provider.entry().nonce.then(|| device.nonce(ov));
    let token = issuer
        .provider
        .verify_id_token(&proof.id_token, nonce.as_ref())
        .await
        .map_err(unproven)?;
    Ok(Identity {
        subject: token.subject,
        organisation: token.organisation,
        expires_at: token.expires_at,
    })
}

async fn from_code(
    issuer: &IssuerClient,
    proof: &CodeProof,
    device: &DeviceIdentity,
    ov: &OrgCode,
    now: Timestamp,
) -> Result<Identity, Problem> {
    let entry = issuer.provider.entry();
    if entry.redirect_uri(&proof.redirect_uri).is_none() {
        return Err(Problem::new(Kind::InvalidProof).detail("The redirect URI is not registered."));
    }
    let code = AuthorizationCode::new(proof.code.expose().to_owned());
    let verifier = proof
        .code_verifier
        .as_ref()
        .map(|verifier| CodeVerifier::new(verifier.expose().to_owned()));
    let tokens = issuer
        .provider
        .exchange_code(code, verifier, &proof.redirect_uri, issuer.secret.as_ref())
        .await
        .map_err(unproven)?;
    let person = issuer
        .provider
        .userinfo(&tokens.access_token)
        .await
        .map_err(unproven)?;
    if let Some(token) = &tokens.id_token
        && entry.id_token
    {
        // Where there is one after all, it binds the sign-in to the device.
        let nonce = entry.nonce.then(|| device.nonce(ov));
        let token = issuer
            .provider
            .verify_id_token(token, nonce.as_ref())
            .await
            .map_err(unproven)?;
        if token.subject != person.subject {
            return Err(Kind::InvalidProof.into());
        }
    }
    Ok(Identity {
        subject: person.subject,
        organisation: person.organisation,
        expires_at: now,
    })
}

fn proof_hash(proof: &Proof) -> [u8; 32] {
    match proof {
        Proof::IdToken(proof) => sha256(proof.id_token.expose()),
        Proof::Code(proof) => sha256(proof.code.expose()),
    }
}

fn refused(error: ProofError) -> Problem {
    match error {
        ProofError::Signature => Kind::InvalidSignature.into(),
        ProofError::DeviceId => {
            Problem::new(Kind::InvalidRequest).detail("The device id is malformed.")
        }
        ProofError::Encoding | ProofError::Key => Problem::new(Kind::InvalidRequest)
            .detail("A key, the salt or the signature is malformed."),
    }
}

fn unproven(error: ProviderError) -> Problem {
    match error {
        ProviderError::IdToken(IdTokenError::Expired | IdTokenError::FromTheFuture) => {
            Kind::ExpiredProof.into()
        }
        ProviderError::IdToken(IdTokenError::WrongNonce) => Kind::WrongDevice.into(),
        ProviderError::IdToken(_) | ProviderError::Exchange(_) => Kind::InvalidProof.into(),
        ProviderError::Fetch(_)
        | ProviderError::Status(_)
        | ProviderError::Malformed
        | ProviderError::IssuerMismatch
        | ProviderError::MissingEndpoint => {
            tracing::warn!(error = %error, "the issuer failed a request");
            Kind::IssuerUnavailable.into()
        }
    }
}
