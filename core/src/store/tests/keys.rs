//! The storage of the key management answers like the one in memory, whatever is done.

mod changes;

use proptest::prelude::*;
use ruma::DeviceId;

use self::changes::{
    Change, change, device, key, nth_room, nth_user, request, session, signing_key,
};
use super::*;
use crate::keys::{
    Provenance,
    memory::MemoryStorage,
    storage::{InboundRecord, Secret, Storage},
};

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
