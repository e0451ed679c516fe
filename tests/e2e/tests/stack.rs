//! The parts work together, and again after each of them was gone.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use dienstchat_core::client::{Account, ChatSummary, Content};
use dienstchat_core::ids::DutyId;
use dienstchat_e2e::{Helper, Stack, http, run, sync_until, until};
use hiorg_standin::{Contact, DEMO_OV};
use serde_json::Value;

const SOON: Duration = Duration::from_mins(1);

/// The sample organisation with the chat switched on, and ticked for its first duty.
async fn begin(stack: &Stack) -> DutyId {
    let hiorg = stack.hiorg();
    hiorg.seed_demo().unwrap();
    let contact = Contact::new("DRK Musterstadt", "Hauptstraße 1", "chat@example.org");
    let organisation = hiorg.organisation(DEMO_OV);
    organisation.switch_chat_on(contact).await.unwrap();
    let duty = hiorg.duty(DEMO_OV, &organisation.duties().unwrap().remove(0).id);
    duty.set_chat(true).await.unwrap();
    duty.get().unwrap().id.parse().unwrap()
}

async fn directory_names(stack: &Stack, ov: &str) -> bool {
    let url = stack.connector().at("/v1/organisations");
    let Ok(answer) = http()
        .unwrap()
        .get(url)
        .query(&[("search", ov)])
        .send()
        .await
    else {
        return false;
    };
    let answer: Value = answer.json().await.unwrap();
    let found = answer
        .get("organisations")
        .and_then(Value::as_array)
        .unwrap();
    found
        .iter()
        .any(|organisation| organisation.get("ov").is_some_and(|found| found == ov))
}

#[test]
fn two_helpers_write_to_each_other_and_no_part_is_missed_for_long() {
    run(async {
        let stack = Stack::start().await.unwrap();
        let id = begin(&stack).await;
        assert!(directory_names(&stack, DEMO_OV).await);

        let anna_phone = Helper::new(&stack, DEMO_OV, "anna");
        let ben_phone = Helper::new(&stack, DEMO_OV, "ben");
        let anna = anna_phone.sign_in().await.unwrap();
        let ben = ben_phone.sign_in().await.unwrap();
        for account in [&anna, &ben] {
            sync_until(account, "the chat", |account| account.chat(&id).ok())
                .await
                .unwrap();
        }

        // Each in turn is away while something is written.
        stack.connector().kill();
        say(&anna, &ben, &id, "Wer bringt den Rucksack?").await;
        stack.connector().start().await.unwrap();
        stack.synapse().kill();
        anna.chat(&id).unwrap().send_text("Niemand?").unwrap();
        stack.synapse().start().await.unwrap();
        arrives(&anna, &ben, &id, "Niemand?").await;

        let up = until("the directory", SOON, || async {
            Ok(directory_names(&stack, DEMO_OV).await.then_some(()))
        });
        up.await.unwrap();
        assert!(stack.synapse().holds(b"m.megolm.v1.aes-sha2").unwrap());
        assert!(!stack.synapse().holds(b"Rucksack").unwrap());
        assert!(!anna_phone.holds(b"Rucksack").unwrap());
    });
}

async fn say(from: &Account, to: &Account, id: &DutyId, text: &str) {
    from.chat(id).unwrap().send_text(text).unwrap();
    arrives(from, to, id, text).await;
}

async fn arrives(from: &Account, to: &Account, id: &DutyId, text: &str) {
    sync_until(from, "an empty queue", |account| {
        account
            .chat(id)
            .unwrap()
            .queue()
            .unwrap()
            .is_empty()
            .then_some(())
    })
    .await
    .unwrap();
    sync_until(to, "the message", |account| {
        let summary: ChatSummary = account.chat(id).ok()?.summary().ok()?;
        let last = summary.last_message?;
        matches!(last.content, Content::Text(found) if found == text).then_some(())
    })
    .await
    .unwrap();
}
