//! `dienstchat follow DUTY`: prints new messages as they come.

mod seen;

use std::{future::pending, time::Duration};

use dienstchat_core::client::TimelineToken;
use tokio::sync::oneshot;

use super::Console;
use crate::{
    app::{App, Found, refresh},
    args::Follow,
    exit::Exit,
    failure::Failure,
    from_core,
    view::{Content, Message, Record},
};
use seen::Seen;

/// How many messages are looked at in one go.
const PAGE: usize = 50;

pub(super) async fn run(args: &Follow, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let found = app.chat(&args.duty, &args.choice, false).await?;
    // New is what this device did not have when it was called, so nothing is lost between a `read`
    // and this.
    let mut seen = Seen::of(page(&found, None)?.messages);
    let mut news = found.account.changes();
    match refresh(std::slice::from_ref(&found.account)).await {
        // It goes on by itself once there is a connection.
        Err(failure @ (Failure::Offline | Failure::Busy)) => {
            console.notes.failure(&failure);
        }
        refreshed => refreshed?,
    }
    console.out.show(&Record::Following {
        account: found.account.id().as_str().to_owned(),
        duty_id: found.duty_id.to_string(),
    })?;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = found.account.run(async {
        // Dropping the sender stops it too.
        let _ = stopped.await;
    });
    let timeout = end_of(args.timeout);
    tokio::pin!(running, timeout);
    let mut left = args.count;
    let ended = loop {
        if show_news(&found, &mut seen, &mut left, console)? {
            break Ok(Exit::Ok);
        }
        tokio::select! {
            ended = news.changed() => if ended.is_err() {
                break Ok(Exit::Ok);
            },
            result = &mut running => return result.map(|()| Exit::Ok).map_err(Failure::from),
            () = &mut timeout => {
                break if args.count.is_some() { Err(Failure::TimedOut) } else { Ok(Exit::Ok) };
            }
            _ = tokio::signal::ctrl_c() => break Ok(Exit::Ok),
        }
    };
    drop(stop);
    ended
}

async fn end_of(timeout: Option<Duration>) {
    match timeout {
        Some(timeout) => tokio::time::sleep(timeout).await,
        None => pending().await,
    }
}

/// Shows what is new; whether the count is reached.
fn show_news(
    found: &Found,
    seen: &mut Seen,
    left: &mut Option<u32>,
    console: &mut Console,
) -> Result<bool, Failure> {
    let mut shown = false;
    for message in newest(found, seen)? {
        if !seen.is_news(&message) {
            continue;
        }
        // What cannot be read yet counts once it can; nobody waits for their own.
        let counts = !message.own && !matches!(message.content, Content::Waiting { .. });
        console.out.show(&Record::Message(message))?;
        shown = true;
        if let Some(left) = left.as_mut().filter(|_| counts) {
            *left = left.saturating_sub(1);
            if *left == 0 {
                break;
            }
        }
    }
    if shown {
        found.chat.mark_read()?;
    }
    Ok(*left == Some(0))
}

/// The newest messages, oldest first, back to one that was seen before.
fn newest(found: &Found, seen: &Seen) -> Result<Vec<Message>, Failure> {
    let mut messages = Vec::new();
    let mut before = None;
    loop {
        let mut page = page(found, before)?;
        let known = page.messages.iter().any(|message| seen.has(message));
        page.messages.append(&mut messages);
        messages = page.messages;
        before = page.older;
        if known || before.is_none() {
            return Ok(messages);
        }
    }
}

struct Page {
    messages: Vec<Message>,
    older: Option<TimelineToken>,
}

fn page(found: &Found, before: Option<TimelineToken>) -> Result<Page, Failure> {
    let page = found.chat.timeline(before, PAGE)?;
    let view = |item| from_core::message(found.account.id(), &found.duty_id, item);
    Ok(Page {
        messages: page.items.iter().map(view).collect(),
        older: page.older,
    })
}
