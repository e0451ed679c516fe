//! What the story is told with: the organisation's side, the server's side, and looking closely.

use std::time::Duration;

use dienstchat_core::client::{LinkError, LinkTarget};
use dienstchat_e2e::{Duty, Helper, Stack, http, until};
use hiorg_standin::{Contact, DEMO_OV, NewDuty};
use reqwest::StatusCode;
use ruma::OwnedRoomId;

/// How long a change of staffing may take to arrive on the server.
pub(crate) const WITHIN_SECONDS: Duration = Duration::from_secs(20);
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
        let duty = hiorg.organisation(DEMO_OV).create_duty(duty).unwrap();
        Duty::new(self.stack, DEMO_OV, &duty.id)
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
