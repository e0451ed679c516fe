//! Access and refresh tokens: their end, and two who want new ones at once.

use std::sync::Arc;
use std::time::Duration;

use dienstchat_core::client::{
    Account, AccountState, ClientError, SealReason, SignInError, SyncError,
};
use dienstchat_e2e::{Fault, Gateway, Helper, REDIRECT_URI, Stack, run};
use hiorg_standin::Consent;
use reqwest::Method;
use serde_json::json;
use tokio::sync::Notify;

use crate::support::{
    PhoneClock, Site, all_is_well, behind, is_offline, say, texts, wait_for_text,
};

const REFRESH: &str = "/v3/refresh";
/// Longer than an access token lasts.
const LONG: Duration = Duration::from_mins(10);
const NOW: Duration = Duration::ZERO;

/// A phone behind the gateway with a clock of its own.
fn phone_with_clock(site: &Site<'_>, gateway: &Gateway) -> (Helper, Arc<PhoneClock>) {
    let clock = PhoneClock::new();
    let phone = Helper::with_clock(site.stack, &site.ov, "anna", Arc::clone(&clock) as _);
    (behind(phone, gateway), clock)
}

fn only_account(phone: &Helper) -> Account {
    let accounts = phone.app().accounts();
    let [info] = accounts.list().unwrap().try_into().unwrap();
    accounts.get(&info.id).unwrap()
}

#[test]
fn two_processes_that_refresh_at_once_both_go_on() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let (phone, clock) = phone_with_clock(&site, &gateway);
        let one = site.joined(&phone).await;
        let second = phone.second_process().unwrap();
        let other = second.accounts().get(one.id()).unwrap();
        for round in 1..=3 {
            clock.advance(LONG);
            // The first has no answer before the second has begun too.
            let told = Arc::new(Notify::new());
            gateway.once(REFRESH, Fault::Until(Arc::clone(&told)));
            let waiting = async {
                gateway.arrived(REFRESH, round).await;
                told.notify_one();
            };
            let (a, b, ()) = tokio::join!(one.sync_once(NOW), other.sync_once(NOW), waiting);
            a.unwrap();
            b.unwrap();
            for account in [&one, &other] {
                assert_eq!(account.state(), Ok(AccountState::Active));
                account.sync_once(NOW).await.unwrap();
            }
            assert_eq!(gateway.seen(REFRESH), round);
        }
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        all_is_well(&site, &one, &ben).await;
        say(&other, &ben, &site.duty, "Vom zweiten Prozess").await;
    });
}

#[test]
fn a_process_whose_refresh_comes_too_late_is_not_signed_out() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let (phone, clock) = phone_with_clock(&site, &gateway);
        let one = site.joined(&phone).await;
        let second = phone.second_process().unwrap();
        let late = second.accounts().get(one.id()).unwrap();
        clock.advance(LONG);
        let told = Arc::new(Notify::new());
        gateway.once(REFRESH, Fault::Until(Arc::clone(&told)));
        let others = async {
            gateway.arrived(REFRESH, 1).await;
            // The system stops this process for longer than its right to refresh lasts.
            clock.advance(Duration::from_mins(1));
            // The new token is used, so that the old refresh token is not good any more.
            one.sync_once(NOW).await.unwrap();
            one.sync_once(NOW).await.unwrap();
            told.notify_one();
        };
        let (late_result, ()) = tokio::join!(late.sync_once(NOW), others);
        late_result.unwrap();
        assert_eq!(gateway.seen(REFRESH), 2);
        for account in [&one, &late] {
            assert_eq!(account.state(), Ok(AccountState::Active));
            account.sync_once(NOW).await.unwrap();
        }
    });
}

#[test]
fn an_access_token_that_expired_while_the_app_was_closed_is_refreshed() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let (mut phone, clock) = phone_with_clock(&site, &gateway);
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        let anna = site.joined(&phone).await;
        all_is_well(&site, &anna, &ben).await;
        drop(anna);
        phone.stop();
        ben.chat(&site.duty)
            .unwrap()
            .send_text("Schläfst du?")
            .unwrap();
        ben.flush().await.unwrap();

        clock.advance(LONG);
        phone.start().unwrap();
        let anna = only_account(&phone);
        assert_eq!(gateway.seen(REFRESH), 0);
        wait_for_text(&anna, &site.duty, "Schläfst du?").await;
        assert_eq!(gateway.seen(REFRESH), 1);
        all_is_well(&site, &anna, &ben).await;
    });
}

#[test]
fn an_access_token_that_the_server_refuses_is_refreshed() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let mut phone = site.phone_behind(&gateway, "anna");
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        let anna = site.joined(&phone).await;
        drop(anna);
        phone.stop();
        gateway.expire_tokens();
        phone.start().unwrap();
        let anna = only_account(&phone);
        // The first thing is a message, not a sync.
        let chat = anna.chat(&site.duty).unwrap();
        chat.send_text("Guten Morgen").unwrap();
        anna.flush().await.unwrap();
        assert_eq!(gateway.seen(REFRESH), 1);
        wait_for_text(&ben, &site.duty, "Guten Morgen").await;
        all_is_well(&site, &anna, &ben).await;
    });
}

#[test]
fn a_refresh_whose_answer_is_lost_is_made_again() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let anna = site.joined(&phone).await;
        gateway.expire_tokens();
        for fault in [Fault::NoAnswer, Fault::NoRequest] {
            gateway.once(REFRESH, fault);
            assert!(is_offline(&anna.sync_once(NOW).await));
            assert_eq!(anna.state(), Ok(AccountState::Active));
        }
        anna.sync_once(NOW).await.unwrap();
        assert_eq!(gateway.seen(REFRESH), 3);
    });
}

#[test]
fn a_server_that_is_ill_or_asks_to_wait_is_no_sign_out() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let gateway = Gateway::start(&stack).await;
        let phone = site.phone_behind(&gateway, "anna");
        let anna = site.joined(&phone).await;
        gateway.expire_tokens();
        for (status, body) in [
            (500, json!({"errcode": "M_UNKNOWN"})),
            (502, json!("<html>")),
            (404, json!({})),
            (
                429,
                json!({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1}),
            ),
        ] {
            gateway.once(REFRESH, Fault::Instead(status, body));
            let error = anna.sync_once(NOW).await.unwrap_err();
            assert!(
                matches!(error, SyncError::Offline | SyncError::Busy),
                "{error}"
            );
            assert_eq!(anna.state(), Ok(AccountState::Active));
        }
        anna.sync_once(NOW).await.unwrap();
    });
}

#[test]
fn a_session_that_the_server_has_ended_seals_the_account_until_the_same_person_signs_in() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let ben_phone = site.phone("ben");
        let ben = site.joined(&ben_phone).await;
        let anna = site.joined(&phone).await;
        say(&anna, &ben, &site.duty, "Vorher").await;
        let device = anna.device_id().clone();
        let path = format!(
            "/_synapse/admin/v2/users/{}/devices/{device}",
            anna.user_id()
        );
        let (status, _) = site.synapse(Method::DELETE, &path, json!({})).await;
        assert_eq!(status, 200);

        assert_eq!(
            anna.sync_once(NOW).await.map(drop),
            Err(SyncError::SignedOut)
        );
        let sealed = AccountState::Sealed(SealReason::SignInAgain);
        assert_eq!(anna.state(), Ok(sealed));
        assert_eq!(anna.chats().map(drop), Err(ClientError::Sealed));
        assert!(phone.app().chats().unwrap().is_empty());
        assert_eq!(anna.sync_once(NOW).await.map(drop), Err(SyncError::Sealed));

        let sign_in = phone.app().sign_in();
        let started = sign_in.begin(&site.code(), REDIRECT_URI).await.unwrap();
        let callback = ben_phone
            .browse(&started.authorize_url, Consent::Allow)
            .await;
        let result = sign_in.finish(callback.as_str()).await.map(drop);
        assert_eq!(result, Err(SignInError::WrongPerson));
        assert_eq!(anna.state(), Ok(sealed));

        let anna = phone.sign_in().await.unwrap();
        assert_eq!(anna.state(), Ok(AccountState::Active));
        assert_eq!(*anna.device_id(), device);
        let chat = site.wait_for_chat(&anna).await;
        assert_eq!(texts(&chat), ["Vorher"]);
        all_is_well(&site, &anna, &ben).await;
    });
}
