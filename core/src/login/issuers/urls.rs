//! Which URLs are accepted.

use url::{Host, Url};

use super::EntryError;

/// Longest issuer URL, client id, endpoint or redirect URI that is accepted, in bytes.
pub(super) const MAX_TEXT: usize = 1024;

/// Parses a URL that secrets may be sent to: https, or http on a loopback host.
pub(crate) fn secure_url(text: &str, invalid: EntryError) -> Result<Url, EntryError> {
    let url = plain_url(text, invalid)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback_address(&url) || url.host_str() == Some("localhost") => Ok(url),
        _ => Err(EntryError::InsecureUrl),
    }
}

pub(super) fn plain_url(text: &str, invalid: EntryError) -> Result<Url, EntryError> {
    // The parser drops tabs and line ends and trims; what is compared byte for byte must not
    // depend on that.
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
    if text.len() > MAX_TEXT || !printable {
        return Err(invalid);
    }
    let url = Url::parse(text).map_err(|_| invalid)?;
    let user = !url.username().is_empty() || url.password().is_some();
    if user || url.fragment().is_some() {
        return Err(invalid);
    }
    Ok(url)
}

pub(super) fn is_loopback_address(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}
