//! `dienstchat login OV`: the code flow in the system's browser, the answer on a loopback address
//! (RFC 8252 §7.3).

use super::{Console, open};
use crate::{
    app::{App, refresh},
    args::Login,
    browser,
    exit::Exit,
    failure::{Failure, SignInTrouble},
    lang::Lang,
    view::{Record, SignedIn},
};
use dienstchat_core::{
    client::SignInStarted,
    ids::OrgCode,
    login::issuers::{RedirectKind, RedirectUri},
};

pub(super) async fn run(args: Login, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    if app.fell_back {
        console.notes.warning(
            "secrets_in_file",
            "Hier gibt es keinen Secret Service; die Schlüssel kommen in eine Datei, die nur du lesen kannst.",
            "There is no Secret Service here; the secrets go into a file that only you can read.",
        );
    }
    let registered = registered(app, &args.ov).await?;
    let sign_in = app.client.sign_in();
    let loopback = sign_in.loopback(registered.as_str()).await?;
    let started = match &args.account {
        Some(account) => sign_in.again(account, loopback.redirect_uri()).await?,
        None => sign_in.begin(&args.ov, loopback.redirect_uri()).await?,
    };
    ask(&started, args.print_url, console)?;
    let callback = tokio::select! {
        answer = loopback.wait() => answer.map_err(Failure::from),
        () = tokio::time::sleep(args.timeout) => Err(Failure::TimedOut),
        _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
    };
    let callback = match callback {
        Ok(callback) => callback,
        Err(failure) => {
            sign_in.cancel()?;
            return Err(failure);
        }
    };
    let account = sign_in.finish(&callback).await?;
    console.out.show(&Record::SignedIn(SignedIn {
        account: account.id().as_str().to_owned(),
        ov: account.id().ov().to_string(),
        user_id: account.user_id().to_string(),
        device_id: account.device_id().to_string(),
    }))?;
    // Signed in is signed in: the chats can also come later.
    if let Err(failure) = refresh(std::slice::from_ref(&account)).await {
        console.notes.failure(&failure);
    }
    open_remembered(account.id().ov(), app, console).await;
    Ok(Exit::Ok)
}

/// Opens the link that waited for this sign-in; one of another organisation goes on waiting for
/// its own. Whatever comes of it, the sign-in has succeeded.
async fn open_remembered(ov: &OrgCode, app: &App, console: &mut Console) {
    let remembered = app.client.links().remembered().ok().flatten();
    let Some(link) = remembered.filter(|link| link.ov == *ov) else {
        return;
    };
    if let Err(failure) = open::show(&link.to_app(), app, console).await {
        console.notes.warning(
            "link",
            &format!(
                "Zum Link, der auf die Anmeldung gewartet hat: {}",
                failure.text(Lang::De)
            ),
            &format!(
                "About the link that waited for the sign-in: {}",
                failure.text(Lang::En)
            ),
        );
    }
}

/// The loopback redirect URI in the table for the organisation's issuer.
async fn registered(app: &App, ov: &OrgCode) -> Result<RedirectUri, Failure> {
    let organisation = app.client.organisations().get(ov).await?;
    let entry = app
        .config
        .issuers
        .get(&organisation.issuer)
        .ok_or(Failure::SignIn(SignInTrouble::UntrustedIssuer))?;
    let mut uris = entry.redirect_uris.iter();
    uris.find(|uri| uri.kind() == RedirectKind::Loopback)
        .cloned()
        .ok_or(Failure::NoLoopback)
}

/// Opens the browser, or prints the address.
fn ask(started: &SignInStarted, print_url: bool, console: &mut Console) -> Result<(), Failure> {
    let url = started.authorize_url.as_str();
    let opened = !print_url && browser::open(url);
    // With --json nobody reads words, and without a browser somebody must open the address.
    if print_url || (console.out.is_json() && !opened) {
        return Ok(console.out.show(&Record::Authorize {
            url: url.to_owned(),
        })?);
    }
    let words = if opened {
        console.lang.pick(
            "Melde dich im Browser an. Falls sich keiner öffnet, rufe diese Adresse auf:",
            "Sign in with the browser. If none opens, go to this address:",
        )
    } else {
        console.lang.pick(
            "Hier lässt sich kein Browser öffnen. Rufe diese Adresse auf:",
            "No browser can be opened here. Go to this address:",
        )
    };
    Ok(console.out.say(&format!("{words}\n\n{url}\n"))?)
}
