//! The first line: where everything is, with the stand-in's sample organisation and its duty's chat
//! switched on.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use dienstchat_e2e::Stack;
use hiorg_standin::{Contact, DEMO_OV, DEMO_PASSWORD};
use serde::Serialize;
use url::Url;

/// What the line says.
#[derive(Serialize)]
pub(crate) struct Ready {
    /// The connector's base URL, which is the host of deep links too.
    connector: Url,
    /// HiOrg-Server's pages.
    hiorg: Url,
    /// The issuer table of apps, a TOML file.
    issuers: PathBuf,
    /// A configuration of the terminal client that holds all this.
    config: PathBuf,
    /// The clock of all programs, for `DIENSTCHAT_TEST_CLOCK`.
    clock: PathBuf,
    /// The organisation's code.
    ov: &'static str,
    /// Its duty with a chat.
    duty: ReadyDuty,
    /// Its people.
    helpers: Vec<Helper>,
}

#[derive(Serialize)]
struct ReadyDuty {
    duty_id: String,
    title: String,
    link: Url,
}

#[derive(Serialize)]
struct Helper {
    name: String,
    username: String,
    password: &'static str,
    on_duty: bool,
}

/// Switches on what the line names.
pub(crate) async fn prepare(stack: &Stack) -> Result<Ready, Box<dyn Error>> {
    let hiorg = stack.hiorg();
    hiorg.seed_demo()?;
    let organisation = hiorg.organisation(DEMO_OV);
    let contact = Contact::new(
        "DRK Musterstadt",
        "Marktplatz 1",
        "chat@musterstadt.example",
    );
    organisation.switch_chat_on(contact).await?;
    let duty = organisation
        .duties()?
        .into_iter()
        .find(|duty| !duty.members.is_empty())
        .ok_or("the sample has no staffed duty")?;
    let handle = hiorg.duty(DEMO_OV, &duty.id);
    handle.set_chat(true).await?;

    let connector = stack.connector_url().clone();
    let issuers = stack.scratch().path().join("issuers.toml");
    fs::write(&issuers, stack.issuer_table())?;
    let config = stack.scratch().path().join("dienstchat.toml");
    fs::write(
        &config,
        format!(
            "connector = \"{connector}\"\napp_hosts = [\"{connector}\"]\n\n{}",
            stack.issuer_table()
        ),
    )?;
    let helpers = organisation
        .people()?
        .into_iter()
        .map(|person| Helper {
            on_duty: duty.members.iter().any(|member| member.sub == person.sub),
            name: person.name,
            username: person.username,
            password: DEMO_PASSWORD,
        })
        .collect();
    Ok(Ready {
        connector,
        hiorg: hiorg.url().clone(),
        issuers,
        config,
        clock: stack.clock().file().to_owned(),
        ov: DEMO_OV,
        duty: ReadyDuty {
            duty_id: duty.id,
            title: duty.title,
            link: handle.link()?,
        },
        helpers,
    })
}
