//! What an app has on its screen while things happen elsewhere: feeds, and the end of the client.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::future::Future;
use std::time::Duration;

use dienstchat_core::client::{
    AccountInfo, AccountState, ChatError, ChatSummary, ClientError, Content, Diff, Feed, ItemState,
    LinkError, SealReason, SignInError, SyncError, TimelineItem,
};
use dienstchat_core::duty::Phase;
use dienstchat_core::ids::DutyId;
use dienstchat_e2e::{Helper, REDIRECT_URI, Stack, run};
use hiorg_standin::{Assignment, Contact, DutyHandle, NewDuty, NewPerson, Staffing};

const SOON: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

/// A duty with a chat, on which Anna and Ben are.
struct Site {
    duty: DutyHandle,
    id: DutyId,
    anna: Helper,
    ben: Helper,
}

impl Site {
    async fn new(stack: &Stack, ov: &str) -> Self {
        let hiorg = stack.hiorg();
        hiorg.add_organisation(ov, "DRK Musterstadt").unwrap();
        let organisation = hiorg.organisation(ov);
        let contact = Contact::new("Leitung", "Weg 1", "leitung@example.org");
        organisation.switch_chat_on(contact).await.unwrap();
        for name in ["Anna", "Ben"] {
            let person = NewPerson::new(name, &name.to_lowercase(), "geheim");
            organisation.add_person(person).unwrap();
        }
        let now = u64::try_from(stack.clock().now().as_secs()).unwrap();
        let new = NewDuty::new("Wache", now, now + 3_600);
        let made = organisation.create_duty(new).unwrap();
        let site = Self {
            duty: hiorg.duty(ov, &made.id),
            id: made.id.parse().unwrap(),
            anna: Helper::new(stack, ov, "anna"),
            ben: Helper::new(stack, ov, "ben"),
        };
        site.staff([&site.anna, &site.ben]).await;
        site
    }

    /// Only these are on the duty.
    async fn staff(&self, helpers: impl IntoIterator<Item = &Helper>) {
        let assigned = |helper: &Helper| Assignment::assigned(&helper.person().sub, "Sanitäter");
        let staffing = Staffing {
            members: helpers.into_iter().map(assigned).collect(),
            chat: true,
        };
        self.duty.save_staffing(staffing).await.unwrap();
    }

    async fn joins(&self, phone: &Helper) {
        phone.sign_in().await.unwrap();
        phone.waits_until(&self.id, "the duty", |_| true).await;
    }
}

/// A list as an app keeps it.
struct Screen<T, E> {
    feed: Feed<T, E>,
    items: Vec<T>,
}

impl<T, E> Screen<T, E>
where
    T: Clone + Send + Sync + 'static,
    E: Clone + PartialEq + std::fmt::Debug + Send + 'static,
{
    async fn of(feed: Feed<T, E>) -> Self {
        let first = soon(feed.next()).await.unwrap().unwrap();
        let [Diff::Reset(items)] = <[_; 1]>::try_from(first).ok().unwrap() else {
            panic!("it begins with the whole")
        };
        Self { feed, items }
    }

    /// Follows until the list is as it should be.
    async fn shows(&mut self, is: impl Fn(&[T]) -> bool) {
        while !is(&self.items) {
            for step in soon(self.feed.next()).await.unwrap().unwrap() {
                apply(&mut self.items, step);
            }
        }
    }

    /// Follows until it fails.
    async fn fails(&mut self) -> E {
        loop {
            if let Err(error) = soon(self.feed.next()).await {
                return error;
            }
        }
    }
}

fn apply<T>(items: &mut Vec<T>, step: Diff<T>) {
    match step {
        Diff::Reset(values) => *items = values,
        Diff::Insert { index, value } => items.insert(index, value),
        Diff::Set { index, value } => items[index] = value,
        Diff::Remove { index } => drop(items.remove(index)),
    }
}

async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(SOON, work).await.unwrap()
}

fn says(chats: &[ChatSummary], text: &str) -> bool {
    let last = chats.first().and_then(|chat| chat.last_message.as_ref());
    last.is_some_and(|message| message.content == Content::Text(text.to_owned()))
}

fn state(accounts: &[AccountInfo]) -> Option<AccountState> {
    accounts.first().map(|account| account.state)
}

#[test]
fn lists_follow_accounts_and_chats_as_they_come_change_and_go() {
    run(async {
        let stack = Stack::start().await.unwrap();
        let site = Site::new(&stack, "xyz").await;
        let (anna, ben) = (&site.anna, &site.ben);
        site.joins(ben).await;
        let mut accounts = Screen::of(anna.app().accounts().feed()).await;
        let mut chats = Screen::of(anna.app().chat_feed()).await;
        assert!(accounts.items.is_empty() && chats.items.is_empty());

        // An account comes, and its chat with it.
        site.joins(anna).await;
        accounts.shows(|accounts| accounts.len() == 1).await;
        let account = anna.account();
        let [info] = accounts.items.as_slice() else {
            panic!("one account")
        };
        assert_eq!(
            (info.ov.as_str(), info.state),
            ("xyz", AccountState::Active)
        );
        assert_eq!(info.user_id.as_deref(), Some(account.user_id()));
        chats.shows(|chats| chats.len() == 1).await;

        // A message.
        ben.says(&site.id, "Bin auf dem Weg").await;
        anna.hears(&site.id, ben, "Bin auf dem Weg").await;
        chats.shows(|chats| says(chats, "Bin auf dem Weg")).await;

        // The session is ended, and the person signs in again.
        let mut own = Screen::of(account.chat_feed()).await;
        let mut members = Screen::of(anna.chat(&site.id).member_feed()).await;
        assert_eq!(members.items.len(), 2);
        anna.by_hand().sign_out().await.unwrap();
        let ended = account.sync_once(Duration::ZERO).await.unwrap_err();
        assert_eq!(ended, SyncError::SignedOut);
        let sealed = Some(AccountState::Sealed(SealReason::SignInAgain));
        accounts.shows(|accounts| state(accounts) == sealed).await;
        chats.shows(<[_]>::is_empty).await;
        assert_eq!(own.fails().await, ClientError::Sealed);
        assert_eq!(members.fails().await, ChatError::Sealed);
        anna.sign_in().await.unwrap();
        let active = Some(AccountState::Active);
        accounts.shows(|accounts| state(accounts) == active).await;
        chats.shows(|chats| says(chats, "Bin auf dem Weg")).await;
        for whole in [
            soon(own.feed.next()).await.unwrap().unwrap().len(),
            soon(members.feed.next()).await.unwrap().unwrap().len(),
        ] {
            assert_eq!(whole, 1);
        }

        // The time of the chat comes to its end, while nobody is online.
        let one = anna.chat(&site.id).feed();
        assert_eq!(
            soon(one.next()).await.unwrap().unwrap().phase,
            Phase::Active
        );
        stack.clock().advance(DAY * 33).unwrap();
        assert_eq!(anna.app().accounts().maintain(), Ok(1));
        assert_eq!(soon(one.next()).await, Err(ChatError::ChatDeleted));
        assert_eq!(soon(one.next()).await, Ok(None));
        chats.shows(<[_]>::is_empty).await;

        // The account goes.
        anna.app().accounts().sign_out(account.id()).await.unwrap();
        accounts.shows(<[_]>::is_empty).await;
        assert_eq!(own.fails().await, ClientError::NoSuchAccount);
        assert_eq!(soon(own.feed.next()).await, Ok(None));
    });
}

#[test]
fn an_open_chat_follows_what_is_written_until_its_reader_is_removed() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack, "abc").await;
        let (anna, ben) = (&site.anna, &site.ben);
        site.joins(anna).await;
        site.joins(ben).await;
        let account = ben.account();
        let chat = ben.chat(&site.id);
        let timeline = chat.timeline_feed(50);
        let mut members = Screen::of(chat.member_feed()).await;
        let mut items = Vec::new();
        let loops = tokio::spawn({
            let account = account.clone();
            async move { account.run(std::future::pending()).await }
        });

        // One's own message is there at once, and stays where it is until the server has it.
        chat.send_text("Wer kommt?").unwrap();
        let received = |items: &[TimelineItem]| {
            let own = items.iter().filter(|item| item.own);
            own.map(|item| item.state).collect::<Vec<_>>() == [ItemState::Received]
        };
        while !received(&items) {
            let update = soon(timeline.next()).await.unwrap().unwrap();
            update
                .diffs
                .into_iter()
                .for_each(|step| apply(&mut items, step));
        }
        anna.hears(&site.id, ben, "Wer kommt?").await;
        anna.says(&site.id, "Ich").await;
        while items.len() < 2 {
            let update = soon(timeline.next()).await.unwrap().unwrap();
            update
                .diffs
                .into_iter()
                .for_each(|step| apply(&mut items, step));
        }
        let texts: Vec<_> = items.iter().map(|item| item.content.clone()).collect();
        assert_eq!(
            texts,
            ["Wer kommt?", "Ich"].map(|text| Content::Text(text.into()))
        );

        site.staff([anna]).await;
        let gone = [ChatError::NotAMember, ChatError::ChatDeleted];
        assert!(gone.contains(&members.fails().await));
        let error = loop {
            match soon(timeline.next()).await {
                Ok(Some(_)) => {}
                other => break other,
            }
        };
        assert!(error.is_err_and(|error| gone.contains(&error)));

        // A feed that is stopped wakes who waits for it.
        let list = account.chat_feed();
        soon(list.next()).await.unwrap();
        list.stop();
        assert_eq!(soon(list.next()).await, Ok(None));
        ben.app().close();
        assert_eq!(soon(loops).await.unwrap(), Ok(()));
    });
}

#[test]
fn a_closed_client_ends_everything_and_can_be_opened_again() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let mut site = Site::new(&stack, "def").await;
        site.joins(&site.anna).await;
        let app = site.anna.app().clone();
        let (account, chat) = (site.anna.account(), site.anna.chat(&site.id));
        chat.set_draft("Ich bringe").unwrap();
        let (list, accounts) = (app.chat_feed(), app.accounts().feed());
        soon(list.next()).await.unwrap();
        let waiting = tokio::spawn(async move { list.next().await });
        let loops = tokio::spawn({
            let account = account.clone();
            async move { account.run(std::future::pending()).await }
        });

        app.close();
        app.close();
        assert_eq!(soon(loops).await.unwrap(), Ok(()));
        assert_eq!(soon(waiting).await.unwrap(), Ok(None));
        assert_eq!(soon(accounts.next()).await, Ok(None));
        assert_eq!(app.chats().unwrap_err(), ClientError::Closed);
        assert_eq!(app.accounts().list().unwrap_err(), ClientError::Closed);
        assert_eq!(app.accounts().maintain(), Err(ClientError::Closed));
        let id = account.id();
        assert_eq!(app.accounts().get(id).unwrap_err(), ClientError::Closed);
        let signed_out = app.accounts().sign_out(id).await;
        assert_eq!(signed_out.unwrap_err(), ClientError::Closed);
        let found = app.organisations().search("").await;
        assert_eq!(found.unwrap_err(), ClientError::Closed);
        let link = site.duty.link().unwrap();
        let opened = app.links().open(link.as_str()).await;
        assert_eq!(opened.unwrap_err(), LinkError::Closed);
        assert_eq!(app.links().remembered(), Err(LinkError::Closed));
        assert_eq!(app.links().forget(), Err(LinkError::Closed));
        let begun = app
            .sign_in()
            .begin(&"def".parse().unwrap(), REDIRECT_URI)
            .await;
        assert_eq!(begun.unwrap_err(), SignInError::Closed);
        assert_eq!(app.sign_in().cancel(), Err(SignInError::Closed));
        assert_eq!(account.chats().unwrap_err(), ClientError::Closed);
        assert_eq!(account.chat(&site.id).unwrap_err(), ChatError::Closed);
        let round = account.sync_once(Duration::ZERO).await;
        assert_eq!(round.unwrap_err(), SyncError::Closed);
        assert_eq!(account.flush().await, Err(SyncError::Closed));
        assert_eq!(account.run(std::future::pending()).await, Ok(()));
        assert_eq!(chat.draft(), Err(ChatError::Closed));
        assert_eq!(chat.timeline(None, 10).unwrap_err(), ChatError::Closed);

        // Opened again, all is there, whoever still holds the old handles.
        site.anna.start().unwrap();
        let chat = site.anna.chat(&site.id);
        assert_eq!(chat.draft(), Ok(Some("Ich bringe".to_owned())));
        site.anna.syncs_once().await;
        assert_eq!(account.state(), Err(ClientError::Closed));
        let folder = site.anna.data().join("accounts").join(id.as_str());
        site.anna.app().accounts().sign_out(id).await.unwrap();
        assert!(!folder.exists());
    });
}
