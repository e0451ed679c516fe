//! An installation for a program that is measured elsewhere: the desktop app.

use std::io::{Read as _, Write as _, stdin, stdout};

use serde_json::json;
use url::Url;

use crate::{
    Result,
    fill::{self, CHATS},
};

/// Messages of each chat but the first.
const MESSAGES: usize = 200;

/// How much there is.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Messages of the first chat.
    #[arg(long)]
    longest: usize,
}

/// Says where the installation is, and keeps it until the input ends.
///
/// # Errors
/// What the store and the file system report.
pub(crate) fn run(arguments: &Arguments) -> Result {
    let account = fill::Account::new(&Url::parse("https://chat.example")?)?;
    account.add_chat(0, arguments.longest)?;
    for number in 1..CHATS {
        account.add_chat(number, MESSAGES)?;
    }
    let line = json!({
        "config": account.for_terminal()?,
        "folder": account.folder(),
        "longest": "dienstchat://duty/xyz/d0",
    });
    writeln!(stdout(), "{line}")?;
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
