//! Time and randomness, which the core never takes by itself: they come in as parameters.

mod clock;
mod entropy;
#[cfg(feature = "test-clock")]
mod test_clock;
mod timestamp;
mod trusted;

pub use clock::{Clock, SystemClock};
pub use entropy::{Entropy, EntropyError, SystemEntropy};
#[cfg(feature = "test-clock")]
pub use test_clock::TestClock;
pub use timestamp::{DAY, HOUR, Timestamp};
pub use trusted::{ServerDate, TimeSource, TrustedTime};
