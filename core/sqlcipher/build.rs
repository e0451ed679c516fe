//! Lets `SQLCipher` be linked without OpenSSL, and says so when it was compiled for it.

use std::{env, fs, io, path::PathBuf};

/// What `.cargo/config.toml` tells the build of `libsqlite3-sys`.
const CUSTOM: &str = "-DSQLCIPHER_CRYPTO_CUSTOM=dienstchat_sqlcipher_setup";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LIBSQLITE3_FLAGS");
    let flags = env::var("LIBSQLITE3_FLAGS").unwrap_or_default();
    if !flags.split_whitespace().any(|flag| flag == CUSTOM) {
        println!(
            "cargo::error=LIBSQLITE3_FLAGS lacks {CUSTOM}: run cargo inside the repository, whose \
             .cargo/config.toml sets it"
        );
    }
    // `libsqlite3-sys` asks the linker for `crypto` whatever its flags say. This archive without
    // members answers; nothing refers to anything in it.
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(folder.join("libcrypto.a"), "!<arch>\n")?;
    println!("cargo::rustc-link-search=native={}", folder.display());
    Ok(())
}
