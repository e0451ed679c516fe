//! The small types that the machine, its storage and its callers share.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names a pending request; for a to-device message it is the transaction id as well, so a
/// retry is the same request to the server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestId(String);

impl RequestId {
    /// Takes a stored id back.
    #[must_use]
    pub fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// The id, to be stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a Megolm session came to us, and how far its sender is known. From worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The sender's published keys are not those it claimed: nothing by it is believed.
    Contradicted,
    /// Somebody else forwarded it; who made it is only claimed.
    Forwarded,
    /// The device that made it sent it, but its published keys are not known yet.
    UnknownDevice,
    /// The device that made it sent it, and that device is one of the sender's published ones
    /// with the pinned keys.
    Device,
    /// We made it ourselves.
    Own,
}

impl Provenance {
    /// The name under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Forwarded => "forwarded",
            Self::UnknownDevice => "unknown_device",
            Self::Device => "device",
            Self::Own => "own",
        }
    }

    /// The provenance of a stored name.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<Self> {
        [
            Self::Forwarded,
            Self::UnknownDevice,
            Self::Device,
            Self::Own,
        ]
        .into_iter()
        .find(|provenance| provenance.as_str() == name)
    }
}

/// Why a device gets no key (client-server API, `m.room_key.withheld`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WithheldCode {
    /// The user or device is excluded.
    #[serde(rename = "m.blacklisted")]
    Blacklisted,
    /// The sender gives keys only to devices that are vouched for.
    #[serde(rename = "m.unverified")]
    Unverified,
    /// The device is not entitled to the key.
    #[serde(rename = "m.unauthorised")]
    Unauthorised,
    /// The device that was asked does not have the key.
    #[serde(rename = "m.unavailable")]
    Unavailable,
    /// No Olm session could be made with the device.
    #[serde(rename = "m.no_olm")]
    NoOlm,
    /// A reason that is not known here.
    #[serde(rename = "de.dienstchat.other")]
    Other,
}

impl WithheldCode {
    const ALL: [Self; 6] = [
        Self::Blacklisted,
        Self::Unverified,
        Self::Unauthorised,
        Self::Unavailable,
        Self::NoOlm,
        Self::Other,
    ];

    /// The code as it stands in the event and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blacklisted => "m.blacklisted",
            Self::Unverified => "m.unverified",
            Self::Unauthorised => "m.unauthorised",
            Self::Unavailable => "m.unavailable",
            Self::NoOlm => "m.no_olm",
            Self::Other => "de.dienstchat.other",
        }
    }

    /// The code of this text; [`WithheldCode::Other`] when it is unknown.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|known| known.as_str() == code)
            .unwrap_or(Self::Other)
    }
}
