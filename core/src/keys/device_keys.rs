//! The device keys that a device publishes (client-server API, "Device keys").

use ruma::canonical_json::{CanonicalJsonObject, CanonicalJsonValue};
use ruma::{OwnedDeviceId, OwnedUserId, UserId};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use super::account::LocalAccount;
use super::signed::{SignedObject, sign};

/// The algorithm of to-device messages.
pub(super) const OLM: &str = "m.olm.v1.curve25519-aes-sha2";
/// The algorithm of room messages.
pub(super) const MEGOLM: &str = "m.megolm.v1.aes-sha2";

/// Device keys whose self-signature is good.
pub(super) struct PublishedDevice {
    pub(super) user_id: OwnedUserId,
    pub(super) device_id: OwnedDeviceId,
    pub(super) curve25519: Curve25519PublicKey,
    pub(super) ed25519: Ed25519PublicKey,
    pub(super) raw: String,
}

impl PublishedDevice {
    /// Parses and checks published device keys; `None` when anything is missing or the
    /// signature is wrong.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        let object = SignedObject::parse(raw)?;
        let user_id = UserId::parse(object.text("user_id")?).ok()?;
        let device_id = OwnedDeviceId::from(object.text("device_id")?);
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

/// Our own device keys, signed, with the extra fields.
pub(super) fn own_device_keys(account: &LocalAccount) -> CanonicalJsonObject {
    let text = |text: &str| CanonicalJsonValue::String(text.to_owned());
    let device = &account.device_id;
    let keys: CanonicalJsonObject = [
        (
            format!("curve25519:{device}"),
            text(&account.olm.curve25519_key().to_base64()),
        ),
        (
            format!("ed25519:{device}"),
            text(&account.olm.ed25519_key().to_base64()),
        ),
    ]
    .into_iter()
    .collect();
    let mut object = account.state.extra_device_keys.clone();
    object.insert("user_id".to_owned(), text(account.user_id.as_str()));
    object.insert("device_id".to_owned(), text(device.as_str()));
    let algorithms = vec![text(OLM), text(MEGOLM)];
    object.insert(
        "algorithms".to_owned(),
        CanonicalJsonValue::Array(algorithms),
    );
    object.insert("keys".to_owned(), CanonicalJsonValue::Object(keys));
    sign(&mut object, &account.user_id, device, &account.olm);
    object
}
