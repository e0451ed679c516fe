//! The cryptography that `SQLCipher` asks for, by the `RustCrypto` crates, so that no OpenSSL is
//! compiled in (`docs/decisions/0008-sqlcipher-without-openssl.md`).
//!
//! | file | what it is |
//! |---|---|
//! | `page` | the three operations on bytes: AES-256-CBC, HMAC-SHA512, PBKDF2 |
//! | `provider` | their form in C, as `SQLCipher` calls them; all the `unsafe` there is |
//!
//! Nothing here is called by name. The build of `libsqlite3-sys` is told the name of the one
//! exported function (`.cargo/config.toml`); a crate that uses `SQLCipher` takes this one in with
//! `use dienstchat_sqlcipher as _;`.
//!
//! It is what databases of `SQLCipher` 4 with default settings need. SHA-1 and SHA-256, which
//! older ones use, are refused.

mod page;
mod provider;
