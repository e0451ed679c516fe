//! The story, as it happens.

use std::error::Error;
use std::time::Duration;

use dienstchat_core::client::{ChatError, LinkError, LinkTarget};
use dienstchat_core::duty::Phase;
use dienstchat_core::time::{DAY, HOUR};
use dienstchat_e2e::{Duty, Helper, Stack, StackError, until};
use hiorg_standin::{Assignment, Contact, DEMO_OV};
use reqwest::StatusCode;

use crate::narrator::Narrator;

/// How long a change of staffing may take to arrive on the server.
const SECONDS: Duration = Duration::from_secs(10);

/// The contact of the sample organisation.
pub(crate) fn contact() -> Contact {
    Contact::new(
        "DRK Musterstadt",
        "Hauptstraße 1, Musterstadt",
        "chat@example.org",
    )
}

/// The sample duty that has people on it.
pub(crate) fn sample_duty(stack: &Stack) -> Result<Duty<'_>, Box<dyn Error>> {
    let duties = stack.hiorg().organisation(DEMO_OV).duties()?;
    let duty = duties.into_iter().find(|duty| !duty.members.is_empty());
    let duty = duty.ok_or("the sample has no duty with people on it")?;
    Ok(Duty::new(stack, DEMO_OV, &duty.id))
}

/// Tells it from the beginning to the end.
pub(crate) async fn tell(n: &Narrator) -> Result<(), Box<dyn Error>> {
    n.chapter(
        "Ein Homeserver (Synapse), der Connector und ein Nachbau von HiOrg-Server starten …",
        "A homeserver (Synapse), the connector and a stand-in for HiOrg-Server start …",
    );
    let stack = Stack::start().await?;
    stack.hiorg().seed_demo()?;
    let duty = sample_duty(&stack)?;
    let anna = Helper::new(&stack, DEMO_OV, "anna");
    let mut ben = Helper::new(&stack, DEMO_OV, "ben");
    let cem = Helper::new(&stack, DEMO_OV, "cem");
    let dora = Helper::new(&stack, DEMO_OV, "dora");

    before(n, &stack, &duty).await?;
    people_come(n, &duty, &anna, &ben, &cem).await?;
    staffing_changes(n, &stack, &duty, [&anna, &ben, &cem, &dora]).await?;
    the_end_moves(n, &stack, &duty, &anna, &ben).await?;
    secrecy(n, &stack, &anna)?;
    ben.stop();
    everything_goes(n, &stack, &duty, &anna, &mut ben).await
}

async fn before(n: &Narrator, stack: &Stack, duty: &Duty<'_>) -> Result<(), Box<dyn Error>> {
    n.chapter("In HiOrg-Server", "In HiOrg-Server");
    n.says(
        "Die Verwaltung des DRK Musterstadt schaltet die Chat-Funktion ein: ab jetzt steht es im \
         Verzeichnis der App.",
        "The admin of DRK Musterstadt switches the chat function on: from now on the app's \
         directory lists it.",
    );
    stack
        .hiorg()
        .organisation(DEMO_OV)
        .switch_chat_on(contact())
        .await?;
    n.says(
        "In „Einteilung speichern“ setzt die Disposition den Haken „Chat“: Anna ist verantwortlich, \
         Ben und Cem sind fest eingeteilt.",
        "In \"Einteilung speichern\" the dispatcher ticks the chat: Anna is responsible, Ben and \
         Cem are assigned.",
    );
    duty.hiorg.set_chat(true).await?;
    duty.becomes("active").await?;
    let page = duty.page();
    n.says(
        &format!("Die Dienstseite, solange die Geschichte läuft: {page}"),
        &format!("The duty page, as long as the story lasts: {page}"),
    );
    Ok(())
}

async fn people_come(
    n: &Narrator,
    duty: &Duty<'_>,
    anna: &Helper,
    ben: &Helper,
    cem: &Helper,
) -> Result<(), Box<dyn Error>> {
    n.chapter("Die Helfer kommen dazu", "The helpers come in");
    n.says(
        "Anna meldet sich über HiOrg-Server an, sieht genau diesen Dienst, und schreibt.",
        "Anna signs in through HiOrg-Server, sees exactly this duty, and writes.",
    );
    anna.sign_in().await?;
    let link = duty.link_on_its_page().await;
    opens(anna, &link).await?;
    anna.says(
        &duty.id,
        n.pick(
            "Treffen um halb zwei am Zelt.",
            "Let's meet at half past one.",
        ),
    )
    .await;
    n.shows(anna, duty);

    n.says(
        "Ben klickt auf der Dienstseite auf „Chat öffnen“. Er ist noch nicht angemeldet: die App \
         merkt sich den Link und öffnet den Chat nach der Anmeldung.",
        "Ben follows \"Chat öffnen\" on the duty page. He is not signed in yet: the app remembers \
         the link and opens the chat after the sign-in.",
    );
    let LinkTarget::SignIn { .. } = ben.app().links().open(&link).await? else {
        return Err("the link should have asked Ben to sign in".into());
    };
    let remembered = ben
        .app()
        .links()
        .remembered()?
        .ok_or("the link was not remembered")?;
    ben.sign_in().await?;
    opens(ben, &remembered.to_app()).await?;
    cem.sign_in().await?;
    opens(cem, &link).await?;

    n.says("Beide schreiben und lesen.", "Both write and read.");
    let question = n.pick(
        "Wer bringt den Notfallrucksack mit?",
        "Who brings the backpack?",
    );
    anna.says(&duty.id, question).await;
    ben.hears(&duty.id, anna, question).await;
    let answer = n.pick(
        "Ich, er liegt schon im Auto.",
        "I do, it is in the car already.",
    );
    ben.says(&duty.id, answer).await;
    anna.hears(&duty.id, ben, answer).await;
    cem.hears(&duty.id, ben, answer).await;
    n.shows(anna, duty);
    n.shows(ben, duty);
    Ok(())
}

async fn staffing_changes(
    n: &Narrator,
    stack: &Stack,
    duty: &Duty<'_>,
    [anna, ben, cem, dora]: [&Helper; 4],
) -> Result<(), Box<dyn Error>> {
    n.chapter("Die Einteilung ändert sich", "The staffing changes");
    n.says(
        "Dora wird zusätzlich eingeteilt, Cem fällt aus: Sekunden später gilt das auch im Chat.",
        "Dora is assigned as well, Cem drops out: seconds later that holds in the chat too.",
    );
    dora.sign_in().await?;
    duty.hiorg
        .assign(Assignment::assigned(&dora.person().sub, "Sanitäterin"))
        .await?;
    duty.hiorg.unassign(&cem.person().sub).await?;
    duty.has_joined(anna, &[anna, ben, dora], SECONDS).await?;
    cem.syncs_once().await;
    opens(dora, &duty.link_on_its_page().await).await?;
    let news = n.pick("Dora springt für Cem ein.", "Dora steps in for Cem.");
    anna.says(&duty.id, news).await;
    dora.hears(&duty.id, anna, news).await;
    cem.syncs_once().await;
    n.shows(dora, duty);
    n.shows(cem, duty);

    n.says(
        "Ben wird aus Versehen entfernt: sein Telefon versiegelt den Chat, vernichtet aber nichts.",
        "Ben is removed by mistake: his phone seals the chat, but destroys nothing.",
    );
    duty.hiorg.unassign(&ben.person().sub).await?;
    duty.has_joined(anna, &[anna, dora], SECONDS).await?;
    ben.syncs_once().await;
    n.shows(ben, duty);
    n.says(
        "Der Irrtum wird zurückgenommen: Ben hat alles wieder.",
        "The mistake is taken back: Ben has everything again.",
    );
    duty.hiorg
        .assign(Assignment::assigned(&ben.person().sub, "Sanitäter"))
        .await?;
    ben.waits_until(&duty.id, "the chat to be back", |chat| {
        chat.sealed.is_none()
    })
    .await;
    n.shows(ben, duty);

    n.says(
        "Einen Tag später steht fest, dass Cem nicht dabei ist: sein Telefon vernichtet den Chat.",
        "A day later it is certain that Cem is out: his phone destroys the chat.",
    );
    stack.clock().advance(25 * HOUR)?;
    cem.syncs_once().await;
    confirm(
        !cem.keeps(&duty.id),
        "Cem's phone should have destroyed the chat",
    )?;
    n.shows(cem, duty);
    Ok(())
}

async fn the_end_moves(
    n: &Narrator,
    stack: &Stack,
    duty: &Duty<'_>,
    anna: &Helper,
    ben: &Helper,
) -> Result<(), Box<dyn Error>> {
    n.chapter("Nach dem Dienst", "After the duty");
    n.says(
        "Zwei Tage nach dem Ende kann nur noch gelesen werden. Ben hatte noch etwas geschrieben, \
         aber kein Netz.",
        "Two days after the end the chat is read only. Ben had still written something, but had \
         no network.",
    );
    let late = n.pick(
        "Eine Trage steht noch bei mir.",
        "One stretcher is still at my place.",
    );
    ben.chat(&duty.id).send_text(late)?;
    passes_until(stack, duty.ends_at() + 2 * DAY.as_secs())?;
    duty.becomes("read_only").await?;
    let by_hand = anna.by_hand().send(&duty.room().await, "late", &[]).await;
    confirm(
        by_hand == Err(StatusCode::FORBIDDEN),
        "the server should refuse messages",
    )?;
    n.says(
        "Auch der Server nimmt nichts mehr an, selbst an der App vorbei.",
        "The server takes nothing more either, not even past the app.",
    );
    ben.syncs_once().await;
    n.shows(ben, duty);

    n.says(
        "Der Dienst geht doch länger: der Chat ist wieder offen.",
        "The duty lasts longer after all: the chat is open again.",
    );
    duty.hiorg.move_end(now(stack) + 2 * 3600).await?;
    duty.becomes("active").await?;
    anna.waits_until(&duty.id, "the reopening", |chat| {
        chat.phase == Phase::Active
    })
    .await;
    let longer = n.pick(
        "Wir bleiben bis zum Feuerwerk.",
        "We stay for the fireworks.",
    );
    anna.says(&duty.id, longer).await;
    ben.hears(&duty.id, anna, longer).await;

    n.says(
        "Er wird abgesagt: sofort nur noch lesen. Die Absage wird zurückgenommen: wieder offen.",
        "It is cancelled: read only at once. The cancellation is undone: open again.",
    );
    duty.hiorg.cancel().await?;
    duty.becomes("read_only").await?;
    anna.waits_until(&duty.id, "the cancellation", |chat| {
        chat.phase == Phase::ReadOnly
    })
    .await;
    let refused = anna.chat(&duty.id).send_text(longer);
    confirm(
        refused == Err(ChatError::ReadOnly),
        "the app should take no message",
    )?;
    n.shows(anna, duty);
    duty.hiorg.undo_cancel().await?;
    duty.becomes("active").await?;
    anna.waits_until(&duty.id, "the duty to be back", |chat| {
        chat.phase == Phase::Active
    })
    .await;
    n.shows(anna, duty);
    Ok(())
}

fn secrecy(n: &Narrator, stack: &Stack, anna: &Helper) -> Result<(), Box<dyn Error>> {
    n.chapter("Was der Server weiß", "What the server knows");
    let words = [
        n.pick("Notfallrucksack", "backpack"),
        n.pick("Feuerwerk", "fireworks"),
        n.pick("Dora springt", "Dora steps"),
    ];
    for word in words {
        confirm(
            !stack.scratch().holds(word.as_bytes())?,
            "a word stands in a file",
        )?;
    }
    confirm(
        !anna.holds(anna.person().name.as_bytes())?,
        "a name stands in a phone's file",
    )?;
    n.says(
        "Datenbank, Medien und Logs des Servers sind durchsucht: kein Wort davon, was geschrieben \
         wurde. Auch in den Dateien der Telefone steht ohne Schlüssel nichts.",
        "The server's database, media and logs have been searched: no word of what was written. \
         The phones' files show nothing without the key either.",
    );
    Ok(())
}

async fn everything_goes(
    n: &Narrator,
    stack: &Stack,
    duty: &Duty<'_>,
    anna: &Helper,
    ben: &mut Helper,
) -> Result<(), Box<dyn Error>> {
    n.chapter("32 Tage nach dem Ende", "32 days after the end");
    passes_until(stack, duty.ends_at() + 32 * DAY.as_secs())?;
    duty.is_deleted().await?;
    n.says(
        "Der Server hat den Chat gelöscht, und jedes Telefon löscht seine Kopie.",
        "The server has deleted the chat, and every phone deletes its copy.",
    );
    anna.syncs_once().await;
    confirm(
        !anna.keeps(&duty.id),
        "Anna's phone should have deleted the chat",
    )?;
    n.shows(anna, duty);
    stack.synapse().kill();
    stack.connector().kill();
    ben.start()?;
    confirm(
        !ben.keeps(&duty.id),
        "Ben's phone should have deleted the chat",
    )?;
    n.says(
        "Bens Telefon war aus und hat noch immer kein Netz: es löscht von selbst, beim Start.",
        "Ben's phone was off and still has no network: it deletes by itself, when it starts.",
    );
    n.shows(ben, duty);
    Ok(())
}

/// The link leads to the chat, once the server has let the person in.
async fn opens(phone: &Helper, link: &str) -> Result<(), Box<dyn Error>> {
    let opened = until("the chat behind the link", 3 * SECONDS, || async {
        Ok::<_, StackError>(match phone.app().links().open(link).await {
            Err(LinkError::NotOnDuty) => None,
            target => Some(target),
        })
    });
    match opened.await?? {
        LinkTarget::Chat { .. } => Ok(()),
        LinkTarget::SignIn { .. } => Err("the link asks to sign in again".into()),
    }
}

/// Until a minute after: dates in HTTP have whole seconds, and phones follow them.
fn passes_until(stack: &Stack, moment: u64) -> Result<(), StackError> {
    let time = (moment + 60).saturating_sub(now(stack));
    stack.clock().advance(Duration::from_secs(time))
}

fn now(stack: &Stack) -> u64 {
    stack.clock().now().as_secs().unsigned_abs()
}

/// The demo tells nothing that is not so.
fn confirm(so: bool, otherwise: &'static str) -> Result<(), &'static str> {
    so.then_some(()).ok_or(otherwise)
}
