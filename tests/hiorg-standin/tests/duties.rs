//! What the connector is told at which change, and what happens when it is away.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use hiorg_standin::{
    Assignment, ConnectorTarget, Contact, Delivery, DutyHandle, Error, NewPerson, Object, Role,
    Staffing, Standin,
};
use serde_json::json;
use support::recorder::{Recorder, TOKEN};
use support::{START, TestTime, standin};

const DAY: u64 = 86_400;

fn contact() -> Contact {
    Contact::new("Vorstand", "Hauptstraße 1, Musterstadt", "chat@example.org")
}

/// A stand-in whose organisation `xyz` has the chat function on, and what the connector hears.
async fn story() -> (Standin, Recorder, TestTime) {
    let (recorder, target) = Recorder::start().await;
    let (hiorg, time) = standin(|config| config.connector = Some(target)).await;
    let delivery = hiorg.organisation("xyz").switch_chat_on(contact()).await;
    assert_eq!(delivery, Ok(Delivery::Delivered { status: 200 }));
    (hiorg, recorder, time)
}

fn festival(hiorg: &Standin) -> DutyHandle {
    let duty = hiorg.organisation("xyz").duties().unwrap().remove(0);
    assert_eq!(duty.title, "Sanitätsdienst Stadtfest");
    hiorg.duty("xyz", &duty.id)
}

fn sub(hiorg: &Standin, username: &str) -> String {
    hiorg.organisation("xyz").person(username).unwrap().sub
}

#[tokio::test]
async fn the_admin_s_switch_is_an_organisation() {
    let (hiorg, recorder, _) = story().await;
    let on = recorder.take_one();
    assert_eq!(
        (on.method.as_str(), on.path.as_str()),
        ("PUT", "/v1/organisations/xyz")
    );
    assert_eq!(on.authorization, format!("Bearer {TOKEN}"));
    let revision = on.body()["revision"].as_u64().unwrap();
    assert_eq!(
        on.body(),
        json!({
            "revision": revision, "name": "DRK Musterstadt", "issuer": hiorg.issuer(),
            "enabled": true,
            "contact": {
                "name": "Vorstand", "address": "Hauptstraße 1, Musterstadt",
                "email": "chat@example.org",
            },
        })
    );

    let organisation = hiorg.organisation("xyz");
    organisation
        .set_homeserver(Some("example.org"))
        .await
        .unwrap();
    assert_eq!(recorder.take_one().body()["homeserver"], "example.org");
    organisation.switch_chat_off().await.unwrap();
    let off = recorder.take_one().body();
    assert_eq!(off["enabled"], false);
    assert_eq!(off["revision"], revision + 2);

    organisation.delete().await.unwrap();
    let deleted = recorder.take_one();
    assert_eq!(deleted.method, "DELETE");
    assert_eq!(
        deleted.path,
        format!("/v1/organisations/xyz?revision={}", revision + 3)
    );
    assert_eq!(organisation.get(), Err(Error::UnknownOrganisation));
}

#[tokio::test]
async fn a_ticked_chat_is_a_duty_statement() {
    let (hiorg, recorder, _) = story().await;
    recorder.take();
    let duty = festival(&hiorg);
    duty.move_end(duty.get().unwrap().ends_at + 60)
        .await
        .unwrap();
    assert_eq!(
        recorder.take(),
        [],
        "a duty without chat is nobody's business"
    );

    let before = duty.get().unwrap();
    let members = vec![
        Assignment::responsible(&sub(&hiorg, "anna")),
        Assignment::assigned(&sub(&hiorg, "ben"), "Sanitäter"),
    ];
    let staffing = Staffing {
        members,
        chat: true,
    };
    let delivery = duty.save_staffing(staffing).await.unwrap();
    assert!(delivery.is_delivered());

    let put = recorder.take_one();
    assert_eq!(put.method, "PUT");
    assert_eq!(
        put.path,
        format!("/v1/organisations/xyz/duties/{}", before.id)
    );
    let statement = put.statement();
    assert_eq!(
        statement,
        json!({
            "iss": hiorg.issuer(), "aud": "dienstchat", "ov": "xyz", "duty_id": before.id,
            "revision": statement["revision"], "issued_at": START, "expires_at": START + 7 * DAY,
            "title": "Sanitätsdienst Stadtfest", "meeting_point": "Marktplatz, Sanitätszelt",
            "starts_at": before.starts_at, "ends_at": before.ends_at,
            "state": "planned", "state_since": START, "write_days": 2, "read_days": 30,
            "members": [
                { "sub": sub(&hiorg, "anna"), "name": "Anna Albrecht", "role": "responsible" },
                { "sub": sub(&hiorg, "ben"), "name": "Ben Brandt", "function": "Sanitäter" },
            ],
        })
    );
    assert_eq!(duty.statement().unwrap(), Some(put.body()));
    let envelope = String::from_utf8(put.bytes).unwrap();
    let parsed = dienstchat_core::duty::Envelope::parse(&envelope);
    assert!(parsed.is_ok(), "{parsed:?}");
    assert_eq!(duty.link().unwrap().path(), format!("/d/xyz/{}", before.id));
}

#[tokio::test]
async fn every_change_is_told_with_a_higher_revision() {
    let (hiorg, recorder, time) = story().await;
    let duty = festival(&hiorg);
    duty.set_chat(true).await.unwrap();
    let mut revision = recorder.take().pop().unwrap().statement()["revision"].as_u64();
    let mut next = || {
        let statement = recorder.take_one().statement();
        assert!(statement["revision"].as_u64() > revision);
        revision = statement["revision"].as_u64();
        statement
    };

    time.forward(10);
    duty.cancel().await.unwrap();
    let statement = next();
    assert_eq!(statement["state"], "cancelled");
    assert_eq!(statement["state_since"], START + 10);

    time.forward(10);
    duty.undo_cancel().await.unwrap();
    assert_eq!(next()["state"], "planned");

    time.forward(10);
    duty.set_chat(false).await.unwrap();
    let statement = next();
    assert_eq!(statement["state"], "chat_off");
    assert_eq!(statement["state_since"], START + 30);

    duty.set_chat(true).await.unwrap();
    assert_eq!(next()["state"], "planned");

    let end = duty.get().unwrap().ends_at + 3600;
    duty.move_end(end).await.unwrap();
    let statement = next();
    assert_eq!(statement["ends_at"], end);
    assert_eq!(
        statement["state_since"],
        START + 30,
        "the state is the same"
    );

    duty.unassign(&sub(&hiorg, "ben")).await.unwrap();
    assert_eq!(next()["members"].as_array().unwrap().len(), 2);
    let mut foreign = Assignment::assigned(
        &hiorg.organisation("abc").person("finn").unwrap().sub,
        "Bootsführer",
    );
    foreign.ov = Some("abc".to_owned());
    duty.assign(foreign).await.unwrap();
    assert_eq!(next()["members"][2]["ov"], "abc");

    let anna = sub(&hiorg, "anna");
    let told = hiorg.organisation("xyz").require_new_sign_in(&anna).await;
    assert_eq!(told, Ok(1));
    assert_eq!(next()["members"][0]["attest_after"], START + 30);

    duty.delete().await.unwrap();
    let deleted = recorder.take_one();
    assert_eq!(deleted.method, "DELETE");
    assert!(deleted.path.contains("?revision="), "{}", deleted.path);
    assert_eq!(duty.get(), Err(Error::UnknownDuty));
}

#[tokio::test]
async fn a_restored_backup_says_so() {
    let (hiorg, recorder, _) = story().await;
    let duty = festival(&hiorg);
    duty.set_chat(true).await.unwrap();
    let before = recorder.take().pop().unwrap().statement();
    duty.restore_backup(7).await.unwrap();
    let restored = recorder.take_one().statement();
    assert_eq!(restored["revision"], 7);
    assert_eq!(restored["reset"], true);
    duty.renew().await.unwrap();
    let after = recorder.take_one().statement();
    assert!(after["revision"].as_u64() > before["revision"].as_u64());
    assert_eq!(after.get("reset"), None);
}

#[tokio::test]
async fn who_leaves_comes_off_the_duties_first() {
    let (hiorg, recorder, _) = story().await;
    festival(&hiorg).set_chat(true).await.unwrap();
    recorder.take();
    let ben = sub(&hiorg, "ben");
    hiorg.organisation("xyz").remove_person(&ben).await.unwrap();
    let calls = recorder.take();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].statement()["members"].as_array().unwrap().len(), 2);
    assert_eq!(calls[1].method, "DELETE");
    assert_eq!(calls[1].path, format!("/v1/organisations/xyz/people/{ben}"));
}

#[tokio::test]
async fn guests_come_off_when_their_organisation_goes() {
    let (hiorg, recorder, _) = story().await;
    let duty = festival(&hiorg);
    duty.set_chat(true).await.unwrap();
    let finn = hiorg.organisation("abc").person("finn").unwrap().sub;
    let mut guest = Assignment::assigned(&finn, "Bootsführer");
    guest.ov = Some("abc".to_owned());
    duty.assign(guest).await.unwrap();
    let mut at_home = Assignment::responsible(&sub(&hiorg, "ben"));
    at_home.ov = Some("xyz".to_owned());
    duty.assign(at_home).await.unwrap();
    let members = duty.get().unwrap().members;
    assert_eq!(members.len(), 4, "ben is not on it twice: {members:?}");
    recorder.take();

    hiorg.organisation("abc").delete().await.unwrap();
    let statement = recorder.take_one().statement();
    assert_eq!(statement["members"].as_array().unwrap().len(), 3);
    assert!(duty.renew().await.unwrap().is_delivered());
}

#[tokio::test]
async fn duties_wait_for_the_chat_function() {
    let (recorder, target) = Recorder::start().await;
    let (hiorg, _) = standin(|config| config.connector = Some(target)).await;
    let duty = festival(&hiorg);
    assert_eq!(duty.set_chat(true).await, Ok(Delivery::NotNeeded));
    assert_eq!(recorder.take(), []);
    hiorg
        .organisation("xyz")
        .switch_chat_on(contact())
        .await
        .unwrap();
    let calls = recorder.take();
    assert_eq!(calls.len(), 2, "{calls:?}");
    assert_eq!(calls[0].path, "/v1/organisations/xyz");
    assert_eq!(calls[1].statement()["title"], "Sanitätsdienst Stadtfest");
}

#[tokio::test]
async fn what_was_not_delivered_is_sent_again_newest_first_and_unchanged() {
    let (hiorg, recorder, time) = story().await;
    let duty = festival(&hiorg);
    let object = Object::Duty {
        ov: "xyz".to_owned(),
        duty_id: duty.get().unwrap().id,
    };
    recorder.take();

    recorder.answer([503, 401]);
    let pending = |status| Ok(Delivery::Pending { status });
    assert_eq!(duty.set_chat(true).await, pending(Some(503)));
    let first = recorder.take_one();
    time.forward(60);
    assert_eq!(
        hiorg.connector().flush().await,
        std::slice::from_ref(&object)
    );
    assert_eq!(
        recorder.take_one(),
        first,
        "the same bytes under the same revision"
    );

    let target = hiorg.connector().target();
    let gone = ConnectorTarget {
        url: closed_port().await,
        token: TOKEN.to_owned(),
    };
    hiorg.connector().set(Some(gone));
    assert_eq!(duty.cancel().await, pending(None));
    hiorg.connector().set(None);
    assert_eq!(duty.undo_cancel().await, pending(None));
    assert_eq!(hiorg.connector().pending(), std::slice::from_ref(&object));

    hiorg.connector().set(target);
    assert_eq!(hiorg.connector().flush().await, []);
    let newest = recorder.take_one().statement();
    assert_eq!(newest["state"], "planned");
    assert!(newest["revision"].as_u64() > first.statement()["revision"].as_u64());
    let receipt = hiorg.connector().receipt(&object).unwrap();
    assert_eq!(receipt.delivery, Delivery::Delivered { status: 200 });
    assert_eq!(receipt.revision, newest["revision"].as_u64());
    hiorg.connector().flush().await;
    assert_eq!(recorder.take(), [], "and only once");
}

/// An address on which nobody listens.
async fn closed_port() -> url::Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    format!("http://{address}").parse().unwrap()
}

#[tokio::test]
async fn a_refusal_is_final_and_shown() {
    let (hiorg, recorder, _) = story().await;
    recorder.answer([409]);
    let refused = Delivery::Refused {
        status: 409,
        problem: Some("https://dienstchat.example/problems/test".to_owned()),
    };
    assert_eq!(festival(&hiorg).set_chat(true).await, Ok(refused));
    assert_eq!(hiorg.connector().pending(), []);
}

#[tokio::test]
async fn statements_are_renewed_before_they_expire_and_not_for_ever() {
    let (hiorg, recorder, time) = story().await;
    let duty = festival(&hiorg);
    duty.set_chat(true).await.unwrap();
    recorder.take();
    time.forward(3 * DAY);
    hiorg.connector().tick().await;
    assert_eq!(recorder.take(), []);
    time.forward(DAY);
    hiorg.connector().tick().await;
    let renewed = recorder.take_one().statement();
    assert_eq!(renewed["expires_at"], time.now() + 7 * DAY);
    time.forward(33 * DAY);
    hiorg.connector().tick().await;
    assert_eq!(recorder.take(), []);
}

#[tokio::test]
async fn wrong_input_is_refused_and_changes_nothing() {
    let (hiorg, recorder, _) = story().await;
    let duty = festival(&hiorg);
    duty.set_chat(true).await.unwrap();
    recorder.take();
    let before = duty.get().unwrap();

    let anna = Assignment::responsible(&sub(&hiorg, "anna"));
    let mut also_anna = anna.clone();
    also_anna.role = Role::Assigned;
    let twice = Staffing {
        members: vec![anna, also_anna],
        chat: true,
    };
    assert_eq!(
        duty.save_staffing(twice).await,
        Err(Error::Invalid("members"))
    );
    let nobody = Assignment::responsible("nobody");
    assert_eq!(duty.assign(nobody).await, Err(Error::UnknownPerson));
    assert_eq!(duty.unassign("nobody").await, Err(Error::UnknownPerson));
    let end = before.starts_at;
    assert_eq!(duty.move_end(end).await, Err(Error::Invalid("ends_at")));
    assert_eq!(duty.get(), Ok(before));

    let organisation = hiorg.organisation("xyz");
    let no_address = Contact::new("Vorstand", " ", "chat@example.org");
    assert_eq!(
        organisation.switch_chat_on(no_address).await,
        Err(Error::Invalid("contact.address"))
    );
    let taken = NewPerson::new("Andere Anna", "anna", "x");
    assert_eq!(organisation.add_person(taken), Err(Error::Exists));
    assert_eq!(
        hiorg.add_organisation("XYZ", "x"),
        Err(Error::Invalid("ov"))
    );
    assert_eq!(hiorg.add_organisation("xyz", "x"), Err(Error::Exists));
    assert_eq!(recorder.take(), []);
}

#[tokio::test]
async fn contradictions_can_be_sent_as_they_are() {
    let (hiorg, recorder, _) = story().await;
    recorder.take();
    recorder.answer([422]);
    let connector = hiorg.connector();
    let (status, problem) = connector
        .send_raw("PUT", "/v1/organisations/xyz/duties/1", "{")
        .await
        .unwrap();
    assert_eq!(status, 422);
    assert_eq!(problem["type"], "https://dienstchat.example/problems/test");
    let call = recorder.take_one();
    assert_eq!(call.path, "/v1/organisations/xyz/duties/1");
    assert_eq!(call.bytes, b"{");
}
