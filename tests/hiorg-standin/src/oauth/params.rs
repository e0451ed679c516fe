//! Parameters of a query or form, of which each may come once (RFC 6749, section 3.1 and 3.2).

use url::form_urlencoded;

/// Parameters as they came. An empty one counts as absent (RFC 6749, section 3.1).
#[derive(Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(encoded)
                .into_owned()
                .filter(|(_, value)| !value.is_empty())
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A copy, for what is kept.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The name of a parameter that came more than once.
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.0
            .iter()
            .enumerate()
            .find(|(index, (name, _))| {
                self.0
                    .iter()
                    .skip(index + 1)
                    .any(|(other, _)| other == name)
            })
            .map(|(_, (name, _))| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parameters_are_absent_and_repeated_ones_are_found() {
        let params = Params::parse(b"state=&scope=openid+profile&ov=xyz");
        assert_eq!(params.get("state"), None);
        assert_eq!(params.get("scope"), Some("openid profile"));
        assert_eq!(params.repeated(), None);
        assert_eq!(Params::parse(b"a=1&b=2&a=1").repeated(), Some("a"));
    }
}
