use proptest::prelude::*;

use super::*;

const FULL: &str = r#"
[[issuers]]
issuer = "http://127.0.0.1:7001"
client_id = "dienstchat-app"
redirect_uris = ["dienstchat://login", "http://127.0.0.1/callback"]
scopes = ["openid"]
discovery = true
pkce = true
nonce = true
id_token = true
relay = false
organisation_claim = "organisation_key"
organisation_parameter = "ov"
attestation = "off"
statements = "off"
"#;

const FIXED: &str = r#"
[[issuers]]
issuer = "https://api.hiorg-server.de"
client_id = "dienstchat"
redirect_uris = ["https://app.dienstchat.de/login"]
scopes = ["profile"]
discovery = false
authorization_endpoint = "https://api.hiorg-server.de/oauth/v1/authorize"
token_endpoint = "https://api.hiorg-server.de/oauth/v1/token"
userinfo_endpoint = "https://api.hiorg-server.de/oauth/v1/userinfo"
pkce = false
nonce = false
id_token = false
relay = true
"#;

fn entry(change: impl Fn(&str) -> String) -> Result<IssuerTable, EntryError> {
    IssuerTable::from_toml(&change(FULL)).map_err(|error| match error {
        IssuerTableError::Entry { index: 0, error } => error,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_full_entry_is_read() {
    let table = IssuerTable::from_toml(FULL).unwrap();
    let entry = table.get("http://127.0.0.1:7001").unwrap();
    assert_eq!(entry.client_id, "dienstchat-app");
    assert_eq!(entry.endpoints, Endpoints::Discovery);
    assert_eq!(entry.organisation_parameter.as_deref(), Some("ov"));
    assert_eq!(entry.attestation, Policy::Off);
    assert!(table.get("http://127.0.0.1:7001/").is_none());
}

#[test]
fn json_says_the_same() {
    let value: toml::Value = toml::from_str(FULL).unwrap();
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(IssuerTable::from_json(&json), IssuerTable::from_toml(FULL));
}

#[test]
fn endpoints_can_stand_in_the_table() {
    let table = IssuerTable::from_toml(FIXED).unwrap();
    let Endpoints::Fixed { userinfo, jwks, .. } = &table.entries()[0].endpoints else {
        panic!("not fixed");
    };
    assert!(userinfo.is_some() && jwks.is_none());
    let without = FIXED.replace("userinfo_endpoint", "# userinfo_endpoint");
    assert_eq!(
        IssuerTable::from_toml(&without),
        Err(IssuerTableError::Entry {
            index: 0,
            error: EntryError::MissingEndpoint
        })
    );
}

#[test]
fn what_is_left_out_is_the_strict_choice() {
    let table = IssuerTable::from_toml(
        "[[issuers]]\nissuer = \"https://id.example\"\nclient_id = \"a\"\nredirect_uris = [\"a://b\"]",
    )
    .unwrap();
    let entry = &table.entries()[0];
    assert!(entry.pkce && entry.nonce && entry.id_token && !entry.relay);
    assert_eq!(entry.scopes, ["openid"]);
}

#[test]
fn a_misspelt_key_is_an_error_and_named_by_line() {
    let wrong = FULL.replace("attestation", "atestation");
    assert_eq!(
        IssuerTable::from_toml(&wrong),
        Err(IssuerTableError::Syntax { line: 14 })
    );
}

#[test]
fn an_issuer_stands_in_the_table_once() {
    let twice = format!("{FULL}{}", FULL.replace(":7001", ":7001/"));
    assert_eq!(
        IssuerTable::from_toml(&twice),
        Err(IssuerTableError::Duplicate { index: 1 })
    );
}

#[test]
fn wrong_entries_say_what_is_wrong() {
    let cases = [
        (
            "http://127.0.0.1:7001",
            "http://id.example",
            EntryError::InsecureUrl,
        ),
        (
            "http://127.0.0.1:7001",
            "https://a@id.example",
            EntryError::InvalidIssuer,
        ),
        (
            "http://127.0.0.1:7001",
            "https://id.example?a=b",
            EntryError::InvalidIssuer,
        ),
        (
            "http://127.0.0.1:7001",
            "id.example",
            EntryError::InvalidIssuer,
        ),
        ("dienstchat-app", "", EntryError::InvalidClientId),
        (
            "dienstchat://login",
            "http://evil.example/",
            EntryError::InvalidRedirectUri,
        ),
        (
            "dienstchat://login",
            "http://localhost/",
            EntryError::InvalidRedirectUri,
        ),
        (
            "dienstchat://login",
            "javascript:alert(1)",
            EntryError::InvalidRedirectUri,
        ),
        (
            "dienstchat://login",
            "https://a.example/#x",
            EntryError::InvalidRedirectUri,
        ),
        (
            "dienstchat://login",
            "http://127.0.0.1/callback",
            EntryError::RedirectUris,
        ),
        ("[\"openid\"]", "[\"profile\"]", EntryError::InvalidScopes),
        (
            "[\"openid\"]",
            "[\"openid\", \"a b\"]",
            EntryError::InvalidScopes,
        ),
        ("\"ov\"", "\"state\"", EntryError::InvalidOrganisation),
        (
            "relay = false",
            "relay = false\njwks_uri = \"https://id.example/jwks\"",
            EntryError::EndpointsWithDiscovery,
        ),
    ];
    for (from, to, error) in cases {
        assert_eq!(entry(|text| text.replace(from, to)), Err(error), "{to}");
    }
    let impossible = entry(|text| {
        text.replace("nonce = true", "nonce = false")
            .replace("attestation = \"off\"", "attestation = \"required\"")
    });
    assert_eq!(impossible, Err(EntryError::AttestationImpossible));
}

#[test]
fn an_entry_can_stand_in_a_larger_one() {
    #[derive(Deserialize)]
    struct WithSecret {
        #[serde(flatten)]
        entry: IssuerEntry,
        client_secret: String,
    }
    let text = FULL.replace("[[issuers]]", "client_secret = \"s\"");
    let read: WithSecret = toml::from_str(&text).unwrap();
    assert_eq!(read.client_secret, "s");
    assert_eq!(read.entry.client_id, "dienstchat-app");
    assert!(toml::from_str::<WithSecret>(&text.replace("127.0.0.1:7001", "id.example")).is_err());
}

#[test]
fn a_loopback_redirect_matches_with_any_port_and_nothing_else() {
    let registered = RedirectUri::parse("http://127.0.0.1/callback").unwrap();
    assert_eq!(registered.kind(), RedirectKind::Loopback);
    assert!(registered.matches("http://127.0.0.1:54321/callback"));
    for other in [
        "http://127.0.0.2:1/callback",
        "http://localhost:1/callback",
        "https://127.0.0.1:1/callback",
        "http://127.0.0.1:1/callback/",
        "http://127.0.0.1:1/callback?a",
        "http://a@127.0.0.1:1/callback",
        "http://127.0.0.1.evil.example/callback",
    ] {
        assert!(!registered.matches(other), "{other}");
    }
    let custom = RedirectUri::parse("dienstchat://login").unwrap();
    assert!(custom.matches("dienstchat://login") && !custom.matches("dienstchat://login/x"));
    assert!(!custom.is_on_host("login"));
    let claimed = RedirectUri::parse("https://App.Example/l").unwrap();
    assert!(claimed.is_on_host("app.example") && !claimed.is_on_host("example"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parsers_panic(text in any::<String>()) {
        let _ = IssuerTable::from_toml(&text);
        let _ = IssuerTable::from_json(&text);
        let _ = RedirectUri::parse(&text);
        let _ = IssuerUrl::parse(&text);
    }

    #[test]
    fn what_looks_like_a_link_is_plain_http_only_on_this_machine(
        scheme in "(http|https|javascript|data|file|dienstchat|ws|intent)",
        rest in "(://|:)[a-z0-9.@:/?#%\\[\\]-]{0,24}",
    ) {
        let text = format!("{scheme}{rest}");
        if let Ok(uri) = RedirectUri::parse(&text) {
            prop_assert!(matches!(scheme.as_str(), "http" | "https" | "dienstchat"));
            prop_assert_eq!(scheme == "http", uri.kind() == RedirectKind::Loopback);
            prop_assert!(uri.matches(&text));
        }
        if let Ok(issuer) = IssuerUrl::parse(&text) {
            prop_assert_eq!(issuer.as_str(), text);
        }
    }
}
