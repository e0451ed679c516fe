//! `dienstchat status` as a process of its own, beside one that reads the same by SQL alone.

use std::{
    cell::RefCell,
    ffi::OsStr,
    fs,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde::Deserialize;

use crate::{
    Result,
    child::{Cost, cost},
    fill::{self, CHATS},
    measure::{Medians, compare, median, warm_up},
    report::{Report, Unit},
    store::{bare, expect},
};

const RUNS: usize = 20;

/// Measures time and memory.
pub(super) fn run(report: &mut Report, program: &Path, filled: &fill::Account) -> Result {
    if !program.exists() {
        return Err(format!("there is no {}", program.display()).into());
    }
    let config = filled.for_terminal()?;
    let arguments = [
        OsStr::new("--config"),
        config.as_os_str(),
        OsStr::new("--data-dir"),
        filled.folder().as_os_str(),
        OsStr::new("--json"),
        OsStr::new("status"),
    ];
    check(program, &arguments)?;
    let this = std::env::current_exe()?;
    let (store, secrets) = (filled.store_config().path, filled.secrets_file());
    let bare = [
        OsStr::new("bare-status"),
        store.as_os_str(),
        secrets.as_os_str(),
    ];
    let (ours, theirs) = (RefCell::default(), RefCell::default());
    let run = |program: &OsStr, arguments: &[&OsStr], costs: &RefCell<Vec<Cost>>| {
        let cost = cost(program, arguments)?;
        costs.borrow_mut().push(cost);
        Ok(cost.time)
    };
    let times: Medians<Duration> = compare(
        RUNS,
        || run(program.as_os_str(), &arguments, &ours),
        || run(this.as_os_str(), &bare, &theirs),
    )?;
    let peak = |costs: RefCell<Vec<Cost>>| {
        let costs = costs.into_inner();
        median(
            costs
                .iter()
                .skip(warm_up(RUNS))
                .map(|cost| cost.peak_kib)
                .collect(),
        )
    };
    let memory = Medians {
        value: peak(ours)?,
        reference: peak(theirs)?,
        runs: RUNS,
    };
    report.time(
        "chat",
        "dienstchat status, 10,000 messages: time",
        Unit::Millis,
        times,
    )?;
    report.memory("chat", "dienstchat status, 10,000 messages: memory", memory)
}

/// Whether it says what is in the store.
fn check(program: &Path, arguments: &[&OsStr]) -> Result {
    #[derive(Deserialize)]
    struct Account {
        chats: usize,
    }
    let output = Command::new(program).args(arguments).output()?;
    let account: Account = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("{} does not say what is in the store", program.display()))?;
    expect(account.chats, CHATS)
}

/// The store and the file that holds its key.
#[derive(clap::Args)]
pub(crate) struct BareStatus {
    store: PathBuf,
    secrets: PathBuf,
}

/// Reads each chat, its newest event, how many are unread and how many wait to be sent.
///
/// # Errors
/// What the database reports.
pub(crate) fn bare_status(arguments: &BareStatus) -> Result {
    let secrets = fs::read_to_string(&arguments.secrets)?;
    let line = secrets.lines().find_map(|line| line.split_once("/db "));
    let (_, key) = line.ok_or("no key")?;
    let connection = bare::open(&arguments.store, key)?;
    let (mut unread, mut queued) = (0, 0);
    let chats = bare::summaries(&connection)?;
    let sql = "SELECT count(*) FROM queue WHERE room_id = ?1 AND state != 'sent'";
    for ((room, ..), _, new) in &chats {
        unread += new;
        let mut count = connection.prepare_cached(sql)?;
        queued += count.query_row([room], |row| row.get::<_, i64>(0))?;
    }
    writeln!(stdout(), "{} {unread} {queued}", chats.len())?;
    Ok(())
}
