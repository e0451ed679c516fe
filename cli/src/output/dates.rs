//! Dates as people write them.

use chrono::{DateTime, Datelike as _, FixedOffset, Local, NaiveDate, TimeZone as _, Utc};

use crate::lang::Lang;

/// The time zone in which times are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Zone {
    /// The system's.
    Local,
    /// A fixed distance from UTC.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "tests are independent of the machine")
    )]
    Fixed(FixedOffset),
}

/// A time in a zone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// `None` for a time that no calendar has.
    pub(super) fn new(millis: i64, zone: Zone) -> Option<Self> {
        let utc = Utc.timestamp_millis_opt(millis).single()?;
        Some(Self(match zone {
            Zone::Local => utc.with_timezone(&Local).fixed_offset(),
            Zone::Fixed(offset) => utc.with_timezone(&offset),
        }))
    }

    /// The day, to see whether it is another one.
    pub(super) fn day(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// "Di 24.11.2026" or "Tue 24 Nov 2026".
    pub(super) fn date(self, lang: Lang) -> String {
        match lang {
            Lang::De => {
                let weekday = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
                    .get(self.0.weekday().num_days_from_monday() as usize)
                    .copied()
                    .unwrap_or_default();
                format!("{weekday} {}", self.0.format("%d.%m.%Y"))
            }
            Lang::En => self.0.format("%a %-d %b %Y").to_string(),
        }
    }

    /// "22:36".
    pub(super) fn time(self) -> String {
        self.0.format("%H:%M").to_string()
    }
}

/// "Di 24.11.2026 10:00–18:00", with both dates where they differ.
pub(super) fn span(starts_at: i64, ends_at: i64, zone: Zone, lang: Lang) -> String {
    let moment = |secs: i64| Moment::new(secs.saturating_mul(1_000), zone);
    let (Some(start), Some(end)) = (moment(starts_at), moment(ends_at)) else {
        return "?".to_owned();
    };
    if start.day() == end.day() {
        format!("{} {}–{}", start.date(lang), start.time(), end.time())
    } else {
        format!(
            "{} {} – {} {}",
            start.date(lang),
            start.time(),
            end.date(lang),
            end.time()
        )
    }
}

/// "Di 24.11.2026 22:36".
pub(super) fn point(secs: i64, zone: Zone, lang: Lang) -> String {
    Moment::new(secs.saturating_mul(1_000), zone).map_or_else(
        || "?".to_owned(),
        |moment| format!("{} {}", moment.date(lang), moment.time()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Zone = Zone::Fixed(FixedOffset::east_opt(3_600).unwrap());

    #[test]
    fn a_span_names_each_day_once() {
        assert_eq!(
            span(1_795_510_800, 1_795_539_600, ZONE, Lang::De),
            "Di 24.11.2026 10:00–18:00"
        );
        assert_eq!(
            span(1_795_510_800, 1_795_597_200, ZONE, Lang::En),
            "Tue 24 Nov 2026 10:00 – Wed 25 Nov 2026 10:00"
        );
        assert_eq!(point(i64::MAX, ZONE, Lang::De), "?");
    }
}
