//! What HiOrg-Server could get wrong about a duty: refused with the field that is wrong, and
//! nothing changes.

use dienstchat_core::client::ChatMember;
use dienstchat_e2e::{Connector, Stack, http, run, sync_until};
use serde_json::{Value, json};

use crate::support::Site;

/// What a request of HiOrg-Server is answered with: status, kind of the problem, field.
type Refusal = (u16, String, Option<String>);

fn refusal(status: u16, slug: &str, field: Option<&str>) -> Refusal {
    (status, slug.to_owned(), field.map(str::to_owned))
}

fn path(site: &Site<'_>) -> String {
    format!("/v1/organisations/{}/duties/{}", site.ov, site.duty)
}

async fn put(site: &Site<'_>, body: impl Into<Vec<u8>>) -> Refusal {
    let line = site.stack.hiorg().connector();
    let (status, answer) = line.send_raw("PUT", &path(site), body).await.unwrap();
    if status < 300 {
        return refusal(status, "ok", None);
    }
    assert_eq!(answer["status"], status, "{answer}");
    let kind = answer["type"].as_str().unwrap();
    let slug = kind.strip_prefix("https://dienstchat.de/problems/");
    refusal(status, slug.unwrap(), answer["field"].as_str())
}

/// The newest statement with the next revision, and something else that is wrong.
fn changed(site: &Site<'_>, change: impl Fn(&mut Value)) -> Value {
    let mut envelope = site.duty().statement().unwrap().unwrap();
    let revision = envelope["plain"]["revision"].as_u64().unwrap();
    envelope["plain"]["revision"] = json!(revision + 1);
    change(&mut envelope);
    envelope
}

/// Sends a wrong statement. Nothing changes by it, and the right one of this revision is taken
/// after it.
async fn refused(change: impl Fn(&mut Value)) -> Refusal {
    let stack = Stack::shared().await.unwrap();
    let desk = Desk::new(&stack).await;
    let answer = desk.refused(change).await;
    desk.right_is_taken().await;
    answer
}

/// Where HiOrg-Server's statements about one duty come in.
struct Desk<'a>(Site<'a>);

impl<'a> Desk<'a> {
    async fn new(stack: &'a Stack) -> Self {
        let site = Site::new(stack).await;
        site.room().await;
        Self(site)
    }

    async fn refused(&self, change: impl Fn(&mut Value)) -> Refusal {
        self.refused_bytes(changed(&self.0, change).to_string())
            .await
    }

    async fn refused_bytes(&self, wrong: impl Into<Vec<u8>>) -> Refusal {
        let before = self.0.at_connector().await;
        let answer = put(&self.0, wrong).await;
        assert_eq!(self.0.at_connector().await, before);
        answer
    }

    async fn right_is_taken(&self) {
        let right = changed(&self.0, |_| ()).to_string();
        assert_eq!(put(&self.0, right).await.1, "ok");
    }
}

#[test]
fn an_oversized_statement_is_refused() {
    run(async {
        let answer = refused(|envelope| {
            let members = (0..600)
                .map(|number| json!({"sub": format!("{number:032x}"), "name": "x".repeat(100)}));
            envelope["plain"]["members"] = members.collect();
        })
        .await;
        assert_eq!(answer, refusal(413, "too-large", None));
    });
}

#[test]
fn a_body_beyond_all_measure_is_refused() {
    run(async {
        let answer = refused(|envelope| {
            envelope["plain"]["title"] = json!("x".repeat(1_000_000));
        })
        .await;
        assert_eq!(answer, refusal(413, "too-large", None));
    });
}

#[test]
fn a_text_that_is_empty_or_too_long_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for (title, field) in [
            (String::new(), "plain.title"),
            ("x".repeat(3_000), "plain.title"),
            ("two\nlines\u{0}".to_owned(), "plain.title"),
        ] {
            let answer = desk
                .refused(|envelope| envelope["plain"]["title"] = json!(title))
                .await;
            assert_eq!(answer, refusal(422, "invalid-value", Some(field)));
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn what_is_not_json_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for body in [&b""[..], b"{", b"\xff\xfe", b"plain", b"{\"v\":1}{}"] {
            let answer = desk.refused_bytes(body).await;
            let expected = refusal(400, "invalid-request", None);
            assert_eq!(answer, expected, "{}", body.escape_ascii());
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn an_envelope_of_an_unknown_kind_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for (change, field) in [
            (json!({"v": 2}), "v"),
            (json!({"v": "1"}), "v"),
            (json!({"plain": null}), "plain"),
            (json!({"jws": "a.b.c"}), "plain"),
        ] {
            let answer = desk
                .refused(|envelope| {
                    for (name, value) in change.as_object().unwrap() {
                        envelope[name] = value.clone();
                    }
                })
                .await;
            let expected = refusal(422, "invalid-value", Some(field));
            assert_eq!(answer, expected, "{change}");
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn a_field_that_is_missing_or_of_another_type_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for (name, value) in [
            ("title", Value::Null),
            ("title", json!(7)),
            ("members", json!({})),
            ("starts_at", json!("tomorrow")),
            ("ends_at", json!(1.5)),
            ("state", json!("maybe")),
            ("ov", json!("NOT A CODE")),
            ("revision", json!(-1)),
        ] {
            let answer = desk
                .refused(|envelope| envelope["plain"][name] = value.clone())
                .await;
            let field = format!("plain.{name}");
            let expected = refusal(422, "invalid-value", Some(&field));
            assert_eq!(answer, expected, "{name}: {value}");
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn an_unknown_role_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for role in [json!("boss"), json!(""), json!(1)] {
            let answer = desk
                .refused(|envelope| envelope["plain"]["members"][1]["role"] = role.clone())
                .await;
            let field = Some("plain.members[1].role");
            assert_eq!(answer, refusal(422, "invalid-value", field), "{role}");
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn a_member_named_twice_is_refused() {
    run(async {
        let answer = refused(|envelope| {
            let members = envelope["plain"]["members"].as_array_mut().unwrap();
            let mut twice = members[0].clone();
            twice["role"] = Value::Null;
            twice.as_object_mut().unwrap().remove("role");
            members.push(twice);
        })
        .await;
        let expected = refusal(422, "invalid-value", Some("plain.members"));
        assert_eq!(answer, expected);
    });
}

#[test]
fn a_member_named_twice_with_and_without_the_organisation_is_refused() {
    run(async {
        let answer = refused(|envelope| {
            let mut twice = envelope["plain"]["members"][0].clone();
            twice["ov"] = envelope["plain"]["ov"].clone();
            envelope["plain"]["members"]
                .as_array_mut()
                .unwrap()
                .push(twice);
        })
        .await;
        let expected = refusal(422, "invalid-value", Some("plain.members"));
        assert_eq!(answer, expected);
    });
}

#[test]
fn times_in_the_wrong_order_are_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for (name, before) in [("ends_at", "starts_at"), ("expires_at", "issued_at")] {
            let answer = desk
                .refused(|envelope| {
                    let early = envelope["plain"][before].as_i64().unwrap() - 1;
                    envelope["plain"][name] = json!(early);
                })
                .await;
            let field = format!("plain.{name}");
            assert_eq!(answer, refusal(422, "invalid-value", Some(&field)));
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn numbers_out_of_range_are_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for (name, value) in [
            ("starts_at", json!(-1)),
            ("ends_at", json!(300_000_000_000_u64)),
            ("write_days", json!(100_000)),
        ] {
            let answer = desk
                .refused(|envelope| envelope["plain"][name] = value.clone())
                .await;
            let field = format!("plain.{name}");
            let expected = refusal(422, "invalid-value", Some(&field));
            assert_eq!(answer, expected, "{name}");
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn a_statement_for_another_place_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let desk = Desk::new(&stack).await;
        for (name, value, expected) in [
            ("ov", "zzz", refusal(422, "invalid-value", Some("plain.ov"))),
            (
                "duty_id",
                "other",
                refusal(422, "invalid-value", Some("plain.duty_id")),
            ),
            (
                "aud",
                "https://elsewhere.example",
                refusal(422, "invalid-value", Some("plain.aud")),
            ),
            (
                "iss",
                "https://hiorg.example",
                refusal(403, "foreign-organisation", None),
            ),
        ] {
            let answer = desk
                .refused(|envelope| envelope["plain"][name] = json!(value))
                .await;
            assert_eq!(answer, expected, "{name}");
        }
        desk.right_is_taken().await;
    });
}

#[test]
fn the_same_revision_with_another_content_is_a_conflict() {
    run(async {
        let answer = refused(|envelope| {
            let revision = envelope["plain"]["revision"].as_u64().unwrap();
            envelope["plain"]["revision"] = json!(revision - 1);
            envelope["plain"]["title"] = json!("Something else");
        })
        .await;
        assert_eq!(answer, refusal(409, "revision-conflict", None));
    });
}

#[test]
fn the_same_statement_again_after_a_lost_answer_is_no_change() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let room = site.room().await;
        let before = site.at_connector().await;
        let statement = site.duty().statement().unwrap().unwrap();
        assert_eq!(put(&site, statement.to_string()).await.1, "ok");
        assert_eq!(site.at_connector().await, before);
        assert_eq!(site.room().await, room);
    });
}

#[test]
fn a_lower_revision_is_stale() {
    run(async {
        let answer = refused(|envelope| envelope["plain"]["revision"] = json!(1)).await;
        assert_eq!(answer, refusal(409, "revision-stale", None));
    });
}

#[test]
fn nobody_but_hiorg_server_states_anything() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        site.room().await;
        let before = site.at_connector().await;
        let body = changed(&site, |_| ()).to_string();
        let url = stack.connector().at(&path(&site));
        for credential in [None, Some(""), Some("guessed")] {
            let mut request = http().unwrap().put(url.clone()).body(body.clone());
            if let Some(credential) = credential {
                request = request.bearer_auth(credential);
            }
            assert_eq!(request.send().await.unwrap().status(), 401);
        }
        assert_eq!(site.at_connector().await, before);
        let request = http().unwrap().put(url).body(body);
        let answer = request.bearer_auth(Connector::CREDENTIAL).send().await;
        assert!(answer.unwrap().status().is_success());
    });
}

#[test]
fn a_duty_of_an_unknown_organisation_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let line = stack.hiorg().connector();
        let body = changed(&site, |envelope| envelope["plain"]["ov"] = json!("nobody"));
        let path = format!("/v1/organisations/nobody/duties/{}", site.duty);
        let (status, answer) = line.send_raw("PUT", &path, body.to_string()).await.unwrap();
        assert_eq!(status, 404, "{answer}");
        assert_eq!(
            answer["type"],
            "https://dienstchat.de/problems/unknown-organisation"
        );
    });
}

#[test]
fn a_person_without_an_account_stays_listed_as_not_yet_in_the_chat() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let anna_phone = site.phone("anna");
        let anna = site.joined(&anna_phone).await;
        let ben = |members: Vec<ChatMember>| {
            let found = members.into_iter().find(|member| member.name == "Ben");
            found.expect("Ben is listed").joined
        };
        let chat = anna.chat(&site.duty).unwrap();
        site.room().await;
        assert!(!ben(chat.members().unwrap()));
        assert!(!site.is_joined("ben").await);
        assert!(site.devices("ben").await.is_empty());
        // Also after the next statement.
        site.duty().renew().await.unwrap();
        site.room().await;
        anna.sync_once(std::time::Duration::ZERO).await.unwrap();
        assert!(!ben(chat.members().unwrap()));

        let ben_phone = site.phone("ben");
        site.joined(&ben_phone).await;
        sync_until(&anna, "Ben", |_| ben(chat.members().unwrap()).then_some(()))
            .await
            .unwrap();
        assert!(site.is_joined("ben").await);
    });
}
