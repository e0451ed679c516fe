//! The nonce that binds an ID token to a device.
//!
//! `nonce = base64url(SHA-256("de.dienstchat.device.v1" ‖ ov ‖ device id ‖ curve25519 ‖ ed25519 ‖
//! salt))`, each part as raw bytes after its length (u32, big-endian), unpadded. The issuer signs
//! it without knowing what it means; whoever sees token, keys and salt can check that the person
//! signed in on exactly this device.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use ruma::OwnedDeviceId;

use crate::ids::OrgCode;

/// Names what is hashed, so that no other hash can be mistaken for one of these.
const DOMAIN: &[u8] = b"de.dienstchat.device.v1";

/// 32 random bytes; without them the nonce would tell the issuer the device's keys by guessing.
pub type Salt = [u8; 32];

/// The public parts of a device that a sign-in is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceIdentity {
    /// The device id.
    pub device_id: OwnedDeviceId,
    /// The Curve25519 identity key.
    pub curve25519: Curve25519PublicKey,
    /// The Ed25519 key.
    pub ed25519: Ed25519PublicKey,
    /// The salt of this device's nonce.
    pub salt: Salt,
}

impl DeviceIdentity {
    /// The nonce with which this device signs in to an organisation.
    #[must_use]
    pub fn nonce(&self, ov: &OrgCode) -> DeviceNonce {
        let parts: [&[u8]; 6] = [
            DOMAIN,
            ov.as_str().as_bytes(),
            self.device_id.as_str().as_bytes(),
            self.curve25519.as_bytes(),
            self.ed25519.as_bytes(),
            &self.salt,
        ];
        let mut hash = Sha256::new();
        for part in parts {
            // Ids are bounded when they are parsed, far below this.
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            hash.update(length.to_be_bytes());
            hash.update(part);
        }
        DeviceNonce(URL_SAFE_NO_PAD.encode(hash.finalize()))
    }
}

#[cfg(feature = "client")]
impl From<&crate::keys::NewDevice> for DeviceIdentity {
    fn from(device: &crate::keys::NewDevice) -> Self {
        Self {
            device_id: device.device_id().clone(),
            curve25519: device.curve25519(),
            ed25519: device.ed25519(),
            salt: *device.salt(),
        }
    }
}

/// A device's nonce, in the form in which it travels.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeviceNonce(String);

impl DeviceNonce {
    /// The nonce as text: 43 characters of base64url.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceNonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device() -> DeviceIdentity {
        DeviceIdentity {
            device_id: "ABCDEF".into(),
            curve25519: Curve25519PublicKey::from_bytes([1; 32]),
            ed25519: vodozemac::Ed25519SecretKey::from_slice(&[2; 32]).public_key(),
            salt: [3; 32],
        }
    }

    /// Computed by hand from the definition, with Python's hashlib.
    #[test]
    fn is_what_the_design_says() {
        let ov = "XYZ".parse().unwrap();
        assert_eq!(
            device().nonce(&ov).as_str(),
            "qDZgAxZwEDsihOzIhzir4ppMeUU1QCdDkKUUkWSzEXQ"
        );
    }

    #[test]
    fn every_part_counts() {
        let ov: OrgCode = "xyz".parse().unwrap();
        let nonce = device().nonce(&ov);
        let mut others = vec![device().nonce(&"xyy".parse().unwrap())];
        others.push(
            DeviceIdentity {
                device_id: "ABCDEG".into(),
                ..device()
            }
            .nonce(&ov),
        );
        others.push(
            DeviceIdentity {
                curve25519: Curve25519PublicKey::from_bytes([9; 32]),
                ..device()
            }
            .nonce(&ov),
        );
        let ed25519 = vodozemac::Ed25519SecretKey::from_slice(&[9; 32]).public_key();
        others.push(
            DeviceIdentity {
                ed25519,
                ..device()
            }
            .nonce(&ov),
        );
        others.push(
            DeviceIdentity {
                salt: [9; 32],
                ..device()
            }
            .nonce(&ov),
        );
        assert!(!others.contains(&nonce));
    }

    #[test]
    fn parts_cannot_flow_into_each_other() {
        let one = DeviceIdentity {
            device_id: "cDEV".into(),
            ..device()
        };
        let other = DeviceIdentity {
            device_id: "DEV".into(),
            ..device()
        };
        assert_ne!(
            one.nonce(&"ab".parse().unwrap()),
            other.nonce(&"abc".parse().unwrap())
        );
    }

    #[cfg(feature = "client")]
    #[test]
    fn a_new_device_signs_for_its_identity() {
        let new = crate::keys::NewDevice::generate(&crate::time::SystemEntropy).unwrap();
        let identity = DeviceIdentity::from(&new);
        assert_eq!(&identity.salt, new.salt());
        let signature = new.sign(b"text");
        assert!(identity.ed25519.verify(b"text", &signature).is_ok());
    }
}
