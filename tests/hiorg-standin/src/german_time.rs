//! Times as the pages show and take them: in Germany, on the minute.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};

const WEEKDAYS: [&str; 7] = ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."];

/// For people: "Fr., 15.01.2027, 09:00 Uhr".
pub(crate) fn shown(seconds: u64) -> String {
    let Some(local) = local(seconds) else {
        return "–".to_owned();
    };
    let weekday = usize::try_from(local.weekday().num_days_from_monday())
        .ok()
        .and_then(|day| WEEKDAYS.get(day))
        .unwrap_or(&"");
    format!("{weekday}, {} Uhr", local.format("%d.%m.%Y, %H:%M"))
}

/// For an input of type `datetime-local`: "2027-01-15T09:00".
pub(crate) fn input(seconds: u64) -> String {
    local(seconds).map_or_else(String::new, |local| {
        local.format("%Y-%m-%dT%H:%M").to_string()
    })
}

/// Seconds since the epoch for what such an input sends. In the hour that comes twice in autumn
/// the first is meant.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    let in_summer = local.checked_sub_signed(TimeDelta::hours(2))?;
    let utc = if is_summer(in_summer) {
        in_summer
    } else {
        local.checked_sub_signed(TimeDelta::hours(1))?
    };
    u64::try_from(utc.and_utc().timestamp()).ok()
}

fn local(seconds: u64) -> Option<NaiveDateTime> {
    let utc = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?.naive_utc();
    let offset = TimeDelta::hours(if is_summer(utc) { 2 } else { 1 });
    utc.checked_add_signed(offset)
}

/// Summer time is from the last Sunday of March to the last Sunday of October, each at 1:00 UTC
/// (directive 2000/84/EC).
fn is_summer(utc: NaiveDateTime) -> bool {
    let change = |month| last_sunday(utc.year(), month)?.and_hms_opt(1, 0, 0);
    match (change(3), change(10)) {
        (Some(begin), Some(end)) => (begin..end).contains(&utc),
        _ => false,
    }
}

/// Of a month with 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let since_sunday = last.weekday().days_since(Weekday::Sun);
    last.checked_sub_days(Days::new(u64::from(since_sunday)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winter_and_summer_are_told_apart() {
        assert_eq!(shown(1_800_000_000), "Fr., 15.01.2027, 09:00 Uhr");
        assert_eq!(input(1_782_907_200), "2026-07-01T14:00");
        // The change of 2027 is on 28 March at 1:00 UTC.
        assert_eq!(input(1_806_195_599), "2027-03-28T01:59");
        assert_eq!(input(1_806_195_600), "2027-03-28T03:00");
    }

    #[test]
    fn what_is_shown_in_an_input_comes_back() {
        for seconds in [1_800_000_000, 1_782_907_200, 1_806_195_600, 1_806_195_540] {
            assert_eq!(parse(&input(seconds)), Some(seconds));
        }
        assert_eq!(parse("2027-10-31T02:30"), Some(1_824_942_600));
        for text in ["", "morgen", "2027-02-30T10:00", "1960-01-01T00:00"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_beyond_every_calendar_are_no_panic() {
        assert_eq!(shown(u64::MAX), "–");
        assert_eq!(input(i64::MAX as u64), "");
    }
}
