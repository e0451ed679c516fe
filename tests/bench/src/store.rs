//! The encrypted store, beside rusqlite with SQLCipher keeping the same rows as they are.

pub(crate) mod bare;

use dienstchat_core::{
    store::{ReadTx, Store, WriteTx},
    time::{Clock as _, SystemClock},
};
use url::Url;

use self::bare::Bare;
use crate::{
    Result,
    fill::{Account, CHATS, events, room},
    measure::{Medians, compare, timed},
    report::{Report, Unit},
};

/// Messages of each chat.
const MESSAGES: usize = 200;
/// A page of a timeline.
pub(crate) const PAGE: usize = 50;

/// Measures everything.
pub(crate) fn run(report: &mut Report) -> Result {
    let account = Account::filled(&Url::parse("https://chat.example")?, MESSAGES)?;
    let bare = Bare::filled(&account, MESSAGES)?;
    let mut case = |name: &str, medians: Medians| report.time("store", name, Unit::Millis, medians);
    case("open (50 chats, 10,000 messages)", open(&account, &bare)?)?;
    case("read a page of 50 messages", page(&account, &bare)?)?;
    case("list 50 chats", list(&account, &bare)?)?;
    case("append 1,000 messages", append(&account, &bare)?)?;
    case(
        "destroy one of 50 chats, with 200 messages",
        destroy(&account, &bare)?,
    )
}

fn open(account: &Account, bare: &Bare) -> Result<Medians> {
    let ours = || {
        let config = account.store_config();
        Ok(timed(|| Ok(Store::open(config)?))?.1)
    };
    compare(50, ours, || Ok(timed(|| bare.open_again())?.1))
}

fn page(account: &Account, bare: &Bare) -> Result<Medians> {
    let room = room(7)?;
    let ours = || {
        let read = |tx: &ReadTx<'_>| Ok(tx.timeline(&room).page(None, PAGE)?);
        let (page, time) = timed(|| account.store.read(read))?;
        expect(page.items.len(), PAGE)?;
        Ok(time)
    };
    compare(200, ours, || {
        let (rows, time) = timed(|| bare.page(&room, PAGE))?;
        expect(rows.len(), PAGE)?;
        Ok(time)
    })
}

fn list(account: &Account, bare: &Bare) -> Result<Medians> {
    let ours = || {
        let (chats, time) = timed(|| account.store.read(|tx| Ok(tx.chats().list()?)))?;
        expect(chats.len(), CHATS)?;
        Ok(time)
    };
    compare(100, ours, || {
        let (rows, time) = timed(|| bare.list())?;
        expect(rows.len(), CHATS)?;
        Ok(time)
    })
}

/// In one transaction, each run to another chat.
fn append(account: &Account, bare: &Bare) -> Result<Medians> {
    let new = events(MESSAGES..MESSAGES + 1_000)?;
    let mut rooms = (0..CHATS).map(room);
    let ours = || {
        let room = rooms.next().ok_or("too few chats")??;
        let write = |tx: &mut WriteTx<'_>| Ok(tx.timeline(&room).append(&new, false, None)?);
        let (added, time) = timed(|| account.store.write(write))?;
        expect(added.len(), new.len())?;
        Ok(time)
    };
    let mut rooms = (0..CHATS).map(room);
    compare(20, ours, || {
        let room = rooms.next().ok_or("too few chats")??;
        Ok(timed(|| bare.append(&room, &new))?.1)
    })
}

/// A new chat takes the place of each that was destroyed.
fn destroy(account: &Account, bare: &Bare) -> Result<Medians> {
    let mut numbers = CHATS..;
    let ours = || {
        let number = numbers.next().ok_or("no number")?;
        let now = SystemClock.now();
        account.add_chat(number, MESSAGES)?;
        let rooms = [room(number)?];
        let (done, time) = timed(|| Ok(account.store.destroy_chats(&rooms, now)?))?;
        if !done {
            return Err("something was left of the chat".into());
        }
        Ok(time)
    };
    let mut numbers = CHATS..;
    compare(20, ours, || {
        let number = numbers.next().ok_or("no number")?;
        bare.add_chat(number, MESSAGES)?;
        let room = room(number)?;
        Ok(timed(|| bare.destroy(&room))?.1)
    })
}

/// Figures of work that was not done are worth nothing.
pub(crate) fn expect(found: usize, wanted: usize) -> Result {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{found} where {wanted} were expected").into())
    }
}
