//! `dienstchat-connector`: serves, writes the homeserver's configuration, prints the `OpenAPI`
//! document.

mod homeserver_config;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};
use dienstchat_connector::{
    api::openapi, clock::program_clock, config::Config, logging, serve::serve,
};
use dienstchat_core::time::SystemEntropy;
use tokio::signal::unix::{SignalKind, signal};

/// The service between HiOrg-Server and the Matrix homeserver.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until it is told to end (SIGTERM, SIGINT).
    Serve {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
    },
    /// Writes homeserver.yaml, registration.yaml and log.yaml for a homeserver of the configuration.
    HomeserverConfig(Box<homeserver_config::Arguments>),
    /// Prints the `OpenAPI` document.
    Openapi,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve { config } => run(&config),
        Command::HomeserverConfig(arguments) => {
            homeserver_config::write(&arguments).map_err(Into::into)
        }
        Command::Openapi => print_openapi(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&*error);
            ExitCode::FAILURE
        }
    }
}

type AnyError = Box<dyn std::error::Error>;

fn run(path: &std::path::Path) -> Result<(), AnyError> {
    let config = Config::load(path)?;
    logging::init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let shutdown = async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        serve(config, program_clock(), Arc::new(SystemEntropy), shutdown).await?;
        Ok(())
    })
}

#[expect(clippy::print_stdout, reason = "the document is this command's output")]
fn print_openapi() -> Result<(), AnyError> {
    print!("{}", openapi::to_json()?);
    Ok(())
}

#[expect(
    clippy::print_stderr,
    reason = "there is no log before the configuration is read"
)]
fn report(error: &dyn std::error::Error) {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    eprintln!("dienstchat-connector: {text}");
}
