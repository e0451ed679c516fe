//! The language of a page, by what the browser prefers (RFC 9110 §12.5.4).

use super::text::{ENGLISH, GERMAN, Text};

/// A language that is spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    German,
    English,
}

impl Language {
    /// The one that is preferred; German where neither is asked for.
    pub(super) fn choose(accept: Option<&str>) -> Self {
        let mut best = (Self::German, 0.0);
        for item in accept.unwrap_or_default().split(',') {
            let mut parts = item.split(';');
            let range = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |text| text.trim().parse::<f32>().unwrap_or(0.0));
            let language = match range.split('-').next() {
                Some("de") => Self::German,
                Some("en") => Self::English,
                _ => continue,
            };
            if quality > best.1 {
                best = (language, quality);
            }
        }
        best.0
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    pub(super) fn text(self) -> &'static Text {
        match self {
            Self::German => &GERMAN,
            Self::English => &ENGLISH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_one_is_chosen() {
        for (accept, language) in [
            (None, Language::German),
            (Some("fr"), Language::German),
            (Some("en"), Language::English),
            (Some("en-GB,en;q=0.9,de;q=0.8"), Language::English),
            (Some("fr, de-AT;q=0.7, en;q=0.3"), Language::German),
            (Some("de;q=0, en;q=0.1"), Language::English),
            (Some(";;;q=x,,"), Language::German),
        ] {
            assert_eq!(Language::choose(accept), language, "{accept:?}");
        }
    }
}
