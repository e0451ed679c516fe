#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

const GOOD: &str = r#"
listen = "127.0.0.1:0"
public_url = "http://127.0.0.1:8010"
app_host = "127.0.0.1:8010"
database = "/tmp/x.sqlite"
credentials = [{ iss = "http://127.0.0.1:7001", token_sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" }]
[[homeservers]]
server_name = "localhost"
url = "http://127.0.0.1:8008"
base_url = "http://127.0.0.1:8008"
as_token = "as-token-0123456789"
hs_token = "hs-token-0123456789"
registration_shared_secret = "shared"
[[issuers]]
issuer = "http://127.0.0.1:7001"
client_id = "dienstchat-app"
redirect_uris = ["dienstchat://login"]
client_secret = "geheim"
[limits]
reconcile_interval_ms = 500
"#;

fn refused(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from));
    Config::from_toml(&GOOD.replace(from, to))
        .unwrap_err()
        .to_string()
}

#[test]
fn a_whole_file_is_read() {
    let config = Config::from_toml(GOOD).unwrap();
    assert_eq!(config.limits.reconcile_interval, Duration::from_millis(500));
    assert_eq!(config.limits.max_requests, Limits::default().max_requests);
    assert_eq!(config.credentials[0].token_sha256[1], 0x11);
    assert_eq!(
        config.issuers[0].client_secret.as_ref().unwrap().expose(),
        "geheim"
    );
}

#[test]
fn debug_output_holds_no_secret() {
    let shown = format!("{:?}", Config::from_toml(GOOD).unwrap());
    for secret in [
        "as-token-0123456789",
        "hs-token-0123456789",
        "shared\"",
        "geheim",
    ] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[test]
fn what_is_wrong_is_named_and_never_quoted() {
    assert_eq!(
        refused("aabbccddeeff\" }", "zz\" }"),
        "credentials[0].token_sha256: is not 64 hex digits"
    );
    assert_eq!(
        refused("= 500", "= 5"),
        "limits.reconcile_interval_ms: is not between 10 and 86400000"
    );
    assert_eq!(
        refused("\"geheim\"", "7"),
        "issuers[0].client_secret: is not a text"
    );
    assert_eq!(
        refused("dienstchat://login", "http://example.org"),
        "issuers[0]: is not a valid entry of the issuer table"
    );
    assert_eq!(
        refused("hs-token-0123456789", "short"),
        "homeservers[0].hs_token: is shorter than 16 bytes"
    );
    let unknown = refused("app_host", "app_hots");
    assert!(
        unknown.starts_with("the configuration is wrong at line"),
        "{unknown}"
    );
}

#[test]
fn an_issuer_or_homeserver_named_twice_is_refused() {
    let homeserver =
        &GOOD[GOOD.find("[[homeservers]]").unwrap()..GOOD.find("[[issuers]]").unwrap()];
    let issuer = &GOOD[GOOD.find("[[issuers]]").unwrap()..GOOD.find("[limits]").unwrap()];
    let twice = |part: &str| {
        Config::from_toml(&format!("{GOOD}{part}"))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        twice(homeserver),
        "homeservers[1].server_name: is named before"
    );
    assert_eq!(twice(issuer), "issuers: an issuer is named twice");
}
