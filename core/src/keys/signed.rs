//! Signed JSON (client-server API, appendix "Signing JSON").

use ruma::canonical_json::{CanonicalJsonObject, CanonicalJsonValue};
use ruma::{DeviceId, UserId};
use vodozemac::{Ed25519PublicKey, Ed25519Signature};

use crate::ordered::CollectOrdered;

/// A JSON object as it came, of which both the fields and the signed bytes are taken, so that
/// nothing is believed that was not signed.
pub(super) struct SignedObject(CanonicalJsonObject);

impl SignedObject {
    /// Parses an object; `None` when it is not one or has no canonical form.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        serde_json::from_str(raw).ok().map(Self)
    }

    /// A text field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str()
    }

    /// A text field of an object field.
    pub(super) fn inner_text(&self, field: &str, inner: &str) -> Option<&str> {
        self.0.get(field)?.as_object()?.get(inner)?.as_str()
    }

    /// The texts of an array field.
    pub(super) fn texts(&self, field: &str) -> Vec<&str> {
        let array = self.0.get(field).and_then(CanonicalJsonValue::as_array);
        array
            .into_iter()
            .flatten()
            .filter_map(CanonicalJsonValue::as_str)
            .collect()
    }

    /// Whether the device signed the object with this key.
    pub(super) fn signed_by(
        &self,
        user: &UserId,
        device: &DeviceId,
        key: &Ed25519PublicKey,
    ) -> bool {
        let signature = || {
            let of_user = self
                .0
                .get("signatures")?
                .as_object()?
                .get(user.as_str())?
                .as_object()?;
            let text = of_user.get(&key_name(device))?.as_str()?;
            Ed25519Signature::from_base64(text).ok()
        };
        signature()
            .is_some_and(|signature| key.verify(signable(&self.0).as_bytes(), &signature).is_ok())
    }
}

/// The bytes that a signature covers: the canonical JSON without `signatures` and `unsigned`.
fn signable(object: &CanonicalJsonObject) -> String {
    let mut object = object.clone();
    object.remove("signatures");
    object.remove("unsigned");
    CanonicalJsonValue::Object(object).to_string()
}

fn key_name(device: &DeviceId) -> String {
    format!("ed25519:{device}")
}

/// Adds the signature of a device to an object that has none yet.
pub(super) fn sign(
    object: &mut CanonicalJsonObject,
    user: &UserId,
    device: &DeviceId,
    account: &vodozemac::olm::Account,
) {
    let signature = account.sign(signable(object).as_bytes()).to_base64();
    let of_device = [(key_name(device), CanonicalJsonValue::String(signature))];
    let of_user = [(
        user.to_string(),
        CanonicalJsonValue::Object(of_device.into_iter().collect_ordered()),
    )];
    let signatures = CanonicalJsonValue::Object(of_user.into_iter().collect_ordered());
    object.insert("signatures".to_owned(), signatures);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use ruma::{device_id, user_id};
    use vodozemac::olm::Account;

    #[test]
    fn a_signature_covers_every_field_but_unsigned() {
        let account = Account::new();
        let (user, device) = (user_id!("@anna:example.org"), device_id!("PHONE"));
        let mut object: CanonicalJsonObject =
            serde_json::from_str(r#"{"b":1,"a":"text","extra":{"x":[true]}}"#).unwrap();
        sign(&mut object, user, device, &account);
        let raw = CanonicalJsonValue::Object(object).to_string();
        let key = account.ed25519_key();
        let good = |raw: &str| {
            SignedObject::parse(raw)
                .unwrap()
                .signed_by(user, device, &key)
        };
        assert!(good(&raw));
        assert!(good(&raw.replacen('{', r#"{"unsigned":{"name":"x"},"#, 1)));
        assert!(!good(&raw.replace("true", "false")));
        assert!(!good(&raw.replacen('{', r#"{"more":1,"#, 1)));
        assert!(!good(&raw.replace("PHONE", "OTHER")));
        let other = Account::new().ed25519_key();
        assert!(
            !SignedObject::parse(&raw)
                .unwrap()
                .signed_by(user, device, &other)
        );
    }

    proptest! {
        #[test]
        fn parsing_never_panics(raw in ".*") {
            if let Some(object) = SignedObject::parse(&raw) {
                let key = Account::new().ed25519_key();
                prop_assert!(!object.signed_by(user_id!("@a:b"), device_id!("D"), &key));
            }
        }
    }
}
