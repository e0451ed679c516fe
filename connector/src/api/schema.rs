//! Bodies as the `OpenAPI` document describes them, where the types that are really read or written
//! are the core's. A test reads what these types write.

use serde::Serialize;
use utoipa::ToSchema;

/// A duty statement in its envelope; at most 60 KiB.
#[derive(Serialize, ToSchema)]
pub struct EnvelopeBody {
    /// Always 1.
    #[schema(example = 1)]
    pub v: u8,
    /// The statement. A signed form, `jws`, has its place here.
    pub plain: StatementBody,
}

/// What HiOrg-Server says of a duty, whole, every time. Times are seconds since the epoch.
#[derive(Serialize, ToSchema)]
pub struct StatementBody {
    /// The issuer, which is the credential's.
    pub iss: String,
    /// The connector's address, or `dienstchat`.
    pub aud: String,
    /// The organisation's code.
    pub ov: String,
    /// The duty's id, at most 64 bytes.
    pub duty_id: String,
    /// Rises with every change, also of `expires_at`; at most 2^53 - 1.
    pub revision: u64,
    /// A lower revision is meant, because a backup was restored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<bool>,
    /// When the statement was made.
    pub issued_at: i64,
    /// When it grows stale; usually 7 days later.
    pub expires_at: i64,
    /// The duty's title.
    pub title: String,
    /// When the duty begins.
    pub starts_at: i64,
    /// When it ends.
    pub ends_at: i64,
    /// Where the helpers meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_point: Option<String>,
    /// Whether the duty takes place and has a chat.
    pub state: StateBody,
    /// Since when it is in this state.
    pub state_since: i64,
    /// For how many days after the end members may write; 2 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write_days: Option<u32>,
    /// For how many days after that they may read; 30 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_days: Option<u32>,
    /// Who is on the duty, each person once.
    pub members: Vec<MemberBody>,
}

/// Whether a duty takes place and has a chat.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateBody {
    /// It takes place and its chat is on.
    Planned,
    /// It is cancelled.
    Cancelled,
    /// Its chat is switched off.
    ChatOff,
}

/// A person on a duty.
#[derive(Serialize, ToSchema)]
pub struct MemberBody {
    /// The person's id, at most 128 bytes.
    pub sub: String,
    /// The person's organisation, where it is not the duty's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ov: Option<String>,
    /// What the person is on this duty; `assigned` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleBody>,
    /// The name to show.
    pub name: String,
    /// The position.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Sanitäter")]
    pub function: Option<String>,
    /// Attestations issued before this do not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attest_after: Option<i64>,
}

/// What a person is on a duty.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleBody {
    /// Responsible for the duty.
    Responsible,
    /// Firmly assigned.
    Assigned,
}

/// The directory.
#[derive(ToSchema)]
pub struct OrganisationListBody {
    /// The organisations that match.
    pub organisations: Vec<DirectoryEntry>,
}

/// An organisation of the directory.
#[derive(ToSchema)]
pub struct DirectoryEntry {
    /// The organisation's code.
    pub ov: String,
    /// Its name.
    pub name: String,
    /// The issuer that its people sign in with.
    pub issuer: String,
    /// Where its chats are.
    pub homeserver: HomeserverBody,
    /// Whether codes are exchanged through the relay.
    pub token_relay: bool,
}

/// A homeserver.
#[derive(ToSchema)]
pub struct HomeserverBody {
    /// The server name in user and room ids.
    pub server_name: String,
    /// The URL of its client-server API.
    pub base_url: String,
}

/// A request for a session. Keys, salt and signature are unpadded base64.
#[derive(ToSchema)]
pub struct SessionBody {
    /// Who is signing in.
    pub proof: ProofBody,
    /// The device that the session is for: 1 to 64 of `[A-Za-z0-9_-]`.
    pub device_id: String,
    /// The device's Curve25519 identity key.
    pub curve25519: String,
    /// The device's Ed25519 key.
    pub ed25519: String,
    /// The 32 random bytes of the nonce.
    pub salt: String,
    /// The device's signature over the canonical JSON of `{type: "de.dienstchat.session.v1", ov,
    /// device_id, curve25519, ed25519, salt, server_name, proof_hash}`.
    pub signature: String,
}

/// An ID token, or a code where the issuer gives no usable ID token.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum ProofBody {
    /// An ID token whose nonce is bound to the device.
    IdToken {
        /// The token.
        id_token: String,
    },
    /// A code that the connector redeems.
    Code {
        /// The authorization code.
        code: String,
        /// The PKCE verifier; absent where the issuer knows no PKCE.
        code_verifier: Option<String>,
        /// The redirect URI that the code was sent to.
        redirect_uri: String,
    },
}

/// A Matrix session.
#[derive(ToSchema)]
pub struct SessionView {
    /// The Matrix user id.
    pub user_id: String,
    /// The device id that was asked for.
    pub device_id: String,
    /// The access token.
    pub access_token: String,
    /// The first refresh token.
    pub refresh_token: Option<String>,
    /// How long the access token is good for, in milliseconds.
    pub expires_in_ms: Option<u64>,
}

/// A token request (RFC 6749 §4.1.3, §6).
#[derive(ToSchema)]
pub struct TokenForm {
    /// `authorization_code` or `refresh_token`.
    pub grant_type: String,
    /// The code.
    pub code: Option<String>,
    /// The redirect URI that the code was sent to.
    pub redirect_uri: Option<String>,
    /// The PKCE verifier.
    pub code_verifier: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// Not more than was granted.
    pub scope: Option<String>,
    /// The app's client id, if given.
    pub client_id: Option<String>,
}

/// A token answer (RFC 6749 §5.1), as the issuer gives it.
#[derive(ToSchema)]
pub struct TokenView {
    /// The issuer's access token.
    pub access_token: String,
    /// Usually `Bearer`.
    pub token_type: String,
    /// The ID token.
    pub id_token: Option<String>,
    /// The issuer's refresh token.
    pub refresh_token: Option<String>,
    /// How long the access token is good for, in seconds.
    pub expires_in: Option<u64>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use dienstchat_core::duty::{DutyState, Envelope, Role};

    #[test]
    fn what_is_described_is_what_is_read() {
        let member = |sub: &str, role| MemberBody {
            sub: sub.to_owned(),
            ov: Some("xyz".to_owned()),
            role,
            name: "Anna".to_owned(),
            function: Some("Fahrer".to_owned()),
            attest_after: Some(1),
        };
        let body = EnvelopeBody {
            v: 1,
            plain: StatementBody {
                iss: "https://issuer.example".to_owned(),
                aud: "dienstchat".to_owned(),
                ov: "abc".to_owned(),
                duty_id: "7".to_owned(),
                revision: 3,
                reset: Some(true),
                issued_at: 1,
                expires_at: 2,
                title: "Stadtfest".to_owned(),
                starts_at: 3,
                ends_at: 4,
                meeting_point: Some("Wache".to_owned()),
                state: StateBody::ChatOff,
                state_since: 1,
                write_days: Some(5),
                read_days: Some(6),
                members: vec![
                    member("1", Some(RoleBody::Responsible)),
                    member("2", Some(RoleBody::Assigned)),
                    member("3", None),
                ],
            },
        };
        let json = serde_json::to_value(&body).unwrap();
        let envelope = Envelope::parse(&json.to_string()).unwrap();
        let statement = envelope.statement();
        assert!(statement.reset);
        assert_eq!(statement.state, DutyState::ChatOff);
        let roles: Vec<Role> = statement.members.iter().map(|member| member.role).collect();
        assert_eq!(roles, [Role::Responsible, Role::Assigned, Role::Assigned]);
        // Nothing that is described is unknown to the core: it writes the same again.
        let mut again = serde_json::to_value(statement).unwrap();
        let third = again
            .pointer_mut("/members/2")
            .unwrap()
            .as_object_mut()
            .unwrap();
        assert_eq!(third.remove("role").unwrap(), "assigned");
        assert_eq!(again, *json.get("plain").unwrap());
    }
}
