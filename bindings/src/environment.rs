//! What the core takes from the shell. The traits are synchronous; calls come from any thread.

use std::{fmt, sync::Arc};

use dienstchat_core::{client, store, time};
use uniffi::UnexpectedUniFFICallbackError;
use zeroize::Zeroizing;

/// Why a key store did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum KeyStoreError {
    /// It cannot be read before the device is unlocked for the first time.
    #[error("the key store is locked")]
    Locked,
    /// It has kept this secret and cannot give it any more, now or later: what it was locked with
    /// is lost. It may be replaced and deleted. "There is none" would be something else: an older
    /// copy of the data would then pass for a new beginning.
    #[error("the key store has lost the secret")]
    Lost,
    /// It failed; nothing can be said about the secret.
    #[error("the key store failed")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for KeyStoreError {
    // The text of an error that the shell did not foresee may hold anything: it is dropped.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl From<KeyStoreError> for store::KeyStoreError {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::Locked => Self::Locked,
            KeyStoreError::Lost => Self::Lost,
            KeyStoreError::Failed => Self::Failed,
        }
    }
}

/// Where the secrets of the accounts lie: the Android Keystore, the iOS Keychain.
///
/// A few named secrets: of 32 bytes at most for each account, of some kilobytes for sign-ins whose
/// browser is open. A successful `put` or `delete` is durable when it returns, and what was there
/// before is gone for good: deleting a chat rests on it. So each `put` is to be wrapped by a fresh
/// key of the device's hardware.
///
/// Called on any thread, also in the middle of work on stored data, which waits for the answer: do
/// not call Dienstchat from here, nor wait for a thread that does. It would never end.
#[uniffi::export(foreign)]
pub trait KeyStore: Send + Sync {
    /// The secret of this name; nothing when there is none.
    ///
    /// # Errors
    /// When it cannot be told whether there is one.
    fn get(&self, name: String) -> Result<Option<Vec<u8>>, KeyStoreError>;

    /// Keeps `secret` under this name, in place of what was there.
    ///
    /// # Errors
    /// The earlier secret is then still there.
    fn put(&self, name: String, secret: Vec<u8>) -> Result<(), KeyStoreError>;

    /// Forgets the secret of this name; there need not be one.
    ///
    /// # Errors
    /// The secret may then still be there.
    fn delete(&self, name: String) -> Result<(), KeyStoreError>;
}

/// The shell's key store as the core sees it.
pub(crate) struct ForeignKeyStore(pub(crate) Arc<dyn KeyStore>);

impl store::KeyStore for ForeignKeyStore {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, store::KeyStoreError> {
        Ok(self.0.get(name.to_owned())?.map(Zeroizing::new))
    }

    fn put(&self, name: &str, secret: &[u8]) -> Result<(), store::KeyStoreError> {
        Ok(self.0.put(name.to_owned(), secret.to_vec())?)
    }

    fn delete(&self, name: &str) -> Result<(), store::KeyStoreError> {
        Ok(self.0.delete(name.to_owned())?)
    }
}

impl fmt::Debug for ForeignKeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForeignKeyStore")
    }
}

/// A clock failed; the system's clock is asked instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ClockError {
    /// It gives no time.
    #[error("the clock gives no time")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for ClockError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Where "now" comes from. Shells give none and get the system's; tests move theirs.
///
/// Called on any thread, also in the middle of work on stored data: return soon, and do not call
/// Dienstchat.
#[uniffi::export(foreign)]
pub trait Clock: Send + Sync {
    /// Milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// The system's clock is asked instead.
    fn now_ms(&self) -> Result<i64, ClockError>;
}

/// The shell's clock as the core sees it.
pub(crate) struct ForeignClock(pub(crate) Arc<dyn Clock>);

impl time::Clock for ForeignClock {
    fn now(&self) -> time::Timestamp {
        self.0
            .now_ms()
            .map_or_else(|_| time::SystemClock.now(), time::Timestamp::from_millis)
    }
}

/// Nothing can be said about the network; it counts as there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ConnectivityError {
    /// Nothing is known.
    #[error("nothing is known of the network")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for ConnectivityError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// What the system says of the network: Android's `ConnectivityManager`, Apple's `NWPathMonitor`.
/// When the answer may have changed, call `Dienstchat.networkChanged`, but not from here.
///
/// Called on any thread: answer at once with what is known, and do not call Dienstchat.
#[uniffi::export(foreign)]
pub trait Connectivity: Send + Sync {
    /// Whether trying to reach a server may be worth while. It is tried once a minute in any case.
    ///
    /// # Errors
    /// They count as yes.
    fn is_online(&self) -> Result<bool, ConnectivityError>;
}

/// The shell's word as the core sees it.
pub(crate) struct ForeignConnectivity(pub(crate) Arc<dyn Connectivity>);

impl client::Connectivity for ForeignConnectivity {
    fn is_online(&self) -> bool {
        self.0.is_online().unwrap_or(true)
    }
}

/// What the shell implements, and the system's own for what it does not.
pub(crate) fn environment(
    key_store: Arc<dyn KeyStore>,
    clock: Option<Arc<dyn Clock>>,
    connectivity: Option<Arc<dyn Connectivity>>,
) -> client::Environment {
    client::Environment {
        clock: match clock {
            Some(clock) => Arc::new(ForeignClock(clock)),
            None => Arc::new(time::SystemClock),
        },
        entropy: Arc::new(time::SystemEntropy),
        key_store: Arc::new(ForeignKeyStore(key_store)),
        connectivity: match connectivity {
            Some(connectivity) => Arc::new(ForeignConnectivity(connectivity)),
            None => Arc::new(client::AlwaysOnline),
        },
    }
}

#[cfg(test)]
mod tests {
    use dienstchat_core::{client::Connectivity as _, time::Clock as _};

    use super::*;

    /// The shell throws what nobody foresaw.
    struct Throws;

    impl Connectivity for Throws {
        fn is_online(&self) -> Result<bool, ConnectivityError> {
            Err(UnexpectedUniFFICallbackError::new("any text").into())
        }
    }

    impl Clock for Throws {
        fn now_ms(&self) -> Result<i64, ClockError> {
            Err(UnexpectedUniFFICallbackError::new("any text").into())
        }
    }

    impl KeyStore for Throws {
        fn get(&self, _: String) -> Result<Option<Vec<u8>>, KeyStoreError> {
            Err(UnexpectedUniFFICallbackError::new("any text").into())
        }

        fn put(&self, _: String, _: Vec<u8>) -> Result<(), KeyStoreError> {
            Err(KeyStoreError::Locked)
        }

        fn delete(&self, _: String) -> Result<(), KeyStoreError> {
            Ok(())
        }
    }

    #[test]
    fn where_nothing_is_known_of_the_network_it_is_tried() {
        assert!(ForeignConnectivity(Arc::new(Throws)).is_online());
    }

    #[test]
    fn a_clock_that_throws_is_not_asked_for_the_time() {
        let before = time::SystemClock.now();
        assert!(ForeignClock(Arc::new(Throws)).now() >= before);
    }

    #[test]
    fn what_a_key_store_throws_is_told_without_its_text() {
        use dienstchat_core::store::KeyStore as _;
        let key_store = ForeignKeyStore(Arc::new(Throws));
        assert_eq!(key_store.get("name"), Err(store::KeyStoreError::Failed));
        assert_eq!(
            key_store.put("name", b"secret"),
            Err(store::KeyStoreError::Locked)
        );
        assert_eq!(key_store.delete("name"), Ok(()));
    }
}
