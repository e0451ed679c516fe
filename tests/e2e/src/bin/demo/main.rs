//! The demo: the story of a duty and its chat in the terminal, on real parts, with what everybody
//! sees on their phone. With `--serve` a stack is left running afterwards, to be tried by hand.

#![expect(clippy::print_stdout, reason = "this program talks to people")]

mod narrator;
mod screen;
mod serve;
mod story;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use dienstchat_e2e::run;

use narrator::Narrator;

/// Tells the whole story of a duty's chat in the terminal, on real parts
#[derive(Parser)]
#[command(name = "dienstchat-demo", version)]
struct Arguments {
    /// Leave a stack running afterwards, until Ctrl-C
    #[arg(long)]
    serve: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let narrator = Narrator::from_env();
    match run(tell(&arguments, &narrator)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            narrator.fails(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

async fn tell(arguments: &Arguments, narrator: &Narrator) -> Result<(), Box<dyn Error>> {
    story::tell(narrator).await?;
    if arguments.serve {
        serve::serve(narrator).await?;
    } else {
        narrator.ends_without_serving();
    }
    Ok(())
}
