//! The built program from outside: exit codes, and what goes to standard output and error.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// A home of its own, with a configuration whose connector nobody listens at.
struct Home {
    folder: TempDir,
}

impl Home {
    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn configured() -> Self {
        let home = Self::empty();
        let folder = home.path().join("config/dienstchat");
        fs::create_dir_all(&folder).unwrap();
        let text = format!(
            "connector = \"http://127.0.0.1:{}\"\nsecrets = \"file\"\n\n[[issuers]]\nissuer = \"https://id.example\"\n\
             client_id = \"dienstchat-app\"\nredirect_uris = [\"http://127.0.0.1/callback\"]\n",
            closed_port()
        );
        fs::write(folder.join("config.toml"), text).unwrap();
        home
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dienstchat"));
        command
            .args(line.split_whitespace())
            .env_clear()
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("LANG", "de_DE.UTF-8");
        command
    }
}

/// A port of this machine that refuses connections: it was free a moment ago.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Checks exit code and error name with `--json`, and that nothing is on standard output.
fn assert_fails(home: &Home, line: &str, code: i32, name: &str) {
    let output = home.run(&format!("{line} --json"));
    assert_eq!(
        output.status.code(),
        Some(code),
        "{line}: {}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "", "{line}");
    let note: serde_json::Value = serde_json::from_str(&stderr(&output)).unwrap();
    assert_eq!(
        (&note["type"], &note["error"]),
        (&"error".into(), &name.into()),
        "{line}"
    );
    assert_eq!(note["exit_code"], code, "{line}");
}

#[test]
fn the_first_call_says_what_to_do() {
    let home = Home::empty();
    let output = home.run("");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    let told = stderr(&output);
    assert!(
        told.contains("config/dienstchat/config.toml") && told.contains("connector ="),
        "{told}"
    );
    assert!(!home.path().join("data").exists());
    assert_fails(&home, "chats", 2, "not_set_up");
}

#[test]
fn configured_and_without_a_command_it_shows_its_help() {
    let output = Home::configured().run("");
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).contains("Aufruf: dienstchat"),
        "{}",
        stdout(&output)
    );
    assert_eq!(stderr(&output), "");
}

#[test]
fn help_and_version_are_answers() {
    let home = Home::empty();
    let help = home.run("send --help");
    assert_eq!(help.status.code(), Some(0));
    assert!(
        stdout(&help).contains("dienstchat send 4711"),
        "{}",
        stdout(&help)
    );
    let english = home
        .command("send --help")
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .unwrap();
    assert!(stdout(&english).contains("Usage:"), "{}", stdout(&english));
    assert_eq!(
        stdout(&home.run("--version")),
        concat!("dienstchat ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn wrong_arguments_are_2() {
    let home = Home::configured();
    for line in [
        "sing",
        "send 4711",
        "login x",
        "read 4711 --limit 0",
        "chats --colour",
    ] {
        assert_fails(&home, line, 2, "usage");
    }
    assert_fails(&home, "chats --issuers /nowhere", 2, "configuration");
    assert_fails(
        &home,
        "chats --secrets secret-service",
        2,
        "no_secret_service",
    );
}

#[test]
fn without_a_connection_it_is_3() {
    let home = Home::configured();
    assert_fails(&home, "organisations", 3, "offline");
    assert_fails(&home, "login xyz --print-url", 3, "offline");
}

#[test]
fn without_an_account_it_is_4() {
    let home = Home::configured();
    for line in [
        "chats",
        "chats --offline",
        "send 4711 Hallo",
        "read 4711",
        "follow 4711",
        "status",
        "logout",
    ] {
        assert_fails(&home, line, 4, "no_account");
    }
    let output = home.run("status");
    assert!(
        stderr(&output).contains("dienstchat login"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_link_without_an_account_asks_for_the_sign_in_and_is_remembered() {
    let home = Home::configured();
    let output = home.run("open dienstchat://duty/XYZ/4711 --json");
    assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "{\"type\":\"sign_in_first\",\"ov\":\"xyz\"}\n"
    );
    assert_fails(
        &home,
        "open https://evil.example/d/xyz/4711",
        2,
        "invalid_link",
    );
}

#[test]
fn nothing_that_was_said_is_in_the_log() {
    let home = Home::configured();
    let output = home
        .command("send 4711 Geheimnis")
        .env("RUST_LOG", "trace")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(
        !stderr(&output).contains("Geheimnis"),
        "{}",
        stderr(&output)
    );
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_enter_the_data_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::configured();
    home.run("status");
    let meta = fs::metadata(home.path().join("data/dienstchat")).unwrap();
    assert_eq!(meta.permissions().mode() & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn a_secrets_file_that_others_can_read_is_7() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::configured();
    let data = home.path().join("data/dienstchat");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("secrets"), "").unwrap();
    fs::set_permissions(data.join("secrets"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_fails(&home, "status", 7, "key_store_exposed");
}

#[test]
fn a_damaged_key_store_is_7() {
    let home = Home::configured();
    let data = home.path().join("data/dienstchat");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("key-store.toml"), "kind = 7").unwrap();
    assert_fails(&home, "status", 7, "key_store_damaged");
}
