//! Chats as a client has them, beside the bare libraries doing the same work.

mod homeserver;
mod incoming;
mod status;

use std::path::Path;

use dienstchat_core::client::{self, Dienstchat};
use url::Url;

pub(crate) use self::status::{BareStatus, bare_status};
use crate::{
    Result,
    fill::{self, CHATS, room},
    measure::{Medians, compare, timed},
    report::{Report, Unit},
    store::{PAGE, bare::Bare, expect},
};

/// Messages of each chat.
const MESSAGES: usize = 200;

/// Measures everything; `program` is the `dienstchat` to be run.
pub(crate) fn run(report: &mut Report, program: &Path) -> Result {
    let filled = fill::Account::filled(&Url::parse("https://chat.example")?, MESSAGES)?;
    let bare = Bare::filled(&filled, MESSAGES)?;
    let account = account(&filled)?;
    let mut case = |name: &str, medians: Medians| report.time("chat", name, Unit::Millis, medians);
    case("the list of 50 chats", list(&account, &bare)?)?;
    case("a page of 50 messages", page(&account, &bare)?)?;
    case(
        "take in 50 chats with 20 messages each",
        incoming::measure()?,
    )?;
    drop(account);
    status::run(report, program, &filled)
}

/// The account as the client opens it.
fn account(filled: &fill::Account) -> Result<client::Account> {
    let (config, environment) = filled.client_config()?;
    Ok(Dienstchat::open(config, environment)?
        .accounts()
        .get(&filled.id)?)
}

fn list(account: &client::Account, bare: &Bare) -> Result<Medians> {
    let ours = || {
        let (chats, time) = timed(|| Ok(account.chats()?))?;
        expect(chats.len(), CHATS)?;
        Ok(time)
    };
    compare(50, ours, || {
        let (chats, time) = timed(|| bare.summaries())?;
        expect(chats.len(), CHATS)?;
        Ok(time)
    })
}

fn page(account: &client::Account, bare: &Bare) -> Result<Medians> {
    let (chat, room) = (account.chat(&"d7".parse()?)?, room(7)?);
    let ours = || {
        let (page, time) = timed(|| Ok(chat.timeline(None, PAGE)?))?;
        expect(page.items.len(), PAGE)?;
        Ok(time)
    };
    compare(100, ours, || {
        let (rows, time) = timed(|| bare.page(&room, PAGE))?;
        expect(rows.len(), PAGE)?;
        Ok(time)
    })
}
