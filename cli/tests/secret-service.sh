#!/bin/sh
# Runs the tests that need a Secret Service, against a GNOME Keyring of their own on a bus of their
# own. Exits with 77 and says what is missing where there is none.
set -eu
for tool in dbus-run-session gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || {
        echo "the Secret Service was not tested: $tool is missing (apt install gnome-keyring dbus)" >&2
        exit 77
    }
done
cd "$(dirname "$0")/../.."
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
export HOME="$home" XDG_RUNTIME_DIR="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config"
mkdir -p -m 700 "$XDG_DATA_HOME" "$XDG_CONFIG_HOME"
# All of them hold this pipe, so that it closes with the last of them: the keyring ends a moment after its
# bus, and until then it may write what is deleted here.
mkfifo "$home/held"
dbus-run-session -- sh -euc '
    printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    cargo test --workspace --all-features --bin dienstchat secret_service -- --include-ignored
' 3>"$home/held" &
timeout 900 cat "$home/held" || {
    echo "what runs on the bus of the keyring does not end" >&2
    exit 1
}
wait $!
