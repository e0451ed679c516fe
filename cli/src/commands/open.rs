//! `dienstchat open LINK`

use dienstchat_core::client::LinkTarget;

use super::Console;
use crate::{
    app::{App, refresh},
    args::Open,
    exit::Exit,
    failure::Failure,
    from_core,
    view::Record,
};

pub(super) async fn run(args: &Open, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    show(&args.link, app, console).await
}

/// Shows the chat that the link leads to, with its members.
pub(super) async fn show(link: &str, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    match app.client.links().open(link).await? {
        LinkTarget::SignIn { ov } => {
            console
                .out
                .show(&Record::SignInFirst { ov: ov.to_string() })?;
            Ok(Exit::SignedOut)
        }
        LinkTarget::Chat { chat, .. } => {
            let refreshed = refresh(std::slice::from_ref(chat.account())).await;
            console
                .out
                .show(&Record::Chat(app.view_of(&chat.summary()?)))?;
            for member in chat.members()? {
                console
                    .out
                    .show(&Record::Member(from_core::member(&member)))?;
            }
            refreshed.map(|()| Exit::Ok)
        }
    }
}
