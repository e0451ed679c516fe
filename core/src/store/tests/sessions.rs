//! Session, account state, positions, drafts, times.

use openidconnect::IssuerUrl;

use super::*;
use crate::{
    secret::{AccessToken, RefreshToken},
    store::{
        AccountSeal, AccountSealReason, AccountState, Advance, ConnId, SessionRecord, SyncPosition,
        Tokens,
    },
    time::{ServerDate, TimeSource},
};

fn tokens(name: &str) -> Tokens {
    Tokens {
        access_token: AccessToken::new(format!("access-{name}")),
        refresh_token: Some(RefreshToken::new(format!("refresh-{name}"))),
        expires_at: Some(at(300)),
    }
}

fn session() -> SessionRecord {
    SessionRecord {
        user_id: user("anna"),
        device_id: "DEVICE".into(),
        tokens: tokens("1"),
        homeserver: "http://127.0.0.1:8008".parse().unwrap(),
        server_name: "chat.example".try_into().unwrap(),
        ov: "xyz".parse().unwrap(),
        issuer: IssuerUrl::new("https://issuer.example".to_owned()).unwrap(),
        subject: "anna".parse().unwrap(),
    }
}

#[test]
fn a_session_comes_back() {
    let world = World::new();
    let store = world.create();
    assert_eq!(store.read(|tx| tx.session().get()).unwrap(), None);
    store.write(|tx| tx.session().set(&session())).unwrap();
    assert_eq!(
        world.open().read(|tx| tx.session().get()).unwrap(),
        Some(session())
    );
    assert!(!format!("{:?}", session()).contains("anna"));
}

#[test]
fn of_two_refreshes_with_one_token_the_first_counts() {
    let world = World::new();
    let (app, extension) = (world.create(), world.open());
    app.write(|tx| tx.session().set(&session())).unwrap();
    let used = RefreshToken::new("refresh-1".to_owned());
    assert!(
        app.write(|tx| tx.session().swap_tokens(&used, &tokens("2")))
            .unwrap()
    );
    assert!(
        !extension
            .write(|tx| tx.session().swap_tokens(&used, &tokens("3")))
            .unwrap()
    );
    let kept = extension.read(|tx| tx.session().get()).unwrap().unwrap();
    assert_eq!(kept.tokens, tokens("2"));
}

#[test]
fn a_server_without_new_refresh_tokens_keeps_the_old_one() {
    let world = World::new();
    let store = world.create();
    store.write(|tx| tx.session().set(&session())).unwrap();
    let used = RefreshToken::new("refresh-1".to_owned());
    let new = Tokens {
        refresh_token: None,
        ..tokens("2")
    };
    assert!(
        store
            .write(|tx| tx.session().swap_tokens(&used, &new))
            .unwrap()
    );
    let kept = store.read(|tx| tx.session().get()).unwrap().unwrap().tokens;
    assert_eq!(
        kept,
        Tokens {
            refresh_token: Some(used),
            ..tokens("2")
        }
    );
}

#[test]
fn an_account_is_sealed_and_comes_back() {
    let world = World::new();
    let store = world.create();
    assert_eq!(
        store.read(|tx| tx.session().state()).unwrap(),
        AccountState::Active
    );
    for reason in [
        AccountSealReason::RefreshRefused,
        AccountSealReason::Blocked,
        AccountSealReason::NoContact,
    ] {
        let sealed = AccountState::Sealed(AccountSeal {
            reason,
            since: at(5),
            destroy_at: Some(at(9)),
        });
        store.write(|tx| tx.session().set_state(sealed)).unwrap();
        assert_eq!(store.read(|tx| tx.session().state()).unwrap(), sealed);
    }
    store
        .write(|tx| tx.session().set_state(AccountState::Active))
        .unwrap();
    assert_eq!(
        world.open().read(|tx| tx.session().state()).unwrap(),
        AccountState::Active
    );
}

fn position(pos: &str, since: &str) -> SyncPosition {
    SyncPosition {
        pos: Some(pos.to_owned()),
        since: Some(since.to_owned()),
    }
}

#[test]
fn an_answer_that_was_overtaken_changes_nothing() {
    let world = World::new();
    let (app, extension) = (world.create(), world.open());
    let beginning = SyncPosition::default();
    assert_eq!(
        app.read(|tx| tx.positions().get(&ConnId::APP)).unwrap(),
        beginning
    );
    let advance = |store: &Store, conn: ConnId, asked: &SyncPosition, next: &SyncPosition| {
        store
            .write(|tx| tx.positions().advance(&conn, asked, next))
            .unwrap()
    };
    assert_eq!(
        advance(&app, ConnId::APP, &beginning, &position("a1", "t1")),
        Advance::Applied
    );
    // The extension asked before: its own position is right, but to-device messages are taken.
    assert_eq!(
        advance(
            &extension,
            ConnId::EXTENSION,
            &beginning,
            &position("e1", "t1")
        ),
        Advance::Stale
    );
    let asked = extension
        .read(|tx| tx.positions().get(&ConnId::EXTENSION))
        .unwrap();
    assert_eq!(
        asked,
        SyncPosition {
            pos: None,
            since: Some("t1".to_owned())
        }
    );
    assert_eq!(
        advance(&extension, ConnId::EXTENSION, &asked, &position("e1", "t2")),
        Advance::Applied
    );
    assert_eq!(
        advance(
            &app,
            ConnId::APP,
            &position("a1", "t1"),
            &position("a2", "t2")
        ),
        Advance::Stale
    );
    assert_eq!(
        app.read(|tx| tx.positions().get(&ConnId::APP)).unwrap(),
        position("a1", "t2")
    );

    app.write(|tx| tx.positions().reset(&ConnId::APP)).unwrap();
    let anew = app.read(|tx| tx.positions().get(&ConnId::APP)).unwrap();
    assert_eq!(
        anew,
        SyncPosition {
            pos: None,
            since: Some("t2".to_owned())
        }
    );
}

#[test]
fn drafts_stay_until_they_are_emptied() {
    let world = World::new();
    let store = world.create();
    let chat = room("a");
    let unknown = store.write(|tx| tx.drafts().set(&chat, "Bin", at(1)));
    assert_eq!(unknown, Err(StoreError::UnknownChat));
    store.write(|tx| add_chat(tx, &chat, "1")).unwrap();
    for text in ["Bin", "Bin gleich da"] {
        store
            .write(|tx| tx.drafts().set(&chat, text, at(1)))
            .unwrap();
        assert_eq!(
            store.read(|tx| tx.drafts().get(&chat)).unwrap().as_deref(),
            Some(text)
        );
    }
    store.write(|tx| tx.drafts().set(&chat, "", at(2))).unwrap();
    assert_eq!(store.read(|tx| tx.drafts().get(&chat)).unwrap(), None);
}

#[test]
fn trusted_time_comes_back() {
    let world = World::new();
    let store = world.create();
    let mut time = store.read(|tx| tx.times().get()).unwrap();
    time.observe(ServerDate {
        source: TimeSource::Issuer,
        date: at(1_000_030),
        received_at: at(1_000_000),
    });
    store.write(|tx| tx.times().set(&time)).unwrap();
    let kept = world.open().read(|tx| tx.times().get()).unwrap();
    assert_eq!(kept, time);
    assert_eq!(kept.effective(at(1_000_000)), at(1_000_030));
}

#[test]
fn one_process_at_a_time_has_the_right_to_refresh() {
    let world = World::new();
    let (store, second) = (world.create(), world.open());
    let at = |seconds: i64| at(1_000_000 + seconds);
    let token = session().tokens.refresh_token.unwrap();
    store.write(|tx| tx.session().set(&session())).unwrap();
    let claim = |store: &Store, now, until, before| {
        store
            .write(|tx| tx.session().claim_refresh(&token, now, until, before))
            .unwrap()
    };
    assert!(claim(&store, at(1), at(41), None));
    // Whoever looked at the clock a moment before that comes too late too.
    assert!(!claim(&second, at(0), at(40), None));
    assert!(!claim(&second, at(2), at(42), None));
    // Its own, after it was interrupted.
    assert!(claim(&store, at(3), at(43), Some(at(41))));
    // It ends by itself, or with what it was for, or when it is given back.
    assert!(claim(&second, at(43), at(83), None));
    second
        .write(|tx| tx.session().release_refresh(at(83)))
        .unwrap();
    assert!(claim(&store, at(44), at(84), None));
    // A clock that was set back keeps nobody waiting for ever.
    assert!(claim(&second, at(-900), at(-860), None));
}
