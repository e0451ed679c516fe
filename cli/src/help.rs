//! `--help` in German and English, with an example for each command, and wrong arguments in German.

use clap::{
    CommandFactory as _, FromArgMatches as _,
    error::{ContextKind, ErrorKind},
};

use crate::{args::Args, lang::Lang};

/// The command line's definition in this language.
pub(crate) fn command(lang: Lang) -> clap::Command {
    let mut command = Args::command()
        .after_help(lang.pick(EXIT_CODES_DE, EXIT_CODES_EN))
        .help_template(template(lang));
    for (name, example_de, example_en) in EXAMPLES {
        command = command.mut_subcommand(name, |command| {
            command
                .after_help(lang.pick(*example_de, *example_en))
                .help_template(template(lang))
        });
    }
    if lang == Lang::De {
        german(command)
    } else {
        command
    }
}

/// Parses the arguments of this process.
///
/// # Errors
/// clap's; help and version are among them.
pub(crate) fn parse(
    lang: Lang,
    words: impl IntoIterator<Item = std::ffi::OsString>,
) -> Result<Args, clap::Error> {
    command(lang)
        .try_get_matches_from(words)
        .and_then(|matches| Args::from_arg_matches(&matches))
}

/// The words for wrong arguments, without clap's "error:".
pub(crate) fn usage_text(lang: Lang, error: &clap::Error) -> String {
    let english = error.to_string();
    let english = english
        .strip_prefix("error: ")
        .unwrap_or(&english)
        .trim_end()
        .to_owned();
    if lang == Lang::En {
        return english;
    }
    let about = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = about(ContextKind::InvalidArg);
    let text = match error.kind() {
        ErrorKind::UnknownArgument => format!("Unbekannte Angabe: {argument}"),
        ErrorKind::InvalidSubcommand => format!(
            "Unbekannter Befehl: {}",
            about(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {argument}"),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let reason = VALUES.iter().find(|(end, _)| argument.ends_with(end));
            let reason = reason.map(|(_, value)| format!(": {value}"));
            format!(
                "Ungültiger Wert für {argument}{}",
                reason.unwrap_or_default()
            )
        }
        ErrorKind::ArgumentConflict => {
            let prior = about(ContextKind::PriorArg);
            if prior == argument {
                format!("{argument} ist zweimal angegeben")
            } else {
                format!("{argument} und {prior} schließen sich aus")
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("Falsche Anzahl Werte für {argument}")
        }
        _ => return english,
    };
    format!("{text}\n\nHilfe: dienstchat --help, dienstchat BEFEHL --help")
}

fn template(lang: Lang) -> &'static str {
    lang.pick(
        "{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}\n",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
    )
}

const EXIT_CODES_DE: &str = "\
Exit-Codes:
   0  erledigt                        5  nicht erlaubt, nur lesbar
   1  unerwarteter Fehler             6  nicht gefunden, nicht in diesem Dienst
   2  Aufruf oder Konfiguration       7  Speicher oder Schlüssel unbrauchbar
   3  keine Verbindung                8  Anmeldung fehlgeschlagen
   4  nicht angemeldet                9  Zeit abgelaufen";

const EXIT_CODES_EN: &str = "\
Exit codes:
   0  done                            5  not allowed, read only
   1  unexpected error                6  not found, not on this duty
   2  arguments or configuration      7  store or secrets unusable
   3  no connection                   8  sign-in failed
   4  not signed in                   9  timed out";

/// Command, German and English example.
const EXAMPLES: &[(&str, &str, &str)] = &[
    (
        "organisations",
        "Beispiel:\n  dienstchat organisations Musterstadt",
        "Example:\n  dienstchat organisations Musterstadt",
    ),
    (
        "login",
        "Beispiele:\n  dienstchat login xyz\n  dienstchat login xyz --print-url --json",
        "Examples:\n  dienstchat login xyz\n  dienstchat login xyz --print-url --json",
    ),
    (
        "chats",
        "Beispiel:\n  dienstchat chats --json | jq -r 'select(.unread > 0).title'",
        "Example:\n  dienstchat chats --json | jq -r 'select(.unread > 0).title'",
    ),
    (
        "open",
        "Beispiel:\n  dienstchat open https://chat.example.org/d/xyz/4711",
        "Example:\n  dienstchat open https://chat.example.org/d/xyz/4711",
    ),
    (
        "send",
        "Beispiele:\n  dienstchat send 4711 Treffpunkt ist das Südtor\n  uptime | dienstchat send 4711 -",
        "Examples:\n  dienstchat send 4711 We meet at the south gate\n  uptime | dienstchat send 4711 -",
    ),
    (
        "read",
        "Beispiel:\n  dienstchat read 4711 --limit 50",
        "Example:\n  dienstchat read 4711 --limit 50",
    ),
    (
        "follow",
        "Beispiel:\n  dienstchat follow 4711 --count 1 --timeout 60 --json",
        "Example:\n  dienstchat follow 4711 --count 1 --timeout 60 --json",
    ),
    (
        "status",
        "Beispiel:\n  dienstchat status --json",
        "Example:\n  dienstchat status --json",
    ),
    (
        "logout",
        "Beispiel:\n  dienstchat logout --ov xyz",
        "Example:\n  dienstchat logout --ov xyz",
    ),
];

/// Command and its German line.
const COMMANDS: &[(&str, &str)] = &[
    (
        "organisations",
        "Die Organisationen auflisten, die den Chat eingeschaltet haben",
    ),
    (
        "login",
        "Bei einer Organisation über ihren HiOrg-Server anmelden",
    ),
    ("chats", "Die Dienst-Chats auflisten"),
    ("open", "Den Chat öffnen, zu dem ein Link führt"),
    ("send", "Eine Nachricht senden"),
    (
        "read",
        "Die neuesten Nachrichten zeigen und als gelesen merken",
    ),
    (
        "follow",
        "Neue Nachrichten ausgeben, sobald sie kommen, bis Strg-C",
    ),
    (
        "status",
        "Die Konten zeigen und was hier gespeichert ist, ohne Netz",
    ),
    (
        "logout",
        "Abmelden und alles des Kontos von diesem Gerät löschen",
    ),
];

/// Argument (of whichever command) and its German line.
const ARGUMENTS: &[(&str, &str)] = &[
    ("json", "Ein JSON-Objekt je Zeile statt Text"),
    (
        "config",
        "Konfigurationsdatei [sonst: $XDG_CONFIG_HOME/dienstchat/config.toml]",
    ),
    ("connector", "Adresse des Connectors"),
    ("issuers", "Tabelle der Anmelde-Anbieter (TOML)"),
    (
        "app_host",
        "Host der Dienst-Links, etwa https://chat.example.org; mehrfach möglich",
    ),
    (
        "data_dir",
        "Wo die Konten liegen [sonst: $XDG_DATA_HOME/dienstchat]",
    ),
    (
        "secrets",
        "Wo die Schlüssel liegen: auto, secret-service oder file",
    ),
    ("help", "Diese Hilfe zeigen"),
    ("version", "Die Version zeigen"),
    ("search", "Teil des Namens oder des Kürzels"),
    ("ov", "Kürzel der Organisation (OV)"),
    (
        "print_url",
        "Die Adresse ausgeben statt den Browser zu öffnen, und warten",
    ),
    (
        "timeout",
        "Wie lange gewartet wird, in Sekunden; ist follow --count dann nicht erreicht: Exit-Code 9",
    ),
    (
        "offline",
        "Zeigen, was gespeichert ist, ohne den Server zu fragen",
    ),
    ("link", "Link von der Dienst-Seite in HiOrg-Server"),
    ("duty", "Id des Dienstes oder sein Link"),
    ("text", "Der Text; - nimmt ihn von der Standardeingabe"),
    ("limit", "Wie viele Nachrichten"),
    ("count", "Nach so vielen neuen Nachrichten anderer enden"),
    ("account", "Das Konto, wie dienstchat status es nennt"),
    ("all", "Alle Konten"),
    ("yes", "Nicht nachfragen"),
];

/// How an argument's name ends in a complaint, and what its value must be; the first that fits.
const VALUES: &[(&str, &str)] = &[
    ("<OV>", "2 bis 8 Buchstaben oder Ziffern"),
    ("<ID>", "ein Konto, wie dienstchat status es nennt"),
    ("<DUTY>", "die Id eines Dienstes oder sein Link"),
    ("<SECONDS>", "Sekunden, mehr als 0 und höchstens ein Jahr"),
    ("--limit <NUMBER>", "eine Zahl von 1 bis 1000"),
    ("--count <NUMBER>", "eine Zahl ab 1"),
    (
        "--app-host <URL>",
        "ein Host mit https, etwa https://chat.example.org",
    ),
    ("<URL>", "eine Adresse, etwa https://chat.example.org"),
    ("<WHERE>", "auto, secret-service oder file"),
];

fn german(command: clap::Command) -> clap::Command {
    let command = COMMANDS.iter().fold(command, |command, (name, about)| {
        command.mut_subcommand(name, |command| german_arguments(command.about(*about)))
    });
    german_arguments(command)
        .about("Die Dienst-Chats von HiOrg-Server im Terminal, Ende-zu-Ende-verschlüsselt")
        .subcommand_help_heading("Befehle")
        .subcommand_value_name("BEFEHL")
}

fn german_arguments(command: clap::Command) -> clap::Command {
    command.mut_args(|argument| {
        let heading = if argument.is_positional() {
            "Angaben"
        } else {
            "Optionen"
        };
        let line = ARGUMENTS
            .iter()
            .find(|(name, _)| *name == argument.get_id().as_str());
        let argument = argument.help_heading(heading);
        match line {
            Some((_, line)) => german_line(argument, line),
            None => argument,
        }
    })
}

/// clap says "default" in English only.
fn german_line(argument: clap::Arg, line: &'static str) -> clap::Arg {
    let default = argument
        .get_default_values()
        .first()
        .filter(|_| !argument.is_hide_default_value_set())
        .map(|value| value.to_string_lossy().into_owned());
    match default {
        Some(default) => argument
            .help(format!("{line} [sonst: {default}]"))
            .hide_default_value(true),
        None => argument.help(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(command: &clap::Command) -> Vec<String> {
        let own = command
            .get_arguments()
            .map(|argument| argument.get_id().to_string());
        own.chain(command.get_subcommands().flat_map(ids)).collect()
    }

    #[test]
    fn everything_is_told_in_german_too() {
        let english = Args::command();
        for id in ids(&english) {
            assert!(ARGUMENTS.iter().any(|(name, _)| *name == id), "{id}");
        }
        for command in english.get_subcommands() {
            let name = command.get_name();
            assert!(COMMANDS.iter().any(|(known, _)| *known == name), "{name}");
            assert!(EXAMPLES.iter().any(|(known, ..)| *known == name), "{name}");
        }
        command(Lang::De).debug_assert();
    }

    #[test]
    fn help_is_in_one_language() {
        for (lang, words, foreign) in [
            (
                Lang::De,
                ["Aufruf:", "Beispiel", "Optionen:"],
                ["Usage:", "Options:", "Print", "[default"],
            ),
            (
                Lang::En,
                ["Usage:", "Example", "Options:"],
                ["Aufruf:", "Optionen:", "Zeigen", "[sonst"],
            ),
        ] {
            for subcommand in Args::command().get_subcommands() {
                let words_in = [
                    String::from("dienstchat"),
                    subcommand.get_name().to_owned(),
                    "--help".to_owned(),
                ];
                let help = parse(lang, words_in.map(Into::into))
                    .unwrap_err()
                    .to_string();
                for word in words {
                    assert!(help.contains(word), "{word} in\n{help}");
                }
                for word in foreign {
                    assert!(!help.contains(word), "{word} in\n{help}");
                }
            }
        }
    }

    #[test]
    fn wrong_arguments_are_told_in_german() {
        for (line, told) in [
            ("sing", "Unbekannter Befehl: sing"),
            ("chats --colour", "Unbekannte Angabe: --colour"),
            (
                "login x",
                "Ungültiger Wert für <OV>: 2 bis 8 Buchstaben oder Ziffern",
            ),
            ("chats --ov x", "Ungültiger Wert für --ov <OV>: 2 bis 8"),
            (
                "read 1 --limit 0",
                "Ungültiger Wert für --limit <NUMBER>: eine Zahl von 1",
            ),
            (
                "chats --config a --config b",
                "--config <FILE> ist zweimal angegeben",
            ),
            ("logout --all --ov xyz", "--all und --ov <OV> schließen"),
            ("login", "Es fehlt: <OV>"),
        ] {
            let words = std::iter::once("dienstchat")
                .chain(line.split(' '))
                .map(Into::into);
            let error = parse(Lang::De, words).unwrap_err();
            assert!(
                usage_text(Lang::De, &error).starts_with(told),
                "{}",
                usage_text(Lang::De, &error)
            );
        }
    }
}
