//! Measuring something and its reference by turns, so that whatever else the machine does falls
//! on both.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::Result;

/// Medians of the same number of runs.
#[derive(Clone, Copy)]
pub(crate) struct Medians<T = Duration> {
    /// Of what is measured.
    pub(crate) value: T,
    /// Of the bare libraries doing the same.
    pub(crate) reference: T,
    /// Of how many runs each, those to warm up left out.
    pub(crate) runs: usize,
}

/// Does both by turns, now the one first and now the other, and takes the medians. A tenth as
/// many runs before, at least one, warm up and do not count.
///
/// # Errors
/// What either returns.
pub(crate) fn compare<T: Ord + Copy>(
    runs: usize,
    mut ours: impl FnMut() -> Result<T>,
    mut bare: impl FnMut() -> Result<T>,
) -> Result<Medians<T>> {
    let warm_up = warm_up(runs);
    let (mut values, mut references) = (Vec::new(), Vec::new());
    for run in 0..warm_up + runs {
        let (value, reference) = if run % 2 == 0 {
            let value = ours()?;
            (value, bare()?)
        } else {
            let reference = bare()?;
            (ours()?, reference)
        };
        if run >= warm_up {
            values.push(value);
            references.push(reference);
        }
    }
    Ok(Medians {
        value: median(values)?,
        reference: median(references)?,
        runs,
    })
}

/// How many runs warm up.
pub(crate) fn warm_up(runs: usize) -> usize {
    runs.div_ceil(10)
}

/// The middle one; of an even number the upper one of the two in the middle.
pub(crate) fn median<T: Ord + Copy>(mut values: Vec<T>) -> Result<T> {
    values.sort_unstable();
    let middle = values.get(values.len() / 2).copied();
    middle.ok_or_else(|| "nothing was measured".into())
}

/// Does the work and says how long it took.
///
/// # Errors
/// What the work returns.
pub(crate) fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let start = Instant::now();
    let done = black_box(work()?);
    Ok((done, start.elapsed()))
}
