//! Servers whose `Date` is absurd: nothing is deleted by it, and nothing comes back.

use std::time::Duration;

use dienstchat_core::client::ChatError;
use dienstchat_core::duty::Phase;
use dienstchat_core::time::Timestamp;
use dienstchat_e2e::{Gateway, Helper, Stack, run, sync_until};
use hiorg_standin::DutyChange;

use crate::support::{PhoneClock, Site, all_is_well, behind, say, texts};

const NOW: Duration = Duration::ZERO;
const YEAR_2099: &str = "Thu, 01 Jan 2099 00:00:00 GMT";
const YEAR_2030: &str = "Tue, 01 Jan 2030 00:00:00 GMT";
const SECONDS_2030: u64 = 1_893_456_000;
const DAY: u64 = 86_400;

#[test]
fn a_server_date_from_2099_deletes_nothing() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let mut phone = site.phone_behind(&gateway, "anna");
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        let anna = site.joined(&phone).await;
        say(&ben, &anna, &site.duty, "Vorher").await;
        let id = anna.id().clone();
        gateway.set_date(YEAR_2099);
        for _ in 0..2 {
            anna.sync_once(NOW).await.unwrap();
            assert_eq!(anna.maintain(), Ok(0));
        }
        drop(anna);
        phone.start().unwrap();
        assert_eq!(phone.app().accounts().maintain(), Ok(0));
        let anna = phone.app().accounts().get(&id).unwrap();
        anna.sync_once(NOW).await.unwrap();
        let chat = anna.chat(&site.duty).unwrap();
        assert_eq!(chat.summary().unwrap().phase, Phase::Active);
        assert_eq!(texts(&chat), ["Vorher"]);
        all_is_well(&site, &anna, &ben).await;
    });
}

#[test]
fn a_server_date_from_2099_at_the_sign_in_deletes_nothing() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        gateway.set_date(YEAR_2099);
        let phone = site.phone_behind(&gateway, "anna");
        let anna = site.joined(&phone).await;
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        all_is_well(&site, &anna, &ben).await;
        assert_eq!(anna.maintain(), Ok(0));
        let summary = anna.chat(&site.duty).unwrap().summary().unwrap();
        assert_eq!(summary.phase, Phase::Active);
    });
}

#[test]
fn an_old_server_date_makes_no_chat_writable_again() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let anna = site.joined(&phone).await;
        let now = u64::try_from(stack.clock().now().as_secs()).unwrap();
        let past = DutyChange {
            starts_at: Some(now - 4 * DAY),
            ends_at: Some(now - 3 * DAY),
            ..DutyChange::default()
        };
        let delivery = site.duty().edit(past).await.unwrap();
        assert!(delivery.is_delivered(), "{delivery:?}");
        let chat = anna.chat(&site.duty).unwrap();
        sync_until(&anna, "a chat to be read only", |_| {
            (chat.summary().unwrap().phase == Phase::ReadOnly).then_some(())
        })
        .await
        .unwrap();
        for date in ["Sat, 01 Jan 2000 00:00:00 GMT", YEAR_2099, "yesterday"] {
            gateway.set_date(date);
            anna.sync_once(NOW).await.unwrap();
            assert_eq!(chat.summary().unwrap().phase, Phase::ReadOnly, "{date}");
            assert_eq!(
                chat.send_text("Noch was").map(drop),
                Err(ChatError::ReadOnly)
            );
        }
    });
}

#[test]
fn a_chat_that_was_deleted_stays_deleted_when_the_server_date_goes_back() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        // For this phone it is 2030, and its limits have passed: 33 days after the end.
        let end = SECONDS_2030 - 33 * DAY;
        let times = DutyChange {
            starts_at: Some(end - 3600),
            ends_at: Some(end),
            ..DutyChange::default()
        };
        site.duty().edit(times).await.unwrap();
        let clock = PhoneClock::new();
        let phone = Helper::with_clock(&stack, &site.ov, "anna", clock.clone() as _);
        let phone = behind(phone, &gateway);
        let anna = site.joined(&phone).await;
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        all_is_well(&site, &anna, &ben).await;

        clock.set(Timestamp::from_secs(SECONDS_2030.cast_signed()));
        gateway.set_date(YEAR_2030);
        anna.sync_once(NOW).await.unwrap();
        anna.sync_once(NOW).await.unwrap();
        assert!(anna.chats().unwrap().is_empty());
        assert!(anna.chat(&site.duty).is_err());

        for date in [
            "Sat, 01 Jan 2000 00:00:00 GMT",
            "Wed, 01 Jan 2025 00:00:00 GMT",
        ] {
            gateway.set_date(date);
            for _ in 0..2 {
                anna.sync_once(NOW).await.unwrap();
                assert!(anna.chats().unwrap().is_empty(), "{date}");
            }
        }
        // The others go on: on the server it is not 2030.
        ben.sync_once(NOW).await.unwrap();
        assert_eq!(ben.chats().unwrap().len(), 1);
    });
}
