//! The language in which people are spoken to.

use std::io::ErrorKind;

/// German or English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    /// German, with "du".
    De,
    /// English.
    En,
}

impl Lang {
    /// The language of the environment: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// set and not empty decides (POSIX, 8.2).
    pub(crate) fn from_env() -> Self {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        Self::of(
            names
                .into_iter()
                .filter_map(|name| std::env::var(name).ok()),
        )
    }

    fn of(values: impl IntoIterator<Item = String>) -> Self {
        let locale = values.into_iter().find(|value| !value.is_empty());
        let language = locale
            .as_deref()
            .and_then(|locale| locale.split(['_', '.', '@']).next());
        if language == Some("de") {
            Self::De
        } else {
            Self::En
        }
    }

    /// The one of the two texts that is in this language.
    pub(crate) fn pick<T>(self, german: T, english: T) -> T {
        match self {
            Self::De => german,
            Self::En => english,
        }
    }
}

/// What the system's error is in German; its own words are English.
pub(crate) fn german_io(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "nicht vorhanden",
        ErrorKind::PermissionDenied => "keine Berechtigung",
        ErrorKind::StorageFull => "kein Speicherplatz mehr",
        ErrorKind::QuotaExceeded => "das Kontingent ist erschöpft",
        ErrorKind::ReadOnlyFilesystem => "das Dateisystem ist nur lesbar",
        ErrorKind::IsADirectory => "das ist ein Verzeichnis",
        ErrorKind::NotADirectory => "das ist kein Verzeichnis",
        ErrorKind::InvalidData => "kein gültiger Text",
        _ => "Fehler des Systems",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Lang {
        Lang::of(values.iter().map(|value| (*value).to_owned()))
    }

    #[test]
    fn the_first_that_is_set_decides() {
        assert_eq!(of(&["", "de_DE.UTF-8", "en_GB"]), Lang::De);
        assert_eq!(of(&["C", "", "de_DE"]), Lang::En);
        assert_eq!(of(&["de@euro"]), Lang::De);
        assert_eq!(of(&["de"]), Lang::De);
        assert_eq!(of(&["den_XX"]), Lang::En);
        assert_eq!(of(&[]), Lang::En);
    }
}
