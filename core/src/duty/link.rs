//! Links that open a duty's chat.

use std::{
    fmt::{self, Write as _},
    str::FromStr,
};

use url::Url;

use crate::ids::{DutyId, OrgCode};

/// The longest link that is looked at, in bytes.
const MAX_LINK_BYTES: usize = 2_048;

/// Why a text is not a link to a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLink {
    /// It is over 2,048 bytes.
    #[error("the link is too long")]
    TooLong,
    /// It is not a URL of one of the two forms.
    #[error("this is not a link to a duty's chat")]
    Form,
    /// It leads to a host that is not the app's.
    #[error("the link leads to another host")]
    Host,
    /// Its organisation code or duty id is not one.
    #[error("the link names no valid duty")]
    Id,
}

/// Scheme, host and port under which App Links and Universal Links of this app live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppHost(Url);

impl FromStr for AppHost {
    type Err = InvalidLink;

    /// Takes `https://host` (`http` only for loopback addresses, for tests and the demo).
    fn from_str(text: &str) -> Result<Self, InvalidLink> {
        let url = Url::parse(text).map_err(|_| InvalidLink::Form)?;
        let loopback = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let scheme = url.scheme() == "https" || (url.scheme() == "http" && loopback);
        if !scheme
            || url.host_str().is_none()
            || url.path() != "/"
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(InvalidLink::Form);
        }
        Ok(Self(url))
    }
}

/// A link to one duty: `https://{app-host}/d/{ov}/{duty_id}` or
/// `dienstchat://duty/{ov}/{duty_id}`, the duty id percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DutyLink {
    /// The organisation.
    pub ov: OrgCode,
    /// The duty.
    pub duty_id: DutyId,
}

impl DutyLink {
    /// Parses a link of either form; query and fragment are ignored.
    ///
    /// # Errors
    /// [`InvalidLink`].
    pub fn parse(text: &str, hosts: &[AppHost]) -> Result<Self, InvalidLink> {
        if text.len() > MAX_LINK_BYTES {
            return Err(InvalidLink::TooLong);
        }
        let url = Url::parse(text.trim()).map_err(|_| InvalidLink::Form)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidLink::Form);
        }
        let mut segments = url.path_segments().ok_or(InvalidLink::Form)?;
        if url.scheme() == "dienstchat" {
            if url.host_str() != Some("duty") || url.port().is_some() {
                return Err(InvalidLink::Form);
            }
        } else {
            if !hosts.iter().any(|host| host.0.origin() == url.origin()) {
                return Err(InvalidLink::Host);
            }
            if segments.next() != Some("d") {
                return Err(InvalidLink::Form);
            }
        }
        let (Some(ov), Some(duty), None) = (segments.next(), segments.next(), segments.next())
        else {
            return Err(InvalidLink::Form);
        };
        let ov = percent_decode(ov)?.parse().map_err(|_| InvalidLink::Id)?;
        let duty_id = percent_decode(duty)?.parse().map_err(|_| InvalidLink::Id)?;
        Ok(Self { ov, duty_id })
    }

    /// The form for other apps and web pages.
    #[must_use]
    pub fn to_web(&self, host: &AppHost) -> String {
        format!(
            "{}d/{}/{}",
            host.0,
            self.ov,
            percent_encode(self.duty_id.as_str())
        )
    }

    /// The form with the app's own scheme.
    #[must_use]
    pub fn to_app(&self) -> String {
        format!(
            "dienstchat://duty/{}/{}",
            self.ov,
            percent_encode(self.duty_id.as_str())
        )
    }
}

impl fmt::Display for DutyLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_app())
    }
}

/// Encodes all but RFC 3986's unreserved characters.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn percent_decode(text: &str) -> Result<String, InvalidLink> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || {
                rest.next()
                    .and_then(|byte| char::from(byte).to_digit(16))
                    .ok_or(InvalidLink::Form)
            };
            let value = digit()? << 4 | digit()?;
            bytes.push(u8::try_from(value).map_err(|_| InvalidLink::Form)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| InvalidLink::Form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hosts() -> Vec<AppHost> {
        vec![
            "https://app.example".parse().unwrap(),
            "http://127.0.0.1:8010".parse().unwrap(),
        ]
    }

    fn parse(text: &str) -> Result<(String, String), InvalidLink> {
        DutyLink::parse(text, &hosts()).map(|link| (link.ov.to_string(), link.duty_id.to_string()))
    }

    #[test]
    fn both_forms_open_the_duty() {
        for text in [
            "https://app.example/d/XYZ/4711",
            "https://app.example/d/xyz/4711?utm=1#x",
            " dienstchat://duty/xyz/4711\n",
            "http://127.0.0.1:8010/d/xyz/4711",
        ] {
            assert_eq!(parse(text), Ok(("xyz".into(), "4711".into())), "{text}");
        }
    }

    #[test]
    fn other_links_are_refused() {
        for (text, error) in [
            ("https://evil.example/d/xyz/4711", InvalidLink::Host),
            ("http://app.example/d/xyz/4711", InvalidLink::Host),
            ("https://app.example:444/d/xyz/4711", InvalidLink::Host),
            ("https://user@app.example/d/xyz/4711", InvalidLink::Form),
            ("https://app.example/x/xyz/4711", InvalidLink::Form),
            ("https://app.example/d/xyz", InvalidLink::Form),
            ("https://app.example/d/xyz/4711/more", InvalidLink::Form),
            ("https://app.example/d/x/4711", InvalidLink::Id),
            ("https://app.example/d/xyz/", InvalidLink::Id),
            ("dienstchat://duty/xyz/..", InvalidLink::Form),
            ("dienstchat://duty/xyz/%00", InvalidLink::Id),
            ("dienstchat://duty/xyz/%f", InvalidLink::Form),
            ("dienstchat://duty/xyz/%ff", InvalidLink::Form),
            ("dienstchat://login/xyz/4711", InvalidLink::Form),
            ("dienstchat:duty", InvalidLink::Form),
            ("javascript:alert(1)", InvalidLink::Form),
            ("", InvalidLink::Form),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
        assert_eq!(parse(&"x".repeat(2_049)), Err(InvalidLink::TooLong));
    }

    #[test]
    fn an_app_host_is_https_or_loopback() {
        assert!("http://app.example".parse::<AppHost>().is_err());
        assert!("https://app.example/path".parse::<AppHost>().is_err());
        assert!("http://localhost:1".parse::<AppHost>().is_ok());
    }

    proptest! {
        #[test]
        fn every_duty_has_a_link_that_leads_to_it(duty in "[^\\p{Cc}]{1,16}") {
            prop_assume!(duty != "." && duty != "..");
            let link = DutyLink { ov: "xyz".parse().unwrap(), duty_id: duty.parse().unwrap() };
            for text in [link.to_app(), link.to_web(&hosts()[0])] {
                prop_assert_eq!(DutyLink::parse(&text, &hosts()), Ok(link.clone()));
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>(), path in "[a-z%/.0-9]{0,30}") {
            let _ = DutyLink::parse(&text, &hosts());
            let _ = DutyLink::parse(&format!("dienstchat://{path}"), &hosts());
        }
    }
}
