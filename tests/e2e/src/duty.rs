//! A duty: as HiOrg-Server has it, and what the server has made of it.

use std::time::Duration;

use dienstchat_core::ids::DutyId;
use hiorg_standin::DutyHandle;
use ruma::OwnedRoomId;
use serde_json::Value;
use url::Url;

use crate::{Helper, Stack, StackError, http, until};

/// How long the server may take for what somebody has clicked.
const PATIENCE: Duration = Duration::from_secs(30);

/// A duty in HiOrg-Server.
pub struct Duty<'a> {
    /// The organisation.
    pub ov: String,
    /// The duty.
    pub id: DutyId,
    /// What a dispatcher does with it.
    pub hiorg: DutyHandle,
    stack: &'a Stack,
}

/// Every method panics when HiOrg-Server does not know the duty.
#[expect(clippy::missing_panics_doc, reason = "said once, for all of them")]
impl<'a> Duty<'a> {
    /// The duty `id` of the organisation `ov`.
    #[must_use]
    pub fn new(stack: &'a Stack, ov: &str, id: &str) -> Self {
        Self {
            ov: ov.to_owned(),
            id: id.parse().expect("HiOrg-Server's id of a duty is one"),
            hiorg: stack.hiorg().duty(ov, id),
            stack,
        }
    }

    /// When it ends, seconds since the epoch.
    #[must_use]
    pub fn ends_at(&self) -> u64 {
        self.hiorg
            .get()
            .expect("HiOrg-Server knows the duty")
            .ends_at
    }

    /// Its page in HiOrg-Server.
    #[must_use]
    pub fn page(&self) -> Url {
        let path = format!("organisationen/{}/dienste/{}", self.ov, self.id.as_str());
        let page = self.stack.hiorg().url().join(&path);
        page.expect("ids of the tests need no escaping")
    }

    /// Where "Chat öffnen" leads on that page.
    pub async fn link_on_its_page(&self) -> String {
        let answer = http()
            .expect("an HTTP client")
            .get(self.page())
            .send()
            .await;
        let page = answer.expect("HiOrg-Server answers").text().await;
        let page = page.expect("HiOrg-Server answers whole");
        let before = page.split_once(">Chat öffnen<").expect("the button").0;
        let link = before.rsplit_once("href=\"").expect("the button's link").1;
        link.trim_end_matches(['>', ' '])
            .split('"')
            .next()
            .expect("a link")
            .to_owned()
    }

    /// Waits until the chat on the server is what HiOrg-Server has last said: `active` or
    /// `read_only`.
    ///
    /// # Errors
    ///
    /// When that takes over 30 seconds.
    pub async fn becomes(&self, phase: &str) -> Result<(), StackError> {
        until(&format!("the chat to become {phase}"), PATIENCE, || async {
            let duty = self.on_the_server().await;
            let current = duty.get("applied_revision") == duty.get("revision");
            Ok((current && is(&duty, phase)).then_some(()))
        })
        .await
    }

    /// Waits until the server has done what HiOrg-Server has last said; the phase of the chat then:
    /// `active`, `read_only`, `deleted`.
    ///
    /// # Errors
    ///
    /// When that takes over 30 seconds.
    pub async fn applied(&self) -> Result<String, StackError> {
        until("the server to follow", PATIENCE, || async {
            let duty = self.on_the_server().await;
            let current = duty.get("applied_revision") == duty.get("revision");
            let phase = duty.get("applied_phase").and_then(Value::as_str);
            // Of a chat that is gone no revision is current.
            let settled = |phase: &&str| current || *phase == "deleted";
            Ok(phase.filter(settled).map(str::to_owned))
        })
        .await
    }

    /// Waits until the chat has been deleted on the server; then what the connector still has of
    /// the duty.
    ///
    /// # Errors
    ///
    /// When that takes over 30 seconds.
    pub async fn is_deleted(&self) -> Result<Value, StackError> {
        until("the deletion", PATIENCE, || async {
            let duty = self.on_the_server().await;
            Ok(is(&duty, "deleted").then_some(duty))
        })
        .await
    }

    /// The chat's room, while there is one.
    pub async fn room(&self) -> OwnedRoomId {
        let duty = self.on_the_server().await;
        let room = duty.get("room_id").and_then(Value::as_str);
        room.expect("there is a room")
            .parse()
            .expect("the id of a room")
    }

    /// Waits until these people and the connector are in the room and nobody else, as the server
    /// says to one of them.
    ///
    /// # Errors
    ///
    /// When that takes longer than `within`.
    pub async fn has_joined(
        &self,
        asking: &Helper,
        people: &[&Helper],
        within: Duration,
    ) -> Result<(), StackError> {
        let server = self.stack.synapse().server_name();
        let mut wanted = vec![format!("@dienstchat:{server}")];
        let users = people
            .iter()
            .map(|phone| phone.account().user_id().to_string());
        wanted.extend(users);
        wanted.sort();
        let room = self.room().await;
        until("the staffing to be in the room", within, || async {
            let joined = asking.by_hand().joined(&room).await;
            let mut joined = joined.expect("who asks is in the room");
            joined.sort();
            Ok((joined == wanted).then_some(()))
        })
        .await
    }

    /// The duty as the connector tells HiOrg-Server.
    async fn on_the_server(&self) -> Value {
        let path = format!("/v1/organisations/{}/duties/{}", self.ov, self.id.as_str());
        let connector = self.stack.hiorg().connector();
        let asked = connector.send_raw("GET", &path, "").await;
        asked.expect("the connector answers").1
    }
}

fn is(duty: &Value, phase: &str) -> bool {
    duty.get("applied_phase").and_then(Value::as_str) == Some(phase)
}
