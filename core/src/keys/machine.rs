//! The machine as its callers see it: made at sign-in, loaded in every process, fed with
//! changes, asked for requests.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ruma::{OwnedDeviceId, OwnedUserId, RoomId};
use vodozemac::olm::IdentityKeys;

use super::account::LocalAccount;
use super::error::KeysError;
use super::new_device::NewDevice;
use super::problem::{Problem, Problems};
use super::request::{Request, RequestBody, Response, StoredBody, due};
use super::storage::{RequestRecord, Storage};
use super::types::RequestId;
use crate::time::{Entropy, Timestamp};

/// How long the hashes of Olm messages are remembered.
const MESSAGE_MEMORY: Duration = Duration::from_hours(30 * 24);
/// How long the keys of retired outbound sessions are kept for devices that lost them.
const RETIRED_MEMORY: Duration = Duration::from_hours(30 * 24);

/// The key management of one device.
///
/// It holds nothing that changes: what changes is in the [`Storage`], which each method is given
/// for one write transaction. So any number of processes may have one each.
#[derive(Clone)]
pub struct Machine {
    pub(super) user_id: OwnedUserId,
    pub(super) device_id: OwnedDeviceId,
    pub(super) identity: IdentityKeys,
    pub(super) entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Machine(..)")
    }
}

impl Machine {
    /// Stores a new device as that of this user. Its keys are uploaded by the first
    /// [`Machine::requests`].
    ///
    /// # Errors
    /// [`KeysError::AlreadyCreated`] when the store has an account.
    pub fn create(
        storage: &mut dyn Storage,
        user_id: OwnedUserId,
        device: NewDevice,
        entropy: Arc<dyn Entropy>,
        now: Timestamp,
    ) -> Result<Self, KeysError> {
        if storage.account()?.is_some() {
            return Err(KeysError::AlreadyCreated);
        }
        let account = LocalAccount::new(user_id, device)?;
        account.save(storage)?;
        let machine = Self::of(&account, entropy);
        machine.track(storage, [&machine.user_id], now)?;
        Ok(machine)
    }

    /// The machine of a store in which it was created before.
    ///
    /// # Errors
    /// [`KeysError::NoAccount`] when it was not.
    pub fn load(storage: &mut dyn Storage, entropy: Arc<dyn Entropy>) -> Result<Self, KeysError> {
        Ok(Self::of(&LocalAccount::load(storage)?, entropy))
    }

    fn of(account: &LocalAccount, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            user_id: account.user_id.clone(),
            device_id: account.device_id.clone(),
            identity: account.identity,
            entropy,
        }
    }

    /// Whose device it is.
    #[must_use]
    pub fn user_id(&self) -> &OwnedUserId {
        &self.user_id
    }

    /// The device.
    #[must_use]
    pub fn device_id(&self) -> &OwnedDeviceId {
        &self.device_id
    }

    /// Its public identity keys.
    #[must_use]
    pub fn identity_keys(&self) -> IdentityKeys {
        self.identity
    }

    /// Does what has become due and lists the requests to be made now, oldest first. A request
    /// that is being made must not be made a second time at once; after a restart all are listed
    /// again.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn requests(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<Vec<Request>, KeysError> {
        storage.forget_olm_messages(now.minus(MESSAGE_MEMORY))?;
        storage.delete_retired(now.minus(RETIRED_MEMORY))?;
        self.queue_upload(storage, now)?;
        self.queue_queries(storage, now)?;
        self.queue_key_requests(storage, now)?;
        self.queue_claim(storage, now)?;
        let mut requests = Vec::new();
        for (record, body) in Self::pending(storage)? {
            if due(record.retry_at, now) {
                requests.push(Self::request(storage, record, body)?);
            }
        }
        Ok(requests)
    }

    /// When the next pending request that failed before is to be tried again.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn next_retry(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, KeysError> {
        let waiting = storage
            .requests()?
            .into_iter()
            .map(|record| record.retry_at);
        Ok(waiting.filter(|at| !due(*at, now)).min())
    }

    fn request(
        storage: &mut dyn Storage,
        record: RequestRecord,
        body: StoredBody,
    ) -> Result<Request, KeysError> {
        let body = match body {
            StoredBody::Upload { .. } => RequestBody::Upload(Self::upload_request(storage)?),
            StoredBody::Query { users } => RequestBody::Query(Self::query_request(users)),
            StoredBody::Claim { devices } => RequestBody::Claim(Self::claim_request(devices)),
            StoredBody::ToDevice {
                event_type,
                messages,
            } => RequestBody::ToDevice(Self::to_device_request(&record.id, event_type, messages)),
        };
        Ok(Request {
            id: record.id,
            body,
        })
    }

    /// Takes the answer to a request. An answer that comes twice, or to a request that is not
    /// pending any more, changes nothing.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn sent(
        &self,
        storage: &mut dyn Storage,
        id: &RequestId,
        response: Response<'_>,
        now: Timestamp,
    ) -> Result<Problems, KeysError> {
        let mut problems = Problems::default();
        let Some(record) = storage.request(id)? else {
            return Ok(problems);
        };
        let body: StoredBody = super::secret::from_secret(&record.body)?;
        storage.delete_request(id)?;
        match (body, response) {
            (
                StoredBody::Upload {
                    device_keys_version,
                },
                Response::Upload(response),
            ) => {
                Self::uploaded(storage, device_keys_version, response, now)?;
            }
            (StoredBody::Query { users }, Response::Query(response)) => {
                self.queried(storage, &users, response, &mut problems, now)?;
            }
            (StoredBody::Claim { devices }, Response::Claim(response)) => {
                self.claimed(storage, &devices, response, &mut problems, now)?;
            }
            (StoredBody::ToDevice { .. }, Response::ToDevice) => {
                Self::shares_delivered(storage, id)?;
            }
            _ => {
                storage.save_request(&record)?;
                problems.count(Problem::UnexpectedAnswer);
            }
        }
        Ok(problems)
    }

    /// Deletes every key of a room.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn forget_room(&self, storage: &mut dyn Storage, room: &RoomId) -> Result<(), KeysError> {
        storage.delete_room(room)?;
        Ok(())
    }

    /// To be called when the store turns out to be an older copy of itself: outbound and Olm
    /// sessions, one-time keys and what was about to be sent are dropped, since all of it may
    /// have been used already, and every device list is asked for again.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn drop_used_state(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        storage.delete_outbounds()?;
        storage.delete_olm_sessions()?;
        for request in storage.requests()? {
            storage.delete_request(&request.id)?;
        }
        let mut account = LocalAccount::load(storage)?;
        account.drop_one_time_keys()?;
        self.new_key_prefix(&mut account)?;
        account.state.one_time_key_count = None;
        account.state.uploaded = None;
        account.state.unpublished = false;
        // Made at once: the server counts the dropped ones and would ask for none.
        account.make_due_keys(now)?;
        account.new_fallback(now)?;
        account.save(storage)?;
        self.outdate_all(storage, now)
    }

    /// To be called when the device has got a new session in place of one that was ended: the
    /// server may have deleted the device with all its keys. They are uploaded again, with new
    /// one-time keys; the private halves of earlier ones are kept for messages under way.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn session_renewed(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut account = LocalAccount::load(storage)?;
        account.state.one_time_key_count = None;
        account.state.uploaded = None;
        account.make_due_keys(now)?;
        account.new_fallback(now)?;
        account.save(storage)?;
        self.outdate_all(storage, now)
    }
}
