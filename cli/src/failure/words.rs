//! Failures in words, with what to do about them.

use super::{Failure, SignInTrouble, StoreTrouble};
use crate::lang::{Lang, german_io};

pub(super) fn of(failure: &Failure, lang: Lang) -> String {
    let (german, english) = match failure {
        Failure::Config(error) => return error.text(lang),
        Failure::KeyStore(failure) => return failure.text(lang),
        Failure::Stdio(kind) => {
            return lang.pick(
                format!("Ein- oder Ausgabe fehlgeschlagen: {}", german_io(*kind)),
                format!("Input or output failed: {kind}"),
            );
        }
        Failure::AmbiguousAccount => (
            "Das passt zu mehreren Konten; wähle eins mit --account oder --ov (dienstchat status zeigt sie).",
            "This fits several accounts; choose one with --account or --ov (dienstchat status shows them).",
        ),
        Failure::AmbiguousDuty => (
            "Diese Dienst-Id gibt es mehrmals; nimm den Link des Dienstes oder wähle mit --account oder --ov.",
            "There are several duties with this id; take the duty's link, or choose with --account or --ov.",
        ),
        Failure::TextEmpty => ("Die Nachricht ist leer.", "The message is empty."),
        Failure::TextTooLong => ("Die Nachricht ist zu lang.", "The message is too long."),
        Failure::NotText => (
            "Die Standardeingabe ist kein UTF-8-Text.",
            "Standard input is not UTF-8 text.",
        ),
        Failure::InvalidLink(_) => (
            "Das ist kein Link zu einem Dienst-Chat dieser Einrichtung.",
            "This is not a link to a duty chat of this installation.",
        ),
        Failure::NoLoopback => (
            "Für den Anmelde-Anbieter ist keine Rücksprungadresse auf diesem Rechner eingetragen (\"redirect_uris\", etwa http://127.0.0.1/callback).",
            "The sign-in provider has no redirect URI on this machine in the table (\"redirect_uris\", such as http://127.0.0.1/callback).",
        ),
        Failure::Offline => ("Keine Verbindung.", "No connection."),
        Failure::NoAccount => (
            "Du bist nicht angemeldet: dienstchat login OV",
            "You are not signed in: dienstchat login OV",
        ),
        Failure::SignInAgain => (
            "Die Sitzung wurde beendet. Melde dich wieder an (dienstchat login OV); es geht nichts verloren.",
            "The session was ended. Sign in again (dienstchat login OV); nothing is lost.",
        ),
        Failure::Sealed => (
            "Das Konto ist gerade gesperrt; dienstchat status sagt, warum und was zu tun ist. Es geht nichts verloren.",
            "The account is sealed for now; dienstchat status says why and what to do. Nothing is lost.",
        ),
        Failure::ReadOnly => ("Der Chat ist nur noch lesbar.", "The chat is read only."),
        Failure::Refused => (
            "Der Server hat die Nachricht abgelehnt.",
            "The server refused the message.",
        ),
        Failure::Busy => (
            "Der Server ist gerade überlastet. Versuche es später noch einmal.",
            "The server is busy now. Try again later.",
        ),
        Failure::Queued => (
            "Die Nachricht wartet noch; sie ist gespeichert und geht nicht verloren.",
            "The message still waits; it is saved and not lost.",
        ),
        Failure::UnknownOrganisation => (
            "Diese Organisation gibt es nicht, oder ihr Chat ist nicht eingeschaltet.",
            "There is no such organisation, or its chat is not switched on.",
        ),
        Failure::NoSuchAccount => (
            "Dieses Konto gibt es hier nicht (dienstchat status zeigt alle).",
            "There is no such account here (dienstchat status shows all).",
        ),
        Failure::NotOnDuty => (
            "Es gibt keinen Chat zu diesem Dienst, oder du bist nicht in diesem Dienst.",
            "There is no chat of this duty, or you are not on it.",
        ),
        Failure::Removed => (
            "Du bist nicht mehr für diesen Dienst eingeteilt.",
            "You are no longer assigned to this duty.",
        ),
        Failure::ChatDeleted => (
            "Der Chat ist gelöscht, wie jeder Chat am Ende.",
            "The chat is deleted, as every chat is in the end.",
        ),
        Failure::Store(trouble) => store(*trouble),
        Failure::DataFolder => (
            "Das Datenverzeichnis lässt sich nicht anlegen oder beschreiben.",
            "The data folder cannot be made or written to.",
        ),
        Failure::SignIn(trouble) => sign_in(*trouble),
        Failure::TimedOut => ("Die Zeit ist abgelaufen.", "The time is over."),
        Failure::Interrupted => ("Abgebrochen.", "Interrupted."),
        Failure::Server => (
            "Der Server antwortet mit einem Fehler. Versuche es später noch einmal.",
            "The server answers with an error. Try again later.",
        ),
    };
    lang.pick(german, english).to_owned()
}

fn store(trouble: StoreTrouble) -> (&'static str, &'static str) {
    match trouble {
        StoreTrouble::Damaged => (
            "Der Speicher des Kontos ist beschädigt. Er wurde nicht verändert.",
            "The account's store is damaged. It was left alone.",
        ),
        StoreTrouble::KeyMissing => (
            "Der Schlüssel zum Speicher des Kontos fehlt (Schlüsselbund oder Datei \"secrets\").",
            "The key of the account's store is missing (keyring or file \"secrets\").",
        ),
        StoreTrouble::NewerVersion => (
            "Eine neuere Version hat den Speicher geschrieben. Aktualisiere dienstchat.",
            "A newer version wrote the store. Update dienstchat.",
        ),
        StoreTrouble::Locked => (
            "Der Speicher ist gerade gesperrt: Entsperre den Schlüsselbund, oder ein anderes Programm gibt ihn nicht frei.",
            "The store is locked now: unlock the keyring, or another program does not let go of it.",
        ),
        StoreTrouble::Storage => (
            "Die Festplatte ist voll oder defekt.",
            "The disk is full or fails.",
        ),
    }
}

fn sign_in(trouble: SignInTrouble) -> (&'static str, &'static str) {
    match trouble {
        SignInTrouble::UntrustedIssuer => (
            "Der Anmelde-Anbieter dieser Organisation ist hier nicht eingetragen; es wird nichts an ihn geschickt.",
            "The organisation's sign-in provider is not in the table here; nothing is sent to it.",
        ),
        SignInTrouble::Denied => (
            "Die Anmeldung wurde abgelehnt.",
            "The sign-in was declined.",
        ),
        SignInTrouble::Failed => (
            "Die Anmeldung ist beim Anbieter fehlgeschlagen.",
            "The provider could not sign you in.",
        ),
        SignInTrouble::UnknownCallback => (
            "Die Antwort gehört zu keiner Anmeldung, die hier begonnen wurde.",
            "The answer belongs to no sign-in that was begun here.",
        ),
        SignInTrouble::WrongPerson => (
            "Es hat sich jemand anderes angemeldet als bisher in diesem Konto. Melde dich als dieselbe Person an, oder erst das Konto ab (dienstchat logout).",
            "Somebody else signed in than this account's person. Sign in as the same person, or sign the account out first (dienstchat logout).",
        ),
        SignInTrouble::WrongOrganisation => (
            "Du gehörst laut Anbieter zu einer anderen Organisation.",
            "The provider says that you belong to another organisation.",
        ),
        SignInTrouble::InvalidRedirectUri => (
            "Die Rücksprungadresse ist für diese Organisation nicht erlaubt.",
            "The redirect URI is not allowed for this organisation.",
        ),
        SignInTrouble::AlreadySignedIn => (
            "Dieses Konto ist hier schon angemeldet.",
            "This account is signed in here already.",
        ),
        SignInTrouble::CannotListen => (
            "Auf diesem Rechner lässt sich nicht auf die Antwort des Browsers warten.",
            "This machine does not let us wait for the browser's answer.",
        ),
    }
}
