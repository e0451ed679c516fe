//! The `Date` headers that came with answers, until the store learns from them.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    http::DateObserver,
    time::{ServerDate, TimeSource},
};

/// The newest `Date` of each source.
#[derive(Clone, Default)]
pub(super) struct Dates(Arc<Mutex<Seen>>);

#[derive(Clone, Copy, Default)]
struct Seen {
    issuer: Option<ServerDate>,
    operator: Option<ServerDate>,
}

impl Dates {
    /// Takes what has been seen since the last call.
    pub(super) fn take(&self) -> Vec<ServerDate> {
        let seen = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        // The issuer first: it is the witness for the operator.
        seen.issuer.into_iter().chain(seen.operator).collect()
    }
}

impl DateObserver for Dates {
    fn observed(&self, date: ServerDate) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match date.source {
            TimeSource::Issuer => seen.issuer = Some(date),
            TimeSource::Operator => seen.operator = Some(date),
        }
    }
}
