//! What a helper does and sees in a chat, in the words of people.
//!
//! Nothing here keeps a handle of the account, so that the app can be stopped between two steps.

use std::sync::Arc;
use std::time::Duration;

use dienstchat_core::client::{
    Account, Chat, ChatError, ChatSummary, Content, ItemState, TimelineItem,
};
use dienstchat_core::ids::{AccountId, DutyId};
use dienstchat_core::keys::storage::Storage as _;
use dienstchat_core::store::{Store, StoreConfig, StoreError, WriteTx};
use dienstchat_core::time::SystemEntropy;
use ruma::{OwnedEventId, OwnedRoomId};
use serde_json::Value;

use crate::{ByHand, Helper, sync_until};

/// More messages than any story has.
const ALL: usize = 1_000;

/// Every method panics when nobody is signed in on the phone, and when the core fails in a way that
/// the method is not about.
#[expect(clippy::missing_panics_doc, reason = "said once, for all of them")]
impl Helper {
    /// The account of the phone.
    #[must_use]
    pub fn account(&self) -> Account {
        self.app()
            .accounts()
            .get(&self.account_id())
            .expect("an account that can be used")
    }

    /// The chat, which is on the phone.
    #[must_use]
    pub fn chat(&self, duty: &DutyId) -> Chat {
        self.account().chat(duty).expect("the chat is on the phone")
    }

    /// Looks for news until there is what is waited for, for 20 seconds at most.
    pub async fn waits_for<T>(&self, what: &str, probe: impl FnMut(&Account) -> Option<T>) -> T {
        sync_until(&self.account(), what, probe)
            .await
            .expect("the app looks for news")
    }

    /// Waits until the chat is as it should be.
    pub async fn waits_until(&self, duty: &DutyId, what: &str, is: impl Fn(&ChatSummary) -> bool) {
        let seen = |account: &Account| {
            let summary = account.chat(duty).ok()?.summary().ok()?;
            is(&summary).then_some(())
        };
        self.waits_for(what, seen).await;
    }

    /// Writes, and sees that it has been sent.
    pub async fn says(&self, duty: &DutyId, text: &str) {
        self.chat(duty)
            .send_text(text)
            .expect("the chat takes the text");
        let sent = |account: &Account| {
            let queue = account.chat(duty).ok()?.queue().ok()?;
            queue.is_empty().then_some(())
        };
        self.waits_for("the server to have the message", sent).await;
    }

    /// Reads this message, by this person.
    pub async fn hears(&self, duty: &DutyId, from: &Self, text: &str) {
        let heard = |account: &Account| {
            let items = account.chat(duty).ok()?.timeline(None, ALL).ok()?.items;
            let heard = |item: &TimelineItem| {
                item.content == Content::Text(text.to_owned())
                    && item.sender_name.as_ref() == Some(&from.person().name)
            };
            items.iter().any(heard).then_some(())
        };
        self.waits_for("the message to arrive", heard).await;
    }

    /// Everything in the chat that is on the phone, in order.
    ///
    /// # Errors
    ///
    /// The core's, when the phone does not show the chat.
    pub fn sees(&self, duty: &DutyId) -> Result<Vec<(Content, ItemState)>, ChatError> {
        let items = self.account().chat(duty)?.timeline(None, ALL)?.items;
        Ok(items
            .into_iter()
            .map(|item| (item.content, item.state))
            .collect())
    }

    /// The session of the phone, to be used by hand.
    #[must_use]
    pub fn by_hand(&self) -> ByHand {
        let session = self.stored(|tx| tx.session().get());
        let session = session.expect("somebody is signed in");
        ByHand::new(&session.homeserver, session.tokens.access_token.expose())
    }

    /// Looks into the account's store, as a second process on the phone does: with its key, and at
    /// everything that is there, whether the app would show it or not.
    pub fn stored<T>(&self, look: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError>) -> T {
        let account = self.account_id();
        let config = StoreConfig {
            path: self
                .data()
                .join("accounts")
                .join(account.as_str())
                .join("store.db"),
            account,
            key_store: self.key_store(),
            entropy: Arc::new(SystemEntropy),
        };
        let store = Store::open(config).expect("the phone has the key");
        store.write(look).expect("the store can be read")
    }

    /// One sync, which waits for nothing.
    pub async fn syncs_once(&self) {
        let synced = self.account().sync_once(Duration::ZERO).await;
        synced.expect("the app looks for news");
    }

    /// Whether the phone has anything of the chat, shown or not.
    #[must_use]
    pub fn keeps(&self, duty: &DutyId) -> bool {
        !self.stored(|tx| tx.chats().of_duty(duty)).is_empty()
    }

    /// The newest message that is on the phone: its id, and which key it is encrypted with.
    pub async fn newest_event(&self, room: &OwnedRoomId) -> (OwnedEventId, String) {
        let newest = self.stored(|tx| tx.timeline(room).latest());
        let id = newest.expect("a message").event_id;
        let event = self.by_hand().event(room, id.as_str()).await;
        let event = event.expect("the server has what the phone has");
        let session = event.pointer("/content/session_id").and_then(Value::as_str);
        (id, session.expect("it is encrypted").to_owned())
    }

    /// Whether the phone has this key.
    #[must_use]
    pub fn has_key(&self, room: &OwnedRoomId, session: &str) -> bool {
        let found = self.stored(|tx| tx.inbound(room, session).map_err(|_| StoreError::Damaged));
        found.is_some()
    }

    fn account_id(&self) -> AccountId {
        let accounts = self.app().accounts().list().expect("the app runs");
        accounts
            .into_iter()
            .next()
            .expect("somebody is signed in")
            .id
    }
}
