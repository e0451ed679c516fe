//! The pages as a browser uses them, and the API beside them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use hiorg_standin::{Contact, NewDuty, NewPerson, Standin};
use reqwest::header;
use serde_json::{Value, json};
use support::recorder::Recorder;
use support::{START, http, standin};

async fn get(hiorg: &Standin, path: &str) -> (u16, String) {
    let answer = http()
        .get(hiorg.url().join(path).unwrap())
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends a form and returns the status and where it leads.
async fn post(hiorg: &Standin, path: &str, form: &[(&str, &str)]) -> (u16, String) {
    let answer = http()
        .post(hiorg.url().join(path).unwrap())
        .form(form)
        .send()
        .await
        .unwrap();
    let location = answer
        .headers()
        .get(header::LOCATION)
        .map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), location.unwrap_or_default())
}

#[tokio::test]
async fn admin_and_dispatcher_do_it_all_in_a_browser() {
    let (recorder, target) = Recorder::start().await;
    let (hiorg, _) = standin(|config| {
        config.connector = Some(target);
        config.app_link_base = Some("https://chat.example".to_owned());
    })
    .await;
    let form = [
        ("chat", "1"),
        ("name", "Vorstand"),
        ("address", "Hauptstraße 1"),
        ("email", "chat@example.org"),
    ];
    let to = "/organisationen/xyz/chat".to_owned();
    assert_eq!(post(&hiorg, &to, &form).await, (303, to.clone()));
    assert_eq!(recorder.take_one().body()["enabled"], true);
    assert!(get(&hiorg, &to).await.1.contains("übermittelt (200)"));

    let form = [
        ("title", "Übung"),
        ("starts_at", "2027-02-01T18:00"),
        ("ends_at", "2027-02-01T20:00"),
    ];
    let (status, duty) = post(&hiorg, "/organisationen/xyz/neuer-dienst", &form).await;
    assert_eq!(status, 303);
    let page = get(&hiorg, &duty).await.1;
    assert!(page.contains("Mo., 01.02.2027, 18:00 Uhr"), "{page}");
    assert!(!page.contains("Chat öffnen"));

    let anna = hiorg.organisation("xyz").person("anna").unwrap().sub;
    let ben = hiorg.organisation("xyz").person("ben").unwrap().sub;
    let form = [
        (format!("role.xyz.{anna}"), "responsible"),
        (format!("role.xyz.{ben}"), "assigned"),
        (format!("function.xyz.{ben}"), "Fahrer"),
        ("chat".to_owned(), "1"),
    ];
    let form = form.each_ref().map(|(name, value)| (name.as_str(), *value));
    let dialog = format!("{duty}/einteilung");
    assert!(
        get(&hiorg, &dialog)
            .await
            .1
            .contains("Einteilung speichern")
    );
    assert_eq!(post(&hiorg, &dialog, &form).await, (303, duty.clone()));
    let statement = recorder.take_one().statement();
    assert_eq!(statement["state"], "planned");
    assert_eq!(
        statement["members"],
        json!([
            { "sub": anna, "name": "Anna Albrecht", "role": "responsible" },
            { "sub": ben, "name": "Ben Brandt", "function": "Fahrer" },
        ])
    );
    let id = statement["duty_id"].as_str().unwrap();
    let page = get(&hiorg, &duty).await.1;
    assert!(page.contains(&format!("href=\"https://chat.example/d/xyz/{id}\"")));

    for (action, state) in [
        ("absagen", "cancelled"),
        ("absage-zuruecknehmen", "planned"),
    ] {
        let (status, _) = post(&hiorg, &format!("{duty}/{action}"), &[]).await;
        assert_eq!(status, 303);
        assert_eq!(recorder.take_one().statement()["state"], state);
    }
    let form = [
        ("title", "Übung"),
        ("starts_at", "2027-02-01T18:00"),
        ("ends_at", "2027-02-01T22:00"),
        ("meeting_point", "Wache"),
    ];
    post(&hiorg, &format!("{duty}/bearbeiten"), &form).await;
    let statement = recorder.take_one().statement();
    assert_eq!(statement["ends_at"], 1_801_515_600);
    assert_eq!(statement["meeting_point"], "Wache");

    let (_, home) = post(&hiorg, &format!("{duty}/loeschen"), &[]).await;
    assert_eq!(home, "/organisationen/xyz");
    assert_eq!(recorder.take_one().method, "DELETE");
    assert_eq!(get(&hiorg, &duty).await.0, 404);
}

#[tokio::test]
async fn whatever_people_type_is_escaped() {
    const EVIL: &str = "<script>\"'&</script>";
    let (hiorg, _) = standin(|_| {}).await;
    hiorg.add_organisation("evil", EVIL).unwrap();
    let organisation = hiorg.organisation("evil");
    organisation
        .switch_chat_on(Contact::new(EVIL, EVIL, "\"<script>@example.org"))
        .await
        .unwrap();
    let mut person = NewPerson::new(EVIL, EVIL, EVIL);
    person.sub = Some(EVIL.to_owned());
    organisation.add_person(person).unwrap();
    let mut duty = NewDuty::new(EVIL, START, START + 60).meeting_point(EVIL);
    duty.id = Some(EVIL.to_owned());
    organisation.create_duty(duty).unwrap();
    let mut assignment = hiorg_standin::Assignment::assigned(EVIL, EVIL);
    assignment.ov = Some("evil".to_owned());
    let handle = hiorg.duty("evil", EVIL);
    handle.assign(assignment).await.unwrap();
    handle.set_chat(true).await.unwrap();

    let duty = "/organisationen/evil/dienste/%3Cscript%3E%22'&%3C%2Fscript%3E";
    for path in [
        "/",
        "/verbindung",
        "/organisationen/evil",
        "/organisationen/evil/chat",
        "/organisationen/evil/personen",
        duty,
        &format!("{duty}/einteilung"),
        &format!("{duty}/bearbeiten"),
        "/oauth/v1/authorize?client_id=dienstchat-app&redirect_uri=dienstchat://login\
         &response_type=code&ov=evil",
    ] {
        let (status, page) = get(&hiorg, path).await;
        assert_eq!(status, 200, "{path}");
        assert!(page.contains("script&"), "{path} shows it: {page}");
        assert!(!page.contains("<script"), "{path}: {page}");
        assert!(!page.contains("\"\"'"), "{path}: {page}");
    }
}

#[tokio::test]
async fn mistakes_are_explained_in_german() {
    let (hiorg, _) = standin(|_| {}).await;
    let form = [
        ("title", "Übung"),
        ("starts_at", "2027-02-01T18:00"),
        ("ends_at", "2027-02-01T17:00"),
    ];
    let answer = http()
        .post(
            hiorg
                .url()
                .join("/organisationen/xyz/neuer-dienst")
                .unwrap(),
        )
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Das Ende muss nach dem Beginn liegen."));
    assert_eq!(get(&hiorg, "/organisationen/nix").await.0, 404);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let (hiorg, _) = standin(|_| {}).await;
    let duty = hiorg.organisation("xyz").duties().unwrap().remove(0);
    let url = format!("/organisationen/xyz/dienste/{}/loeschen", duty.id);
    let answer = http()
        .post(hiorg.url().join(&url).unwrap())
        .header("sec-fetch-site", "cross-site")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
    assert!(hiorg.duty("xyz", &duty.id).get().is_ok());
}

#[tokio::test]
async fn the_api_does_the_same() {
    let (recorder, target) = Recorder::start().await;
    let (hiorg, _) = standin(|_| {}).await;
    let call = async |method: &str, path: &str, body: Value| {
        let answer = http()
            .request(method.parse().unwrap(), hiorg.url().join(path).unwrap())
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap_or_default())
    };
    let connector = json!({ "url": target.url, "token": target.token });
    assert_eq!(call("PUT", "/api/connector", connector).await.0, 204);
    let contact = json!({ "name": "V", "address": "A", "email": "v@example.org" });
    let (_, delivery) = call("PUT", "/api/organisations/xyz/chat", contact).await;
    assert_eq!(delivery, json!({ "result": "delivered", "status": 200 }));

    let new = json!({ "title": "Übung", "starts_at": START, "ends_at": START + 60, "id": "a b" });
    let (_, duty) = call("POST", "/api/organisations/xyz/duties", new.clone()).await;
    assert_eq!(duty["state"], "chat_off");
    assert_eq!(duty["link"], format!("{}d/xyz/a%20b", target.url));
    let (status, _) = call("POST", "/api/organisations/xyz/duties", new).await;
    assert_eq!(status, 409);

    let (_, people) = call("GET", "/api/organisations/xyz/people", Value::Null).await;
    assert_eq!(people[0]["username"], "anna");
    assert_eq!(people[0].get("password"), None);
    recorder.take();
    let staffing = json!({
        "members": [{ "sub": people[0]["sub"], "role": "responsible" }], "chat": true,
    });
    let path = "/api/organisations/xyz/duties/a%20b";
    call("PUT", &format!("{path}/staffing"), staffing).await;
    let put = recorder.take_one();
    assert_eq!(put.path, "/v1/organisations/xyz/duties/a%20b");
    assert_eq!(put.statement()["duty_id"], "a b");
    call(
        "PUT",
        &format!("{path}/cancelled"),
        json!({ "cancelled": true }),
    )
    .await;
    assert_eq!(recorder.take_one().statement()["state"], "cancelled");
    call("PATCH", path, json!({ "ends_at": START + 120 })).await;
    assert_eq!(recorder.take_one().statement()["ends_at"], START + 120);
    let (status, error) = call("PATCH", path, json!({ "ends_at": START })).await;
    assert_eq!((status, error["error"].is_string()), (422, true));
    call("DELETE", path, Value::Null).await;
    assert_eq!(recorder.take_one().method, "DELETE");

    let (_, switches) = call("GET", "/api/switches", Value::Null).await;
    assert_eq!(switches["pkce"], true);
    call("PUT", "/api/switches", json!({ "pkce": false })).await;
    assert!(!hiorg.login().switches().pkce);
    let spec = json!({ "sub": "x", "organisation": "xyz", "audience": "other" });
    let (_, token) = call("POST", "/api/id-tokens", spec).await;
    assert!(token["id_token"].as_str().unwrap().starts_with("eyJ"));
    call("PUT", "/api/away", json!({ "away": true })).await;
    assert_eq!(get(&hiorg, "/").await.0, 503);
    call("PUT", "/api/away", json!({ "away": false })).await;
    assert_eq!(get(&hiorg, "/").await.0, 200);
}
