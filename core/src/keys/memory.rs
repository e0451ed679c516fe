//! A [`Storage`] in memory, for tests and benchmarks.

use std::collections::{BTreeMap, BTreeSet};

use ruma::{DeviceId, OwnedDeviceId, OwnedRoomId, OwnedUserId, RoomId, UserId};
use vodozemac::Curve25519PublicKey;

use super::storage::{
    DeviceRecord, InboundRecord, MessageIndexRecord, OlmSessionRecord, OutboundRecord,
    RequestRecord, Secret, SessionNeed, ShareRecord, ShareState, Storage, StorageError, UserRecord,
    WantedKeyRecord, WithheldRecord,
};
use super::types::RequestId;
use crate::time::Timestamp;

type Key = [u8; 32];
type ShareKey = (OwnedRoomId, String, OwnedUserId, OwnedDeviceId);

/// Keeps everything in maps. A clone is a snapshot: dropping the changed one and going on with
/// the clone is what a crash before the commit does.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    account: Option<Secret>,
    olm_sessions: BTreeMap<(OwnedUserId, Key, String), OlmSessionRecord>,
    olm_messages: BTreeMap<Key, Timestamp>,
    users: BTreeMap<OwnedUserId, UserRecord>,
    devices: BTreeMap<(OwnedUserId, OwnedDeviceId), DeviceRecord>,
    inbound: BTreeMap<(OwnedRoomId, String), InboundRecord>,
    indexes: BTreeMap<(OwnedRoomId, String, u32), MessageIndexRecord>,
    outbound: BTreeMap<(OwnedRoomId, String), OutboundRecord>,
    shares: BTreeMap<ShareKey, ShareRecord>,
    withheld: BTreeMap<(OwnedRoomId, String), WithheldRecord>,
    withheld_by: BTreeMap<Key, WithheldRecord>,
    wanted: BTreeMap<(OwnedRoomId, String), WantedKeyRecord>,
    requests: BTreeMap<RequestId, RequestRecord>,
}

type Answer<T> = Result<T, StorageError>;

impl MemoryStorage {
    /// How many Olm sessions there are with all devices together.
    #[must_use]
    pub fn olm_session_count(&self) -> usize {
        self.olm_sessions.len()
    }

    /// The rooms of which any key is left.
    #[must_use]
    pub fn rooms(&self) -> BTreeSet<OwnedRoomId> {
        let inbound = self.inbound.keys().map(|(room, _)| room);
        let indexes = self.indexes.keys().map(|(room, _, _)| room);
        let shares = self.shares.keys().map(|(room, ..)| room);
        let withheld = self.withheld.keys().map(|(room, _)| room);
        inbound
            .chain(indexes)
            .chain(self.outbound.keys().map(|(room, _)| room))
            .chain(self.wanted.keys().map(|(room, _)| room))
            .chain(shares)
            .chain(withheld)
            .cloned()
            .collect()
    }
}

impl Storage for MemoryStorage {
    fn account(&mut self) -> Answer<Option<Secret>> {
        Ok(self.account.clone())
    }

    fn save_account(&mut self, account: &Secret) -> Answer<()> {
        self.account = Some(account.clone());
        Ok(())
    }

    fn olm_sessions(
        &mut self,
        user_id: &UserId,
        peer: &Curve25519PublicKey,
    ) -> Answer<Vec<OlmSessionRecord>> {
        let sessions = self.olm_sessions.values();
        Ok(sessions
            .filter(|session| session.user_id == user_id && session.peer == *peer)
            .cloned()
            .collect())
    }

    fn save_olm_session(&mut self, session: &OlmSessionRecord) -> Answer<()> {
        let peer = session.peer.to_bytes();
        let key = (session.user_id.clone(), peer, session.session_id.clone());
        self.olm_sessions.insert(key, session.clone());
        Ok(())
    }

    fn delete_olm_session(
        &mut self,
        user_id: &UserId,
        peer: &Curve25519PublicKey,
        session_id: &str,
    ) -> Answer<()> {
        let key = (user_id.to_owned(), peer.to_bytes(), session_id.to_owned());
        self.olm_sessions.remove(&key);
        Ok(())
    }

    fn delete_olm_sessions(&mut self) -> Answer<()> {
        self.olm_sessions.clear();
        Ok(())
    }

    fn olm_message_seen(&mut self, hash: &Key) -> Answer<bool> {
        Ok(self.olm_messages.contains_key(hash))
    }

    fn save_olm_message(&mut self, hash: &Key, now: Timestamp) -> Answer<()> {
        self.olm_messages.insert(*hash, now);
        Ok(())
    }

    fn forget_olm_messages(&mut self, before: Timestamp) -> Answer<()> {
        self.olm_messages.retain(|_, noted| *noted >= before);
        Ok(())
    }

    fn user(&mut self, user_id: &UserId) -> Answer<Option<UserRecord>> {
        Ok(self.users.get(user_id).cloned())
    }

    fn users(&mut self) -> Answer<Vec<UserRecord>> {
        Ok(self.users.values().cloned().collect())
    }

    fn outdated_users(&mut self) -> Answer<Vec<UserRecord>> {
        let users = self.users.values();
        Ok(users
            .filter(|user| user.outdated_since.is_some())
            .cloned()
            .collect())
    }

    fn save_user(&mut self, user: &UserRecord) -> Answer<()> {
        self.users.insert(user.user_id.clone(), user.clone());
        Ok(())
    }

    fn delete_user(&mut self, user_id: &UserId) -> Answer<()> {
        self.users.remove(user_id);
        Ok(())
    }

    fn devices(&mut self, user_id: &UserId) -> Answer<Vec<DeviceRecord>> {
        let devices = self.devices.values();
        Ok(devices
            .filter(|device| device.user_id == user_id)
            .cloned()
            .collect())
    }

    fn device(&mut self, user_id: &UserId, device_id: &DeviceId) -> Answer<Option<DeviceRecord>> {
        Ok(self
            .devices
            .get(&(user_id.to_owned(), device_id.to_owned()))
            .cloned())
    }

    fn devices_wanting_session(&mut self) -> Answer<Vec<DeviceRecord>> {
        Ok(self
            .devices
            .values()
            .filter(|device| device.session != SessionNeed::None)
            .cloned()
            .collect())
    }

    fn save_device(&mut self, device: &DeviceRecord) -> Answer<()> {
        let key = (device.user_id.clone(), device.device_id.clone());
        self.devices.insert(key, device.clone());
        Ok(())
    }

    fn inbound(&mut self, room_id: &RoomId, session_id: &str) -> Answer<Option<InboundRecord>> {
        Ok(self
            .inbound
            .get(&(room_id.to_owned(), session_id.to_owned()))
            .cloned())
    }

    fn inbound_from(&mut self, sender_key: &Curve25519PublicKey) -> Answer<Vec<InboundRecord>> {
        let sessions = self.inbound.values();
        Ok(sessions
            .filter(|session| session.sender_key == *sender_key)
            .cloned()
            .collect())
    }

    fn save_inbound(&mut self, session: &InboundRecord) -> Answer<()> {
        let key = (session.room_id.clone(), session.session_id.clone());
        self.inbound.insert(key, session.clone());
        Ok(())
    }

    fn message_index(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
        index: u32,
    ) -> Answer<Option<MessageIndexRecord>> {
        let key = (room_id.to_owned(), session_id.to_owned(), index);
        Ok(self.indexes.get(&key).cloned())
    }

    fn save_message_index(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
        index: u32,
        record: &MessageIndexRecord,
    ) -> Answer<()> {
        let key = (room_id.to_owned(), session_id.to_owned(), index);
        self.indexes.insert(key, record.clone());
        Ok(())
    }

    fn outbound(&mut self, room_id: &RoomId) -> Answer<Option<OutboundRecord>> {
        let current =
            |session: &&OutboundRecord| session.room_id == room_id && session.retired_at.is_none();
        Ok(self.outbound.values().find(current).cloned())
    }

    fn outbound_session(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Answer<Option<OutboundRecord>> {
        Ok(self
            .outbound
            .get(&(room_id.to_owned(), session_id.to_owned()))
            .cloned())
    }

    fn save_outbound(&mut self, session: &OutboundRecord) -> Answer<()> {
        let key = (session.room_id.clone(), session.session_id.clone());
        self.outbound.insert(key, session.clone());
        Ok(())
    }

    fn delete_retired(&mut self, before: Timestamp) -> Answer<()> {
        self.outbound
            .retain(|_, session| session.retired_at.is_none_or(|at| at >= before));
        let left = &self.outbound;
        self.shares
            .retain(|(room, session, ..), _| left.contains_key(&(room.clone(), session.clone())));
        Ok(())
    }

    fn delete_outbounds(&mut self) -> Answer<()> {
        self.outbound.clear();
        self.shares.clear();
        Ok(())
    }

    fn shares(&mut self, room_id: &RoomId, session_id: &str) -> Answer<Vec<ShareRecord>> {
        let shares = self.shares.values();
        let wanted =
            |share: &&ShareRecord| share.room_id == room_id && share.session_id == session_id;
        Ok(shares.filter(wanted).cloned().collect())
    }

    fn shares_with(&mut self, key: &Curve25519PublicKey) -> Answer<Vec<ShareRecord>> {
        Ok(self
            .shares
            .values()
            .filter(|share| share.curve25519 == *key)
            .cloned()
            .collect())
    }

    fn shares_sent_by(&mut self, request: &RequestId) -> Answer<Vec<ShareRecord>> {
        let by_request = |share: &&ShareRecord| matches!(&share.state, ShareState::Sending(_, id) if id == request);
        Ok(self.shares.values().filter(by_request).cloned().collect())
    }

    fn save_share(&mut self, share: &ShareRecord) -> Answer<()> {
        let key = (
            share.room_id.clone(),
            share.session_id.clone(),
            share.user_id.clone(),
            share.device_id.clone(),
        );
        self.shares.insert(key, share.clone());
        Ok(())
    }

    fn withheld(&mut self, room_id: &RoomId, session_id: &str) -> Answer<Option<WithheldRecord>> {
        Ok(self
            .withheld
            .get(&(room_id.to_owned(), session_id.to_owned()))
            .cloned())
    }

    fn withheld_by(&mut self, key: &Curve25519PublicKey) -> Answer<Option<WithheldRecord>> {
        Ok(self.withheld_by.get(key.as_bytes()).cloned())
    }

    fn save_withheld(&mut self, withheld: &WithheldRecord) -> Answer<()> {
        match &withheld.session {
            Some(session) => self.withheld.insert(session.clone(), withheld.clone()),
            None => self
                .withheld_by
                .insert(withheld.sender_key.to_bytes(), withheld.clone()),
        };
        Ok(())
    }

    fn delete_withheld_by(&mut self, key: &Curve25519PublicKey) -> Answer<()> {
        self.withheld_by.remove(key.as_bytes());
        Ok(())
    }

    fn wanted_key(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Answer<Option<WantedKeyRecord>> {
        Ok(self
            .wanted
            .get(&(room_id.to_owned(), session_id.to_owned()))
            .cloned())
    }

    fn unasked_keys(&mut self, before: Timestamp, limit: usize) -> Answer<Vec<WantedKeyRecord>> {
        let unasked = |key: &&WantedKeyRecord| key.asked_at.is_none() && key.since < before;
        Ok(self
            .wanted
            .values()
            .filter(unasked)
            .take(limit)
            .cloned()
            .collect())
    }

    fn wanted_keys_of(&mut self, sender: &UserId) -> Answer<Vec<WantedKeyRecord>> {
        Ok(self
            .wanted
            .values()
            .filter(|key| key.sender == sender)
            .cloned()
            .collect())
    }

    fn save_wanted_key(&mut self, wanted: &WantedKeyRecord) -> Answer<()> {
        let key = (wanted.room_id.clone(), wanted.session_id.clone());
        self.wanted.insert(key, wanted.clone());
        Ok(())
    }

    fn delete_wanted_key(&mut self, room_id: &RoomId, session_id: &str) -> Answer<()> {
        self.wanted
            .remove(&(room_id.to_owned(), session_id.to_owned()));
        Ok(())
    }

    fn requests(&mut self) -> Answer<Vec<RequestRecord>> {
        let mut requests: Vec<_> = self.requests.values().cloned().collect();
        requests.sort_by_key(|request| request.order);
        Ok(requests)
    }

    fn request(&mut self, id: &RequestId) -> Answer<Option<RequestRecord>> {
        Ok(self.requests.get(id).cloned())
    }

    fn save_request(&mut self, request: &RequestRecord) -> Answer<()> {
        self.requests.insert(request.id.clone(), request.clone());
        Ok(())
    }

    fn delete_request(&mut self, id: &RequestId) -> Answer<()> {
        self.requests.remove(id);
        Ok(())
    }

    fn delete_room(&mut self, room_id: &RoomId) -> Answer<()> {
        self.inbound.retain(|(room, _), _| room != room_id);
        self.indexes.retain(|(room, ..), _| room != room_id);
        self.withheld.retain(|(room, _), _| room != room_id);
        self.wanted.retain(|(room, _), _| room != room_id);
        self.outbound.retain(|(room, _), _| room != room_id);
        self.shares.retain(|(room, ..), _| room != room_id);
        Ok(())
    }
}
