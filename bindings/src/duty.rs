//! What a duty and its chat are, as the core's own types.

use dienstchat_core::{
    duty::{DutyState, InvalidLink, Limits, Phase, Role},
    time::Timestamp,
};

/// What HiOrg-Server says of a duty.
#[uniffi::remote(Enum)]
pub enum DutyState {
    /// It takes place.
    Planned,
    /// It is cancelled; its chat is read only at once.
    Cancelled,
    /// The dispatcher took the chat away; it is read only at once.
    ChatOff,
}

/// What holds in a chat at a time.
#[uniffi::remote(Enum)]
pub enum Phase {
    /// Members write.
    Active,
    /// Members read and may still delete what they wrote.
    ReadOnly,
    /// The chat is gone, on the server and on every device.
    Deleted,
}

/// The two limits of a chat.
#[uniffi::remote(Record)]
pub struct Limits {
    /// From here on members only read.
    pub read_only_from: Timestamp,
    /// From here on the chat is gone.
    pub delete_at: Timestamp,
}

/// How somebody is on a duty.
#[uniffi::remote(Enum)]
pub enum Role {
    /// Responsible for it ("Dienst-Verantwortliche").
    Responsible,
    /// Firmly assigned to it ("fest eingeteilt").
    Assigned,
}

/// Why a text is not a link to a duty.
#[uniffi::remote(Enum)]
pub enum InvalidLink {
    /// It is over 2,048 bytes.
    TooLong,
    /// It is not a URL of one of the two forms.
    Form,
    /// It leads to a host that is not the app's.
    Host,
    /// Its organisation code or duty id is not one.
    Id,
}
