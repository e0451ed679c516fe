//! Standard output: records as text or as JSON, and nothing else.

mod clean;
mod dates;
mod text;
mod words;

use std::io::{self, Write};

pub(crate) use dates::Zone;

use crate::{lang::Lang, view::Record};
use text::Text;

/// How records are shown.
enum Format {
    Json,
    Text(Text),
}

/// Where records go.
pub(crate) struct Output<W> {
    format: Format,
    out: W,
}

impl<W: Write> Output<W> {
    /// One JSON object a line.
    pub(crate) fn json(out: W) -> Self {
        Self {
            format: Format::Json,
            out,
        }
    }

    /// Text for people, in their language and time zone.
    pub(crate) fn text(out: W, lang: Lang, zone: Zone) -> Self {
        Self {
            format: Format::Text(Text::new(lang, zone)),
            out,
        }
    }

    /// Whether this is JSON.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.format, Format::Json)
    }

    /// Writes a record, at once: who reads a pipe must not wait for the next one.
    pub(crate) fn show(&mut self, record: &Record) -> io::Result<()> {
        match &mut self.format {
            Format::Json => {
                serde_json::to_writer(&mut self.out, record)?;
                self.out.write_all(b"\n")?;
            }
            Format::Text(text) => self.out.write_all(text.render(record).as_bytes())?,
        }
        self.out.flush()
    }

    /// Writes words that are for people only; nothing with JSON.
    pub(crate) fn say(&mut self, words: &str) -> io::Result<()> {
        match self.format {
            Format::Json => Ok(()),
            Format::Text(_) => {
                writeln!(self.out, "{words}")?;
                self.out.flush()
            }
        }
    }
}

#[cfg(test)]
mod tests;
