//! Signing in through HiOrg-Server (or another issuer) in the system's browser.
//!
//! ```text
//! SignIn::new      an organisation of the directory, its issuer found in the issuer table
//!   └ begin        a device → the URL for the browser, and a PendingSignIn to keep
//!       └ finish   the callback → code exchanged, ID token verified, session asked for
//! ```
//!
//! A [`PendingSignIn`] can be stored, so that an app which the system ended while the browser was
//! open finishes after a restart. It also keeps the proof once the code is spent: when the
//! answer of the session request is lost, `finish` asks again with the same token.

mod callback;
mod error;
mod pending;

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use ruma::{OwnedDeviceId, OwnedUserId, UserId};
use vodozemac::Ed25519Signature;
use zeroize::Zeroizing;

use self::callback::Callback;
pub(crate) use self::pending::MAX_AGE;
pub use self::{error::SignInError, pending::PendingSignIn};
use super::{
    id_token::VerifiedIdToken,
    issuers::{IssuerEntry, IssuerTable},
    nonce::DeviceIdentity,
    proof,
    provider::{Provider, ProviderError, Tokens, exchange_code},
};
use crate::{
    connector::{
        Connector,
        wire::{CodeProof, IdTokenProof, Organisation, Proof, SessionResponse},
    },
    http::HttpClient,
    ids::{Subject, parse_user_id, user_id},
    secret::{AccessToken, AuthorizationCode, CodeVerifier, IdToken, RefreshToken},
    time::{Clock, Entropy, Timestamp},
};

/// Signing in to one organisation.
pub struct SignIn {
    organisation: Organisation,
    connector: Connector,
    provider: Provider,
    clock: Arc<dyn Clock>,
}

/// A finished sign-in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The Matrix user.
    pub user_id: OwnedUserId,
    /// The issuer's id of the person.
    pub subject: Subject,
    /// The device, the one that the sign-in was begun for.
    pub device_id: OwnedDeviceId,
    /// The access token.
    pub access_token: AccessToken,
    /// The first refresh token.
    pub refresh_token: Option<RefreshToken>,
    /// Until when the access token is good.
    pub expires_at: Option<Timestamp>,
    /// The ID token, for the attestation; absent where the issuer gives none.
    pub id_token: Option<IdToken>,
    /// What the ID token says.
    pub verified: Option<VerifiedIdToken>,
}

impl SignIn {
    /// Prepares to sign in to an organisation of the directory.
    ///
    /// # Errors
    /// [`SignInError::UntrustedIssuer`] when its issuer is not in the table,
    /// [`SignInError::NoTokenRelay`] when the issuer needs a relay that the connector does not
    /// offer.
    pub fn new(
        organisation: Organisation,
        issuers: &IssuerTable,
        connector: Connector,
        http: &HttpClient,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SignInError> {
        let entry = issuers
            .get(&organisation.issuer)
            .ok_or(SignInError::UntrustedIssuer)?;
        if entry.relay && entry.id_token && !organisation.token_relay {
            return Err(SignInError::NoTokenRelay);
        }
        let provider = Provider::new(entry.clone(), http.for_issuer(), Arc::clone(&clock));
        Ok(Self {
            organisation,
            connector,
            provider,
            clock,
        })
    }

    /// The organisation.
    #[must_use]
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// Begins: makes the URL for the system's browser. `expected` is the person that must sign in
    /// where an account exists already.
    ///
    /// # Errors
    /// [`SignInError::InvalidRedirectUri`] when the issuer does not know the redirect URI or a
    /// host of the operator would receive it; [`SignInError::Issuer`] when discovery fails.
    pub async fn begin(
        &self,
        device: &DeviceIdentity,
        redirect_uri: &str,
        expected: Option<&Subject>,
        entropy: &dyn Entropy,
    ) -> Result<PendingSignIn, SignInError> {
        self.check_redirect_uri(redirect_uri)?;
        let entry = self.provider.entry();
        let endpoints = self.provider.endpoints().await?;
        let state = random_text(entropy)?;
        let code_verifier = if entry.pkce {
            Some(CodeVerifier::new(random_text(entropy)?.to_string()))
        } else {
            None
        };
        let authorize_url = self.authorize_url(
            endpoints.authorization,
            redirect_uri,
            &state,
            code_verifier.as_ref(),
            device,
        )?;
        Ok(PendingSignIn {
            organisation: self.organisation.clone(),
            device: device.clone(),
            redirect_uri: redirect_uri.to_owned(),
            authorize_url,
            state: state.to_string(),
            code_verifier,
            expected: expected.cloned(),
            begun_at: self.clock.now(),
            proof: None,
        })
    }

    /// Finishes with the URL that the browser was sent to. `sign` signs with the Ed25519 key of
    /// the device that the sign-in was begun for.
    ///
    /// After an error that [is temporary](SignInError::is_temporary) the same call can be made
    /// again; `pending` is to be stored before, since a code can be exchanged only once.
    ///
    /// # Errors
    /// [`SignInError::UnknownCallback`] for a callback of another sign-in, which is to be dropped
    /// while this one goes on; others end this sign-in unless temporary.
    pub async fn finish(
        &self,
        pending: &mut PendingSignIn,
        callback: &str,
        sign: impl FnOnce(&str) -> Ed25519Signature,
    ) -> Result<SignedIn, SignInError> {
        if pending.organisation != self.organisation || pending.is_too_old(self.clock.now()) {
            return Err(SignInError::UnknownCallback);
        }
        let callback = Callback::parse(callback, pending)?;
        let proof = if let Some(proof) = &pending.proof {
            proof.clone()
        } else {
            let code = callback.code(self.provider.entry().issuer.as_str())?;
            let proof = self.prove(pending, code).await?;
            pending.proof = Some(proof.clone());
            proof
        };
        let verified = self.verify(pending, &proof).await?;
        let request = proof::sign(
            proof.clone(),
            &pending.device,
            &self.organisation.ov,
            &self.organisation.homeserver.server_name,
            sign,
        );
        let response = self
            .connector
            .session(&self.organisation.ov, &request)
            .await?;
        self.accept(pending, proof, verified, response)
    }

    fn check_redirect_uri(&self, redirect_uri: &str) -> Result<(), SignInError> {
        let registered = self
            .provider
            .entry()
            .redirect_uri(redirect_uri)
            .ok_or(SignInError::InvalidRedirectUri)?;
        let homeserver = url::Url::parse(&self.organisation.homeserver.base_url).ok();
        let operators = [
            self.connector.host(),
            homeserver.as_ref().and_then(|url| url.host_str()),
            Some(self.organisation.homeserver.server_name.host()),
        ];
        if operators
            .into_iter()
            .flatten()
            .any(|host| registered.is_on_host(host))
        {
            return Err(SignInError::InvalidRedirectUri);
        }
        Ok(())
    }

    fn authorize_url(
        &self,
        endpoint: url::Url,
        redirect_uri: &str,
        state: &str,
        code_verifier: Option<&CodeVerifier>,
        device: &DeviceIdentity,
    ) -> Result<url::Url, SignInError> {
        let entry = self.provider.entry();
        let redirect_uri = RedirectUrl::new(redirect_uri.to_owned())
            .map_err(|_| SignInError::InvalidRedirectUri)?;
        let client = oauth2::basic::BasicClient::new(ClientId::new(entry.client_id.clone()))
            .set_auth_uri(AuthUrl::from_url(endpoint))
            .set_redirect_uri(redirect_uri);
        let mut request = client
            .authorize_url(|| CsrfToken::new(state.to_owned()))
            .add_scopes(entry.scopes.iter().cloned().map(Scope::new));
        if let Some(verifier) = code_verifier {
            let verifier = PkceCodeVerifier::new(verifier.expose().to_owned());
            request =
                request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        }
        if entry.nonce && entry.id_token {
            let nonce = device.nonce(&self.organisation.ov);
            request = request.add_extra_param("nonce", nonce.as_str().to_owned());
        }
        if let Some(parameter) = &entry.organisation_parameter {
            request = request
                .add_extra_param(parameter.clone(), self.organisation.ov.as_str().to_owned());
        }
        Ok(request.url().0)
    }

    /// Makes the proof: the ID token, or the code itself where there is none.
    async fn prove(
        &self,
        pending: &PendingSignIn,
        code: AuthorizationCode,
    ) -> Result<Proof, SignInError> {
        let entry = self.provider.entry();
        if !entry.id_token {
            return Ok(Proof::Code(CodeProof {
                code,
                code_verifier: pending.code_verifier.clone(),
                redirect_uri: pending.redirect_uri.clone(),
            }));
        }
        let tokens = self.exchange(entry, pending, code).await?;
        // The access token is not needed and is dropped here.
        let id_token = tokens.id_token.ok_or(SignInError::SsoFailed)?;
        Ok(Proof::IdToken(IdTokenProof { id_token }))
    }

    async fn exchange(
        &self,
        entry: &IssuerEntry,
        pending: &PendingSignIn,
        code: AuthorizationCode,
    ) -> Result<Tokens, ProviderError> {
        let verifier = pending.code_verifier.clone();
        if !entry.relay {
            return self
                .provider
                .exchange_code(code, verifier, &pending.redirect_uri, None)
                .await;
        }
        let relay = self
            .connector
            .token_relay(&self.organisation.ov)
            .map_err(|_| ProviderError::Malformed)?;
        exchange_code(
            &*self.connector.fetch(),
            &relay,
            &entry.client_id,
            None,
            code,
            verifier,
            &pending.redirect_uri,
        )
        .await
    }

    async fn verify(
        &self,
        pending: &PendingSignIn,
        proof: &Proof,
    ) -> Result<Option<VerifiedIdToken>, SignInError> {
        let Proof::IdToken(IdTokenProof { id_token }) = proof else {
            return Ok(None);
        };
        let ov = &self.organisation.ov;
        let nonce = self
            .provider
            .entry()
            .nonce
            .then(|| pending.device.nonce(ov));
        let verified = self
            .provider
            .verify_id_token(id_token, nonce.as_ref())
            .await?;
        if verified.organisation.as_ref().is_some_and(|own| own != ov) {
            return Err(SignInError::WrongOrganisation);
        }
        check_person(pending.expected.as_ref(), &verified.subject)?;
        Ok(Some(verified))
    }

    /// Takes the session, if it is one for this person on this device.
    fn accept(
        &self,
        pending: &PendingSignIn,
        proof: Proof,
        verified: Option<VerifiedIdToken>,
        response: SessionResponse,
    ) -> Result<SignedIn, SignInError> {
        let ov = &self.organisation.ov;
        let server = &self.organisation.homeserver.server_name;
        let user = UserId::parse(&response.user_id).map_err(|_| SignInError::InvalidSession)?;
        let (_, subject) = parse_user_id(&user).map_err(|_| SignInError::InvalidSession)?;
        let ours = user_id(ov, &subject, server).is_ok_and(|expected| expected == user)
            && response.device_id == pending.device.device_id.as_str()
            && verified
                .as_ref()
                .is_none_or(|verified| verified.subject == subject);
        if !ours {
            return Err(SignInError::InvalidSession);
        }
        check_person(pending.expected.as_ref(), &subject)?;
        let lifetime = response.expires_in_ms.map(std::time::Duration::from_millis);
        Ok(SignedIn {
            user_id: user,
            subject,
            device_id: pending.device.device_id.clone(),
            access_token: response.access_token,
            refresh_token: response.refresh_token,
            expires_at: lifetime.map(|lifetime| self.clock.now().plus(lifetime)),
            id_token: match proof {
                Proof::IdToken(proof) => Some(proof.id_token),
                Proof::Code(_) => None,
            },
            verified,
        })
    }
}

fn check_person(expected: Option<&Subject>, found: &Subject) -> Result<(), SignInError> {
    if expected.is_some_and(|expected| expected != found) {
        return Err(SignInError::AnotherPerson);
    }
    Ok(())
}

/// 256 bits as 43 characters that URLs carry as they are.
fn random_text(entropy: &dyn Entropy) -> Result<Zeroizing<String>, SignInError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    entropy
        .fill(&mut *bytes)
        .map_err(|_| SignInError::NoEntropy)?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
}
