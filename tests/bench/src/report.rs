//! The figures, as a table for people or as one JSON object a line.

use std::{
    error::Error,
    io::{Write as _, stderr, stdout},
    time::Duration,
};

use serde::Serialize;

use crate::{Result, measure::Medians};

/// What a figure is counted in.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// Millionths of a second.
    Micros,
    /// Thousandths of a second.
    Millis,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Micros => "µs",
            Self::Millis => "ms",
        }
    }

    fn of(self, time: Duration) -> f64 {
        match self {
            Self::Micros => time.as_secs_f64() * 1e6,
            Self::Millis => time.as_secs_f64() * 1e3,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    bench: &'a str,
    case: &'a str,
    value: f64,
    unit: &'a str,
    reference: f64,
    ratio: f64,
}

/// Where the figures go, each as soon as it is there.
pub(crate) struct Report {
    json: bool,
    lines: usize,
}

impl Report {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, lines: 0 }
    }

    /// How long something takes.
    pub(crate) fn time(&mut self, bench: &str, case: &str, unit: Unit, medians: Medians) -> Result {
        let (value, reference) = (unit.of(medians.value), unit.of(medians.reference));
        self.line(bench, case, unit.name(), [value, reference], medians.runs)
    }

    /// How much memory something needs, measured in KiB and shown in MiB.
    pub(crate) fn memory(&mut self, bench: &str, case: &str, kib: Medians<u32>) -> Result {
        let mib = |kib: u32| f64::from(kib) / 1024.0;
        let (value, reference) = (mib(kib.value), mib(kib.reference));
        self.line(bench, case, "MiB", [value, reference], kib.runs)
    }

    fn line(
        &mut self,
        bench: &str,
        case: &str,
        unit: &str,
        [value, reference]: [f64; 2],
        runs: usize,
    ) -> Result {
        let ratio = value / reference;
        let mut out = stdout().lock();
        if self.json {
            let line = Line {
                bench,
                case,
                value: rounded(value),
                unit,
                reference: rounded(reference),
                ratio: rounded(ratio),
            };
            serde_json::to_writer(&mut out, &line)?;
            writeln!(out)?;
        } else {
            if self.lines == 0 {
                writeln!(
                    out,
                    "{:<6} {:<44} {:>10} {:<4} {:>10} {:>6} {:>5}",
                    "bench", "case", "value", "unit", "reference", "ratio", "runs"
                )?;
            }
            writeln!(
                out,
                "{bench:<6} {case:<44} {value:>10.2} {unit:<4} {reference:>10.2} {ratio:>6.1} {runs:>5}"
            )?;
        }
        out.flush()?;
        self.lines += 1;
        Ok(())
    }

    /// Says what the columns are, to people.
    pub(crate) fn finish(&self) -> Result {
        if !self.json {
            writeln!(
                stdout(),
                "\nMedians. The reference is the bare library doing the same work, by turns in the same run."
            )?;
        }
        Ok(())
    }
}

/// To a thousandth: what is beyond it is noise.
fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// Says why the program ends.
pub(crate) fn complain(error: &dyn Error) {
    // Nowhere is left to say that even this failed.
    let _ = writeln!(stderr(), "dienstchat-bench: {error}");
}
