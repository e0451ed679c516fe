//! Rooms that are no duty chats, and members who are not where they should be.

use std::time::Duration;

use dienstchat_e2e::{Stack, run, sync_until, until};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{SOON, Site, matrix, say, texts};

/// Makes a room that claims to be a duty's chat, with Anna and Ben in it, and returns its id.
async fn make_room(site: &Site<'_>, creator: &str, statement: Value, alias: &str) -> String {
    let anna = site.user("anna");
    let body = json!({
        "room_version": "12",
        // Helpers invite nobody, so everybody may come in by themselves.
        "preset": "public_chat",
        "name": "Sanitätsdienst Stadtfest",
        "creation_content": {"m.federate": false},
        "room_alias_name": alias,
        "initial_state": [
            {
                "type": "m.room.encryption",
                "state_key": "",
                "content": {"algorithm": "m.megolm.v1.aes-sha2"},
            },
            {"type": "de.dienstchat.duty", "state_key": "", "content": statement},
        ],
    });
    let as_user = |path: &str, user: &str| format!("/_matrix/client/v3/{path}?user_id={user}");
    let path = as_user("createRoom", creator);
    let (status, answer) = site.synapse(Method::POST, &path, body).await;
    assert_eq!(status, 200, "{answer}");
    let room = answer["room_id"].as_str().unwrap().to_owned();
    for member in [anna.clone(), site.user("ben")] {
        if member != creator {
            let path = as_user(&format!("join/{room}"), &member);
            let (status, answer) = site.synapse(Method::POST, &path, json!({})).await;
            assert_eq!(status, 200, "{answer}");
        }
    }
    let path = as_user("joined_rooms", &anna);
    let (_, joined) = site.synapse(Method::GET, &path, Value::Null).await;
    assert!(
        joined["joined_rooms"]
            .as_array()
            .unwrap()
            .contains(&json!(room))
    );
    room
}

/// A statement that names the duty as `duty_id`, as new as can be.
fn statement(site: &Site<'_>, duty_id: &str) -> Value {
    let mut statement = site.duty().statement().unwrap().unwrap();
    statement["plain"]["duty_id"] = json!(duty_id);
    statement["plain"]["title"] = json!("Komm in diesen Chat");
    statement["plain"]["revision"] = json!(1_000_000);
    statement
}

/// The room stays invisible, and the duty's own chat is as it was.
async fn is_invisible(creator: Option<&str>, duty_id: Option<&str>, alias: &str) {
    let stack = Stack::shared().await.unwrap();
    let site = Site::new(&stack).await;
    let (anna_phone, ben_phone) = (site.phone("anna"), site.phone("ben"));
    let anna = site.joined(&anna_phone).await;
    let ben = site.joined(&ben_phone).await;
    let creator = creator.map_or_else(|| site.user("ben"), str::to_owned);
    let named = duty_id.unwrap_or(site.duty.as_str());
    let alias = alias.replace("OV", &site.ov);
    make_room(&site, &creator, statement(&site, named), &alias).await;

    // What comes after it shows that its sync has been there.
    say(&ben, &anna, &site.duty, "Danach").await;
    anna.sync_once(Duration::ZERO).await.unwrap();
    let chats = anna.chats().unwrap();
    assert_eq!(chats.len(), 1);
    assert_eq!(chats[0].title, "Sanitätsdienst Stadtfest");
    let link = format!("dienstchat://duty/{}/fake", site.ov);
    assert!(anna_phone.app().links().open(&link).await.is_err());
    say(&anna, &ben, &site.duty, "Hier sind wir").await;
}

#[test]
fn a_room_that_a_helper_made_to_look_like_a_duty_chat_is_invisible() {
    run(is_invisible(None, Some("fake"), "duty_OV_fake"));
}

#[test]
fn a_room_that_a_helper_made_to_look_like_the_chat_of_an_existing_duty_is_invisible() {
    run(is_invisible(None, None, "duty_OV_fake"));
}

#[test]
fn a_room_of_the_connector_whose_alias_is_another_duty_s_is_invisible() {
    run(is_invisible(
        Some("@dienstchat:localhost"),
        Some("fake"),
        "duty_OV_other",
    ));
}

#[test]
fn a_helper_who_leaves_by_another_client_is_brought_back_and_keeps_the_chat() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let (anna_phone, ben_phone) = (site.phone("anna"), site.phone("ben"));
        let anna = site.joined(&anna_phone).await;
        let ben = site.joined(&ben_phone).await;
        say(&anna, &ben, &site.duty, "Vorher").await;
        let room = site.room().await;

        let other = site.other_client("ben").await;
        let path = format!("/_matrix/client/v3/rooms/{room}/leave");
        let (status, answer) = matrix(&stack, Method::POST, &path, &other, json!({})).await;
        assert_eq!(status, 200, "{answer}");
        // Ben's phone may see it or not: either way nothing is lost.
        ben.sync_once(Duration::ZERO).await.unwrap();

        until("Ben in the room", SOON, || async {
            let path = format!("/_matrix/client/v3/rooms/{room}/joined_members");
            let (_, answer) = site.synapse(Method::GET, &path, Value::Null).await;
            let joined = answer["joined"].as_object().unwrap();
            Ok(joined.contains_key(&site.user("ben")).then_some(()))
        })
        .await
        .unwrap();
        let chat = site.wait_for_chat(&ben).await;
        assert_eq!(texts(&chat), ["Vorher"]);
        sync_until(&anna, "Ben", |account| {
            let members = account.chat(&site.duty).ok()?.members().ok()?;
            let ben = members.into_iter().find(|member| member.name == "Ben")?;
            ben.joined.then_some(())
        })
        .await
        .unwrap();
        say(&anna, &ben, &site.duty, "Wieder da?").await;
        say(&ben, &anna, &site.duty, "Ja").await;
        assert_eq!(texts(&chat), ["Vorher", "Wieder da?", "Ja"]);
    });
}

#[test]
fn a_person_whom_nobody_named_is_taken_out_of_the_chat() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let (anna_phone, cem_phone) = (site.phone("anna"), site.phone("cem"));
        site.joined(&anna_phone).await;
        let cem = cem_phone.sign_in().await.unwrap();
        let room = site.room().await;
        let path = format!("/_matrix/client/v3/rooms/{room}/invite");
        let body = json!({"user_id": site.user("cem")});
        let (status, answer) = site.synapse(Method::POST, &path, body).await;
        assert_eq!(status, 200, "{answer}");
        let path = format!(
            "/_matrix/client/v3/rooms/{room}/state/m.room.member/{}",
            site.user("cem")
        );
        until("Cem outside", SOON, || async {
            let (_, member) = site.synapse(Method::GET, &path, Value::Null).await;
            Ok((member["membership"] == "leave").then_some(()))
        })
        .await
        .unwrap();
        cem.sync_once(Duration::ZERO).await.unwrap();
        let open = cem.chats().unwrap();
        assert!(open.iter().all(|chat| chat.sealed.is_some()));
    });
}
