#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn settings() -> HomeserverSettings {
    let secret = |text: &str| Zeroizing::new(text.to_owned());
    HomeserverSettings {
        server_name: "chat.example.org".to_owned(),
        listen_port: 8008,
        public_base_url: Url::parse("https://chat.example.org").unwrap(),
        connector_url: Url::parse("http://127.0.0.1:8010").unwrap(),
        as_token: secret("as-secret"),
        hs_token: secret("hs-secret"),
        registration_shared_secret: secret("registration-secret"),
        macaroon_secret_key: secret("macaroon-secret"),
        form_secret: secret("form-secret"),
        data_dir: PathBuf::from("/var/lib/dienstchat/synapse"),
        database: Database::Sqlite,
    }
}

#[test]
fn registration_reserves_aliases_and_shares_users() {
    let files = generate(&settings(), Profile::Production);
    assert!(files.registration.contains(
        "  users:\n    - exclusive: false\n      \
         regex: \"@[a-z0-9]{2,8}_.*:chat\\\\.example\\\\.org$\"\n"
    ));
    assert!(files.registration.contains(
        "  aliases:\n    - exclusive: true\n      regex: \"#duty_.*:chat\\\\.example\\\\.org$\"\n"
    ));
    assert!(
        files
            .registration
            .contains("\nurl: \"http://127.0.0.1:8010\"\n")
    );
}

#[test]
fn profiles_differ_in_limits_and_nothing_else() {
    let production = generate(&settings(), Profile::Production);
    let test = generate(&settings(), Profile::Test);
    assert_eq!(*production.registration, *test.registration);
    let differing: Vec<_> = production
        .homeserver
        .lines()
        .zip(test.homeserver.lines())
        .filter(|(production, test)| production != test)
        .collect();
    assert!(!differing.is_empty());
    for (production, test) in differing {
        let key = production.trim_start().split(':').next().unwrap();
        assert!(
            matches!(key, "per_second" | "burst_count"),
            "{production} became {test}"
        );
    }
    assert_eq!(
        production.homeserver.lines().count(),
        test.homeserver.lines().count()
    );
}

#[test]
fn room_creation_stays_closed_in_tests() {
    for profile in [Profile::Production, Profile::Test] {
        assert!(
            generate(&settings(), profile)
                .homeserver
                .contains("rc_room_creation:\n  per_second: 0\n  burst_count: 0\n")
        );
    }
}

#[test]
fn postgres_takes_the_place_of_the_file() {
    let mut settings = settings();
    settings.database = Database::Postgres {
        host: "/run/postgresql".to_owned(),
        port: 5432,
        name: "synapse".to_owned(),
        user: "synapse".to_owned(),
        password: Zeroizing::new("a \"quoted\" one".to_owned()),
    };
    let files = generate(&settings, Profile::Production);
    assert!(files.homeserver.contains("  name: \"psycopg2\"\n"));
    assert!(
        files
            .homeserver
            .contains("    password: \"a \\\"quoted\\\" one\"\n")
    );
    assert!(!files.homeserver.contains("sqlite3"));
}

#[test]
fn debug_output_shows_no_secret() {
    let mut settings = settings();
    settings.database = Database::Postgres {
        host: "localhost".to_owned(),
        port: 5432,
        name: "synapse".to_owned(),
        user: "synapse".to_owned(),
        password: Zeroizing::new("database-secret".to_owned()),
    };
    let shown = format!("{settings:?} {:?}", generate(&settings, Profile::Test));
    assert!(!shown.contains("secret"), "{shown}");
    assert!(shown.contains("chat.example.org"));
}

#[test]
fn files_are_written_for_their_owner_alone() {
    let directory = tempfile::tempdir().unwrap();
    let files = generate(&settings(), Profile::Production);
    files.write(directory.path()).unwrap();
    files.write(directory.path()).unwrap();
    let mut names: Vec<_> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, [Files::HOMESERVER, Files::LOG, Files::REGISTRATION]);
    let path = directory.path().join(Files::HOMESERVER);
    assert_eq!(fs::read_to_string(&path).unwrap(), *files.homeserver);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
