//! How times cross the boundary: as milliseconds, which the generated code makes the platform's
//! own type of.

use dienstchat_core::time::Timestamp;

uniffi::custom_type!(Timestamp, i64, {
    remote,
    lower: |time| time.as_millis(),
    try_lift: |millis| Ok(Timestamp::from_millis(millis)),
});
