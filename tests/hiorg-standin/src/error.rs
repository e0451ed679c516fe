//! What can go wrong, in terms a caller can act on.

/// A refused operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No organisation has this code.
    #[error("no such organisation")]
    UnknownOrganisation,
    /// Nobody with this subject or user name is in the organisation.
    #[error("no such person")]
    UnknownPerson,
    /// The organisation has no duty with this id.
    #[error("no such duty")]
    UnknownDuty,
    /// The organisation, the user name, the subject or the duty is there already.
    #[error("exists already")]
    Exists,
    /// A field is empty, too long or malformed.
    #[error("the field {0} is not valid")]
    Invalid(&'static str),
    /// The system gave no randomness.
    #[error("no randomness")]
    Randomness,
    /// A token could not be signed.
    #[error("signing failed")]
    Signing,
    /// No connector is set.
    #[error("no connector is set")]
    NoConnector,
    /// The connector, or the stand-in itself, could not be reached.
    #[error("not reachable")]
    Unreachable,
    /// The sign-in was not answered with a redirect: wrong password, wrong request.
    #[error("sign-in refused with status {0}")]
    SignInRefused(u16),
}

/// Why a signing key could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not an RSA private key in PKCS #1 PEM form.
    #[error("not an RSA private key in PKCS #1 PEM form")]
    Malformed,
    /// A key could not be made.
    #[error("no key could be generated")]
    Generation,
}

/// Why the stand-in did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen: {0}")]
    Listen(#[from] std::io::Error),
    /// The address listened on makes no URL.
    #[error("no public address")]
    PublicUrl,
    /// No signing key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The HTTP client that calls the connector could not be set up.
    #[error("no HTTP client: {0}")]
    Client(reqwest::Error),
}
