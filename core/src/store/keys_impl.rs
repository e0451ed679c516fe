//! The storage of the key management: every write transaction is one.
//!
//! Megolm sessions are kept under the content key of their room, so that deleting a chat
//! destroys them with it. A room that is being deleted has none for anybody who looks.

mod columns;
mod devices;
mod megolm;
mod olm;
mod outbound;
mod requests;
mod shares;
mod wanted;
mod withheld;

use ruma::{DeviceId, RoomId, UserId};
use rusqlite::Connection;
use vodozemac::Curve25519PublicKey;

use super::{error::StoreError, rows::execute, tx::WriteTx};
use crate::{
    keys::{
        RequestId,
        storage::{
            DeviceRecord, InboundRecord, MessageIndexRecord, OlmSessionRecord, OutboundRecord,
            RequestRecord, Secret, ShareRecord, Storage, StorageError, UserRecord, WantedKeyRecord,
            WithheldRecord,
        },
    },
    time::Timestamp,
};

impl From<StoreError> for StorageError {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

/// The tables that hold something of a room for the key management.
const ROOM_TABLES: [&str; 6] = [
    "inbound_sessions",
    "message_indexes",
    "outbound_sessions",
    "shares",
    "withheld_sessions",
    "wanted_keys",
];

type Answer<T> = Result<T, StorageError>;

/// Drops outbound Megolm sessions and Olm sessions, so that they never encrypt again.
pub(super) fn forget_ratchets(connection: &Connection) -> Result<(), StoreError> {
    outbound::delete_all(connection)?;
    execute(connection, "DELETE FROM olm_sessions", [])?;
    Ok(())
}

impl Storage for WriteTx<'_> {
    fn account(&mut self) -> Answer<Option<Secret>> {
        Ok(olm::account(self)?)
    }

    fn save_account(&mut self, account: &Secret) -> Answer<()> {
        Ok(olm::save_account(self, account)?)
    }

    fn olm_sessions(
        &mut self,
        user_id: &UserId,
        peer: &Curve25519PublicKey,
    ) -> Answer<Vec<OlmSessionRecord>> {
        Ok(olm::sessions(self, user_id, peer)?)
    }

    fn save_olm_session(&mut self, session: &OlmSessionRecord) -> Answer<()> {
        Ok(olm::save_session(self, session)?)
    }

    fn delete_olm_session(
        &mut self,
        user_id: &UserId,
        peer: &Curve25519PublicKey,
        session_id: &str,
    ) -> Answer<()> {
        Ok(olm::delete_session(self, user_id, peer, session_id)?)
    }

    fn delete_olm_sessions(&mut self) -> Answer<()> {
        Ok(olm::delete_sessions(self)?)
    }

    fn olm_message_seen(&mut self, hash: &[u8; 32]) -> Answer<bool> {
        Ok(olm::message_seen(self, hash)?)
    }

    fn save_olm_message(&mut self, hash: &[u8; 32], now: Timestamp) -> Answer<()> {
        Ok(olm::save_message(self, hash, now)?)
    }

    fn forget_olm_messages(&mut self, before: Timestamp) -> Answer<()> {
        Ok(olm::forget_messages(self, before)?)
    }

    fn user(&mut self, user_id: &UserId) -> Answer<Option<UserRecord>> {
        Ok(devices::user(self, user_id)?)
    }

    fn users(&mut self) -> Answer<Vec<UserRecord>> {
        Ok(devices::users(self)?)
    }

    fn outdated_users(&mut self) -> Answer<Vec<UserRecord>> {
        Ok(devices::outdated_users(self)?)
    }

    fn save_user(&mut self, user: &UserRecord) -> Answer<()> {
        Ok(devices::save_user(self, user)?)
    }

    fn delete_user(&mut self, user_id: &UserId) -> Answer<()> {
        Ok(devices::delete_user(self, user_id)?)
    }

    fn devices(&mut self, user_id: &UserId) -> Answer<Vec<DeviceRecord>> {
        Ok(devices::devices(self, user_id)?)
    }

    fn device(&mut self, user_id: &UserId, device_id: &DeviceId) -> Answer<Option<DeviceRecord>> {
        Ok(devices::device(self, user_id, device_id)?)
    }

    fn devices_wanting_session(&mut self) -> Answer<Vec<DeviceRecord>> {
        Ok(devices::wanting_session(self)?)
    }

    fn save_device(&mut self, device: &DeviceRecord) -> Answer<()> {
        Ok(devices::save(self, device)?)
    }

    fn inbound(&mut self, room_id: &RoomId, session_id: &str) -> Answer<Option<InboundRecord>> {
        Ok(megolm::inbound(self, room_id, session_id)?)
    }

    fn inbound_from(&mut self, sender_key: &Curve25519PublicKey) -> Answer<Vec<InboundRecord>> {
        Ok(megolm::inbound_from(self, sender_key)?)
    }

    fn save_inbound(&mut self, session: &InboundRecord) -> Answer<()> {
        Ok(megolm::save_inbound(self, session)?)
    }

    fn message_index(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
        index: u32,
    ) -> Answer<Option<MessageIndexRecord>> {
        Ok(megolm::message_index(self, room_id, session_id, index)?)
    }

    fn save_message_index(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
        index: u32,
        record: &MessageIndexRecord,
    ) -> Answer<()> {
        Ok(megolm::save_message_index(
            self, room_id, session_id, index, record,
        )?)
    }

    fn outbound(&mut self, room_id: &RoomId) -> Answer<Option<OutboundRecord>> {
        Ok(outbound::current(self, room_id)?)
    }

    fn outbound_session(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Answer<Option<OutboundRecord>> {
        Ok(outbound::session(self, room_id, session_id)?)
    }

    fn save_outbound(&mut self, session: &OutboundRecord) -> Answer<()> {
        Ok(outbound::save(self, session)?)
    }

    fn delete_retired(&mut self, before: Timestamp) -> Answer<()> {
        Ok(outbound::delete_retired(self, before)?)
    }

    fn delete_outbounds(&mut self) -> Answer<()> {
        Ok(outbound::delete_all(self.connection)?)
    }

    fn shares(&mut self, room_id: &RoomId, session_id: &str) -> Answer<Vec<ShareRecord>> {
        Ok(shares::of_session(self, room_id, session_id)?)
    }

    fn shares_with(&mut self, curve25519: &Curve25519PublicKey) -> Answer<Vec<ShareRecord>> {
        Ok(shares::with(self, curve25519)?)
    }

    fn shares_sent_by(&mut self, request: &RequestId) -> Answer<Vec<ShareRecord>> {
        Ok(shares::sent_by(self, request)?)
    }

    fn save_share(&mut self, share: &ShareRecord) -> Answer<()> {
        Ok(shares::save(self, share)?)
    }

    fn withheld(&mut self, room_id: &RoomId, session_id: &str) -> Answer<Option<WithheldRecord>> {
        Ok(withheld::of_session(self, room_id, session_id)?)
    }

    fn withheld_by(&mut self, sender_key: &Curve25519PublicKey) -> Answer<Option<WithheldRecord>> {
        Ok(withheld::by(self, sender_key)?)
    }

    fn save_withheld(&mut self, withheld: &WithheldRecord) -> Answer<()> {
        Ok(withheld::save(self, withheld)?)
    }

    fn delete_withheld_by(&mut self, sender_key: &Curve25519PublicKey) -> Answer<()> {
        Ok(withheld::delete_by(self, sender_key)?)
    }

    fn wanted_key(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Answer<Option<WantedKeyRecord>> {
        Ok(wanted::one(self, room_id, session_id)?)
    }

    fn unasked_keys(&mut self, before: Timestamp, limit: usize) -> Answer<Vec<WantedKeyRecord>> {
        Ok(wanted::unasked(self, before, limit)?)
    }

    fn wanted_keys_of(&mut self, sender: &UserId) -> Answer<Vec<WantedKeyRecord>> {
        Ok(wanted::of(self, sender)?)
    }

    fn save_wanted_key(&mut self, wanted: &WantedKeyRecord) -> Answer<()> {
        Ok(wanted::save(self, wanted)?)
    }

    fn delete_wanted_key(&mut self, room_id: &RoomId, session_id: &str) -> Answer<()> {
        Ok(wanted::delete(self, room_id, session_id)?)
    }

    fn requests(&mut self) -> Answer<Vec<RequestRecord>> {
        Ok(requests::all(self)?)
    }

    fn request(&mut self, id: &RequestId) -> Answer<Option<RequestRecord>> {
        Ok(requests::one(self, id)?)
    }

    fn save_request(&mut self, request: &RequestRecord) -> Answer<()> {
        Ok(requests::save(self, request)?)
    }

    fn delete_request(&mut self, id: &RequestId) -> Answer<()> {
        Ok(requests::delete(self, id)?)
    }

    fn delete_room(&mut self, room_id: &RoomId) -> Answer<()> {
        for table in ROOM_TABLES {
            execute(
                self.connection,
                &format!("DELETE FROM {table} WHERE room_id = ?1"),
                [room_id.as_str()],
            )?;
        }
        Ok(())
    }
}
