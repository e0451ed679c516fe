//! Opening the system's browser.

use std::process::{Command, Stdio};

/// Asks the system to open the address; whether it took the request. The address carries no
/// secret: the code that comes back is bound to a verifier that stays here.
pub(crate) fn open(url: &str) -> bool {
    let mut command = opener();
    command
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // It may stay as long as the browser does; nobody waits for it.
    command.spawn().is_ok()
}

#[cfg(target_os = "macos")]
fn opener() -> Command {
    Command::new("open")
}

#[cfg(windows)]
fn opener() -> Command {
    // `start` would read the `&` of the address as its own.
    let mut command = Command::new("rundll32");
    command.arg("url.dll,FileProtocolHandler");
    command
}

#[cfg(not(any(target_os = "macos", windows)))]
fn opener() -> Command {
    Command::new("xdg-open")
}
