//! `dienstchat status`: no network.

use dienstchat_core::client::{AccountInfo, AccountState, QueuedMessage, SendState};

use super::Console;
use crate::{
    app::App,
    args::Status,
    exit::Exit,
    failure::Failure,
    from_core,
    view::{Account, Record},
};

pub(super) fn run(args: &Status, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let mut trouble = None;
    for info in app.infos(&args.choice)? {
        match info.state {
            AccountState::Active => {}
            AccountState::Sealed(reason) => trouble = Some(Failure::from(reason)),
            AccountState::Unavailable(unavailable) => trouble = Some(unavailable.into()),
        }
        console.out.show(&Record::Account(account(app, &info)?))?;
    }
    trouble.map_or(Ok(Exit::Ok), Err)
}

fn account(app: &App, info: &AccountInfo) -> Result<Account, Failure> {
    let mut view = from_core::account(info, app.secrets.name());
    if matches!(info.state, AccountState::Unavailable(_)) {
        return Ok(view);
    }
    let account = app.client.accounts().get(&info.id)?;
    view.user_id = Some(account.user_id().to_string());
    view.device_id = Some(account.device_id().to_string());
    if info.state == AccountState::Active {
        let chats = account.chats()?;
        view.chats = chats.len();
        view.unread = chats.iter().map(|chat| chat.unread).sum();
        for chat in chats.iter().filter(|chat| chat.sealed.is_none()) {
            let queue = account.chat(&chat.duty_id)?.queue()?;
            let waits = |message: &&QueuedMessage| !matches!(message.state, SendState::Sent(_));
            view.queued += queue.iter().filter(waits).count();
        }
    }
    Ok(view)
}
