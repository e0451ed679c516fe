//! What the story is told with: the organisation's side, the server's side, and looking closely.

use std::time::Duration;

use dienstchat_core::client::{LinkError, LinkTarget};
use dienstchat_core::ids::DutyId;
use dienstchat_e2e::{Helper, Stack, http, until};
use hiorg_standin::{Contact, DEMO_OV, DutyHandle, NewDuty};
use reqwest::StatusCode;
use ruma::OwnedRoomId;
use serde_json::{Value, json};

/// How long a change of staffing may take to arrive on the server.
pub(crate) const WITHIN_SECONDS: Duration = Duration::from_secs(5);
/// How long anything else may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is written in the chat.
pub(crate) mod text {
    use dienstchat_core::client::Content;

    pub(crate) const FIRST: &str = "Hier besprechen wir den Altstadtlauf";
    pub(crate) const QUESTION: &str = "Wer bringt den Notfallrucksack mit?";
    pub(crate) const ANSWER: &str = "Den Notfallrucksack habe ich im Auto";
    pub(crate) const FOR_CEM: &str = "Cem, parkst du hinter der Feuerwache?";
    pub(crate) const WITHOUT_CEM: &str = "Cem ist krank, Dora springt ein";
    pub(crate) const WELCOME_BACK: &str = "Schön, dass du wieder dabei bist";
    pub(crate) const TOO_LATE: &str = "Ich habe noch eine Trage im Keller";
    pub(crate) const REOPENED: &str = "Wir verlängern bis zum Abend";
    pub(crate) const ON_AGAIN: &str = "Doch keine Absage, bis gleich";

    /// All of it.
    pub(crate) const ALL: [&str; 9] = [
        FIRST,
        QUESTION,
        ANSWER,
        FOR_CEM,
        WITHOUT_CEM,
        WELCOME_BACK,
        TOO_LATE,
        REOPENED,
        ON_AGAIN,
    ];

    /// The text as a chat shows it.
    pub(crate) fn content(text: &str) -> Content {
        Content::Text(text.to_owned())
    }
}

/// Where the story plays: a small town, and everything that runs there.
pub(crate) struct Scene<'a> {
    stack: &'a Stack,
}

/// A duty in HiOrg-Server.
pub(crate) struct Duty<'a> {
    pub(crate) ov: &'static str,
    pub(crate) id: DutyId,
    pub(crate) hiorg: DutyHandle,
    stack: &'a Stack,
}

impl<'a> Scene<'a> {
    pub(crate) fn set(stack: &'a Stack) -> Self {
        stack.hiorg().seed_demo().unwrap();
        Self { stack }
    }

    /// Somebody's phone, with the app installed.
    pub(crate) fn phone(&self, username: &str) -> Helper {
        Helper::new(self.stack, DEMO_OV, username)
    }

    pub(crate) async fn switch_chat_on(&self) {
        let contact = Contact::new("DRK Musterstadt", "Hauptstraße 1", "chat@example.org");
        let organisation = self.stack.hiorg().organisation(DEMO_OV);
        organisation.switch_chat_on(contact).await.unwrap();
    }

    /// The names of the organisations from which a phone can choose.
    pub(crate) async fn directory(&self, phone: &Helper) -> Vec<String> {
        let found = phone.app().organisations().search("").await.unwrap();
        found
            .into_iter()
            .map(|organisation| organisation.name)
            .collect()
    }

    /// A new duty.
    pub(crate) fn duty(&self, duty: NewDuty) -> Duty<'a> {
        let hiorg = self.stack.hiorg();
        let id = hiorg.organisation(DEMO_OV).create_duty(duty).unwrap().id;
        Duty {
            ov: DEMO_OV,
            hiorg: hiorg.duty(DEMO_OV, &id),
            id: id.parse().unwrap(),
            stack: self.stack,
        }
    }

    /// Seconds since the epoch, as everybody's clock but Synapse's has it.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.stack.clock().now().as_secs()).unwrap()
    }

    pub(crate) fn passes(&self, time: Duration) {
        self.stack.clock().advance(time).unwrap();
    }

    /// Until a minute after: dates in HTTP have whole seconds, and phones follow them.
    pub(crate) fn passes_until(&self, moment: u64) {
        self.passes(Duration::from_secs(moment + 60 - self.now()));
    }

    /// The link leads to the chat, once the server has let the person in.
    pub(crate) async fn opens(&self, phone: &Helper, link: &str) {
        let opened = until("the chat behind the link", PATIENCE, || async {
            match phone.app().links().open(link).await {
                Ok(LinkTarget::Chat { .. }) => Ok(Some(())),
                Err(LinkError::NotOnDuty) => Ok(None),
                other => panic!("{other:?}"),
            }
        });
        opened.await.unwrap();
    }

    /// Whether the homeserver still has the room, as its administrator sees it.
    pub(crate) async fn server_has_room(&self, room: &OwnedRoomId) -> bool {
        let synapse = self.stack.synapse();
        let request = http()
            .unwrap()
            .get(synapse.at(&format!("/_synapse/admin/v1/rooms/{room}")))
            .bearer_auth(synapse.settings().as_token.as_str());
        match request.send().await.unwrap().status() {
            StatusCode::OK => true,
            StatusCode::NOT_FOUND => false,
            other => panic!("{other}"),
        }
    }
}

impl Duty<'_> {
    /// When it ends, seconds since the epoch.
    pub(crate) fn ends_at(&self) -> u64 {
        self.hiorg.get().unwrap().ends_at
    }

    /// The chat on the server becomes what HiOrg-Server has last said.
    pub(crate) async fn becomes(&self, phase: &str) {
        until(&format!("the chat to become {phase}"), PATIENCE, || async {
            let duty = self.at_the_connector().await;
            let arrived =
                duty["applied_phase"] == phase && duty["applied_revision"] == duty["revision"];
            Ok(arrived.then_some(()))
        })
        .await
        .unwrap();
    }

    /// The connector has deleted the chat, and forgotten what the duty was and who was on it.
    pub(crate) async fn is_deleted(&self) {
        let deleted = until("the deletion", PATIENCE, || async {
            let duty = self.at_the_connector().await;
            Ok((duty["applied_phase"] == "deleted").then_some(duty))
        });
        let duty = deleted.await.unwrap();
        assert_eq!(duty["members"], json!([]));
        assert!(duty.get("statement").is_none() && duty.get("room_id").is_none());
    }

    /// The chat's room.
    pub(crate) async fn room(&self) -> OwnedRoomId {
        let duty = self.at_the_connector().await;
        duty["room_id"].as_str().unwrap().parse().unwrap()
    }

    /// These people and the connector are in the room, and nobody else, as somebody sees who asks
    /// the server.
    pub(crate) async fn has_joined(&self, asking: &Helper, people: &[&Helper], within: Duration) {
        let server = self.stack.synapse().server_name();
        let mut wanted = vec![format!("@dienstchat:{server}")];
        wanted.extend(
            people
                .iter()
                .map(|phone| phone.account().user_id().to_string()),
        );
        wanted.sort();
        let room = self.room().await;
        until("the staffing to be in the room", within, || async {
            let mut joined = asking.by_hand().joined(&room).await.unwrap();
            joined.sort();
            Ok((joined == wanted).then_some(()))
        })
        .await
        .unwrap();
    }

    /// Where "Chat öffnen" leads on the duty's page.
    pub(crate) async fn link_on_its_page(&self) -> String {
        let path = format!("organisationen/{}/dienste/{}", self.ov, self.id.as_str());
        let page = self.stack.hiorg().url().join(&path).unwrap();
        let page = http()
            .unwrap()
            .get(page)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let (before, _) = page.split_once(">Chat öffnen<").unwrap();
        let (_, link) = before.rsplit_once("href=\"").unwrap();
        link.split('"').next().unwrap().to_owned()
    }

    async fn at_the_connector(&self) -> Value {
        let path = format!("/v1/organisations/{}/duties/{}", self.ov, self.id.as_str());
        let asked = self
            .stack
            .hiorg()
            .connector()
            .send_raw("GET", &path, "")
            .await;
        asked.unwrap().1
    }
}
