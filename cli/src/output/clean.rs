//! What others wrote must not steer the terminal.

/// The text without control characters and without characters that turn the reading direction of
/// what follows; line breaks stay, the lines after the first are indented by `indent` spaces.
pub(super) fn lines(text: &str, indent: usize) -> String {
    let mut clean = String::with_capacity(text.len());
    for (number, line) in text.trim_end().lines().enumerate() {
        if number > 0 {
            clean.push('\n');
            clean.extend(std::iter::repeat_n(' ', indent));
        }
        clean.extend(line.chars().map(harmless));
    }
    clean
}

/// The same in one line.
pub(super) fn line(text: &str) -> String {
    text.chars().map(harmless).collect()
}

fn harmless(character: char) -> char {
    match character {
        '\t' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            '\u{fffd}'
        }
        character if character.is_control() => '\u{fffd}',
        character => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(
            line("a\u{1b}[2Jb\u{9b}\u{202e}c\n"),
            "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\u{fffd}"
        );
        assert_eq!(
            lines("eins\r\nzwei\tdrei\rvier\n", 3),
            "eins\n   zwei drei\u{fffd}vier"
        );
        assert_eq!(lines("Grüße 👩‍🚒", 2), "Grüße 👩‍🚒");
    }
}
