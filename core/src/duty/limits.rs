//! How long a chat lives.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{DutyState, Statement};
use crate::time::{DAY, Timestamp};

/// What holds in a chat at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Members write.
    Active,
    /// Members read and may still delete what they wrote.
    ReadOnly,
    /// The chat is gone, on the server and on every device.
    Deleted,
}

/// The two limits of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// From here on members only read.
    pub read_only_from: Timestamp,
    /// From here on the chat is gone.
    pub delete_at: Timestamp,
}

impl Limits {
    /// `read_only_from` is the end plus `write_days`, or `state_since` where that is earlier and
    /// the duty is not planned; `delete_at` is `read_only_from` plus `read_days`.
    pub(super) fn of(statement: &Statement) -> Self {
        let after_end = Timestamp::from_secs(statement.ends_at).plus(days(statement.write_days));
        let read_only_from = match statement.state {
            DutyState::Planned => after_end,
            DutyState::Cancelled | DutyState::ChatOff => {
                after_end.min(Timestamp::from_secs(statement.state_since))
            }
        };
        Self {
            read_only_from,
            delete_at: read_only_from.plus(days(statement.read_days)),
        }
    }

    /// The phase at this time; a limit itself already belongs to the next phase.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        if now >= self.delete_at {
            Phase::Deleted
        } else if now >= self.read_only_from {
            Phase::ReadOnly
        } else {
            Phase::Active
        }
    }

    /// When the phase changes next by itself.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        match self.phase(now) {
            Phase::Active => Some(self.read_only_from),
            Phase::ReadOnly => Some(self.delete_at),
            Phase::Deleted => None,
        }
    }
}

fn days(number: u32) -> Duration {
    DAY * number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::statement::tests::sample;

    fn limits(state: &str, state_since: i64) -> Limits {
        let mut value = sample();
        value["state"] = state.into();
        value["state_since"] = state_since.into();
        serde_json::from_value::<Statement>(value).unwrap().limits()
    }

    const END: i64 = 1_800_030_000;
    const DAY_S: i64 = 86_400;

    #[test]
    fn a_planned_duty_is_writable_for_two_days_and_readable_for_thirty() {
        let limits = limits("planned", 0);
        let at = |seconds| limits.phase(Timestamp::from_secs(seconds));
        assert_eq!(at(END + 2 * DAY_S - 1), Phase::Active);
        assert_eq!(at(END + 2 * DAY_S), Phase::ReadOnly);
        assert_eq!(at(END + 32 * DAY_S - 1), Phase::ReadOnly);
        assert_eq!(at(END + 32 * DAY_S), Phase::Deleted);
        assert_eq!(
            limits.next_change(Timestamp::from_secs(END)),
            Some(limits.read_only_from)
        );
        assert_eq!(limits.next_change(limits.delete_at), None);
    }

    #[test]
    fn a_cancelled_duty_is_read_only_at_once() {
        for state in ["cancelled", "chat_off"] {
            let limits = limits(state, END - 5_000);
            assert_eq!(limits.read_only_from, Timestamp::from_secs(END - 5_000));
            assert_eq!(
                limits.delete_at,
                Timestamp::from_secs(END - 5_000 + 30 * DAY_S)
            );
        }
    }

    #[test]
    fn a_late_cancellation_prolongs_nothing() {
        let limits = limits("cancelled", END + 20 * DAY_S);
        assert_eq!(limits.read_only_from, Timestamp::from_secs(END + 2 * DAY_S));
    }
}
