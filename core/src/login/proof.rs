//! The device's signature over a request for a session, made by the app and checked by the
//! connector.
//!
//! Signed is the canonical JSON of `{type: "de.dienstchat.session.v1", ov, device_id, curve25519,
//! ed25519, salt, server_name, proof_hash}`, where `proof_hash` is the unpadded base64 of the
//! SHA-256 of the proof's canonical JSON. So a proof that leaks on the way is of no use for
//! another device, organisation or homeserver.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ruma::{CanonicalJsonValue, OwnedDeviceId, ServerName};
use sha2::{Digest, Sha256};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey, Ed25519Signature};

use super::nonce::DeviceIdentity;
use crate::connector::wire::{Proof, SessionRequest};
use crate::ids::OrgCode;
use crate::ordered::CollectOrdered;
use crate::secret::CodeVerifier;

const TYPE: &str = "de.dienstchat.session.v1";

/// One spelling for each value: the connector compares what it has stored.
const STRICT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Makes the request for a session; `sign` signs with the device's Ed25519 key.
pub fn sign(
    proof: Proof,
    device: &DeviceIdentity,
    ov: &OrgCode,
    server_name: &ServerName,
    sign: impl FnOnce(&str) -> Ed25519Signature,
) -> SessionRequest {
    let signature = sign(&signed_text(&proof, device, ov, server_name)).to_base64();
    SessionRequest {
        proof,
        device_id: device.device_id.as_str().to_owned(),
        curve25519: device.curve25519.to_base64(),
        ed25519: device.ed25519.to_base64(),
        salt: STANDARD_NO_PAD.encode(device.salt),
        signature,
    }
}

/// Checks a request for a session in this organisation, whose homeserver is `server_name`, and
/// gives the device that made it. Says nothing about the proof in it.
///
/// # Errors
/// [`ProofError`] says what is wrong.
pub fn verify(
    request: &SessionRequest,
    ov: &OrgCode,
    server_name: &ServerName,
) -> Result<DeviceIdentity, ProofError> {
    let device = DeviceIdentity {
        device_id: device_id(&request.device_id)?,
        curve25519: Curve25519PublicKey::from_bytes(bytes(&request.curve25519)?),
        ed25519: Ed25519PublicKey::from_slice(&bytes(&request.ed25519)?)
            .map_err(|_| ProofError::Key)?,
        salt: bytes::<32>(&request.salt)?,
    };
    let signature = Ed25519Signature::from_slice(&bytes::<64>(&request.signature)?)
        .map_err(|_| ProofError::Signature)?;
    let text = signed_text(&request.proof, &device, ov, server_name);
    device
        .ed25519
        .verify(text.as_bytes(), &signature)
        .map_err(|_| ProofError::Signature)?;
    Ok(device)
}

/// Unpadded base64 of the SHA-256 of the proof's canonical JSON.
#[must_use]
pub fn proof_hash(proof: &Proof) -> String {
    let object = match proof {
        Proof::IdToken(proof) => object([("id_token", Some(proof.id_token.expose()))]),
        Proof::Code(proof) => object([
            ("code", Some(proof.code.expose())),
            (
                "code_verifier",
                proof.code_verifier.as_ref().map(CodeVerifier::expose),
            ),
            ("redirect_uri", Some(proof.redirect_uri.as_str())),
        ]),
    };
    STANDARD_NO_PAD.encode(Sha256::digest(object))
}

fn signed_text(
    proof: &Proof,
    device: &DeviceIdentity,
    ov: &OrgCode,
    server_name: &ServerName,
) -> String {
    object([
        ("type", Some(TYPE)),
        ("ov", Some(ov.as_str())),
        ("device_id", Some(device.device_id.as_str())),
        ("curve25519", Some(&device.curve25519.to_base64())),
        ("ed25519", Some(&device.ed25519.to_base64())),
        ("salt", Some(&STANDARD_NO_PAD.encode(device.salt))),
        ("server_name", Some(server_name.as_str())),
        ("proof_hash", Some(&proof_hash(proof))),
    ])
}

/// Canonical JSON of an object of texts; those that are absent are left out.
fn object<const N: usize>(fields: [(&str, Option<&str>); N]) -> String {
    let fields: BTreeMap<String, CanonicalJsonValue> = fields
        .into_iter()
        .filter_map(|(key, value)| {
            value.map(|value| (key.to_owned(), CanonicalJsonValue::String(value.to_owned())))
        })
        .collect_ordered();
    CanonicalJsonValue::Object(fields).to_string()
}

/// Our own device ids; they stand in URLs, logs of the homeserver and file names.
fn device_id(text: &str) -> Result<OwnedDeviceId, ProofError> {
    let valid = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if valid {
        Ok(text.into())
    } else {
        Err(ProofError::DeviceId)
    }
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N], ProofError> {
    STRICT
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(ProofError::Encoding)
}

/// What is wrong with a request for a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The device id is malformed.
    #[error("the device id is malformed")]
    DeviceId,
    /// A key, the salt or the signature is not unpadded base64 of the right length.
    #[error("a key, the salt or the signature is malformed")]
    Encoding,
    /// The Ed25519 key is no point of the curve.
    #[error("the signing key is not valid")]
    Key,
    /// The signature is not this device's over this request.
    #[error("the device's signature is wrong")]
    Signature,
}

#[cfg(test)]
mod tests;
