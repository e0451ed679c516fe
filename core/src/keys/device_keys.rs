//! The device keys that a device publishes (client-server API, "Device keys").

use ruma::canonical_json::{CanonicalJsonObject, CanonicalJsonValue};
use ruma::{OwnedDeviceId, OwnedUserId, UserId};
use vodozemac::olm::IdentityKeys;
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use super::account::LocalAccount;
use super::error::KeysError;
use super::signed::{SignedObject, sign};
use super::storage::DeviceRecord;
use crate::ordered::CollectOrdered;

/// The algorithm of to-device messages.
pub(super) const OLM: &str = "m.olm.v1.curve25519-aes-sha2";
/// The algorithm of room messages.
pub(super) const MEGOLM: &str = "m.megolm.v1.aes-sha2";

/// How large published device keys may be; servers accept megabytes.
const LARGEST: usize = 32 * 1024;

/// Device keys whose self-signature is good.
pub(super) struct PublishedDevice {
    pub(super) user_id: OwnedUserId,
    pub(super) device_id: OwnedDeviceId,
    pub(super) curve25519: Curve25519PublicKey,
    pub(super) ed25519: Ed25519PublicKey,
    pub(super) raw: String,
}

impl PublishedDevice {
    /// The device keys that are stored of a device, which were checked before.
    pub(super) fn of(device: DeviceRecord) -> Self {
        Self {
            user_id: device.user_id,
            device_id: device.device_id,
            curve25519: device.curve25519,
            ed25519: device.ed25519,
            raw: device.device_keys,
        }
    }

    /// Parses and checks published device keys; `None` when anything is missing or the
    /// signature is wrong.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        if raw.len() > LARGEST {
            return None;
        }
        let object = SignedObject::parse(raw)?;
        let user_id = UserId::parse(object.text("user_id")?).ok()?;
        let device_id = OwnedDeviceId::from(object.text("device_id")?);
        // Addressed to `*`, a message would go to every device of the user.
        if device_id.as_str().is_empty() || device_id == "*" {
            return None;
        }
        let key = |kind: &str| object.inner_text("keys", &format!("{kind}:{device_id}"));
        let curve25519 = Curve25519PublicKey::from_base64(key("curve25519")?).ok()?;
        let ed25519 = Ed25519PublicKey::from_base64(key("ed25519")?).ok()?;
        let algorithms = object.texts("algorithms");
        let usable = algorithms.contains(&OLM) && algorithms.contains(&MEGOLM);
        let signed = object.signed_by(&user_id, &device_id, &ed25519);
        (usable && signed).then(|| Self {
            user_id,
            device_id,
            curve25519,
            ed25519,
            raw: raw.to_owned(),
        })
    }
}

/// Our own device keys with the extra fields, signed, as canonical JSON.
pub(super) fn own_device_keys(account: &mut LocalAccount) -> Result<String, KeysError> {
    let text = |text: &str| CanonicalJsonValue::String(text.to_owned());
    let device = account.device_id.clone();
    let IdentityKeys {
        curve25519,
        ed25519,
    } = account.identity;
    let keys: CanonicalJsonObject = [
        (
            format!("curve25519:{device}"),
            text(&curve25519.to_base64()),
        ),
        (format!("ed25519:{device}"), text(&ed25519.to_base64())),
    ]
    .into_iter()
    .collect_ordered();
    let user = account.user_id.clone();
    let mut object = account.state.extra_device_keys.clone();
    object.insert("user_id".to_owned(), text(user.as_str()));
    object.insert("device_id".to_owned(), text(device.as_str()));
    let algorithms = vec![text(OLM), text(MEGOLM)];
    object.insert(
        "algorithms".to_owned(),
        CanonicalJsonValue::Array(algorithms),
    );
    object.insert("keys".to_owned(), CanonicalJsonValue::Object(keys));
    sign(&mut object, &user, &device, account.olm()?);
    Ok(CanonicalJsonValue::Object(object).to_string())
}
