//! Sending that is broken off gives its message back.

use std::sync::mpsc;

use ruma::{OwnedTransactionId, TransactionId};
use tokio::sync::oneshot;

use super::{
    World, event,
    server::{PATIENCE, Server},
};
use crate::{
    chat::Sent,
    store::{Message, SendState},
};

const ONE_SENT: Sent = Sent {
    sent: 1,
    failed: 0,
    waiting: 0,
};

impl World {
    fn writes(&self, text: &str) -> OwnedTransactionId {
        self.chat().send_text(text).unwrap()
    }

    fn message(&self, transaction: &TransactionId) -> Message {
        let message = self.phone.store.read(|tx| tx.queue().get(transaction));
        message.unwrap().unwrap()
    }

    /// Waits until the message is in this state. The clock stands still, so no lease ends.
    async fn until(&self, transaction: &TransactionId, state: SendState) -> Message {
        let mut changes = self.account.changes();
        let reached = async {
            loop {
                let message = self.message(transaction);
                if message.state == state {
                    return message;
                }
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, reached).await.unwrap()
    }
}

#[tokio::test]
async fn a_loop_that_is_stopped_while_it_sends_gives_the_message_back() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let first = world.writes("eins");
    let second = world.writes("zwei");
    let run = || {
        let (account, (stop, stopped)) = (world.account.clone(), oneshot::channel::<()>());
        let stopped = async { stopped.await.unwrap() };
        (
            stop,
            tokio::spawn(async move { account.run(stopped).await }),
        )
    };
    let (stop, running) = run();
    let unanswered = server.message().await;
    assert_eq!(world.message(&first).state, SendState::Sending);
    stop.send(()).unwrap();
    assert_eq!(running.await.unwrap(), Ok(()));
    let given_back = world.until(&first, SendState::Queued).await;
    assert_eq!(given_back.attempts, 1);
    drop(unanswered);

    // The next loop sends both at once: this one under the transaction id that it had.
    let (stop, running) = run();
    for (transaction, id) in [(&first, "$1"), (&second, "$2")] {
        let sending = server.message().await;
        assert_eq!(sending.transaction, transaction.as_str());
        sending.answer.send(id).unwrap();
    }
    world.until(&second, SendState::Sent(event("2"))).await;
    assert_eq!(world.message(&first).state, SendState::Sent(event("1")));
    stop.send(()).unwrap();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_claims_gives_the_message_back() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let transaction = world.writes("eins");
    let (claims, claiming) = oneshot::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    // The first look at the clock is the claim's, in the middle of its transaction.
    world.clock.when_looked_at(move || {
        claims.send(()).unwrap();
        wait.recv().unwrap();
    });
    let account = world.account.clone();
    let dropped = tokio::spawn(async move { account.flush().await });
    claiming.await.unwrap();
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    let mut changes = world.account.changes();
    go_on.send(()).unwrap();
    tokio::time::timeout(PATIENCE, changes.changed())
        .await
        .unwrap()
        .unwrap();
    let given_back = world.message(&transaction);
    // It was claimed, and is free again.
    assert_eq!(
        (given_back.state, given_back.attempts),
        (SendState::Queued, 1)
    );

    let account = world.account.clone();
    let flushed = tokio::spawn(async move { account.flush().await });
    server.message().await.answer.send("$1").unwrap();
    assert_eq!(flushed.await.unwrap(), Ok(ONE_SENT));
}

#[tokio::test]
async fn whoever_sends_next_waits_for_what_is_given_back() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let transaction = world.writes("eins");
    let account = world.account.clone();
    let dropped = tokio::spawn(async move { account.flush().await });
    let unanswered = server.message().await;
    let (gives_back, giving_back) = oneshot::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    world.clock.when_looked_at(move || {
        gives_back.send(()).unwrap();
        wait.recv().unwrap();
    });
    dropped.abort();
    tokio::time::timeout(PATIENCE, giving_back)
        .await
        .unwrap()
        .unwrap();
    drop(unanswered);
    // In the middle of giving back the message is still claimed.
    let account = world.account.clone();
    let flushed = tokio::spawn(async move { account.flush().await });
    tokio::task::yield_now().await;
    assert!(!flushed.is_finished());
    go_on.send(()).unwrap();
    let sending = server.message().await;
    assert_eq!(sending.transaction, transaction.as_str());
    sending.answer.send("$1").unwrap();
    assert_eq!(flushed.await.unwrap(), Ok(ONE_SENT));
}

#[test]
fn a_call_that_is_dropped_outside_of_its_runtime_gives_the_message_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (world, transaction) = runtime.block_on(async {
        let mut server = Server::start().await;
        let world = World::at(&server.url);
        let transaction = world.writes("eins");
        let account = world.account.clone();
        let mut flush = Box::pin(async move { account.flush().await });
        let _unanswered = tokio::select! {
            _ = &mut flush => panic!("nobody answers"),
            message = server.message() => message,
        };
        // As a foreign thread does when the call's handle is closed there.
        let elsewhere = std::thread::spawn(move || drop(flush));
        elsewhere.join().unwrap();
        (world, transaction)
    });
    runtime.block_on(world.until(&transaction, SendState::Queued));
}
