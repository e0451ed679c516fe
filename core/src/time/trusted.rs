//! The time on which chats are deleted: the local clock, corrected by what servers say, as far
//! as they can be believed.
//!
//! A server's `Date` is trusted within 24 h of the local clock, or where the issuer and another
//! server agree within 24 h. So neither a single absurd `Date` nor a local clock that is wrong
//! deletes or revives anything by itself.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{DAY, Timestamp};

/// How far a believable `Date` may be from its witness.
const TOLERANCE: Duration = DAY;

/// A difference that a `Date` cannot tell from none.
const JITTER: Duration = Duration::from_mins(1);

/// A local clock further ahead of the last trusted time than this is suspicious.
const SUSPICIOUS_AFTER: Duration = Duration::from_hours(45 * 24);

/// Whose `Date` header it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The identity provider, which the operator does not run.
    Issuer,
    /// The homeserver or the connector, both the operator's.
    Operator,
}

/// A `Date` header as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDate {
    /// Whose it is.
    pub source: TimeSource,
    /// What the header says.
    pub date: Timestamp,
    /// The local clock when it arrived.
    pub received_at: Timestamp,
}

impl ServerDate {
    /// What this server's clock shows when the local clock shows `local`.
    fn projected(&self, local: Timestamp) -> Timestamp {
        let passed = local
            .as_millis()
            .saturating_sub(self.received_at.as_millis());
        Timestamp::from_millis(self.date.as_millis().saturating_add(passed))
    }
}

/// What is known about the real time. Kept with the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedTime {
    /// Trusted server time minus local time, in milliseconds, as last learned.
    offset_ms: i64,
    /// The latest trusted time seen.
    latest: Option<Timestamp>,
    /// The last `Date` of the issuer and of the operator, trusted or not.
    issuer: Option<ServerDate>,
    operator: Option<ServerDate>,
    /// The corrected local time of the first start that found the local clock suspicious.
    suspicious_since: Option<Timestamp>,
    /// A later start has said the same.
    confirmed: bool,
}

impl TrustedTime {
    /// Takes in a `Date` header; true when it is trusted.
    pub fn observe(&mut self, seen: ServerDate) -> bool {
        let witness = match seen.source {
            TimeSource::Issuer => self.operator,
            TimeSource::Operator => self.issuer,
        };
        match seen.source {
            TimeSource::Issuer => self.issuer = Some(seen),
            TimeSource::Operator => self.operator = Some(seen),
        }
        let local = seen.received_at;
        let near_local = seen.date.distance(local) <= TOLERANCE;
        let near_witness =
            witness.is_some_and(|other| other.projected(local).distance(seen.date) <= TOLERANCE);
        if !(near_local || near_witness) {
            return false;
        }
        // A `Date` has whole seconds and is as old as its way was long: following each one would
        // make the time go to and fro.
        if self.corrected(local).distance(seen.date) > JITTER {
            self.offset_ms = seen.date.as_millis().saturating_sub(local.as_millis());
        }
        self.latest = Some(
            self.latest
                .map_or(seen.date, |latest| latest.max(seen.date)),
        );
        if !self.is_suspicious(local) {
            self.suspicious_since = None;
            self.confirmed = false;
        }
        true
    }

    /// To be called once at every start of the app: remembers that the local clock looks wrong,
    /// or, 24 h later on that clock, that it said so twice.
    pub fn started(&mut self, local: Timestamp) {
        if !self.is_suspicious(local) {
            self.suspicious_since = None;
            self.confirmed = false;
            return;
        }
        let corrected = self.corrected(local);
        match self.suspicious_since {
            None => self.suspicious_since = Some(corrected),
            Some(since) if corrected.since(since) >= DAY => self.confirmed = true,
            // A clock that went back behind the first sight starts the wait again.
            Some(since) if corrected < since => self.suspicious_since = Some(corrected),
            Some(_) => {}
        }
    }

    /// Effective now: max(local clock + learned offset, latest trusted time seen).
    #[must_use]
    pub fn effective(&self, local: Timestamp) -> Timestamp {
        let corrected = self.corrected(local);
        self.latest
            .map_or(corrected, |latest| latest.max(corrected))
    }

    /// The time on which something may be destroyed: [`effective`](Self::effective), unless the
    /// local clock is suspicious and not confirmed; then the latest trusted time, if any.
    #[must_use]
    pub fn for_deletion(&self, local: Timestamp) -> Option<Timestamp> {
        if self.is_suspicious(local) && !self.confirmed {
            self.latest
        } else {
            Some(self.effective(local))
        }
    }

    /// The local clock is more than 45 days ahead of the last trusted time, or there is none.
    #[must_use]
    pub fn is_suspicious(&self, local: Timestamp) -> bool {
        self.latest
            .is_none_or(|latest| self.corrected(local).since(latest) > SUSPICIOUS_AFTER)
    }

    /// How far the local clock is behind the trusted time, in milliseconds; below zero when it is
    /// ahead, 0 within a minute, `None` before the first contact.
    #[must_use]
    pub fn offset_ms(&self) -> Option<i64> {
        self.latest.map(|_| self.offset_ms)
    }

    /// The latest trusted time seen; `None` before the first.
    #[must_use]
    pub fn latest(&self) -> Option<Timestamp> {
        self.latest
    }

    /// The last contact is more than 45 days ago by the local clock.
    #[must_use]
    pub fn is_out_of_contact(&self, local: Timestamp) -> bool {
        self.latest.is_some() && self.is_suspicious(local)
    }

    fn corrected(&self, local: Timestamp) -> Timestamp {
        Timestamp::from_millis(local.as_millis().saturating_add(self.offset_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn seen(source: TimeSource, date: Timestamp, local: Timestamp) -> ServerDate {
        ServerDate {
            source,
            date,
            received_at: local,
        }
    }

    fn contact() -> TrustedTime {
        let mut time = TrustedTime::default();
        assert!(time.observe(seen(TimeSource::Operator, NOW, NOW)));
        time
    }

    #[test]
    fn an_absurd_date_of_the_operator_changes_nothing() {
        let mut time = contact();
        assert!(!time.observe(seen(
            TimeSource::Operator,
            Timestamp::from_secs(4_070_908_800),
            NOW
        )));
        assert!(!time.observe(seen(
            TimeSource::Operator,
            Timestamp::from_secs(4_070_908_800),
            NOW
        )));
        assert_eq!(time.for_deletion(NOW), Some(NOW));
    }

    #[test]
    fn a_local_clock_behind_is_corrected_where_issuer_and_operator_agree() {
        let mut time = TrustedTime::default();
        let local = NOW.minus(DAY * 100);
        assert!(!time.observe(seen(TimeSource::Issuer, NOW, local)));
        assert!(time.observe(seen(
            TimeSource::Operator,
            NOW.plus(Duration::from_secs(2)),
            local
        )));
        assert_eq!(time.effective(local), NOW.plus(Duration::from_secs(2)));
    }

    #[test]
    fn it_says_how_far_the_local_clock_is_off() {
        assert_eq!(TrustedTime::default().offset_ms(), None);
        assert_eq!(contact().offset_ms(), Some(0));
        for (local, offset) in [
            (NOW.minus(DAY), 86_400_000),
            (NOW.plus(DAY), -86_400_000),
            (NOW.plus(JITTER), 0),
        ] {
            let mut time = TrustedTime::default();
            assert!(time.observe(seen(TimeSource::Operator, NOW, local)));
            assert_eq!(time.offset_ms(), Some(offset));
        }
    }

    #[test]
    fn the_time_does_not_go_to_and_fro_with_each_date() {
        let mut time = contact();
        let mut last = time.effective(NOW);
        for step in 1..100 {
            let local = NOW.plus(Duration::from_millis(step * 300));
            let whole_second =
                Timestamp::from_secs(local.minus(Duration::from_millis(700)).as_secs());
            assert!(time.observe(seen(TimeSource::Operator, whole_second, local)));
            assert!(time.effective(local) > last, "it went back");
            last = time.effective(local);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_revives_nothing() {
        let time = contact();
        assert_eq!(time.effective(NOW.minus(DAY * 60)), NOW);
    }

    #[test]
    fn a_clock_far_ahead_deletes_only_at_a_second_start_a_day_later() {
        let mut time = contact();
        let ahead = NOW.plus(DAY * 46);
        time.started(ahead);
        assert_eq!(time.for_deletion(ahead), Some(NOW));
        time.started(ahead.plus(HOUR));
        assert_eq!(time.for_deletion(ahead), Some(NOW));
        let next = ahead.plus(DAY);
        time.started(next);
        assert_eq!(time.for_deletion(next), Some(next));
    }

    #[test]
    fn a_clock_that_comes_back_is_forgiven() {
        let mut time = contact();
        time.started(NOW.plus(DAY * 46));
        time.started(NOW.plus(DAY));
        time.started(NOW.plus(DAY * 47));
        assert_eq!(time.for_deletion(NOW.plus(DAY * 47)), Some(NOW));
    }

    #[test]
    fn offline_for_less_than_45_days_the_local_clock_counts() {
        let time = contact();
        let later = NOW.plus(DAY * 40);
        assert_eq!(time.for_deletion(later), Some(later));
    }

    #[test]
    fn without_any_trusted_time_nothing_is_destroyed_at_first() {
        let mut time = TrustedTime::default();
        time.started(NOW);
        assert_eq!(time.for_deletion(NOW), None);
        time.started(NOW.plus(DAY));
        assert_eq!(time.for_deletion(NOW.plus(DAY)), Some(NOW.plus(DAY)));
    }
}
