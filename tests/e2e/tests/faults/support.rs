//! What the tests begin with: an organisation, its people, a duty, phones.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use dienstchat_core::client::{Account, Chat, Content, LinkError, SyncError};
use dienstchat_core::ids::{DutyId, OrgCode};
use dienstchat_core::time::{Clock, SystemClock, Timestamp};
use dienstchat_e2e::{Connector, Gateway, Helper, Stack, http, sync_until, until};
use hiorg_standin::{
    Assignment, Contact, DutyHandle, NewDuty, NewPerson, OrganisationHandle, Person, Staffing,
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard, OnceCell};

/// How long something may take that has to happen within seconds.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// The stack on which parts may be killed and changed, for one test at a time. All is well on it
/// at first, whatever the test before has done.
pub(crate) async fn breakable() -> Breakable {
    static STACK: OnceCell<Mutex<Stack>> = OnceCell::const_new();
    let stack = STACK
        .get_or_init(|| async { Mutex::new(Stack::start().await.unwrap()) })
        .await;
    let mut stack = stack.lock().await;
    stack.hiorg().set_away(false);
    stack.synapse().start().await.unwrap();
    let default = hiorg_standin::Switches::default();
    if stack.hiorg().login().switches() == default {
        stack.connector().start().await.unwrap();
    } else {
        let options = dienstchat_e2e::IssuerOptions::default();
        stack.change_issuer(default, options).await.unwrap();
    }
    Breakable(stack)
}

/// One's turn on the breakable stack.
pub(crate) struct Breakable(MutexGuard<'static, Stack>);

impl Deref for Breakable {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        &self.0
    }
}

impl DerefMut for Breakable {
    fn deref_mut(&mut self) -> &mut Stack {
        &mut self.0
    }
}

impl Drop for Breakable {
    #[expect(
        clippy::print_stderr,
        reason = "what somebody needs who reads a failed test"
    )]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "{}{}",
                self.connector().log_tail(),
                self.synapse().log_tail()
            );
        }
    }
}

/// An organisation with the chat switched on, and a duty with a chat: Anna is responsible, Ben is
/// assigned, Cem is not on it.
pub(crate) struct Site<'a> {
    pub(crate) stack: &'a Stack,
    pub(crate) ov: String,
    pub(crate) duty: DutyId,
}

impl<'a> Site<'a> {
    pub(crate) async fn new(stack: &'a Stack) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let ov = format!("f{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let hiorg = stack.hiorg();
        hiorg.add_organisation(&ov, "DRK Musterstadt").unwrap();
        let organisation = hiorg.organisation(&ov);
        for name in ["Anna", "Ben", "Cem"] {
            let person = NewPerson::new(name, &name.to_lowercase(), "geheim");
            organisation.add_person(person).unwrap();
        }
        let contact = Contact::new("DRK Musterstadt", "Hauptstraße 1", "chat@example.org");
        let delivery = organisation.switch_chat_on(contact).await.unwrap();
        assert!(delivery.is_delivered(), "{delivery:?}");
        let now = u64::try_from(stack.clock().now().as_secs()).unwrap();
        let duty = NewDuty::new("Sanitätsdienst Stadtfest", now, now + 8 * 3600);
        let duty = organisation.create_duty(duty).unwrap().id;
        let site = Self {
            stack,
            ov,
            duty: duty.parse().unwrap(),
        };
        let staffing = Staffing {
            members: vec![
                Assignment::responsible(&site.person("anna").sub),
                Assignment::assigned(&site.person("ben").sub, "Fahrer"),
            ],
            chat: true,
        };
        let delivery = site.duty().save_staffing(staffing).await.unwrap();
        assert!(delivery.is_delivered(), "{delivery:?}");
        site
    }

    pub(crate) fn organisation(&self) -> OrganisationHandle {
        self.stack.hiorg().organisation(&self.ov)
    }

    pub(crate) fn code(&self) -> OrgCode {
        self.ov.parse().unwrap()
    }

    pub(crate) fn person(&self, username: &str) -> Person {
        self.organisation().person(username).unwrap()
    }

    pub(crate) fn duty(&self) -> DutyHandle {
        self.stack.hiorg().duty(&self.ov, self.duty.as_str())
    }

    pub(crate) fn phone(&self, username: &str) -> Helper {
        Helper::new(self.stack, &self.ov, username)
    }

    /// A phone that reaches the servers through a gateway.
    pub(crate) fn phone_behind(&self, gateway: &Gateway, username: &str) -> Helper {
        behind(self.phone(username), gateway)
    }

    /// Signs in and waits for the chat.
    pub(crate) async fn joined(&self, phone: &Helper) -> Account {
        let account = phone.sign_in().await.unwrap();
        self.wait_for_chat(&account).await;
        account
    }

    pub(crate) async fn wait_for_chat(&self, account: &Account) -> Chat {
        sync_until(account, "the chat", |account| {
            let chat = account.chat(&self.duty).ok()?;
            chat.summary().unwrap().sealed.is_none().then_some(chat)
        })
        .await
        .unwrap()
    }

    pub(crate) fn user(&self, username: &str) -> String {
        let server = self.stack.synapse().server_name();
        format!("@{}_{}:{server}", self.ov, self.person(username).sub)
    }

    /// What the connector says of the duty.
    pub(crate) async fn at_connector(&self) -> Value {
        let path = format!("/v1/organisations/{}/duties/{}", self.ov, self.duty);
        let url = self.stack.connector().at(&path);
        let request = http().unwrap().get(url);
        let request = request.bearer_auth(Connector::CREDENTIAL);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    /// The duty's room, once it is what the newest statement wants.
    pub(crate) async fn room(&self) -> String {
        until("the room", SOON, || async {
            let view = self.at_connector().await;
            let is_done = view["applied_revision"] == view["revision"];
            Ok(view["room_id"]
                .as_str()
                .filter(|_| is_done)
                .map(str::to_owned))
        })
        .await
        .unwrap()
    }

    /// Whether the connector lists the person as in the chat.
    pub(crate) async fn is_joined(&self, username: &str) -> bool {
        let sub = self.person(username).sub;
        let view = self.at_connector().await;
        let members = view["members"].as_array().unwrap();
        let member = members.iter().find(|member| member["sub"] == sub.as_str());
        member.unwrap()["joined"] == true
    }

    /// A request to the homeserver as the connector, which is its admin there.
    pub(crate) async fn synapse(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let token = &self.stack.synapse().settings().as_token;
        matrix(self.stack, method, path, token, body).await
    }

    /// The ids of the person's devices, none when the homeserver does not know the person.
    pub(crate) async fn devices(&self, username: &str) -> Vec<String> {
        let path = format!("/_synapse/admin/v2/users/{}/devices", self.user(username));
        let (status, answer) = self.synapse(Method::GET, &path, Value::Null).await;
        if status == 404 {
            return Vec::new();
        }
        assert_eq!(status, 200, "{answer}");
        let devices = answer["devices"].as_array().unwrap().iter();
        devices
            .map(|device| device["device_id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Signs the person in on a device that is not ours, and gives its access token.
    pub(crate) async fn other_client(&self, username: &str) -> String {
        let body = json!({
            "type": "m.login.application_service",
            "identifier": {"type": "m.id.user", "user": self.user(username)},
            "device_id": "OTHER",
            "refresh_token": true,
        });
        let path = "/_matrix/client/v3/login";
        let (status, answer) = self.synapse(Method::POST, path, body).await;
        assert_eq!(status, 200, "{answer}");
        answer["access_token"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn behind(phone: Helper, gateway: &Gateway) -> Helper {
    phone.configured(|config| config.connector = gateway.url().clone())
}

/// A request to the homeserver.
pub(crate) async fn matrix(
    stack: &Stack,
    method: Method,
    path: &str,
    token: &str,
    body: Value,
) -> (u16, Value) {
    let url = stack.synapse().url().join(path).unwrap();
    let mut request = http().unwrap().request(method.clone(), url);
    if method != Method::GET {
        request = request.json(&body);
    }
    let answer = request.bearer_auth(token).send().await.unwrap();
    (
        answer.status().as_u16(),
        answer.json().await.unwrap_or_default(),
    )
}

/// The texts of a chat, the newest last.
pub(crate) fn texts(chat: &Chat) -> Vec<String> {
    let page = chat.timeline(None, 100).unwrap();
    let text = |content| match content {
        Content::Text(text) => text,
        other => format!("{other:?}"),
    };
    page.items
        .into_iter()
        .map(|item| text(item.content))
        .collect()
}

/// Goes through rounds of sync until the queue of the chat is empty.
pub(crate) async fn wait_until_sent(account: &Account, chat: &Chat) {
    sync_until(account, "an empty queue", |_| {
        chat.queue().unwrap().is_empty().then_some(())
    })
    .await
    .unwrap();
}

/// Writes, and waits until the other has it.
pub(crate) async fn say(from: &Account, to: &Account, duty: &DutyId, text: &str) {
    let chat = from.chat(duty).unwrap();
    chat.send_text(text).unwrap();
    wait_until_sent(from, &chat).await;
    wait_for_text(to, duty, text).await;
}

/// Waits until the text is there, once.
pub(crate) async fn wait_for_text(account: &Account, duty: &DutyId, text: &str) {
    let count = |account: &Account| {
        let texts = account.chat(duty).ok().map(|chat| texts(&chat));
        let texts = texts.unwrap_or_default();
        texts.iter().filter(|found| *found == text).count()
    };
    sync_until(account, "the message", |account| {
        (count(account) > 0).then_some(())
    })
    .await
    .unwrap();
    // A second one would come with what follows.
    account.sync_once(Duration::ZERO).await.unwrap();
    assert_eq!(count(account), 1, "{text}");
}

/// The two write to each other, and read it.
pub(crate) async fn all_is_well(site: &Site<'_>, one: &Account, other: &Account) {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    say(one, other, &site.duty, &format!("Alles gut? {number}")).await;
    say(other, one, &site.duty, &format!("Alles gut. {number}")).await;
}

/// A phone's own clock, which goes with the system's and can be set.
#[derive(Debug, Default)]
pub(crate) struct PhoneClock(AtomicI64);

impl PhoneClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap();
        self.0.fetch_add(by, Ordering::SeqCst);
    }

    pub(crate) fn set(&self, now: Timestamp) {
        let offset = now.as_millis() - SystemClock.now().as_millis();
        self.0.store(offset, Ordering::SeqCst);
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> Timestamp {
        let system = SystemClock.now().as_millis();
        Timestamp::from_millis(system + self.0.load(Ordering::SeqCst))
    }
}

/// What a round of sync without a connection ends with.
pub(crate) fn is_offline<T>(result: &Result<T, SyncError>) -> bool {
    matches!(result, Err(SyncError::Offline))
}

/// What a link without a connection ends with.
pub(crate) fn link_is_offline<T>(result: &Result<T, LinkError>) -> bool {
    matches!(result, Err(LinkError::Offline))
}
