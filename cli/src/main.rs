//! `dienstchat`: the duty chats of HiOrg-Server in the terminal.
//!
//! One file a command (`commands/`); what is shown is a record (`view.rs`) that `output/` renders as
//! text or JSON; what goes wrong is a failure (`failure.rs`) with an exit code. The core does the
//! rest. The page for its users is `docs/cli.md`.

mod app;
mod args;
mod browser;
mod commands;
mod config;
mod exit;
mod failure;
mod from_core;
mod help;
mod keystore;
mod lang;
mod notes;
mod output;
mod run;
mod view;

use std::process::ExitCode;

fn main() -> ExitCode {
    run::run().into()
}
