//! What another program costs: its time, and its memory at the most.
//!
//! The system tells only the most that any child needed, so each is run by a process of its own,
//! which is this program again.

use std::{
    ffi::{OsStr, OsString},
    io::{Write as _, stdout},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use crate::Result;

/// What a program cost.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// From its start to its end.
    pub(crate) time: Duration,
    /// Resident memory at the most, in KiB. Not below that of the process that runs it, which is
    /// a few MiB.
    pub(crate) peak_kib: u32,
}

/// The program to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<OsString>,
}

/// Measures a program that ends well.
///
/// # Errors
/// When it does not.
pub(crate) fn cost(program: &OsStr, arguments: &[&OsStr]) -> Result<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .args(["run-child", "--"])
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{} failed", program.display()).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The other side of [`cost`].
pub(crate) fn run(arguments: &Arguments) -> Result {
    let (program, rest) = arguments.command.split_first().ok_or("no program")?;
    let start = Instant::now();
    let status = Command::new(program)
        .args(rest)
        .stdout(Stdio::null())
        .status()?;
    let time = start.elapsed();
    if !status.success() {
        return Err(format!("{} ended with {status}", program.display()).into());
    }
    let peak_kib = peak_kib_of_children()?;
    let mut out = stdout().lock();
    serde_json::to_writer(&mut out, &Cost { time, peak_kib })?;
    Ok(out.flush()?)
}

#[cfg(unix)]
#[expect(unsafe_code, reason = "the standard library does not tell")]
fn peak_kib_of_children() -> Result<u32> {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the call writes to the struct that it is given and keeps nothing of it.
    let failed = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr()) } != 0;
    if failed {
        return Err(std::io::Error::last_os_error().into());
    }
    // SAFETY: all zeros are a valid value too.
    let peak = unsafe { usage.assume_init() }.ru_maxrss;
    let unit = if cfg!(target_vendor = "apple") {
        1024
    } else {
        1
    };
    Ok(u32::try_from(peak / unit)?)
}

#[cfg(not(unix))]
fn peak_kib_of_children() -> Result<u32> {
    Err("the memory of a program cannot be measured on this system".into())
}
