//! What was typed and not sent.

use super::World;
use crate::{
    client::{ChatError, MAX_DRAFT_BYTES},
    sync::fixture::{ANNA, END, member, room, state},
    time::{DAY, Timestamp},
};

#[test]
fn a_draft_stays_until_it_is_emptied() {
    let world = World::new();
    let chat = world.chat();
    assert_eq!(chat.draft(), Ok(None));
    chat.set_draft("Ich komme um ").unwrap();
    chat.set_draft("Ich komme um acht").unwrap();
    assert_eq!(chat.draft(), Ok(Some("Ich komme um acht".to_owned())));
    chat.set_draft("").unwrap();
    assert_eq!(chat.draft(), Ok(None));
}

#[test]
fn a_draft_may_be_longer_than_a_message_but_not_without_end() {
    let world = World::new();
    let chat = world.chat();
    let longest = "x".repeat(MAX_DRAFT_BYTES);
    chat.set_draft(&longest).unwrap();
    assert_eq!(
        chat.set_draft(&format!("{longest}x")),
        Err(ChatError::TextTooLong)
    );
    assert_eq!(chat.draft(), Ok(Some(longest)));
}

#[test]
fn a_draft_is_hidden_with_a_sealed_chat_and_gone_with_a_deleted_one() {
    let mut world = World::new();
    let chat = world.chat();
    chat.set_draft("geheim").unwrap();
    world
        .phone
        .sync([(room(), state(vec![member(ANNA, "leave")]))]);
    assert_eq!(chat.draft(), Err(ChatError::NotAMember));
    assert_eq!(chat.set_draft("mehr"), Err(ChatError::NotAMember));

    let world = World::new();
    let chat = world.chat();
    chat.set_draft("geheim").unwrap();
    world.time_is(Timestamp::from_secs(END).plus(DAY * 32));
    assert_eq!(world.account.maintain(), Ok(1));
    assert_eq!(chat.draft(), Err(ChatError::ChatDeleted));
    let draft = world.phone.store.read(|tx| tx.drafts().get(&room()));
    assert_eq!(draft, Ok(None));
}
