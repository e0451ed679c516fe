//! A stack to be tried by hand: the sample organisation, its duty's chat ticked.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use dienstchat_e2e::{Stack, program};
use hiorg_standin::{DEMO_OV, Person};

use crate::narrator::Narrator;
use crate::story::{contact, sample_duty};

/// Runs a stack until Ctrl-C.
pub(crate) async fn serve(n: &Narrator) -> Result<(), Box<dyn Error>> {
    n.chapter(
        "Jetzt du: alles startet noch einmal, mit einem neuen Dienst …",
        "Now you: everything starts once more, with a new duty …",
    );
    let stack = Stack::start().await?;
    let hiorg = stack.hiorg();
    hiorg.seed_demo()?;
    let organisation = hiorg.organisation(DEMO_OV);
    organisation.switch_chat_on(contact()).await?;
    let duty = sample_duty(&stack)?;
    duty.hiorg.set_chat(true).await?;
    duty.becomes("active").await?;

    let page = duty.page();
    n.says(
        &format!("Die Dienstseite: {page}"),
        &format!("The duty page: {page}"),
    );
    let link = duty.link_on_its_page().await;
    let client = program("dienstchat")?;
    let on_duty = duty.hiorg.get()?.members;
    let (invited, others): (Vec<_>, Vec<_>) = organisation
        .people()?
        .into_iter()
        .partition(|person| on_duty.iter().any(|member| member.sub == person.sub));
    for person in invited {
        let config = configure(&stack, &person)?;
        let command = format!("{} --config {}", client.display(), config.display());
        let Person {
            name,
            username,
            password,
            ..
        } = &person;
        n.chapter(
            &format!("{name}: anmelden mit {username} / {password}"),
            &format!("{name}: sign in with {username} / {password}"),
        );
        println!("  {command} login {DEMO_OV}");
        println!("  {command} open {link}");
        println!(
            "  {command} send {} \"{}\"",
            duty.id.as_str(),
            n.pick("Hallo!", "Hello!")
        );
        println!("  {command} follow {}", duty.id.as_str());
    }
    for person in &others {
        configure(&stack, person)?;
    }
    let others: Vec<_> = others.iter().map(|person| &*person.username).collect();
    let others = others.join(", ");
    println!();
    n.says(
        &format!("Noch nicht im Dienst, mit demselben Passwort: {others}. Teile sie auf der Dienstseite ein."),
        &format!("Not on the duty yet, with the same password: {others}. Assign them on the duty page."),
    );
    n.chapter("Ende mit Strg-C.", "Ctrl-C ends it.");
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// A configuration of the terminal client that keeps this person's data apart from the others'.
fn configure(stack: &Stack, person: &Person) -> Result<PathBuf, Box<dyn Error>> {
    let file = stack
        .scratch()
        .path()
        .join(format!("{}.toml", person.username));
    let data = stack.scratch().unique(&person.username)?;
    let connector = stack.connector_url();
    let text = format!(
        "connector = \"{connector}\"\napp_hosts = [\"{connector}\"]\ndata_dir = '{}'\n\
         secrets = \"file\"\n\n{}",
        data.display(),
        stack.issuer_table(),
    );
    fs::write(&file, text)?;
    Ok(file)
}
