//! A part that is away in the middle of a step: the step says so, is made again, and afterwards
//! nothing is missing and nothing is there twice.

use std::fs;
use std::path::Path;
use std::time::Duration;

use dienstchat_core::client::{Account, ClientError, ItemState, SignInError};
use dienstchat_e2e::{Fault, Gateway, Helper, REDIRECT_URI, Stack, run, sync_until, until};
use hiorg_standin::{Assignment, Consent, Delivery};
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use crate::session_requests::Device;
use crate::support::{
    SOON, Site, all_is_well, breakable, is_offline, link_is_offline, say, texts, wait_for_text,
    wait_until_sent,
};

const NOW: Duration = Duration::ZERO;
const SESSION: &str = "/session";
const SEND: &str = "/send/m.room.encrypted";
const EVERYTHING: &str = "";

async fn begin(site: &Site<'_>, phone: &Helper) -> Result<Url, SignInError> {
    let sign_in = phone.app().sign_in();
    let begun = sign_in.begin(&site.code(), REDIRECT_URI).await?;
    Ok(begun.authorize_url)
}

async fn to_the_callback(site: &Site<'_>, phone: &Helper) -> String {
    let url = begin(site, phone).await.unwrap();
    phone.browse(&url, Consent::Allow).await.into()
}

async fn finish(phone: &Helper, callback: &str) -> Result<Account, SignInError> {
    phone.app().sign_in().finish(callback).await
}

#[test]
fn everything_away_before_the_sign_in() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        gateway.fault(EVERYTHING, Fault::NoRequest);
        let found = phone.app().organisations().search("").await.map(drop);
        assert_eq!(found, Err(ClientError::Offline));
        assert_eq!(begin(&site, &phone).await, Err(SignInError::Offline));
        gateway.clear();
        site.joined(&phone).await;
    });
}

#[test]
fn connector_away_after_the_browser() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let callback = to_the_callback(&site, &phone).await;
        gateway.fault(SESSION, Fault::NoRequest);
        for _ in 0..2 {
            let result = finish(&phone, &callback).await.map(drop);
            assert_eq!(result, Err(SignInError::Offline));
        }
        assert!(phone.app().accounts().list().unwrap().is_empty());
        assert!(site.devices("anna").await.is_empty());
        gateway.clear();
        let anna = finish(&phone, &callback).await.unwrap();
        site.wait_for_chat(&anna).await;
        assert_eq!(site.devices("anna").await.len(), 1);
    });
}

#[test]
fn connector_away_before_it_has_answered_with_the_session() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let mut phone = site.phone_behind(&gateway, "anna");
        let callback = to_the_callback(&site, &phone).await;
        gateway.once(SESSION, Fault::NoAnswer);
        let result = finish(&phone, &callback).await.map(drop);
        assert_eq!(result, Err(SignInError::Offline));
        // The system ends the app meanwhile.
        phone.start().unwrap();
        let anna = finish(&phone, &callback).await.unwrap();
        site.wait_for_chat(&anna).await;
        assert_eq!(site.devices("anna").await, [anna.device_id().as_str()]);
        assert_eq!(phone.app().accounts().list().unwrap().len(), 1);
    });
}

#[test]
fn connector_ill_at_the_sign_in() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let callback = to_the_callback(&site, &phone).await;
        for status in [500, 502, 503, 429] {
            gateway.once(SESSION, Fault::Instead(status, json!("<html>")));
            let result = finish(&phone, &callback).await.map(drop);
            assert_eq!(result, Err(SignInError::Server), "{status}");
        }
        let anna = finish(&phone, &callback).await.unwrap();
        site.wait_for_chat(&anna).await;
    });
}

#[test]
fn homeserver_away_at_the_sign_in() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let callback = to_the_callback(&site, &phone).await;
        stack.synapse().kill();
        let result = finish(&phone, &callback).await.map(drop);
        assert_eq!(result, Err(SignInError::Server));
        assert!(phone.app().accounts().list().unwrap().is_empty());
        stack.synapse().start().await.unwrap();
        let anna = finish(&phone, &callback).await.unwrap();
        site.wait_for_chat(&anna).await;
        assert_eq!(site.devices("anna").await.len(), 1);
    });
}

#[test]
fn homeserver_away_after_the_sign_in() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        gateway.fault("/_matrix", Fault::NoRequest);
        let anna = phone.sign_in().await.unwrap();
        assert!(is_offline(&anna.sync_once(NOW).await));
        assert!(anna.chats().unwrap().is_empty());
        let link = site.duty().link().unwrap();
        let opened = phone.app().links().open(link.as_str()).await;
        assert!(link_is_offline(&opened));
        gateway.clear();
        site.wait_for_chat(&anna).await;
    });
}

#[test]
fn hiorg_server_away_at_each_step_of_the_sign_in() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let hiorg = stack.hiorg();
        hiorg.set_away(true);
        assert_eq!(begin(&site, &phone).await, Err(SignInError::Server));
        hiorg.set_away(false);
        let callback = to_the_callback(&site, &phone).await;
        hiorg.set_away(true);
        for _ in 0..2 {
            let result = finish(&phone, &callback).await.map(drop);
            assert_eq!(result, Err(SignInError::Server));
        }
        assert!(phone.app().accounts().list().unwrap().is_empty());
        hiorg.set_away(false);
        let anna = finish(&phone, &callback).await.unwrap();
        site.wait_for_chat(&anna).await;
    });
}

#[test]
fn hiorg_server_away_when_the_connector_asks_for_its_keys() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let device = Device::new();
        let spec = device.id_token(&site, "anna");
        let token = stack.hiorg().login().mint_id_token(&spec).await.unwrap();
        // A connector that has just been started knows no keys.
        stack.connector().kill();
        stack.connector().start().await.unwrap();
        stack.hiorg().set_away(true);
        let answer = device.ask(&site, &token).await;
        assert_eq!(answer, (502, "issuer-unavailable".to_owned()));
        assert!(site.devices("anna").await.is_empty());
        stack.hiorg().set_away(false);
        assert_eq!(device.ask(&site, &token).await, (200, "ok".to_owned()));
    });
}

#[test]
fn hiorg_server_away_while_people_write() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let (anna_phone, ben_phone) = (site.phone("anna"), site.phone("ben"));
        let anna = site.joined(&anna_phone).await;
        let ben = site.joined(&ben_phone).await;
        stack.hiorg().set_away(true);
        all_is_well(&site, &anna, &ben).await;
    });
}

/// Every request that a chat needs fails once; people notice nothing but the time.
async fn each_request_fails_once(fault: Fault) {
    let stack = Stack::shared().await.unwrap();
    let site = Site::new(&stack).await;
    let gateway = Gateway::start(&stack).await;
    let ben_phone = site.phone("ben");
    let ben = site.joined(&ben_phone).await;
    let parts = [
        "/keys/upload",
        "/keys/query",
        "/keys/claim",
        "/sendToDevice/",
        "/sync",
        SEND,
    ];
    for part in parts {
        gateway.once(part, fault.clone());
    }
    let phone = site.phone_behind(&gateway, "anna");
    let anna = phone.sign_in().await.unwrap();
    site.wait_for_chat(&anna).await;
    say(&anna, &ben, &site.duty, "Eins").await;
    say(&ben, &anna, &site.duty, "Zwei").await;
    say(&anna, &ben, &site.duty, "Drei").await;
    for account in [&anna, &ben] {
        let chat = account.chat(&site.duty).unwrap();
        assert_eq!(texts(&chat), ["Eins", "Zwei", "Drei"]);
    }
    for part in parts {
        assert!(gateway.seen(part) >= 2, "{part} was made again");
    }
}

#[test]
fn each_request_of_a_chat_may_be_lost_on_the_way_there() {
    run(each_request_fails_once(Fault::NoRequest));
}

#[test]
fn each_request_of_a_chat_may_be_lost_on_the_way_back() {
    run(each_request_fails_once(Fault::NoAnswer));
}

#[test]
fn each_request_of_a_chat_may_be_answered_by_a_server_that_is_ill() {
    let error = json!({"errcode": "M_UNKNOWN", "error": "Internal server error"});
    run(each_request_fails_once(Fault::Instead(500, error)));
}

#[test]
fn what_is_written_without_a_connection_arrives_in_order() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        let anna = site.joined(&phone).await;
        gateway.fault(EVERYTHING, Fault::NoRequest);
        let chat = anna.chat(&site.duty).unwrap();
        for text in ["Eins", "Zwei", "Drei"] {
            chat.send_text(text).unwrap();
        }
        anna.flush().await.unwrap();
        assert!(is_offline(&anna.sync_once(NOW).await));
        let page = chat.timeline(None, 10).unwrap();
        assert_eq!(page.items.len(), 3);
        assert!(
            page.items
                .iter()
                .all(|item| item.state == ItemState::Queued)
        );
        gateway.clear();
        wait_until_sent(&anna, &chat).await;
        wait_for_text(&ben, &site.duty, "Drei").await;
        let bens = ben.chat(&site.duty).unwrap();
        assert_eq!(texts(&bens), ["Eins", "Zwei", "Drei"]);
        wait_for_text(&anna, &site.duty, "Drei").await;
        assert_eq!(texts(&chat), ["Eins", "Zwei", "Drei"]);
    });
}

/// The app is ended while a message is on its way; it arrives once.
async fn killed_while_sending(fault: Fault) {
    let stack = Stack::shared().await.unwrap();
    let site = Site::new(&stack).await;
    let gateway = Gateway::start(&stack).await;
    let mut phone = site.phone_behind(&gateway, "anna");
    let ben_phone = site.phone("ben");
    let ben = site.joined(&ben_phone).await;
    let anna = site.joined(&phone).await;
    let id = anna.id().clone();
    anna.chat(&site.duty)
        .unwrap()
        .send_text("Unterwegs")
        .unwrap();
    gateway.fault(SEND, fault);
    {
        let sending = anna.flush();
        tokio::pin!(sending);
        tokio::select! {
            result = &mut sending => panic!("no answer has come: {result:?}"),
            () = gateway.arrived(SEND, 1) => {}
        }
    }
    drop(anna);
    phone.stop();
    gateway.clear();

    phone.start().unwrap();
    let anna = phone.app().accounts().get(&id).unwrap();
    let chat = anna.chat(&site.duty).unwrap();
    assert_eq!(texts(&chat), ["Unterwegs"]);
    wait_until_sent(&anna, &chat).await;
    wait_for_text(&anna, &site.duty, "Unterwegs").await;
    wait_for_text(&ben, &site.duty, "Unterwegs").await;
    say(&ben, &anna, &site.duty, "Da").await;
    let bens = ben.chat(&site.duty).unwrap();
    assert_eq!(texts(&bens), ["Unterwegs", "Da"]);
    assert_eq!(texts(&chat), ["Unterwegs", "Da"]);
}

#[test]
fn app_killed_between_a_message_and_its_answer() {
    run(killed_while_sending(Fault::Silence));
}

#[test]
fn app_killed_before_the_server_has_the_message() {
    let never = std::sync::Arc::new(tokio::sync::Notify::new());
    run(killed_while_sending(Fault::Until(never)));
}

#[test]
fn homeserver_killed_while_people_write() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let (anna_phone, ben_phone) = (site.phone("anna"), site.phone("ben"));
        let anna = site.joined(&anna_phone).await;
        let ben = site.joined(&ben_phone).await;
        say(&anna, &ben, &site.duty, "Vorher").await;
        stack.synapse().kill();
        let chat = anna.chat(&site.duty).unwrap();
        chat.send_text("Währenddessen").unwrap();
        assert!(is_offline(&anna.sync_once(NOW).await));
        assert!(is_offline(&ben.sync_once(NOW).await));
        stack.synapse().start().await.unwrap();
        wait_until_sent(&anna, &chat).await;
        wait_for_text(&ben, &site.duty, "Währenddessen").await;
        say(&ben, &anna, &site.duty, "Nachher").await;
        let expected = ["Vorher", "Währenddessen", "Nachher"];
        assert_eq!(texts(&chat), expected);
        assert_eq!(texts(&ben.chat(&site.duty).unwrap()), expected);
    });
}

#[test]
fn connector_away_when_somebody_is_assigned() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let (anna_phone, cem_phone) = (site.phone("anna"), site.phone("cem"));
        let anna = site.joined(&anna_phone).await;
        let cem = cem_phone.sign_in().await.unwrap();
        stack.connector().kill();
        let assignment = Assignment::assigned(&site.person("cem").sub, "Sanitäter");
        let delivery = site.duty().assign(assignment).await.unwrap();
        assert_eq!(delivery, Delivery::Pending { status: None });
        stack.connector().start().await.unwrap();
        let waiting = stack.hiorg().connector().flush().await;
        assert!(waiting.is_empty(), "{waiting:?}");
        site.wait_for_chat(&cem).await;
        all_is_well(&site, &anna, &cem).await;
    });
}

#[test]
fn homeserver_away_when_the_roster_changes() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let (anna_phone, ben_phone, cem_phone) =
            (site.phone("anna"), site.phone("ben"), site.phone("cem"));
        let anna = site.joined(&anna_phone).await;
        let ben = site.joined(&ben_phone).await;
        let cem = cem_phone.sign_in().await.unwrap();
        stack.synapse().kill();
        let duty = site.duty();
        let assignment = Assignment::assigned(&site.person("cem").sub, "Sanitäter");
        assert!(duty.assign(assignment).await.unwrap().is_delivered());
        let sub = site.person("ben").sub;
        assert!(duty.unassign(&sub).await.unwrap().is_delivered());
        stack.synapse().start().await.unwrap();
        site.wait_for_chat(&cem).await;
        sync_until(&ben, "a sealed chat", |account| {
            let chats = account.chats().ok()?;
            chats.iter().all(|chat| chat.sealed.is_some()).then_some(())
        })
        .await
        .unwrap();
        all_is_well(&site, &anna, &cem).await;
    });
}

#[test]
fn connector_killed_while_it_makes_the_chat() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        // The duty was told an instant ago: somewhere between the statement and the room.
        stack.connector().kill();
        stack.connector().start().await.unwrap();
        let room = site.room().await;
        let alias = format!("%23duty_{}_{}:localhost", site.ov, site.duty);
        let path = format!("/_matrix/client/v3/directory/room/{alias}");
        let (status, answer) = site.synapse(Method::GET, &path, Value::Null).await;
        assert_eq!(
            (status, answer["room_id"].as_str()),
            (200, Some(room.as_str()))
        );
        let (anna_phone, ben_phone) = (site.phone("anna"), site.phone("ben"));
        let anna = site.joined(&anna_phone).await;
        let ben = site.joined(&ben_phone).await;
        all_is_well(&site, &anna, &ben).await;
    });
}

/// Whether an account's store is left in the folder.
fn has_store(folder: &Path) -> bool {
    fs::read_dir(folder.join("accounts")).is_ok_and(|entries| entries.count() > 0)
}

#[test]
fn everything_away_at_the_sign_out() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let mut phone = site.phone_behind(&gateway, "anna");
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        let anna = site.joined(&phone).await;
        say(&ben, &anna, &site.duty, "Vertraulich").await;
        let (id, device) = (anna.id().clone(), anna.device_id().clone());
        drop(anna);
        assert!(has_store(phone.data()));
        gateway.fault(EVERYTHING, Fault::NoRequest);
        let done = phone.app().accounts().sign_out(&id).await.unwrap();
        assert!(!done.server_told);
        assert!(phone.app().accounts().list().unwrap().is_empty());
        assert!(!has_store(phone.data()));
        assert!(
            phone
                .key_store()
                .get(&format!("{}/db", id.as_str()))
                .unwrap()
                .is_none()
        );
        phone.start().unwrap();
        assert!(phone.app().accounts().list().unwrap().is_empty());

        gateway.clear();
        let anna = site.joined(&phone).await;
        assert_ne!(*anna.device_id(), device);
        all_is_well(&site, &anna, &ben).await;
    });
}

#[test]
fn answer_lost_at_the_sign_out() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let anna = site.joined(&phone).await;
        let id = anna.id().clone();
        drop(anna);
        gateway.fault("/logout", Fault::NoAnswer);
        phone.app().accounts().sign_out(&id).await.unwrap();
        assert!(!has_store(phone.data()));
        until("no device", SOON, || async {
            Ok(site.devices("anna").await.is_empty().then_some(()))
        })
        .await
        .unwrap();
        site.joined(&phone).await;
    });
}
