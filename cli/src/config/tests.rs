use super::*;

const ISSUERS: &str = r#"
[[issuers]]
issuer = "https://id.example"
client_id = "dienstchat-app"
redirect_uris = ["http://127.0.0.1/callback"]
"#;

fn load(text: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, text).unwrap();
    std::fs::write(folder.path().join("issuers.toml"), ISSUERS).unwrap();
    let data_dir = Some(folder.path().join("data"));
    Config::load(&Overrides {
        file: Some(path),
        data_dir,
        ..Overrides::default()
    })
}

fn key_of(text: &str) -> String {
    match load(text).unwrap_err() {
        ConfigError::Value { key, .. } => key.to_owned(),
        ConfigError::UnknownKey { key, .. } => format!("unknown {key}"),
        ConfigError::Syntax { line, .. } => format!("line {line}"),
        other => format!("{other:?}")
            .split([' ', '{'])
            .next()
            .unwrap()
            .to_owned(),
    }
}

#[test]
fn a_file_says_it_all() {
    let config = load(&format!(
        "connector = \"https://chat.example\"\napp_hosts = [\"https://app.example\"]\nsecrets = \"file\"\n{ISSUERS}"
    ))
    .unwrap();
    assert_eq!(config.connector.as_str(), "https://chat.example/");
    assert_eq!(
        config.app_hosts,
        vec!["https://app.example".parse().unwrap()]
    );
    assert_eq!(config.issuers.entries().len(), 1);
    assert_eq!(config.secrets, Choice::File);
}

#[test]
fn the_issuers_may_have_a_file_of_their_own_beside_it() {
    let config =
        load("connector = \"https://chat.example\"\nissuers_file = \"issuers.toml\"").unwrap();
    assert!(config.issuers.get("https://id.example").is_some());
}

#[test]
fn links_lead_to_the_connector_where_nothing_else_is_said() {
    let config =
        load("connector = \"http://127.0.0.1:8010/base/\"\nissuers_file = \"issuers.toml\"")
            .unwrap();
    assert_eq!(
        config.app_hosts,
        vec!["http://127.0.0.1:8010".parse().unwrap()]
    );
    assert_eq!(config.secrets, Choice::Auto);
}

#[test]
fn an_error_names_the_key() {
    for (text, wanted) in [
        ("connector = 1", "connector"),
        ("connector = \"chat\"", "connector"),
        ("app_hosts = \"https://app.example\"", "app_hosts"),
        ("app_hosts = [\"http://app.example\"]", "app_hosts"),
        ("secrets = \"somewhere\"", "secrets"),
        ("data_dir = []", "data_dir"),
        ("conector = \"https://chat.example\"", "unknown conector"),
        ("connector = \"https://chat.example\"\nx = ", "line 2"),
        ("", "NotSetUp"),
        ("connector = \"https://chat.example\"", "NoIssuers"),
        (
            "connector = \"http://chat.example\"\nissuers_file = \"issuers.toml\"",
            "Connector",
        ),
        (
            "connector = \"https://u@chat.example\"\nissuers_file = \"issuers.toml\"",
            "Connector",
        ),
        (
            "connector = \"https://chat.example\"\nissuers_file = \"none.toml\"",
            "Unreadable",
        ),
        (
            "connector = \"https://chat.example\"\nissuers = [{ issuer = \"https://id.example\" }]",
            "Issuers",
        ),
    ] {
        assert_eq!(key_of(text), wanted, "{text}");
    }
    let both =
        format!("connector = \"https://chat.example\"\nissuers_file = \"issuers.toml\"\n{ISSUERS}");
    assert_eq!(key_of(&both), "IssuersTwice");
}

#[test]
fn flags_win_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let issuers = folder.path().join("i.toml");
    std::fs::write(
        &file,
        "connector = \"https://chat.example\"\nsecrets = \"secret-service\"",
    )
    .unwrap();
    std::fs::write(&issuers, ISSUERS).unwrap();
    let config = Config::load(&Overrides {
        file: Some(file),
        connector: Some("https://other.example".parse().unwrap()),
        issuers: Some(issuers),
        app_hosts: vec!["https://app.example".parse().unwrap()],
        data_dir: Some("/data".into()),
        secrets: Some(Choice::File),
    })
    .unwrap();
    assert_eq!(config.connector.host_str(), Some("other.example"));
    assert_eq!(config.data_dir, PathBuf::from("/data"));
    assert_eq!(config.secrets, Choice::File);
}

#[test]
fn a_named_file_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none.toml");
    let error = Config::load(&Overrides {
        file: Some(missing.clone()),
        ..Overrides::default()
    })
    .unwrap_err();
    assert_eq!(
        error,
        ConfigError::Unreadable {
            file: missing,
            kind: std::io::ErrorKind::NotFound
        }
    );
}

#[test]
fn every_error_is_told_in_both_languages() {
    let file = PathBuf::from("config.toml");
    for error in [
        ConfigError::NotSetUp { file: file.clone() },
        ConfigError::NoHome,
        ConfigError::Syntax {
            file: file.clone(),
            line: 3,
        },
        ConfigError::UnknownKey {
            file: file.clone(),
            key: "x".to_owned(),
        },
        ConfigError::Value {
            file,
            key: "secrets",
        },
        ConfigError::Connector,
    ] {
        assert_ne!(error.text(Lang::De), error.text(Lang::En));
    }
}

use crate::lang::Lang;
