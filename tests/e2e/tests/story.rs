//! The story of a duty and its chat, from the admin's switch to the last trace.
//!
//! One test, because each step stands on those before it. Time passes only by the stack's clock;
//! Synapse keeps the real one.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "tests"
)]

#[path = "story/telling.rs"]
mod telling;

use dienstchat_core::client::{
    ChatError, ChatSeal, Content, ItemState, LinkError, LinkTarget, SendFailure, WaitReason,
};
use dienstchat_core::duty::{Phase, Role};
use dienstchat_core::time::{DAY, HOUR};
use dienstchat_e2e::{Stack, run};
use hiorg_standin::{Assignment, NewDuty, Staffing};
use reqwest::StatusCode;
use serde_json::json;

use telling::{Scene, WITHIN_SECONDS, text};

const TITLE: &str = "Sanitätsdienst Altstadtlauf";
const PICTURE: &[u8] = b"an encrypted picture of the parking place";

#[test]
fn a_duty_becomes_a_chat_and_goes_again() {
    run(async {
        let stack = Stack::start().await.unwrap();
        let scene = Scene::set(&stack);
        let mut anna = scene.phone("anna");
        let mut ben = scene.phone("ben");
        let cem = scene.phone("cem");
        let dora = scene.phone("dora");

        // An admin switches the chat on, and the organisation appears in the directory.
        assert!(scene.directory(&anna).await.is_empty());
        scene.switch_chat_on().await;
        assert_eq!(scene.directory(&anna).await, ["DRK Musterstadt"]);

        // A dispatcher ticks the chat for a duty with one responsible and two assigned people.
        let now = scene.now();
        let altstadtlauf = NewDuty::new(TITLE, now + 3600, now + 5 * 3600);
        let duty = scene.duty(altstadtlauf.meeting_point("Rathausplatz"));
        let members = vec![
            Assignment::responsible(&anna.person().sub),
            Assignment::assigned(&ben.person().sub, "Sanitäter"),
            Assignment::assigned(&cem.person().sub, "Fahrer"),
        ];
        duty.hiorg
            .save_staffing(Staffing {
                members,
                chat: true,
            })
            .await
            .unwrap();
        duty.becomes("active").await.unwrap();
        let other = scene.duty(NewDuty::new("Ausbildung Funk", now + 3600, now + 7200));
        let members = vec![Assignment::assigned(&dora.person().sub, "Sanitäterin")];
        other
            .hiorg
            .save_staffing(Staffing {
                members,
                chat: true,
            })
            .await
            .unwrap();
        other.becomes("active").await.unwrap();

        // Helper A signs in and sees exactly that duty.
        anna.sign_in().await.unwrap();
        anna.waits_until(&duty.id, "the duty", |_| true).await;
        let chats = anna.app().chats().unwrap();
        assert_eq!(chats.len(), 1);
        assert_eq!(chats[0].title, TITLE);
        assert_eq!(chats[0].meeting_point.as_deref(), Some("Rathausplatz"));
        let members = anna.chat(&duty.id).members().unwrap();
        let places = members
            .iter()
            .map(|member| (&*member.name, member.role, member.joined));
        assert_eq!(
            places.collect::<Vec<_>>(),
            [
                ("Anna Albrecht", Role::Responsible, true),
                ("Ben Brandt", Role::Assigned, false),
                ("Cem Celik", Role::Assigned, false),
            ]
        );

        // The link from the duty page opens it.
        let link = duty.link_on_its_page().await;
        let target = anna.app().links().open(&link).await.unwrap();
        assert!(matches!(target, LinkTarget::Chat { duty: opened, .. } if opened == duty.id));
        anna.says(&duty.id, text::FIRST).await;

        // Helper B signs in by following the link first.
        let target = ben.app().links().open(&link).await.unwrap();
        assert!(matches!(target, LinkTarget::SignIn { ov } if ov.as_str() == duty.ov));
        ben.start().unwrap();
        let remembered = ben.app().links().remembered().unwrap().unwrap();
        ben.sign_in().await.unwrap();
        scene.opens(&ben, &remembered.to_app()).await;
        assert_eq!(ben.app().links().remembered().unwrap(), None);

        // What was said before a device existed is shown as waiting, with the reason.
        let waiting = (
            Content::Waiting(WaitReason::BeforeDevice),
            ItemState::Received,
        );
        assert_eq!(ben.sees(&duty.id).unwrap(), [waiting]);

        // Both write and read.
        anna.says(&duty.id, text::QUESTION).await;
        ben.hears(&duty.id, &anna, text::QUESTION).await;
        ben.says(&duty.id, text::ANSWER).await;
        anna.hears(&duty.id, &ben, text::ANSWER).await;
        cem.sign_in().await.unwrap();
        scene.opens(&cem, &link).await;
        ben.says(&duty.id, text::FOR_CEM).await;
        cem.hears(&duty.id, &ben, text::FOR_CEM).await;

        // An event names the picture that comes with it.
        let room = duty.room().await;
        let picture = anna.by_hand().upload(PICTURE).await.unwrap();
        anna.by_hand()
            .send(&room, "picture", &[&picture])
            .await
            .unwrap();
        assert_eq!(ben.by_hand().download(&picture).await.unwrap(), PICTURE);
        assert!(stack.synapse().holds(PICTURE).unwrap());

        // A third is assigned later and one is removed: membership follows within seconds.
        dora.sign_in().await.unwrap();
        duty.hiorg
            .assign(Assignment::assigned(&dora.person().sub, "Sanitäterin"))
            .await
            .unwrap();
        duty.hiorg.unassign(&cem.person().sub).await.unwrap();
        duty.has_joined(&anna, &[&anna, &ben, &dora], WITHIN_SECONDS)
            .await
            .unwrap();

        // The removed one's client seals the chat within one sync.
        cem.syncs_once().await;
        assert_eq!(
            cem.chat(&duty.id).summary().unwrap().sealed,
            Some(ChatSeal::Removed)
        );
        assert_eq!(cem.sees(&duty.id), Err(ChatError::NotAMember));
        assert_eq!(
            cem.chat(&duty.id).send_text("Hallo?"),
            Err(ChatError::NotAMember)
        );
        let refused = cem.app().links().open(&link).await;
        assert_eq!(refused.err(), Some(LinkError::Removed));

        // He cannot read what follows: neither has he the key, nor does the server give it to him.
        scene.opens(&dora, &link).await;
        anna.says(&duty.id, text::WITHOUT_CEM).await;
        dora.hears(&duty.id, &anna, text::WITHOUT_CEM).await;
        ben.hears(&duty.id, &anna, text::WITHOUT_CEM).await;
        let (event, session) = anna.newest_event(&room).await;
        assert_eq!(
            cem.by_hand().event(&room, event.as_str()).await,
            Err(StatusCode::NOT_FOUND)
        );
        cem.syncs_once().await;
        assert!(dora.has_key(&room, &session) && ben.has_key(&room, &session));
        assert!(!cem.has_key(&room, &session));

        // Ben is removed by mistake: he gets everything back when the dispatcher takes that back.
        let everything = ben.sees(&duty.id).unwrap();
        duty.hiorg.unassign(&ben.person().sub).await.unwrap();
        duty.has_joined(&anna, &[&anna, &dora], WITHIN_SECONDS)
            .await
            .unwrap();
        ben.syncs_once().await;
        assert_eq!(ben.sees(&duty.id), Err(ChatError::NotAMember));
        duty.hiorg
            .assign(Assignment::assigned(&ben.person().sub, "Sanitäter"))
            .await
            .unwrap();
        ben.waits_until(&duty.id, "the chat to be back", |chat| {
            chat.sealed.is_none()
        })
        .await;
        assert_eq!(ben.sees(&duty.id).unwrap(), everything);
        dora.says(&duty.id, text::WELCOME_BACK).await;
        ben.hears(&duty.id, &dora, text::WELCOME_BACK).await;

        // Cem's removal has stood for 24 hours: his client destroys the chat.
        assert!(cem.keeps(&duty.id));
        scene.passes(25 * HOUR);
        cem.syncs_once().await;
        assert!(!cem.keeps(&duty.id));
        assert!(cem.app().chats().unwrap().is_empty());
        ben.syncs_once().await;
        assert!(ben.keeps(&duty.id));

        // After the end + 2 days writing is refused by the server and explained by the client.
        ben.chat(&duty.id).send_text(text::TOO_LATE).unwrap();
        scene.passes_until(duty.ends_at() + 2 * DAY.as_secs());
        duty.becomes("read_only").await.unwrap();
        let by_hand = anna.by_hand().send(&room, "late", &[]).await;
        assert_eq!(by_hand, Err(StatusCode::FORBIDDEN));
        assert_eq!(
            anna.chat(&duty.id).summary().unwrap().phase,
            Phase::ReadOnly
        );
        assert_eq!(
            anna.chat(&duty.id).send_text("Noch da?"),
            Err(ChatError::ReadOnly)
        );
        ben.syncs_once().await;
        let unsent = (
            text::content(text::TOO_LATE),
            ItemState::Failed(SendFailure::ReadOnly),
        );
        assert_eq!(ben.sees(&duty.id).unwrap().last(), Some(&unsent));

        // A moved end reopens.
        duty.hiorg.move_end(scene.now() + 2 * 3600).await.unwrap();
        duty.becomes("active").await.unwrap();
        anna.waits_until(&duty.id, "the reopening", |chat| {
            chat.phase == Phase::Active
        })
        .await;
        anna.says(&duty.id, text::REOPENED).await;
        ben.hears(&duty.id, &anna, text::REOPENED).await;
        assert_eq!(ben.sees(&duty.id).unwrap().last(), Some(&unsent));

        // A cancelled duty is read only, and comes back when the cancellation is undone.
        duty.hiorg.cancel().await.unwrap();
        duty.becomes("read_only").await.unwrap();
        let by_hand = anna.by_hand().send(&room, "cancelled", &[]).await;
        assert_eq!(by_hand, Err(StatusCode::FORBIDDEN));
        anna.waits_until(&duty.id, "the cancellation", |chat| {
            chat.phase == Phase::ReadOnly
        })
        .await;
        assert_eq!(
            anna.chat(&duty.id).send_text("Schade!"),
            Err(ChatError::ReadOnly)
        );
        duty.hiorg.undo_cancel().await.unwrap();
        duty.becomes("active").await.unwrap();
        anna.waits_until(&duty.id, "the duty to be back", |chat| {
            chat.phase == Phase::Active
        })
        .await;
        anna.says(&duty.id, text::ON_AGAIN).await;
        ben.hears(&duty.id, &anna, text::ON_AGAIN).await;

        // Nothing that anybody wrote stands in the server's database, its media or its logs, nor in
        // any other file of any program.
        assert!(stack.synapse().holds(b"m.megolm.v1.aes-sha2").unwrap());
        for word in text::ALL {
            assert!(!stack.scratch().holds(word.as_bytes()).unwrap(), "{word}");
        }
        // Without its key a phone's store shows no title, no place and no name either, and not even
        // what it is; the server's database shows all of that.
        for word in [
            TITLE,
            "Rathausplatz",
            "Anna Albrecht",
            "Ben Brandt",
            "SQLite format 3",
        ] {
            assert!(stack.synapse().holds(word.as_bytes()).unwrap(), "{word}");
            for phone in [&anna, &ben, &cem, &dora] {
                assert!(!phone.holds(word.as_bytes()).unwrap(), "{word}");
            }
        }

        // At the end + 32 days the room and its media are gone,
        ben.stop();
        assert!(anna.by_hand().joined(&room).await.is_ok());
        scene.passes_until(duty.ends_at() + 32 * DAY.as_secs());
        let left = duty.is_deleted().await.unwrap();
        assert_eq!(left["members"], json!([]));
        assert!(left.get("statement").is_none() && left.get("room_id").is_none());
        assert_eq!(
            anna.by_hand().joined(&room).await,
            Err(StatusCode::FORBIDDEN)
        );
        assert_eq!(
            anna.by_hand().download(&picture).await,
            Err(StatusCode::NOT_FOUND)
        );
        assert!(!scene.server_has_room(&room).await);
        assert!(!stack.synapse().holds(PICTURE).unwrap());
        // and the copy of every client,
        for phone in [&anna, &dora] {
            phone.syncs_once().await;
            assert!(!phone.keeps(&duty.id));
            assert_eq!(
                phone.account().chat(&duty.id).err(),
                Some(ChatError::NotFound)
            );
        }
        // also of one that is offline.
        stack.connector().kill();
        stack.synapse().kill();
        ben.start().unwrap();
        assert!(!ben.keeps(&duty.id));
        assert!(ben.app().chats().unwrap().is_empty());
        anna.stop();
    });
}
