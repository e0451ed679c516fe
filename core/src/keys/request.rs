//! The requests that the machine wants made, with the answers to them.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use ruma::api::client::keys::{claim_keys, get_keys, upload_keys};
use ruma::api::client::to_device::send_event_to_device;
use ruma::{OwnedDeviceId, OwnedUserId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::error::KeysError;
use super::machine::Machine;
use super::secret::{from_secret, to_secret};
use super::storage::{RequestRecord, Storage};
use super::types::RequestId;
use crate::time::Timestamp;

/// A request to be made, under an id that stays the same through retries and restarts.
pub struct Request {
    /// Names it when it is answered or fails.
    pub id: RequestId,
    /// What is to be sent.
    pub body: RequestBody,
}

/// The endpoint and the content of a [`Request`].
pub enum RequestBody {
    /// `POST /keys/upload`
    Upload(upload_keys::v3::Request),
    /// `POST /keys/query`, for at most 250 users.
    Query(get_keys::v3::Request),
    /// `POST /keys/claim`, for at most 100 devices; at most one is pending.
    Claim(claim_keys::v3::Request),
    /// `PUT /sendToDevice`, at most 60,000 bytes unless a single message is larger.
    ToDevice(send_event_to_device::v3::Request),
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.body {
            RequestBody::Upload(_) => "Upload",
            RequestBody::Query(_) => "Query",
            RequestBody::Claim(_) => "Claim",
            RequestBody::ToDevice(_) => "ToDevice",
        };
        write!(f, "Request::{kind}({})", self.id)
    }
}

/// The answer to a request of the same kind.
#[derive(Debug, Clone, Copy)]
pub enum Response<'a> {
    /// To [`RequestBody::Upload`].
    Upload(&'a upload_keys::v3::Response),
    /// To [`RequestBody::Query`].
    Query(&'a get_keys::v3::Response),
    /// To [`RequestBody::Claim`].
    Claim(&'a claim_keys::v3::Response),
    /// To [`RequestBody::ToDevice`].
    ToDevice,
}

/// How a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or a server's fault. The request is made again later.
    Unreachable,
    /// The server asks for patience (`retry_after_ms`).
    Limited(Duration),
    /// The server refused the request as wrong. One-time keys are then made anew, since the
    /// server has other keys under the same ids; everything else is tried again later.
    Rejected,
}

/// What is stored of a request.
#[derive(Serialize, Deserialize)]
pub(super) enum StoredBody {
    /// The keys are those that the account has not published yet.
    Upload { device_keys_version: u64 },
    /// Users with the generation of their list at the time of asking.
    Query { users: BTreeMap<OwnedUserId, u64> },
    Claim {
        devices: BTreeMap<OwnedUserId, Vec<OwnedDeviceId>>,
    },
    ToDevice {
        event_type: String,
        messages: Messages,
    },
}

/// To-device contents by user and device.
pub(super) type Messages = BTreeMap<OwnedUserId, BTreeMap<OwnedDeviceId, Box<RawValue>>>;

/// The first pause after a failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// No pause is longer: a later time comes from a clock that was wrong.
const NO_PAUSE_LONGER: Duration = Duration::from_hours(1);

/// Whether something that was to rest until `retry_at` may be tried.
pub(super) fn due(retry_at: Timestamp, now: Timestamp) -> bool {
    retry_at <= now || retry_at.since(now) > NO_PAUSE_LONGER
}

/// How long to wait after this many failures.
pub(super) fn pause(failures: u32, first: Duration, longest: Duration) -> Duration {
    let factor = 1_u32
        .checked_shl(failures.saturating_sub(1))
        .unwrap_or(u32::MAX);
    first
        .checked_mul(factor)
        .map_or(longest, |pause| pause.min(longest))
}

impl Machine {
    /// Queues a request.
    pub(super) fn queue(
        &self,
        storage: &mut dyn Storage,
        body: &StoredBody,
        now: Timestamp,
    ) -> Result<RequestId, KeysError> {
        let id = self.new_request_id()?;
        let order = storage
            .requests()?
            .last()
            .map_or(0, |last| last.order.saturating_add(1));
        storage.save_request(&RequestRecord {
            id: id.clone(),
            order,
            body: to_secret(body)?,
            created_at: now,
            failures: 0,
            retry_at: now,
        })?;
        Ok(id)
    }

    /// The pending requests with their bodies read.
    pub(super) fn pending(
        storage: &mut dyn Storage,
    ) -> Result<Vec<(RequestRecord, StoredBody)>, KeysError> {
        let read = |record: RequestRecord| {
            let body = from_secret(&record.body)?;
            Ok((record, body))
        };
        storage.requests()?.into_iter().map(read).collect()
    }

    fn new_request_id(&self) -> Result<RequestId, KeysError> {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes)?;
        Ok(RequestId::from_stored(format!(
            "{:032x}",
            u128::from_be_bytes(bytes)
        )))
    }

    /// Says that a request failed. It stays pending and is given again by
    /// [`Machine::requests`] after a pause of 1 s, doubling up to 5 min.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn failed(
        &self,
        storage: &mut dyn Storage,
        id: &RequestId,
        failure: Failure,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let Some(mut record) = storage.request(id)? else {
            return Ok(());
        };
        record.failures = record.failures.saturating_add(1);
        let mut wait = pause(record.failures, FIRST_PAUSE, LONGEST_PAUSE);
        match failure {
            Failure::Unreachable => {}
            Failure::Limited(asked) => wait = wait.max(asked).min(NO_PAUSE_LONGER),
            Failure::Rejected => {
                if let StoredBody::Upload { .. } = from_secret(&record.body)? {
                    self.renew_one_time_keys(storage, now)?;
                }
            }
        }
        record.retry_at = now.plus(wait);
        storage.save_request(&record)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses = |failures| pause(failures, FIRST_PAUSE, LONGEST_PAUSE);
        assert_eq!(pauses(1), Duration::from_secs(1));
        assert_eq!(pauses(4), Duration::from_secs(8));
        assert_eq!(pauses(10), LONGEST_PAUSE);
        assert_eq!(pauses(u32::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn a_clock_that_was_wrong_stops_nothing_for_ever() {
        let now = Timestamp::from_secs(1_700_000_000);
        assert!(due(now, now));
        assert!(!due(now.plus(NO_PAUSE_LONGER), now));
        assert!(due(Timestamp::from_secs(4_100_000_000), now));
    }
}
