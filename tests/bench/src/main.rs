//! `dienstchat-bench`: what keys, store and chats cost, each beside the bare library's cost for
//! the same work, measured in the same run.
//!
//! It prints figures and fails on none of them: a machine's load is no mistake of the code.
//! `docs/bench.md` says what the cases are.

mod chat;
mod child;
mod fill;
mod installation;
mod keys;
mod measure;
mod report;
mod store;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

use report::Report;

/// Whatever ends a benchmark ends the program; nobody acts on it.
type Result<T = (), E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

#[derive(Parser)]
#[command(about = "What keys, store and chats cost, beside the bare libraries")]
struct Arguments {
    /// What to measure; without a name, everything.
    names: Vec<Bench>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// The `dienstchat` to measure; the one beside this program where missing.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    #[command(subcommand)]
    helper: Option<Helper>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Bench {
    Keys,
    Store,
    Chat,
}

/// What this program does as a process of its own, for itself.
#[derive(Subcommand)]
enum Helper {
    /// Runs a program and says what it cost.
    #[command(hide = true)]
    RunChild(child::Arguments),
    /// Reads from a store what `dienstchat status` does, with SQL alone.
    #[command(hide = true)]
    BareStatus(chat::BareStatus),
    /// Keeps a filled installation for another program.
    #[command(hide = true)]
    Installation(installation::Arguments),
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result {
    match &arguments.helper {
        Some(Helper::RunChild(child)) => return child::run(child),
        Some(Helper::BareStatus(status)) => return chat::bare_status(status),
        Some(Helper::Installation(wanted)) => return installation::run(wanted),
        None => {}
    }
    let wanted = |bench| arguments.names.is_empty() || arguments.names.contains(&bench);
    let mut report = Report::new(arguments.json);
    if wanted(Bench::Keys) {
        keys::run(&mut report)?;
    }
    if wanted(Bench::Store) {
        store::run(&mut report)?;
    }
    if wanted(Bench::Chat) {
        let beside = std::env::current_exe()?.with_file_name("dienstchat");
        let program = arguments.program.clone();
        chat::run(&mut report, &program.unwrap_or(beside))?;
    }
    report.finish()
}
