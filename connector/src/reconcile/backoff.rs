//! How long to wait after a failure.

use std::time::Duration;

use dienstchat_core::time::Entropy;

use super::StepError;
use crate::homeserver::HomeserverError;

/// The wait after the first failure.
const FIRST: Duration = Duration::from_millis(250);

/// The wait after this many failures in a row: doubling, bounded, less up to a half by chance so
/// that many do not come back at the same moment. What the homeserver asks for is waited at least.
pub(super) fn after(
    failures: u32,
    error: &StepError,
    max: Duration,
    entropy: &dyn Entropy,
) -> Duration {
    let mut byte = [0_u8];
    // Without randomness the waits are longer, nothing worse.
    let _ = entropy.fill(&mut byte);
    let full = FIRST
        .saturating_mul(1 << failures.saturating_sub(1).min(16))
        .min(max);
    let wait = full.saturating_sub(full / 512 * u32::from(byte[0]));
    match error {
        StepError::Homeserver(HomeserverError::RateLimited(Some(asked))) => wait.max(*asked),
        _ => wait,
    }
}

#[cfg(test)]
mod tests {
    use dienstchat_core::time::EntropyError;

    use super::*;

    struct Fixed(u8);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    fn wait(failures: u32, byte: u8) -> u128 {
        let error = StepError::Homeserver(HomeserverError::Unreachable);
        after(failures, &error, Duration::from_secs(30), &Fixed(byte)).as_millis()
    }

    #[test]
    fn waits_double_and_are_bounded() {
        let waits: Vec<u128> = [1, 2, 3, 7, 8, 40]
            .into_iter()
            .map(|failures| wait(failures, 0))
            .collect();
        assert_eq!(waits, [250, 500, 1_000, 16_000, 30_000, 30_000]);
    }

    #[test]
    fn chance_takes_at_most_a_half() {
        assert!((125..=127).contains(&wait(1, 255)), "{}", wait(1, 255));
        assert!((187..=188).contains(&wait(1, 128)), "{}", wait(1, 128));
    }

    #[test]
    fn what_is_asked_for_is_waited() {
        let asked = Duration::from_secs(90);
        let error = StepError::Homeserver(HomeserverError::RateLimited(Some(asked)));
        assert_eq!(after(1, &error, Duration::from_secs(30), &Fixed(0)), asked);
    }
}
