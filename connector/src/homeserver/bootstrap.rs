//! Admin rights for the connector's own user, without a manual step.
//!
//! The application service registers its user; a throw-away admin, made with Synapse's registration
//! secret, makes that user an admin and is deactivated. From then on the connector's own token may
//! purge rooms and delete media. Every step may be cut off anywhere: the next start goes on, and
//! removes throw-away admins that an earlier one left.

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use ring::hmac;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use zeroize::Zeroizing;

use super::config::SENDER_LOCALPART;

/// Throw-away admins are called this and a random part. Outside the application service's
/// namespace, which has an underscore after two to eight characters.
const THROW_AWAY_PREFIX: &str = "dienstchat-bootstrap-";

/// What [`bootstrap`] needs to know of a homeserver.
pub struct Access<'a> {
    /// Where the connector reaches the homeserver.
    pub url: &'a Url,
    /// The homeserver's name.
    pub server_name: &'a str,
    /// The application service's token.
    pub as_token: &'a str,
    /// Synapse's `registration_shared_secret`.
    pub registration_shared_secret: &'a str,
}

/// Why the connector has no admin rights.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    /// The homeserver is away, or did not answer in time. Try again later.
    #[error("the homeserver does not answer")]
    Unreachable(#[source] reqwest::Error),
    /// The homeserver refused a step. Its configuration is not the generated one, or the secrets
    /// differ from it.
    #[error("the homeserver refused the step `{step}` with status {status} ({code})")]
    Refused {
        /// The step that was refused.
        step: Step,
        /// The HTTP status.
        status: StatusCode,
        /// Matrix's error code, empty if there was none.
        code: String,
    },
    /// The address of the homeserver cannot carry a path.
    #[error("the homeserver's address is not usable")]
    InvalidUrl,
    /// The system gives no random numbers.
    #[error("no random numbers")]
    Random,
}

/// The steps of [`bootstrap`], named in its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The application service registers its own user.
    Register,
    /// Synapse gives a nonce for the throw-away admin.
    Nonce,
    /// The throw-away admin is made.
    ThrowAway,
    /// The throw-away admin makes the connector's user an admin.
    Promote,
    /// Throw-away admins are looked for.
    List,
    /// A throw-away admin is deactivated.
    Deactivate,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Register => "register the connector's user",
            Self::Nonce => "ask for a nonce",
            Self::ThrowAway => "make a throw-away admin",
            Self::Promote => "make the connector's user an admin",
            Self::List => "look for throw-away admins",
            Self::Deactivate => "deactivate a throw-away admin",
        })
    }
}

/// Makes the connector's user exist and be an admin, and leaves no other admin of ours. To be
/// called at each start of the connector; costs three requests once everything is in place.
///
/// # Errors
///
/// [`BootstrapError`]; calling it again is always safe.
pub async fn bootstrap(http: &Client, access: Access<'_>) -> Result<(), BootstrapError> {
    let server = Homeserver { http, access };
    server.register_own_user().await?;
    if !server.is_admin().await? {
        let token = server.make_throw_away().await?;
        server.promote(&token).await?;
    }
    for user in server.throw_aways().await? {
        server.deactivate(&user).await?;
    }
    Ok(())
}

struct Homeserver<'a> {
    http: &'a Client,
    access: Access<'a>,
}

#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    errcode: String,
}

#[derive(Deserialize)]
struct Admin {
    admin: bool,
}

#[derive(Deserialize)]
struct Nonce {
    nonce: String,
}

#[derive(Deserialize)]
struct Registered {
    access_token: String,
}

#[derive(Deserialize)]
struct Users {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    name: String,
}

impl Homeserver<'_> {
    async fn register_own_user(&self) -> Result<(), BootstrapError> {
        let body = json!({
            "type": "m.login.application_service",
            "username": SENDER_LOCALPART,
            "inhibit_login": true,
        });
        let request = self
            .request(
                Method::POST,
                &["_matrix", "client", "v3", "register"],
                self.access.as_token,
            )?
            .json(&body);
        match send::<Value>(request, Step::Register).await {
            Err(BootstrapError::Refused { code, .. }) if code == "M_USER_IN_USE" => Ok(()),
            other => other.map(drop),
        }
    }

    /// Whether the connector's user is an admin; only admins may ask, so a refusal means no.
    async fn is_admin(&self) -> Result<bool, BootstrapError> {
        let own = self.own_user();
        let request = self.request(
            Method::GET,
            &["_synapse", "admin", "v1", "users", &own, "admin"],
            self.access.as_token,
        )?;
        match send::<Admin>(request, Step::Promote).await {
            Ok(answer) => Ok(answer.admin),
            Err(BootstrapError::Refused {
                status: StatusCode::FORBIDDEN,
                ..
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Synapse's shared-secret registration; the answer is the new admin's access token.
    async fn make_throw_away(&self) -> Result<Zeroizing<String>, BootstrapError> {
        let path = ["_synapse", "admin", "v1", "register"];
        let request = self.http.get(self.url(&path)?);
        let Nonce { nonce } = send(request, Step::Nonce).await?;
        let username = format!("{THROW_AWAY_PREFIX}{}", random_hex()?);
        let password = Zeroizing::new(random_hex()?);
        let mac = registration_mac(
            self.access.registration_shared_secret,
            &nonce,
            &username,
            &password,
        );
        let body = json!({
            "nonce": nonce,
            "username": username,
            "password": *password,
            "admin": true,
            "mac": mac,
        });
        let request = self.http.post(self.url(&path)?).json(&body);
        let Registered { access_token } = send(request, Step::ThrowAway).await?;
        Ok(Zeroizing::new(access_token))
    }

    async fn promote(&self, admin_token: &str) -> Result<(), BootstrapError> {
        let own = self.own_user();
        let path = ["_synapse", "admin", "v1", "users", &own, "admin"];
        let request = self
            .request(Method::PUT, &path, admin_token)?
            .json(&json!({"admin": true}));
        send::<Value>(request, Step::Promote).await.map(drop)
    }

    /// The throw-away admins that are still active; more than one only after several failures.
    async fn throw_aways(&self) -> Result<Vec<String>, BootstrapError> {
        let request = self
            .request(
                Method::GET,
                &["_synapse", "admin", "v2", "users"],
                self.access.as_token,
            )?
            .query(&[
                ("name", THROW_AWAY_PREFIX),
                ("deactivated", "false"),
                ("limit", "100"),
            ]);
        let found: Users = send(request, Step::List).await?;
        // The search finds the text anywhere in an id or name.
        let ours = format!("@{THROW_AWAY_PREFIX}");
        Ok(found
            .users
            .into_iter()
            .map(|user| user.name)
            .filter(|id| id.starts_with(&ours))
            .collect())
    }

    async fn deactivate(&self, user: &str) -> Result<(), BootstrapError> {
        let path = ["_synapse", "admin", "v1", "users", user, "admin"];
        let request = self
            .request(Method::PUT, &path, self.access.as_token)?
            .json(&json!({"admin": false}));
        send::<Value>(request, Step::Deactivate).await?;
        let path = ["_synapse", "admin", "v1", "deactivate", user];
        let request = self
            .request(Method::POST, &path, self.access.as_token)?
            .json(&json!({"erase": true}));
        send::<Value>(request, Step::Deactivate).await.map(drop)
    }

    fn own_user(&self) -> String {
        format!("@{SENDER_LOCALPART}:{}", self.access.server_name)
    }

    fn request(
        &self,
        method: Method,
        path: &[&str],
        token: &str,
    ) -> Result<RequestBuilder, BootstrapError> {
        Ok(self
            .http
            .request(method, self.url(path)?)
            .bearer_auth(token))
    }

    fn url(&self, path: &[&str]) -> Result<Url, BootstrapError> {
        let mut url = self.access.url.clone();
        url.path_segments_mut()
            .map_err(|()| BootstrapError::InvalidUrl)?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }
}

async fn send<T: for<'de> Deserialize<'de>>(
    request: RequestBuilder,
    step: Step,
) -> Result<T, BootstrapError> {
    let answer = request.send().await.map_err(unreachable)?;
    let status = answer.status();
    if status.is_success() {
        return answer.json().await.map_err(unreachable);
    }
    let code = answer
        .json::<ErrorBody>()
        .await
        .map(|body| body.errcode)
        .unwrap_or_default();
    Err(BootstrapError::Refused { step, status, code })
}

fn unreachable(error: reqwest::Error) -> BootstrapError {
    // The address holds a user id in some steps.
    BootstrapError::Unreachable(error.without_url())
}

/// HMAC-SHA1 over the parts, each followed by a zero byte but the last, in hex, as Synapse's
/// `/_synapse/admin/v1/register` wants it.
fn registration_mac(secret: &str, nonce: &str, username: &str, password: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    for part in [nonce, username, password] {
        context.update(part.as_bytes());
        context.update(&[0]);
    }
    context.update(b"admin");
    hex(context.sign().as_ref())
}

fn random_hex() -> Result<String, BootstrapError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| BootstrapError::Random)?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mac_is_the_one_that_synapse_computes() {
        // python3 -c 'import hmac; m = hmac.new(b"secret", digestmod="sha1");
        // m.update(b"nonce\0name\0word\0admin"); print(m.hexdigest())'
        assert_eq!(
            registration_mac("secret", "nonce", "name", "word"),
            "9a7793906d6fe3df98b60e1029545e308314fcba"
        );
    }
}
