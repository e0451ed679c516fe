//! `dienstchat organisations`

use super::Console;
use crate::{
    app::App,
    args::Organisations,
    exit::Exit,
    failure::Failure,
    view::{Organisation, Record},
};

pub(super) async fn run(
    args: &Organisations,
    app: &App,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let found = app.client.organisations().search(&args.search).await?;
    if found.is_empty() {
        let words = ("Keine Organisation gefunden.", "No organisation found.");
        console.out.say(console.lang.pick(words.0, words.1))?;
    }
    for organisation in found {
        console.out.show(&Record::Organisation(Organisation {
            trusted: app.config.issuers.get(&organisation.issuer).is_some(),
            ov: organisation.ov.to_string(),
            name: organisation.name,
            issuer: organisation.issuer,
            server_name: organisation.homeserver.server_name.to_string(),
        }))?;
    }
    Ok(Exit::Ok)
}
