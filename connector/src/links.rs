//! The links that open chats.

use dienstchat_core::duty::AppHost;

use crate::config::Config;

/// Where deep links live; none when the configured host is not one.
#[must_use]
pub fn app_host(config: &Config) -> Option<AppHost> {
    let host = &config.app_host;
    // Plain http is taken for loopback addresses only.
    [
        format!("{}://{host}", config.public_url.scheme()),
        format!("https://{host}"),
    ]
    .iter()
    .find_map(|url| url.parse().ok())
}
