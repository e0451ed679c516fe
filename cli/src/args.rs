//! The command line. The doc comments are the English `--help`; [`crate::help`] has the German.

use std::{path::PathBuf, time::Duration};

use clap::{ArgAction, Parser, Subcommand};
use dienstchat_core::{
    duty::AppHost,
    ids::{AccountId, DutyId, OrgCode},
};
use url::Url;

use crate::{config::Overrides, keystore::Choice};

/// The duty chats of HiOrg-Server in the terminal, end-to-end encrypted
#[derive(Debug, Parser)]
#[command(
    name = "dienstchat",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// One JSON object a line instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "FILE")]
    #[arg(help = "Configuration file [default: $XDG_CONFIG_HOME/dienstchat/config.toml]")]
    config: Option<PathBuf>,
    /// Base URL of the connector
    #[arg(long, global = true, value_name = "URL")]
    connector: Option<Url>,
    /// Issuer table (TOML)
    #[arg(long, global = true, value_name = "FILE")]
    issuers: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL")]
    #[arg(help = "Host of duty links, such as https://chat.example.org; may be repeated")]
    app_host: Vec<AppHost>,
    #[arg(long, global = true, value_name = "FOLDER")]
    #[arg(help = "Where accounts are kept [default: $XDG_DATA_HOME/dienstchat]")]
    data_dir: Option<PathBuf>,
    /// Where secrets are kept: auto, secret-service or file
    #[arg(long, global = true, value_name = "WHERE")]
    secrets: Option<Choice>,
    /// Print help
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Print version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

impl Options {
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            file: self.config.clone(),
            connector: self.connector.clone(),
            issuers: self.issuers.clone(),
            app_hosts: self.app_host.clone(),
            data_dir: self.data_dir.clone(),
            secrets: self.secrets,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the organisations that have the chat switched on
    Organisations(Organisations),
    /// Sign in to an organisation through its HiOrg-Server
    Login(Login),
    /// List the duty chats
    Chats(Chats),
    /// Open the chat that a link leads to
    Open(Open),
    /// Send a message
    Send(Send),
    /// Show the newest messages and mark them as read
    Read(Read),
    /// Print new messages as they come, until Ctrl-C
    Follow(Follow),
    /// Show the accounts and what is kept here, without network
    Status(Status),
    /// Sign out and delete everything of the account from this device
    Logout(Logout),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Organisations {
    /// Part of the name or of the code
    #[arg(value_name = "SEARCH", default_value = "", hide_default_value = true)]
    pub(crate) search: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Login {
    /// Code of the organisation (OV)
    #[arg(value_name = "OV")]
    pub(crate) ov: OrgCode,
    /// Print the address instead of opening the browser, and wait
    #[arg(long)]
    pub(crate) print_url: bool,
    /// Renew the sign-in of this account
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<AccountId>,
    /// How long to wait for the browser
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Chats {
    #[command(flatten)]
    pub(crate) choice: AccountChoice,
    /// Show what is stored, ask no server
    #[arg(long)]
    pub(crate) offline: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    /// Link from HiOrg-Server's duty page
    #[arg(value_name = "LINK")]
    pub(crate) link: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Send {
    /// Id of the duty, or its link
    #[arg(value_name = "DUTY")]
    pub(crate) duty: DutyArg,
    /// The text; - takes it from standard input
    #[arg(value_name = "TEXT", required = true)]
    pub(crate) text: Vec<String>,
    #[command(flatten)]
    pub(crate) choice: AccountChoice,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Read {
    /// Id of the duty, or its link
    #[arg(value_name = "DUTY")]
    pub(crate) duty: DutyArg,
    /// How many messages
    #[arg(long, value_name = "NUMBER", default_value = "20", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: u16,
    /// Show what is stored, ask no server
    #[arg(long)]
    pub(crate) offline: bool,
    #[command(flatten)]
    pub(crate) choice: AccountChoice,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Follow {
    /// Id of the duty, or its link
    #[arg(value_name = "DUTY")]
    pub(crate) duty: DutyArg,
    /// End after this many new messages of others
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) count: Option<u32>,
    /// End after this time; with --count and fewer messages that is exit code 9
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) choice: AccountChoice,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) choice: AccountChoice,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Logout {
    #[command(flatten)]
    pub(crate) choice: AccountChoice,
    /// Every account
    #[arg(long, conflicts_with_all = ["account", "ov"])]
    pub(crate) all: bool,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
}

/// Which account is meant, where there are several.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct AccountChoice {
    /// The account, as `dienstchat status` names it
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<AccountId>,
    /// The account's organisation
    #[arg(long, value_name = "OV")]
    pub(crate) ov: Option<OrgCode>,
}

impl AccountChoice {
    /// Whether this account is meant, as far as anything was said.
    pub(crate) fn allows(&self, id: &AccountId) -> bool {
        self.account.as_ref().is_none_or(|account| account == id)
            && self.ov.as_ref().is_none_or(|ov| ov == id.ov())
    }
}

/// A duty: its id, or a link to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DutyArg {
    /// The id.
    Id(DutyId),
    /// The link, which is looked at once the hosts are known.
    Link(String),
}

impl std::str::FromStr for DutyArg {
    type Err = dienstchat_core::ids::InvalidId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains("://") {
            Ok(Self::Link(text.to_owned()))
        } else {
            text.parse().map(Self::Id)
        }
    }
}

/// A number of seconds, with a fraction if need be; over 0, at most a year.
fn seconds(text: &str) -> Result<Duration, &'static str> {
    let number: f64 = text.parse().map_err(|_| "a number of seconds")?;
    if number > 0.0 && number <= 365.0 * 86_400.0 {
        Ok(Duration::from_secs_f64(number))
    } else {
        Err("more than 0 and at most a year")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args, clap::error::ErrorKind> {
        let words = std::iter::once("dienstchat").chain(line.split_whitespace());
        Args::try_parse_from(words).map_err(|error| error.kind())
    }

    #[test]
    fn the_definition_is_consistent() {
        <Args as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_duty_is_an_id_or_a_link() {
        let Some(Command::Send(send)) = parse("send 4711 Hallo zusammen --json --ov XYZ")
            .unwrap()
            .command
        else {
            panic!("not send");
        };
        assert_eq!(send.duty, DutyArg::Id("4711".parse().unwrap()));
        assert_eq!(send.text, ["Hallo", "zusammen"]);
        assert_eq!(send.choice.ov, Some("xyz".parse().unwrap()));
        let Some(Command::Read(read)) = parse("read dienstchat://duty/xyz/4711").unwrap().command
        else {
            panic!("not read");
        };
        assert_eq!(
            read.duty,
            DutyArg::Link("dienstchat://duty/xyz/4711".to_owned())
        );
        assert_eq!(read.limit, 20);
    }

    #[test]
    fn a_text_may_look_like_an_option() {
        let Some(Command::Send(send)) = parse("send 4711 -- --json -5 Grad").unwrap().command
        else {
            panic!("not send");
        };
        assert_eq!(send.text, ["--json", "-5", "Grad"]);
        let Some(Command::Send(send)) = parse("send 4711 -").unwrap().command else {
            panic!("not send")
        };
        assert_eq!(send.text, ["-"]);
    }

    #[test]
    fn wrong_arguments_are_refused() {
        use clap::error::ErrorKind::{
            ArgumentConflict, InvalidSubcommand, MissingRequiredArgument, UnknownArgument,
            ValueValidation,
        };
        for (line, kind) in [
            ("sing", InvalidSubcommand),
            ("send 4711", MissingRequiredArgument),
            ("login", MissingRequiredArgument),
            ("login x", ValueValidation),
            ("login xyz --timeout 0", ValueValidation),
            ("login xyz --timeout NaN", ValueValidation),
            ("read 4711 --limit 0", ValueValidation),
            ("follow 4711 --count 0", ValueValidation),
            ("chats --account xyz", ValueValidation),
            ("chats --connector chat", ValueValidation),
            ("chats --secrets cloud", ValueValidation),
            ("chats --app-host http://app.example", ValueValidation),
            ("chats --colour", UnknownArgument),
            ("logout --all --ov xyz", ArgumentConflict),
        ] {
            assert_eq!(parse(line).unwrap_err(), kind, "{line}");
        }
    }

    #[test]
    fn an_account_is_chosen_by_id_or_organisation() {
        let choice = |line: &str| match parse(line).unwrap().command {
            Some(Command::Chats(chats)) => chats.choice,
            _ => panic!("not chats"),
        };
        let id: AccountId = "xyz_1".parse().unwrap();
        assert!(choice("chats").allows(&id));
        assert!(choice("chats --ov xyz").allows(&id));
        assert!(choice("chats --account xyz_1").allows(&id));
        assert!(!choice("chats --ov abc").allows(&id));
        assert!(!choice("chats --account xyz_2").allows(&id));
    }
}
