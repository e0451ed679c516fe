//! The storage of the key management answers like the one in memory, whatever is done.

use proptest::prelude::*;
use ruma::{DeviceId, OwnedDeviceId};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey, Ed25519SecretKey};

use super::*;
use crate::keys::{
    Provenance, RequestId, WithheldCode,
    memory::MemoryStorage,
    storage::{
        DeviceRecord, InboundRecord, MessageIndexRecord, OlmSessionRecord, OutboundRecord,
        RequestRecord, Secret, SessionNeed, ShareRecord, ShareState, Storage, UserRecord,
        WantedKeyRecord, WithheldRecord,
    },
};

/// One change. Small numbers choose ids, so that changes meet.
#[derive(Clone, Debug)]
enum Change {
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

fn key(n: u8) -> Curve25519PublicKey {
    Curve25519PublicKey::from_bytes([n; 32])
}

fn signing_key(n: u8) -> Ed25519PublicKey {
    Ed25519SecretKey::from_slice(&[n; 32]).public_key()
}

fn request(n: u8) -> RequestId {
    RequestId::from_stored(format!("request-{n}"))
}

fn device(n: u8) -> OwnedDeviceId {
    format!("DEVICE{n}").into()
}

fn nth_room(n: u8) -> OwnedRoomId {
    room(&format!("r{n}"))
}

fn nth_user(n: u8) -> OwnedUserId {
    user(&format!("u{n}"))
}

fn session(n: u8) -> String {
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

fn change() -> impl Strategy<Value = Change> {
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

fn apply(storage: &mut dyn Storage, change: &Change) {
    match change.clone() {
        Change::Account(pickle) => storage.save_account(&Secret::new(pickle)),
        Change::Olm(session) => storage.save_olm_session(&session),
        Change::NoOlm(owner, peer, id) => {
            storage.delete_olm_session(&nth_user(owner), &key(peer), &session(id))
        }
        Change::NoOlms => storage.delete_olm_sessions(),
        Change::Seen(hash, millis) => {
            storage.save_olm_message(&[hash; 32], Timestamp::from_millis(millis))
        }
        Change::Forget(millis) => storage.forget_olm_messages(Timestamp::from_millis(millis)),
        Change::User(user) => storage.save_user(&user),
        Change::NoUser(id) => storage.delete_user(&nth_user(id)),
        Change::Device(device) => storage.save_device(&device),
        Change::Inbound(session) => storage.save_inbound(&session),
        Change::Index(room, id, index, record) => {
            storage.save_message_index(&nth_room(room), &session(id), u32::from(index), &record)
        }
        Change::Outbound(session) => storage.save_outbound(&session),
        Change::NoRetired(millis) => storage.delete_retired(Timestamp::from_millis(millis)),
        Change::NoOutbounds => storage.delete_outbounds(),
        Change::Share(share) => {
            let known = storage
                .outbound_session(&share.room_id, &share.session_id)
                .unwrap();
            if known.is_some() {
                storage.save_share(&share)
            } else {
                Ok(())
            }
        }
        Change::Withheld(withheld) => storage.save_withheld(&withheld),
        Change::NoWithheld(id) => storage.delete_withheld_by(&key(id)),
        Change::Wanted(wanted) => storage.save_wanted_key(&wanted),
        Change::NoWanted(room, id) => storage.delete_wanted_key(&nth_room(room), &session(id)),
        Change::Request(pending) => storage.save_request(&pending),
        Change::NoRequest(id) => storage.delete_request(&request(id)),
        Change::NoRoom(room) => storage.delete_room(&nth_room(room)),
    }
    .unwrap();
}

/// Lists come in no particular order.
fn sorted<T: std::fmt::Debug>(list: &[T]) -> Vec<String> {
    let mut list: Vec<_> = list.iter().map(|item| format!("{item:?}")).collect();
    list.sort();
    list
}

/// Every answer that the storage gives.
fn answers(storage: &mut dyn Storage) -> Vec<String> {
    let mut all = Vec::new();
    let mut note = |answer: String| all.push(answer);
    // Secrets show nothing of themselves, so they are compared as bytes.
    let bytes = |secret: &Secret| format!("{:?}", secret.as_bytes());
    note(format!(
        "{:?}",
        storage.account().unwrap().map(|pickle| bytes(&pickle))
    ));
    note(sorted(&storage.users().unwrap()).join(" "));
    note(sorted(&storage.outdated_users().unwrap()).join(" "));
    note(sorted(&storage.devices_wanting_session().unwrap()).join(" "));
    for pending in storage.requests().unwrap() {
        note(format!("{pending:?} {}", bytes(&pending.body)));
    }
    for before in [-3, 0, 3] {
        let mut unasked = storage
            .unasked_keys(Timestamp::from_millis(before), 99)
            .unwrap();
        note(sorted(&unasked).join(" "));
        unasked.truncate(2);
        assert_eq!(
            storage
                .unasked_keys(Timestamp::from_millis(before), 2)
                .unwrap()
                .len(),
            unasked.len()
        );
    }
    for n in 0..3 {
        for owner in 0..3 {
            for session in storage.olm_sessions(&nth_user(owner), &key(n)).unwrap() {
                note(format!("{n} {session:?} {}", bytes(&session.pickle)));
            }
        }
        note(format!("{}", storage.olm_message_seen(&[n; 32]).unwrap()));
        note(format!("{:?}", storage.user(&nth_user(n)).unwrap()));
        note(sorted(&storage.devices(&nth_user(n)).unwrap()).join(" "));
        note(sorted(&storage.inbound_from(&key(n)).unwrap()).join(" "));
        note(sorted(&storage.shares_with(&key(n)).unwrap()).join(" "));
        note(sorted(&storage.shares_sent_by(&request(n)).unwrap()).join(" "));
        note(format!("{:?}", storage.withheld_by(&key(n)).unwrap()));
        note(sorted(&storage.wanted_keys_of(&nth_user(n)).unwrap()).join(" "));
        note(format!("{:?}", storage.request(&request(n)).unwrap()));
        let current = storage.outbound(&nth_room(n)).unwrap();
        note(format!(
            "{current:?} {:?}",
            current.as_ref().map(|session| bytes(&session.pickle))
        ));
        for m in 0..3 {
            let (room, session) = (nth_room(n), session(m));
            let device: &DeviceId = &device(m);
            note(format!(
                "{:?}",
                storage.device(&nth_user(n), device).unwrap()
            ));
            let inbound = storage.inbound(&room, &session).unwrap();
            note(format!(
                "{inbound:?} {:?}",
                inbound.as_ref().map(|session| bytes(&session.pickle))
            ));
            note(format!(
                "{:?}",
                storage.outbound_session(&room, &session).unwrap()
            ));
            note(sorted(&storage.shares(&room, &session).unwrap()).join(" "));
            note(format!("{:?}", storage.withheld(&room, &session).unwrap()));
            note(format!(
                "{:?}",
                storage.wanted_key(&room, &session).unwrap()
            ));
            for index in 0..3 {
                note(format!(
                    "{:?}",
                    storage.message_index(&room, &session, index).unwrap()
                ));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_storage_is_like_the_one_in_memory(changes in proptest::collection::vec(change(), 1..60)) {
        let world = World::new();
        let store = world.create();
        let mut memory = MemoryStorage::default();
        for some in changes.chunks(20) {
            store
                .write(|tx| {
                    for change in some {
                        apply(tx, change);
                        apply(&mut memory, change);
                    }
                    assert_eq!(answers(tx), answers(&mut memory));
                    Result::Ok(())
                })
                .unwrap();
        }
    }
}

#[test]
fn keys_of_a_deleted_chat_are_gone() {
    let world = World::new();
    let store = world.create();
    let session = |room: u8| InboundRecord {
        room_id: nth_room(room),
        session_id: session(0),
        pickle: Secret::new(b"a ratchet in the clear".to_vec()),
        sender: nth_user(0),
        sender_device: None,
        sender_key: key(0),
        signing_key: signing_key(0),
        first_known_index: 0,
        provenance: Provenance::Device,
        decrypted: false,
        received_at: at(1),
    };
    // A key comes before the chat is known.
    store
        .write(|tx| {
            tx.save_inbound(&session(0)).unwrap();
            tx.save_inbound(&session(1)).unwrap();
            add_chat(tx, &nth_room(0), "1")
        })
        .unwrap();
    store.destroy_chats(&[nth_room(0)], at(2)).unwrap();
    let left = store
        .write(|tx| Result::Ok(tx.inbound_from(&key(0)).unwrap()))
        .unwrap();
    assert_eq!(left, [session(1)]);
}
