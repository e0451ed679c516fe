//! One run of the program.

use std::{
    ffi::OsString,
    io::{self, Write as _},
};

use clap::error::ErrorKind;
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::{
    app::App,
    args::{Args, Options},
    commands::{self, Console},
    config::Config,
    exit::Exit,
    failure::Failure,
    help,
    lang::Lang,
    notes::Notes,
    output::{Output, Zone},
};

/// Runs the program with the arguments of this process.
pub(crate) fn run() -> Exit {
    let lang = Lang::from_env();
    quiet_panics();
    start_logging();
    let words: Vec<OsString> = std::env::args_os().collect();
    // Wrong arguments are told in the form that was asked for, though they were not understood.
    let json = words.iter().any(|word| word == "--json");
    let notes = Notes::new(lang, json);
    let args = match help::parse(lang, words) {
        Ok(args) => args,
        Err(error) => return told(&error, lang, notes),
    };
    match execute(args, lang, notes) {
        Ok(exit) => exit,
        Err(failure) => notes.failure(&failure),
    }
}

fn execute(args: Args, lang: Lang, notes: Notes) -> Result<Exit, Failure> {
    let Some(command) = args.command else {
        return without_command(&args.options, lang);
    };
    let app = App::open(&args.options)?;
    let out = if args.options.json {
        Output::json(io::stdout())
    } else {
        Output::text(io::stdout(), lang, Zone::Local)
    };
    let mut console = Console { out, notes, lang };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(commands::run(command, &app, &mut console));
    // A thread that waits for the network or the keyring holds nothing that must be finished.
    runtime.shutdown_background();
    result
}

/// `dienstchat` alone: says how to begin, or what there is.
fn without_command(options: &Options, lang: Lang) -> Result<Exit, Failure> {
    Config::load(&options.overrides())?;
    write!(io::stdout(), "{}", help::command(lang).render_help())?;
    Ok(Exit::Ok)
}

/// Help and version are answers; everything else is a mistake in the arguments.
fn told(error: &clap::Error, lang: Lang, notes: Notes) -> Exit {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return match write!(io::stdout(), "{error}") {
            Ok(()) => Exit::Ok,
            Err(error) => notes.failure(&Failure::from(error)),
        };
    }
    notes.error("usage", Exit::Usage, &help::usage_text(lang, error));
    Exit::Usage
}

/// Logs to standard error what `RUST_LOG` asks for, of Dienstchat's own parts only: what libraries
/// log of requests may hold personal data.
fn start_logging() {
    let Ok(filter) = EnvFilter::try_from_default_env() else {
        return;
    };
    let own = filter_fn(|metadata| metadata.target().starts_with("dienstchat"));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false);
    tracing_subscriber::registry()
        .with(lines.with_filter(own).with_filter(filter))
        .init();
}

/// A defect says where it is; its message could hold anything.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "dienstchat: defect at {place}; please report it"
        );
    }));
}
