//! `dienstchat read DUTY`

use super::Console;
use crate::{
    app::{App, refresh},
    args::Read,
    exit::Exit,
    failure::Failure,
    from_core,
    view::Record,
};

pub(super) async fn run(args: &Read, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let found = app.chat(&args.duty, &args.choice, args.offline).await?;
    let limit = usize::from(args.limit);
    let mut refreshed = Ok(());
    if !args.offline {
        refreshed = refresh(std::slice::from_ref(&found.account)).await;
    }
    let mut page = found.chat.timeline(None, limit)?;
    // What a gap hides is on the server.
    while !args.offline && refreshed.is_ok() && page.incomplete && page.items.len() < limit {
        match found.chat.load_older().await {
            Ok(true) => page = found.chat.timeline(None, limit)?,
            Ok(false) => break,
            Err(error) => refreshed = Err(error.into()),
        }
    }
    if page.items.is_empty() && refreshed.is_ok() {
        console.out.say(
            console
                .lang
                .pick("Noch keine Nachrichten.", "No messages yet."),
        )?;
    }
    // What is on its way comes beside the page; the limit is for all.
    let skipped = page.items.len().saturating_sub(limit);
    for item in page.items.iter().skip(skipped) {
        let message = from_core::message(found.account.id(), &found.duty_id, item);
        console.out.show(&Record::Message(message))?;
    }
    found.chat.mark_read()?;
    refreshed.map(|()| Exit::Ok)
}
