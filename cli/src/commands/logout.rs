//! `dienstchat logout`

use std::io::{self, IsTerminal as _, Write as _};

use super::Console;
use crate::{app::App, args::Logout, exit::Exit, failure::Failure, lang::Lang, view::Record};

pub(super) async fn run(args: &Logout, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let accounts = app.infos(&args.choice)?;
    if accounts.len() > 1 && !args.all {
        return Err(Failure::AmbiguousAccount);
    }
    // A script has no terminal, and knows what it does.
    let ask = !args.yes && io::stdin().is_terminal();
    if ask && !confirmed(accounts.len(), console.lang)? {
        return Err(Failure::Interrupted);
    }
    for info in accounts {
        let signed_out = app.client.accounts().sign_out(&info.id).await?;
        console.out.show(&Record::SignedOut {
            account: info.id.as_str().to_owned(),
            server_told: signed_out.server_told,
        })?;
    }
    Ok(Exit::Ok)
}

fn confirmed(accounts: usize, lang: Lang) -> Result<bool, Failure> {
    let mut stderr = io::stderr();
    let question = lang.pick(
        format!(
            "Abmelden löscht alle Chats von {accounts} Konto/Konten von diesem Gerät; ohne ein anderes Gerät sind sie verloren.\nAbmelden? [j/N] "
        ),
        format!(
            "Signing out deletes all chats of {accounts} account(s) from this device; without another device they are lost.\nSign out? [y/N] "
        ),
    );
    stderr.write_all(question.as_bytes())?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    let answer = answer.trim().to_lowercase();
    Ok(matches!(answer.as_str(), "j" | "ja" | "y" | "yes"))
}
