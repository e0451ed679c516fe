//! `dienstchat chats`

use super::Console;
use crate::{
    app::{App, refresh},
    args::Chats,
    exit::Exit,
    failure::Failure,
    view::Record,
};

pub(super) async fn run(args: &Chats, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let accounts = app.accounts(&args.choice)?;
    let refreshed = if args.offline {
        Ok(())
    } else {
        refresh(&accounts).await
    };
    let chats = app.chats(&accounts)?;
    if chats.is_empty() && refreshed.is_ok() {
        console
            .out
            .say(console.lang.pick("Keine Chats.", "No chats."))?;
    }
    for chat in &chats {
        console.out.show(&Record::Chat(app.view_of(chat)))?;
    }
    // What is stored was shown; the exit code says that it may be old.
    refreshed.map(|()| Exit::Ok)
}
