//! The keys that sign ID tokens, and their publication as a key set (RFC 7517).

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use rsa::pkcs1::{EncodeRsaPrivateKey as _, LineEnding};
use rsa::rand_core::OsRng;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, KeyError};

const BITS: usize = 2048;

/// An RSA key that signs with RS256. Cloning it is cheap.
#[derive(Clone)]
pub struct SigningKey {
    key: Arc<CoreRsaPrivateSigningKey>,
    kid: String,
}

impl SigningKey {
    /// Makes a key of 2048 bits. Takes some seconds in a debug build and blocks meanwhile.
    ///
    /// # Errors
    /// When no key could be made.
    pub fn generate() -> Result<Self, KeyError> {
        let key = rsa::RsaPrivateKey::new(&mut OsRng, BITS).map_err(|_| KeyError::Generation)?;
        let pem = key
            .to_pkcs1_pem(LineEnding::LF)
            .map_err(|_| KeyError::Generation)?;
        Self::from_pem(&pem)
    }

    /// Reads a key in PKCS #1 PEM form (`BEGIN RSA PRIVATE KEY`).
    ///
    /// # Errors
    /// When it is something else.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let read =
            |kid| CoreRsaPrivateSigningKey::from_pem(pem, kid).map_err(|_| KeyError::Malformed);
        let modulus = jwk(&read(None)?)
            .get("n")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or(KeyError::Malformed)?;
        // The id follows from the key, so that the same key has the same id after a restart.
        let kid: String = URL_SAFE_NO_PAD
            .encode(Sha256::digest(modulus.as_bytes()))
            .chars()
            .take(16)
            .collect();
        Ok(Self {
            key: Arc::new(read(Some(JsonWebKeyId::new(kid.clone())))?),
            kid,
        })
    }

    /// The `kid` under which the key is published.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public key as a JWK.
    pub(crate) fn public_jwk(&self) -> Value {
        let mut value = jwk(&self.key);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("alg".to_owned(), json!("RS256"));
        }
        value
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.key
            .sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, message)
            .map_err(|_| Error::Signing)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

fn jwk(key: &CoreRsaPrivateSigningKey) -> Value {
    serde_json::to_value(key.as_verification_key()).unwrap_or_default()
}

/// The key in use and those that only verify any more.
#[derive(Debug)]
pub(crate) struct KeyRing {
    current: SigningKey,
    retired: Vec<SigningKey>,
}

impl KeyRing {
    pub(crate) fn new(current: SigningKey) -> Self {
        Self {
            current,
            retired: Vec::new(),
        }
    }

    pub(crate) fn current(&self) -> SigningKey {
        self.current.clone()
    }

    /// Signs with `next` from now on. The keys before it stay published, or vanish.
    pub(crate) fn rotate(&mut self, next: SigningKey, keep_old: bool) {
        let previous = std::mem::replace(&mut self.current, next);
        if keep_old {
            self.retired.push(previous);
        } else {
            self.retired.clear();
        }
    }

    /// The key set, newest first.
    pub(crate) fn public(&self) -> Value {
        let keys: Vec<Value> = std::iter::once(&self.current)
            .chain(self.retired.iter().rev())
            .map(SigningKey::public_jwk)
            .collect();
        json!({ "keys": keys })
    }
}
