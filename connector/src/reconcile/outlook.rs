//! What a duty's chat has before it.

use dienstchat_core::{
    duty::{Envelope, EnvelopeError, Limits, Phase},
    time::Timestamp,
};

use crate::db::{DutyRecord, Organisation};

/// The statement of a duty and the limits that follow from it and from its organisation.
pub struct Outlook {
    envelope: Envelope,
    limits: Limits,
}

impl Outlook {
    /// The outlook of a duty; none when its chat is deleted.
    ///
    /// While an organisation is off, all its duties count as switched off since then.
    ///
    /// # Errors
    /// When the stored statement cannot be read.
    pub fn of(
        record: &DutyRecord,
        organisation: &Organisation,
    ) -> Result<Option<Self>, EnvelopeError> {
        let Some(text) = &record.envelope else {
            return Ok(None);
        };
        let envelope = Envelope::parse(text)?;
        let mut limits = envelope.statement().limits();
        if let Some(since) = organisation.disabled_at
            && since < limits.read_only_from
        {
            let read = limits.delete_at.since(limits.read_only_from);
            limits = Limits {
                read_only_from: since,
                delete_at: since.plus(read),
            };
        }
        Ok(Some(Self { envelope, limits }))
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The statement in its envelope.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// What holds now.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        self.limits.phase(now)
    }
}
