//! The commands, one file each.

mod chats;
mod follow;
mod login;
mod logout;
mod open;
mod organisations;
mod read;
mod send;
mod status;

use std::io::Stdout;

use crate::{
    app::App, args::Command, exit::Exit, failure::Failure, lang::Lang, notes::Notes, output::Output,
};

/// What a command writes to and speaks in.
pub(crate) struct Console {
    /// Standard output.
    pub(crate) out: Output<Stdout>,
    /// Standard error.
    pub(crate) notes: Notes,
    /// The language.
    pub(crate) lang: Lang,
}

/// Runs a command.
///
/// # Errors
/// [`Failure`]; what was shown before it stays shown.
pub(crate) async fn run(
    command: Command,
    app: &App,
    console: &mut Console,
) -> Result<Exit, Failure> {
    match command {
        Command::Organisations(args) => organisations::run(&args, app, console).await,
        Command::Login(args) => login::run(args, app, console).await,
        Command::Chats(args) => chats::run(&args, app, console).await,
        Command::Open(args) => open::run(&args, app, console).await,
        Command::Send(args) => send::run(&args, app, console).await,
        Command::Read(args) => read::run(&args, app, console).await,
        Command::Follow(args) => follow::run(&args, app, console).await,
        Command::Status(args) => status::run(&args, app, console),
        Command::Logout(args) => logout::run(&args, app, console).await,
    }
}
