//! Standard error: what is to be known beside the answer. No personal data.

use std::io::Write as _;

use serde::Serialize;

use crate::{exit::Exit, failure::Failure, lang::Lang};

/// Where diagnostics go, as text or, with `--json`, as one object a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notes {
    lang: Lang,
    json: bool,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Note<'a> {
    Error {
        error: &'a str,
        exit_code: u8,
        message: &'a str,
    },
    Warning {
        warning: &'a str,
        message: &'a str,
    },
}

impl Notes {
    pub(crate) fn new(lang: Lang, json: bool) -> Self {
        Self { lang, json }
    }

    /// Tells a failure and gives its exit code.
    pub(crate) fn failure(self, failure: &Failure) -> Exit {
        let exit = failure.exit();
        if exit != Exit::Ok {
            self.error(failure.name(), exit, &failure.text(self.lang));
        }
        exit
    }

    /// Tells an error.
    pub(crate) fn error(self, name: &str, exit: Exit, message: &str) {
        self.write(
            &Note::Error {
                error: name,
                exit_code: exit as u8,
                message,
            },
            message,
        );
    }

    /// Tells something that does not stop the command.
    pub(crate) fn warning(self, name: &str, german: &str, english: &str) {
        let message = self.lang.pick(german, english);
        self.write(
            &Note::Warning {
                warning: name,
                message,
            },
            message,
        );
    }

    fn write(self, note: &Note<'_>, message: &str) {
        let line = if self.json {
            serde_json::to_string(note).unwrap_or_default()
        } else {
            format!("dienstchat: {message}")
        };
        // Where standard error is closed, nobody can be told.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}
