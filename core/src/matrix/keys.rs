//! Keys of devices, and messages to devices.

use std::collections::BTreeMap;

use ruma::{
    OneTimeKeyAlgorithm, OwnedDeviceId, OwnedTransactionId, OwnedUserId,
    api::client::{
        keys::{claim_keys, get_keys, upload_keys},
        to_device::send_event_to_device,
    },
    events::{AnyToDeviceEventContent, ToDeviceEventType},
    serde::Raw,
    to_device::DeviceIdOrAllDevices,
};
use serde::Deserialize;

use super::{
    Homeserver, MatrixError,
    homeserver::{Nothing, TIMEOUT},
    lenient::{self, RawJson},
};
use crate::ordered::CollectOrdered;
use crate::secret::AccessToken;

/// Something for each of some devices.
pub type DeviceMap<T> = BTreeMap<OwnedUserId, BTreeMap<OwnedDeviceId, T>>;

/// Answer of a key query.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct QueriedKeys {
    /// The device keys, as they came.
    #[serde(default, deserialize_with = "lenient::nested")]
    pub device_keys: DeviceMap<RawJson>,
    /// Servers that could not be asked, by name.
    #[serde(default, deserialize_with = "lenient::map")]
    pub failures: BTreeMap<String, RawJson>,
}

/// Answer of a key claim.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ClaimedKeys {
    /// For each device a map of one key id (`signed_curve25519:…`) to the key, as it came.
    #[serde(default, deserialize_with = "lenient::nested")]
    pub one_time_keys: DeviceMap<BTreeMap<String, RawJson>>,
    /// Servers that could not be asked, by name.
    #[serde(default, deserialize_with = "lenient::map")]
    pub failures: BTreeMap<String, RawJson>,
}

impl Homeserver {
    /// Uploads keys (`POST /_matrix/client/v3/keys/upload`). `body` is the request's JSON with
    /// `device_keys`, `one_time_keys` and `fallback_keys`. Gives the number of one-time keys on
    /// the server, by algorithm.
    ///
    /// # Errors
    /// [`MatrixError`]; [`MatrixError::InvalidRequest`] when the body is not of that shape.
    pub async fn upload_keys(
        &self,
        token: &AccessToken,
        body: &str,
    ) -> Result<BTreeMap<String, u64>, MatrixError> {
        #[expect(clippy::struct_field_names, reason = "the wire's names")]
        #[derive(Deserialize)]
        struct Body {
            device_keys: Option<Raw<ruma::encryption::DeviceKeys>>,
            #[serde(default)]
            one_time_keys: BTreeMap<ruma::OwnedOneTimeKeyId, Raw<ruma::encryption::OneTimeKey>>,
            #[serde(default)]
            fallback_keys: BTreeMap<ruma::OwnedOneTimeKeyId, Raw<ruma::encryption::OneTimeKey>>,
        }
        #[derive(Deserialize)]
        struct Answer {
            #[serde(deserialize_with = "lenient::map")]
            one_time_key_counts: BTreeMap<String, u64>,
        }
        let body: Body = serde_json::from_str(body).map_err(|_| MatrixError::InvalidRequest)?;
        let mut request = upload_keys::v3::Request::new();
        request.device_keys = body.device_keys;
        request.one_time_keys = body.one_time_keys;
        request.fallback_keys = body.fallback_keys;
        let answer: Answer = self.call(request, Some(token), TIMEOUT).await?;
        Ok(answer.one_time_key_counts)
    }

    /// Asks for all devices of these users (`POST /_matrix/client/v3/keys/query`).
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn query_keys(
        &self,
        token: &AccessToken,
        users: impl IntoIterator<Item = OwnedUserId>,
    ) -> Result<QueriedKeys, MatrixError> {
        let mut request = get_keys::v3::Request::new();
        request.device_keys = users
            .into_iter()
            .map(|user| (user, Vec::new()))
            .collect_ordered();
        self.call(request, Some(token), TIMEOUT).await
    }

    /// Claims a one-time key of each of these devices (`POST /_matrix/client/v3/keys/claim`),
    /// `signed_curve25519`.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn claim_keys(
        &self,
        token: &AccessToken,
        devices: impl IntoIterator<Item = (OwnedUserId, OwnedDeviceId)>,
    ) -> Result<ClaimedKeys, MatrixError> {
        let mut wanted: DeviceMap<OneTimeKeyAlgorithm> = BTreeMap::new();
        for (user, device) in devices {
            wanted
                .entry(user)
                .or_default()
                .insert(device, OneTimeKeyAlgorithm::SignedCurve25519);
        }
        let request = claim_keys::v3::Request::new(wanted);
        self.call(request, Some(token), TIMEOUT).await
    }

    /// Sends a message to each of these devices (`PUT /_matrix/client/v3/sendToDevice/…`). The
    /// same transaction id is delivered once.
    ///
    /// # Errors
    /// [`MatrixError`].
    pub async fn send_to_device(
        &self,
        token: &AccessToken,
        event_type: &str,
        txn_id: OwnedTransactionId,
        messages: DeviceMap<RawJson>,
    ) -> Result<(), MatrixError> {
        let messages = messages
            .into_iter()
            .map(|(user, devices)| {
                let devices = devices
                    .into_iter()
                    .map(|(device, content)| {
                        let content: Raw<AnyToDeviceEventContent> = Raw::from_json(content);
                        (DeviceIdOrAllDevices::DeviceId(device), content)
                    })
                    .collect_ordered();
                (user, devices)
            })
            .collect_ordered();
        let request = send_event_to_device::v3::Request::new_raw(
            ToDeviceEventType::from(event_type),
            txn_id,
            messages,
        );
        let Nothing {} = self.call(request, Some(token), TIMEOUT).await?;
        Ok(())
    }
}
