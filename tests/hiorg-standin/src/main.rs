//! The stand-in as a program: `hiorg-standin --listen 127.0.0.1:7001 --demo`.
//!
//! Its time is the system's, moved by the seconds in the file that `DIENSTCHAT_TEST_CLOCK` names.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use dienstchat_core::time::{Clock as _, TestClock};
use hiorg_standin::{Clock, Config, ConnectorTarget, Standin};
use url::Url;

/// A stand-in for HiOrg-Server. Listens on the loopback; never put data of real people into it.
#[derive(Parser)]
struct Options {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:7001")]
    listen: SocketAddr,
    /// The address others reach it under, and its issuer. Default: http:// and --listen.
    #[arg(long)]
    public_url: Option<Url>,
    /// The connector to tell about changes.
    #[arg(long, requires = "connector_token")]
    connector: Option<Url>,
    /// HiOrg-Server's bearer token at the connector.
    #[arg(long)]
    connector_token: Option<String>,
    /// `aud` of duty statements.
    #[arg(long, default_value = "dienstchat")]
    audience: String,
    /// What the links of "Chat öffnen" begin with. Default: the connector's address.
    #[arg(long)]
    app_link_base: Option<String>,
    /// Fill in sample data.
    #[arg(long)]
    demo: bool,
}

/// How often what waits for the connector is tried again.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let options = Options::parse();
    let connector = options
        .connector
        .zip(options.connector_token)
        .map(|(url, token)| ConnectorTarget { url, token });
    let clock = TestClock::from_env();
    let standin = Standin::start(Config {
        listen: options.listen,
        public_url: options.public_url,
        connector,
        audience: options.audience,
        app_link_base: options.app_link_base,
        clock: Clock::new(move || u64::try_from(clock.now().as_secs()).unwrap_or(0)),
        ..Config::default()
    })
    .await?;
    if options.demo {
        standin.seed_demo()?;
    }
    writeln!(std::io::stdout(), "{}", standin.url())?;

    let connector = standin.connector();
    let mut interval = tokio::time::interval(RETRY_INTERVAL);
    loop {
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => {
                stopped?;
                break;
            }
            _ = interval.tick() => {
                connector.tick().await;
            }
        }
    }
    standin.stop().await;
    Ok(())
}
