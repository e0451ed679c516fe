//! Who tells the story, in German or English.

use std::error::Error;
use std::io::{IsTerminal as _, stdout};
use std::time::Instant;

/// How long a line may be.
const WIDTH: usize = 90;

/// Tells the story.
pub(crate) struct Narrator {
    german: bool,
    colours: bool,
    begun: Instant,
}

impl Narrator {
    /// In the language of the environment: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// set and not empty decides (POSIX, 8.2).
    pub(crate) fn from_env() -> Self {
        let mut locales = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok());
        let locale = locales.find(|locale| !locale.is_empty());
        let language = locale
            .as_deref()
            .and_then(|locale| locale.split(['_', '.', '@']).next());
        Self {
            german: language == Some("de"),
            colours: stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
            begun: Instant::now(),
        }
    }

    /// The one of the two texts that is in the story's language.
    pub(crate) fn pick<'t>(&self, german: &'t str, english: &'t str) -> &'t str {
        if self.german { german } else { english }
    }

    /// A new part of the story.
    pub(crate) fn chapter(&self, german: &str, english: &str) {
        println!("\n{}", self.bold(self.pick(german, english)));
    }

    /// Something happens.
    pub(crate) fn says(&self, german: &str, english: &str) {
        for line in wrapped(self.pick(german, english)) {
            println!("  {line}");
        }
    }

    /// A phone, line by line, under its owner's name.
    pub(crate) fn phone(&self, owner: &str, lines: &[String]) {
        println!("    ┌ {}", self.bold(owner));
        for line in lines {
            println!("    │ {line}");
        }
        println!("    └");
    }

    /// The end, when nothing is left running.
    pub(crate) fn ends_without_serving(&self) {
        let seconds = self.begun.elapsed().as_secs();
        let text = self.pick(
            "Das war alles. Die Dienstseite und die App im Terminal kannst du selbst ausprobieren:",
            "That was all. You can try the duty page and the app in the terminal yourself:",
        );
        println!("\n{text}\n  ./dev demo --serve\n({seconds} s)");
    }

    /// The story cannot go on.
    pub(crate) fn fails(&self, error: &dyn Error) {
        let begin = self.pick("Die Vorführung ist abgebrochen", "The demo broke off");
        let mut text = format!("{begin}: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            text += ": ";
            text += &error.to_string();
            cause = error.source();
        }
        #[expect(clippy::print_stderr, reason = "this program talks to people")]
        {
            eprintln!("\n{text}");
        }
    }

    fn bold(&self, text: &str) -> String {
        if self.colours {
            format!("\x1b[1m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Breaks a text into lines between its words.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let long = "Wort ".repeat(40);
        let lines = wrapped(long.trim_end());
        assert!(lines.len() > 1 && lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(lines.join(" "), long.trim_end());
        let word = "x".repeat(2 * WIDTH);
        assert_eq!(wrapped(&word), [word]);
    }
}
