//! Tests of dates; the client itself is tested with servers in `core/tests`.

use oauth2::http::HeaderValue;

use super::*;

fn date(text: &str) -> Option<i64> {
    parse_date(&HeaderValue::from_str(text).unwrap()).map(Timestamp::as_secs)
}

#[test]
fn dates_are_read() {
    assert_eq!(date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
    assert_eq!(date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
    assert_eq!(date("Tue, 29 Feb 2000 23:59:59 GMT"), Some(951_868_799));
    assert_eq!(date("Thu, 31 Dec 2099 23:59:60 GMT"), Some(4_102_444_800));
}

#[test]
fn what_is_no_date_is_nothing() {
    for text in [
        "",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37:00 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
}
