//! No debug output tells a key or a text.

use super::world::{World, user};
use crate::keys::account::LocalAccount;
use crate::keys::storage::{Secret, Storage};
use crate::keys::{KeysError, NewDevice};
use crate::time::SystemEntropy;

/// The bytes of a secret as any of the usual debug outputs would show them.
fn shows(output: &str, secret: &Secret) -> bool {
    let bytes = secret.as_bytes();
    let list = format!("{bytes:?}");
    let text = String::from_utf8_lossy(bytes);
    let part = |whole: &str| whole.get(1..40).map(str::to_owned).unwrap_or_default();
    output.contains(&part(&list)) || output.contains(&part(&text))
}

#[test]
fn the_check_itself_works() {
    let secret = Secret::new(b"{\"pickle\": [1, 2, 3], \"more\": \"of the same\"}".to_vec());
    assert!(shows(&format!("{:?}", secret.as_bytes()), &secret));
    assert!(!shows(&format!("{secret:?}"), &secret));
}

#[test]
fn no_debug_output_shows_a_key_or_a_text() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "the meeting point");
    world.settle();
    world.send(1, "on my way");
    let room = world.room.clone();
    let session = world.session(0);
    let anna = &mut world.clients[0];
    let account = anna.storage.account().unwrap().unwrap();
    let outbound = anna.storage.outbound(&room).unwrap().unwrap();
    let peer = anna
        .storage
        .devices(&user("ben"))
        .unwrap()
        .remove(0)
        .curve25519;
    let olm = anna
        .storage
        .olm_sessions(&user("ben"), &peer)
        .unwrap()
        .remove(0);
    let inbound = anna.storage.inbound(&room, &session).unwrap().unwrap();
    let output = format!(
        "{:?} {:?} {outbound:?} {olm:?} {inbound:?}",
        anna.storage, anna.machine
    );
    for secret in [&account, &outbound.pickle, &olm.pickle, &inbound.pickle] {
        assert!(!shows(&output, secret));
    }
    let decrypted = world.read(1, &event).unwrap();
    let requests = world.requests(1);
    let output = format!("{decrypted:?} {requests:?}");
    assert!(!output.contains("meeting") && !output.contains("anna"));
}

#[test]
fn a_new_device_is_redacted_and_comes_back_whole() {
    let device = NewDevice::generate(&SystemEntropy).unwrap();
    let output = format!("{device:?}");
    assert_eq!(output, "NewDevice(..)");
    let secret = device.to_secret().unwrap();
    let back = NewDevice::from_secret(&secret).unwrap();
    assert_eq!(back.device_id(), device.device_id());
    assert_eq!(back.salt(), device.salt());
    assert_eq!(back.curve25519(), device.curve25519());
    let signature = back.sign(b"text");
    assert!(device.ed25519().verify(b"text", &signature).is_ok());
    assert_eq!(device.device_id().as_str().len(), 10);
    let damaged = Secret::new(b"{}".to_vec());
    assert!(matches!(
        NewDevice::from_secret(&damaged),
        Err(KeysError::Damaged)
    ));
}

#[test]
fn errors_show_nothing_of_what_was_read() {
    let mut world = World::new(&["anna"]);
    let storage = &mut world.clients[0].storage;
    storage
        .save_account(&Secret::new(
            b"{\"user_id\": \"@anna:example.org\"}".to_vec(),
        ))
        .unwrap();
    let Err(error) = LocalAccount::load(storage) else {
        panic!("it is damaged")
    };
    assert!(!format!("{error:?} {error}").contains("anna"));
}
