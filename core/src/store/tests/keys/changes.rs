//! Random changes of the storage.

use proptest::prelude::*;
use ruma::{OwnedDeviceId, OwnedRoomId, OwnedUserId};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey, Ed25519SecretKey};

use crate::{
    keys::{
        Provenance, RequestId, WithheldCode,
        storage::{
            DeviceRecord, InboundRecord, MessageIndexRecord, OlmSessionRecord, OutboundRecord,
            RequestRecord, Secret, SessionNeed, ShareRecord, ShareState, UserRecord,
            WantedKeyRecord, WithheldRecord,
        },
    },
    store::tests::{event_id, room, user},
    time::Timestamp,
};

/// One change. Small numbers choose ids, so that changes meet.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Account(Vec<u8>),
    Olm(OlmSessionRecord),
    NoOlm(u8, u8, u8),
    NoOlms,
    Seen(u8, i64),
    Forget(i64),
    User(UserRecord),
    NoUser(u8),
    Device(Box<DeviceRecord>),
    Inbound(Box<InboundRecord>),
    Index(u8, u8, u8, MessageIndexRecord),
    Outbound(OutboundRecord),
    NoRetired(i64),
    NoOutbounds,
    Share(ShareRecord),
    Withheld(WithheldRecord),
    NoWithheld(u8),
    Wanted(WantedKeyRecord),
    NoWanted(u8, u8),
    Request(RequestRecord),
    NoRequest(u8),
    NoRoom(u8),
}

pub(super) fn key(n: u8) -> Curve25519PublicKey {
    Curve25519PublicKey::from_bytes([n; 32])
}

pub(super) fn signing_key(n: u8) -> Ed25519PublicKey {
    Ed25519SecretKey::from_slice(&[n; 32]).public_key()
}

pub(super) fn request(n: u8) -> RequestId {
    RequestId::from_stored(format!("request-{n}"))
}

pub(super) fn device(n: u8) -> OwnedDeviceId {
    format!("DEVICE{n}").into()
}

pub(super) fn nth_room(n: u8) -> OwnedRoomId {
    room(&format!("r{n}"))
}

pub(super) fn nth_user(n: u8) -> OwnedUserId {
    user(&format!("u{n}"))
}

pub(super) fn session(n: u8) -> String {
    format!("session-{n}")
}

fn id() -> impl Strategy<Value = u8> {
    0..3_u8
}

fn when() -> impl Strategy<Value = Timestamp> {
    prop_oneof![Just(i64::MIN), Just(0), Just(i64::MAX), -9..9_i64].prop_map(Timestamp::from_millis)
}

fn secret() -> impl Strategy<Value = Secret> {
    proptest::collection::vec(any::<u8>(), 0..40).prop_map(Secret::new)
}

fn code() -> impl Strategy<Value = WithheldCode> {
    prop_oneof![
        Just(WithheldCode::NoOlm),
        Just(WithheldCode::Blacklisted),
        Just(WithheldCode::Other)
    ]
}

fn olm() -> impl Strategy<Value = OlmSessionRecord> {
    (
        id(),
        id(),
        id(),
        secret(),
        when(),
        proptest::option::of(when()),
    )
        .prop_map(
            |(owner, peer, id, pickle, created_at, last_received_at)| OlmSessionRecord {
                user_id: nth_user(owner),
                peer: key(peer),
                session_id: session(id),
                pickle,
                created_at,
                last_received_at,
            },
        )
}

fn tracked() -> impl Strategy<Value = UserRecord> {
    (
        id(),
        proptest::option::of(when()),
        any::<u64>(),
        any::<bool>(),
        any::<u32>(),
        when(),
    )
        .prop_map(
            |(id, outdated_since, generation, known, failures, retry_at)| UserRecord {
                user_id: nth_user(id),
                outdated_since,
                generation,
                known,
                failures,
                retry_at,
            },
        )
}

fn device_record() -> impl Strategy<Value = DeviceRecord> {
    let need = prop_oneof![
        Just(SessionNeed::None),
        Just(SessionNeed::Missing),
        Just(SessionNeed::Broken)
    ];
    let flags = (any::<bool>(), any::<bool>());
    (
        id(),
        id(),
        id(),
        flags,
        need,
        proptest::option::of(when()),
        any::<u32>(),
        when(),
    )
        .prop_map(
            |(
                owner,
                id,
                keys,
                (present, changed_keys),
                session,
                healed_at,
                claim_failures,
                claim_retry_at,
            )| {
                DeviceRecord {
                    user_id: nth_user(owner),
                    device_id: device(id),
                    curve25519: key(keys),
                    ed25519: signing_key(keys),
                    device_keys: format!(r#"{{"keys":{keys}}}"#),
                    present,
                    changed_keys,
                    session,
                    healed_at,
                    claim_failures,
                    claim_retry_at,
                }
            },
        )
}

fn inbound() -> impl Strategy<Value = InboundRecord> {
    let provenance = prop_oneof![
        Just(Provenance::Forwarded),
        Just(Provenance::UnknownDevice),
        Just(Provenance::Device),
        Just(Provenance::Own)
    ];
    let who = (id(), proptest::option::of(id()), id());
    (
        id(),
        id(),
        secret(),
        who,
        any::<u32>(),
        provenance,
        any::<bool>(),
        when(),
    )
        .prop_map(
            |(
                room,
                id,
                pickle,
                (sender, sender_device, keys),
                first_known_index,
                provenance,
                decrypted,
                received_at,
            )| {
                InboundRecord {
                    room_id: nth_room(room),
                    session_id: session(id),
                    pickle,
                    sender: nth_user(sender),
                    sender_device: sender_device.map(device),
                    sender_key: key(keys),
                    signing_key: signing_key(keys),
                    first_known_index,
                    provenance,
                    decrypted,
                    received_at,
                }
            },
        )
}

fn outbound() -> impl Strategy<Value = OutboundRecord> {
    // The current session of a room is always the same one: there is at most one.
    let which = prop_oneof![
        Just((0, None)),
        (1..3_u8, when()).prop_map(|(id, at)| (id, Some(at))),
        when().prop_map(|at| (0, Some(at)))
    ];
    (id(), which, secret(), when(), any::<u32>()).prop_map(
        |(room, (id, retired_at), pickle, created_at, messages)| OutboundRecord {
            room_id: nth_room(room),
            session_id: session(id),
            pickle,
            created_at,
            messages,
            retired_at,
        },
    )
}

fn share() -> impl Strategy<Value = ShareRecord> {
    let state = prop_oneof![
        any::<u32>().prop_map(ShareState::Wanted),
        (any::<u32>(), id()).prop_map(|(index, id)| ShareState::Sending(index, request(id))),
        any::<u32>().prop_map(ShareState::Shared),
        code().prop_map(ShareState::Withheld)
    ];
    // Shares belong to a session that is there; the comparison saves it first.
    (id(), id(), id(), id(), id(), state).prop_map(|(room, id, owner, to, keys, state)| {
        ShareRecord {
            room_id: nth_room(room),
            session_id: session(id),
            user_id: nth_user(owner),
            device_id: device(to),
            curve25519: key(keys),
            state,
        }
    })
}

fn withheld() -> impl Strategy<Value = WithheldRecord> {
    (
        id(),
        id(),
        proptest::option::of((id(), id())),
        code(),
        when(),
    )
        .prop_map(|(sender, keys, of, code, received_at)| WithheldRecord {
            sender: nth_user(sender),
            sender_key: key(keys),
            session: of.map(|(room, id)| (nth_room(room), session(id))),
            code,
            received_at,
        })
}

fn wanted() -> impl Strategy<Value = WantedKeyRecord> {
    (id(), id(), id(), when(), proptest::option::of(when())).prop_map(
        |(room, id, sender, since, asked_at)| WantedKeyRecord {
            room_id: nth_room(room),
            session_id: session(id),
            sender: nth_user(sender),
            since,
            asked_at,
        },
    )
}

fn pending() -> impl Strategy<Value = RequestRecord> {
    (id(), secret(), when(), any::<u32>(), when()).prop_map(
        |(id, body, created_at, failures, retry_at)| RequestRecord {
            id: request(id),
            order: u64::from(9 - id),
            body,
            created_at,
            failures,
            retry_at,
        },
    )
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    let millis = || -9..9_i64;
    prop_oneof![
        1 => proptest::collection::vec(any::<u8>(), 0..40).prop_map(Change::Account),
        3 => olm().prop_map(Change::Olm),
        1 => (id(), id(), id()).prop_map(|(owner, peer, id)| Change::NoOlm(owner, peer, id)),
        1 => Just(Change::NoOlms),
        2 => (id(), millis()).prop_map(|(hash, at)| Change::Seen(hash, at)),
        1 => millis().prop_map(Change::Forget),
        3 => tracked().prop_map(Change::User),
        1 => id().prop_map(Change::NoUser),
        3 => device_record().prop_map(|device| Change::Device(Box::new(device))),
        4 => inbound().prop_map(|session| Change::Inbound(Box::new(session))),
        3 => (id(), id(), id(), any::<u64>()).prop_map(|(room, id, index, origin_server_ts)| {
            let record = MessageIndexRecord { event_id: event_id(&format!("e{index}")), origin_server_ts };
            Change::Index(room, id, index, record)
        }),
        4 => outbound().prop_map(Change::Outbound),
        1 => millis().prop_map(Change::NoRetired),
        1 => Just(Change::NoOutbounds),
        4 => share().prop_map(Change::Share),
        3 => withheld().prop_map(Change::Withheld),
        1 => id().prop_map(Change::NoWithheld),
        3 => wanted().prop_map(Change::Wanted),
        1 => (id(), id()).prop_map(|(room, id)| Change::NoWanted(room, id)),
        3 => pending().prop_map(Change::Request),
        1 => id().prop_map(Change::NoRequest),
        1 => id().prop_map(Change::NoRoom),
    ]
}
