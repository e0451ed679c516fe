//! Why a command did not do what it was asked: exit code, name for scripts, words for people.

mod core_errors;
mod words;

use std::io;

use dienstchat_core::duty::InvalidLink;

use crate::{config::ConfigError, exit::Exit, keystore::KeyStoreFailure, lang::Lang};

/// Why a command failed. Carries nothing of what people wrote, no names and no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The configuration is missing or wrong.
    Config(ConfigError),
    /// The key store cannot be used.
    KeyStore(KeyStoreFailure),
    /// The arguments fit several accounts.
    AmbiguousAccount,
    /// The duty's id fits chats of several accounts.
    AmbiguousDuty,
    /// The message is empty.
    TextEmpty,
    /// The message is too long.
    TextTooLong,
    /// Standard input is not UTF-8 text.
    NotText,
    /// The link is none of ours.
    InvalidLink(InvalidLink),
    /// The organisation's issuer has no loopback redirect URI in the table.
    NoLoopback,
    /// The server cannot be reached.
    Offline,
    /// No account is signed in, or none that fits.
    NoAccount,
    /// The session was ended: sign in again.
    SignInAgain,
    /// The account is sealed.
    Sealed,
    /// The chat is read only.
    ReadOnly,
    /// The server refuses the message.
    Refused,
    /// The organisation is not in the directory.
    UnknownOrganisation,
    /// There is no such account.
    NoSuchAccount,
    /// There is no chat of this duty, or this person is not on it.
    NotOnDuty,
    /// This person was removed from the duty.
    Removed,
    /// The chat was deleted, as every chat is in the end.
    ChatDeleted,
    /// The store cannot be used.
    Store(StoreTrouble),
    /// The folder for the data cannot be used.
    DataFolder,
    /// The sign-in came to nothing.
    SignIn(SignInTrouble),
    /// The time given is over.
    TimedOut,
    /// Ctrl-C.
    Interrupted,
    /// The server asks for patience, or fails for now.
    Busy,
    /// The message is saved and waits.
    Queued,
    /// The server fails, or answers with something that is not understood.
    Server,
    /// Standard output or input failed.
    Stdio(io::ErrorKind),
}

/// What is wrong with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreTrouble {
    /// It is damaged.
    Damaged,
    /// Its key is gone.
    KeyMissing,
    /// A newer version wrote it.
    NewerVersion,
    /// The key store is locked, or another process holds the store.
    Locked,
    /// The disk is full or fails.
    Storage,
}

/// Why a sign-in came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignInTrouble {
    /// The issuer is not in the table.
    UntrustedIssuer,
    /// The person, or the issuer, declined.
    Denied,
    /// The issuer reports an error, or its answer does not hold.
    Failed,
    /// The callback belongs to no sign-in that was begun here.
    UnknownCallback,
    /// Another person signed in than the account's.
    WrongPerson,
    /// The person belongs to another organisation.
    WrongOrganisation,
    /// The redirect URI is not allowed.
    InvalidRedirectUri,
    /// This person is signed in here already.
    AlreadySignedIn,
    /// This machine does not let us wait for the browser.
    CannotListen,
}

impl Failure {
    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Config(_)
            | Self::AmbiguousAccount
            | Self::AmbiguousDuty
            | Self::TextEmpty
            | Self::TextTooLong
            | Self::NotText
            | Self::InvalidLink(_)
            | Self::NoLoopback
            | Self::KeyStore(
                KeyStoreFailure::Elsewhere { .. } | KeyStoreFailure::NoSecretService,
            ) => Exit::Usage,
            Self::Offline | Self::Busy | Self::Queued => Exit::Offline,
            Self::NoAccount | Self::SignInAgain | Self::Sealed => Exit::SignedOut,
            Self::ReadOnly | Self::Refused => Exit::NotAllowed,
            Self::UnknownOrganisation
            | Self::NoSuchAccount
            | Self::NotOnDuty
            | Self::Removed
            | Self::ChatDeleted => Exit::NotFound,
            Self::Store(_) | Self::DataFolder | Self::KeyStore(_) => Exit::Store,
            Self::SignIn(_) => Exit::SignIn,
            Self::TimedOut => Exit::TimedOut,
            Self::Interrupted => Exit::Interrupted,
            // Who reads the pipe has seen enough.
            Self::Stdio(io::ErrorKind::BrokenPipe) => Exit::Ok,
            Self::Server | Self::Stdio(_) => Exit::Unexpected,
        }
    }

    /// The name of the error in `--json`; documented in `docs/cli.md`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Config(error) => error.name(),
            Self::KeyStore(failure) => failure.name(),
            Self::AmbiguousAccount => "ambiguous_account",
            Self::AmbiguousDuty => "ambiguous_duty",
            Self::TextEmpty => "text_empty",
            Self::TextTooLong => "text_too_long",
            Self::NotText => "not_text",
            Self::InvalidLink(_) => "invalid_link",
            Self::NoLoopback => "no_loopback",
            Self::Offline => "offline",
            Self::NoAccount => "no_account",
            Self::SignInAgain => "signed_out",
            Self::Sealed => "sealed",
            Self::ReadOnly => "read_only",
            Self::Refused => "refused",
            Self::UnknownOrganisation => "unknown_organisation",
            Self::NoSuchAccount => "no_such_account",
            Self::NotOnDuty => "not_on_duty",
            Self::Removed => "removed",
            Self::ChatDeleted => "chat_deleted",
            Self::Store(StoreTrouble::Damaged) => "store_damaged",
            Self::Store(StoreTrouble::KeyMissing) => "key_missing",
            Self::Store(StoreTrouble::NewerVersion) => "newer_version",
            Self::Store(StoreTrouble::Locked) => "store_locked",
            Self::Store(StoreTrouble::Storage) | Self::DataFolder => "storage",
            Self::SignIn(trouble) => trouble.name(),
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
            Self::Busy => "busy",
            Self::Queued => "queued",
            Self::Server => "server",
            Self::Stdio(_) => "stdio",
        }
    }

    /// What to tell people.
    pub(crate) fn text(&self, lang: Lang) -> String {
        words::of(self, lang)
    }
}

impl SignInTrouble {
    fn name(self) -> &'static str {
        match self {
            Self::UntrustedIssuer => "untrusted_issuer",
            Self::Denied => "sso_denied",
            Self::Failed => "sso_failed",
            Self::UnknownCallback => "unknown_callback",
            Self::WrongPerson => "wrong_person",
            Self::WrongOrganisation => "wrong_organisation",
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::AlreadySignedIn => "already_signed_in",
            Self::CannotListen => "cannot_listen",
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<KeyStoreFailure> for Failure {
    fn from(failure: KeyStoreFailure) -> Self {
        Self::KeyStore(failure)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Stdio(error.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_say_what_to_do() {
        for (failure, code, name) in [
            (Failure::Server, 1, "server"),
            (Failure::Config(ConfigError::NoHome), 2, "configuration"),
            (Failure::AmbiguousAccount, 2, "ambiguous_account"),
            (Failure::InvalidLink(InvalidLink::Host), 2, "invalid_link"),
            (
                Failure::KeyStore(KeyStoreFailure::NoSecretService),
                2,
                "no_secret_service",
            ),
            (Failure::Offline, 3, "offline"),
            (Failure::Queued, 3, "queued"),
            (Failure::NoAccount, 4, "no_account"),
            (Failure::Sealed, 4, "sealed"),
            (Failure::ReadOnly, 5, "read_only"),
            (Failure::NotOnDuty, 6, "not_on_duty"),
            (Failure::UnknownOrganisation, 6, "unknown_organisation"),
            (Failure::Store(StoreTrouble::Damaged), 7, "store_damaged"),
            (Failure::Store(StoreTrouble::KeyMissing), 7, "key_missing"),
            (
                Failure::KeyStore(KeyStoreFailure::Locked),
                7,
                "key_store_locked",
            ),
            (Failure::SignIn(SignInTrouble::Denied), 8, "sso_denied"),
            (Failure::TimedOut, 9, "timed_out"),
            (Failure::Interrupted, 130, "interrupted"),
            (Failure::Stdio(io::ErrorKind::BrokenPipe), 0, "stdio"),
        ] {
            assert_eq!((failure.exit() as u8, failure.name()), (code, name));
            assert_ne!(failure.text(Lang::De), failure.text(Lang::En), "{name}");
        }
    }
}
