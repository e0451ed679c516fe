//! Codes and tokens that have been given out, and what they are good for.

use std::collections::{BTreeSet, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::error::TokenError;
use crate::error::Error;
use crate::random;

/// What somebody has allowed a client.
#[derive(Clone)]
pub(crate) struct Authorization {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: BTreeSet<String>,
    pub(crate) nonce: Option<String>,
    /// `code_challenge`, always with method S256.
    pub(crate) challenge: Option<String>,
    pub(crate) ov: String,
    pub(crate) sub: String,
}

/// Everything that follows from one code, so that it can be taken back together.
type Family = u64;

struct Code {
    authorization: Authorization,
    expires_at: u64,
    /// The tokens it was redeemed for.
    family: Option<Family>,
}

struct Access {
    authorization: Authorization,
    expires_at: u64,
    family: Family,
}

struct Refresh {
    authorization: Authorization,
    family: Family,
    spent: bool,
}

/// Access and refresh token for one authorization.
pub(crate) struct Granted {
    pub(crate) authorization: Authorization,
    pub(crate) access_token: String,
    pub(crate) refresh_token: Option<String>,
}

/// How tokens are given out at present.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) now: u64,
    pub(crate) lifetime: u64,
    pub(crate) pkce: bool,
    pub(crate) refresh: bool,
}

/// What has been given out.
#[derive(Default)]
pub(crate) struct Grants {
    codes: HashMap<String, Code>,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
    /// Somebody who has signed in and has not answered the consent page yet: (ov, sub).
    tickets: HashMap<String, (String, String, u64)>,
    families: Family,
}

impl std::fmt::Debug for Grants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grants").finish_non_exhaustive()
    }
}

impl Grants {
    /// Lets somebody who has signed in answer the consent page, until `expires_at`.
    pub(crate) fn ticket(&mut self, ov: &str, sub: &str, expires_at: u64) -> Result<String, Error> {
        let ticket = random::secret()?;
        let entry = (ov.to_owned(), sub.to_owned(), expires_at);
        self.tickets.insert(ticket.clone(), entry);
        Ok(ticket)
    }

    /// Takes the ticket: organisation and subject, once and in time.
    pub(crate) fn redeem_ticket(&mut self, ticket: &str, now: u64) -> Option<(String, String)> {
        self.tickets
            .remove(ticket)
            .filter(|(_, _, expires_at)| now < *expires_at)
            .map(|(ov, sub, _)| (ov, sub))
    }

    pub(crate) fn code(
        &mut self,
        authorization: Authorization,
        expires_at: u64,
    ) -> Result<String, Error> {
        let code = random::secret()?;
        self.codes.insert(
            code.clone(),
            Code {
                authorization,
                expires_at,
                family: None,
            },
        );
        Ok(code)
    }

    /// Redeems a code (RFC 6749, section 4.1.3; RFC 7636, section 4.6). A code is good for one
    /// attempt of its client; redeemed twice, it takes back what it gave (section 4.1.2).
    pub(crate) fn redeem_code(
        &mut self,
        code: &str,
        client_id: &str,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
        terms: Terms,
    ) -> Result<Granted, TokenError> {
        let entry = self
            .codes
            .get_mut(code)
            .filter(|entry| entry.authorization.client_id == client_id)
            .ok_or(TokenError::InvalidGrant("unknown code"))?;
        if let Some(family) = entry.family {
            self.revoke(family);
            return Err(TokenError::InvalidGrant("the code was redeemed before"));
        }
        self.families += 1;
        let family = self.families;
        entry.family = Some(family);
        if terms.now >= entry.expires_at {
            return Err(TokenError::InvalidGrant("the code has expired"));
        }
        let authorization = entry.authorization.clone();
        if redirect_uri != Some(authorization.redirect_uri.as_str()) {
            return Err(TokenError::InvalidGrant("another redirect_uri"));
        }
        if terms.pkce {
            verify_pkce(authorization.challenge.as_deref(), verifier)?;
        }
        self.give(authorization, family, terms)
    }

    /// Redeems a refresh token and replaces it (RFC 6749, section 6). One that is redeemed twice
    /// has been stolen from somebody, so everything with it is taken back (RFC 9700, section
    /// 4.14.2).
    pub(crate) fn redeem_refresh(
        &mut self,
        token: &str,
        client_id: &str,
        scope: Option<&BTreeSet<String>>,
        terms: Terms,
    ) -> Result<Granted, TokenError> {
        let entry = self
            .refresh
            .get_mut(token)
            .filter(|entry| entry.authorization.client_id == client_id)
            .ok_or(TokenError::InvalidGrant("unknown refresh token"))?;
        let family = entry.family;
        if entry.spent {
            self.revoke(family);
            return Err(TokenError::InvalidGrant(
                "the refresh token was redeemed before",
            ));
        }
        if scope.is_some_and(|scope| !scope.is_subset(&entry.authorization.scope)) {
            return Err(TokenError::InvalidScope);
        }
        entry.spent = true;
        let authorization = entry.authorization.clone();
        self.give(authorization, family, terms)
    }

    /// What the access token is good for, while it is.
    pub(crate) fn access(&self, token: &str, now: u64) -> Option<&Authorization> {
        self.access
            .get(token)
            .filter(|entry| now < entry.expires_at)
            .map(|entry| &entry.authorization)
    }

    fn give(
        &mut self,
        authorization: Authorization,
        family: Family,
        terms: Terms,
    ) -> Result<Granted, TokenError> {
        let new = || random::secret().map_err(|_| TokenError::ServerError);
        let access_token = new()?;
        let refresh_token = if terms.refresh { Some(new()?) } else { None };
        self.access.insert(
            access_token.clone(),
            Access {
                authorization: authorization.clone(),
                expires_at: terms.now.saturating_add(terms.lifetime),
                family,
            },
        );
        if let Some(token) = &refresh_token {
            self.refresh.insert(
                token.clone(),
                Refresh {
                    authorization: authorization.clone(),
                    family,
                    spent: false,
                },
            );
        }
        Ok(Granted {
            authorization,
            access_token,
            refresh_token,
        })
    }

    fn revoke(&mut self, family: Family) {
        self.access.retain(|_, entry| entry.family != family);
        self.refresh.retain(|_, entry| entry.family != family);
    }
}

/// A verifier without a challenge is refused as well: the challenge was taken out on the way
/// (RFC 9700, section 2.1.1).
fn verify_pkce(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), TokenError> {
    let matches = match (challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == challenge
        }
        _ => false,
    };
    if matches {
        Ok(())
    } else {
        Err(TokenError::InvalidGrant("code_verifier does not match"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_pkce_specification_verifies() {
        let challenge = Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let verifier = Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(verify_pkce(challenge, verifier), Ok(()));
        assert_eq!(verify_pkce(None, None), Ok(()));
        assert!(verify_pkce(challenge, Some("another")).is_err());
        assert!(verify_pkce(challenge, None).is_err());
        assert!(verify_pkce(None, verifier).is_err());
    }
}
