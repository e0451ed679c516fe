//! The Matrix names that are made from the issuer's ids.

use std::{fmt, str::FromStr};

use ruma::{OwnedRoomAliasId, OwnedUserId, RoomAliasId, ServerName, UserId};
use serde::{Deserialize, Serialize};

use super::{
    DutyId, InvalidId, OrgCode, Subject,
    escape::{escape, unescape},
};

/// The longest user id or room alias, in bytes
/// ([Matrix: common identifier format](https://spec.matrix.org/v1.19/appendices/#common-identifier-format)).
const MAX_MATRIX_ID: usize = 255;

/// One account on this device: an organisation and a person in it.
///
/// Spelled `{ov}_{escaped sub}`, which is the localpart of the person's user id, and names the
/// account's folder and secrets. Its Debug and Display forms are for those names, not for logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    spelling: String,
    ov: OrgCode,
    subject: Subject,
}

impl AccountId {
    /// The account of this person in this organisation.
    #[must_use]
    pub fn new(ov: &OrgCode, subject: &Subject) -> Self {
        Self {
            spelling: format!("{ov}_{}", escape(subject.as_str())),
            ov: ov.clone(),
            subject: subject.clone(),
        }
    }

    /// `{ov}_{escaped sub}`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.spelling
    }

    /// The organisation.
    #[must_use]
    pub fn ov(&self) -> &OrgCode {
        &self.ov
    }

    /// The person.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }
}

impl FromStr for AccountId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (ov, escaped) = text.split_once('_').ok_or(InvalidId::Form)?;
        let code: OrgCode = ov.parse()?;
        if code.as_str() != ov {
            return Err(InvalidId::Form);
        }
        let subject: Subject = unescape(escaped)?.parse()?;
        Ok(Self {
            spelling: text.to_owned(),
            ov: code,
            subject,
        })
    }
}

impl TryFrom<String> for AccountId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.spelling
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({}_…)", self.ov)
    }
}

/// The Matrix user id of a person: `@{ov}_{sub}:{server}`, `sub` escaped.
///
/// # Errors
/// [`InvalidId::TooLong`] over 255 bytes in all.
pub fn user_id(
    ov: &OrgCode,
    subject: &Subject,
    server: &ServerName,
) -> Result<OwnedUserId, InvalidId> {
    let text = format!("@{ov}_{}:{server}", escape(subject.as_str()));
    if text.len() > MAX_MATRIX_ID {
        return Err(InvalidId::TooLong);
    }
    UserId::parse(text).map_err(|_| InvalidId::Form)
}

/// The organisation and the person that a user id names; the inverse of [`user_id`].
///
/// # Errors
/// When the user id is not one that [`user_id`] makes, such as the connector's own.
pub fn parse_user_id(user: &UserId) -> Result<(OrgCode, Subject), InvalidId> {
    let account: AccountId = user.localpart().parse()?;
    Ok((account.ov, account.subject))
}

/// The connector's own user: `@dienstchat:{server}`, the creator of every duty chat.
///
/// # Errors
/// [`InvalidId`] when the server name is too long for a user id.
pub fn connector_user_id(server: &ServerName) -> Result<OwnedUserId, InvalidId> {
    let text = format!("@dienstchat:{server}");
    if text.len() > MAX_MATRIX_ID {
        return Err(InvalidId::TooLong);
    }
    UserId::parse(text).map_err(|_| InvalidId::Form)
}

/// The localpart of a duty's room alias: `duty_{ov}_{duty_id}`, the duty id escaped.
#[must_use]
pub fn duty_alias_localpart(ov: &OrgCode, duty: &DutyId) -> String {
    format!("duty_{ov}_{}", escape(duty.as_str()))
}

/// The alias of a duty's room: `#duty_{ov}_{duty_id}:{server}`, the duty id escaped.
///
/// # Errors
/// [`InvalidId::TooLong`] over 255 bytes in all.
pub fn duty_alias(
    ov: &OrgCode,
    duty: &DutyId,
    server: &ServerName,
) -> Result<OwnedRoomAliasId, InvalidId> {
    let text = format!("#{}:{server}", duty_alias_localpart(ov, duty));
    if text.len() > MAX_MATRIX_ID {
        return Err(InvalidId::TooLong);
    }
    RoomAliasId::parse(text).map_err(|_| InvalidId::Form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ruma::server_name;

    use super::*;

    #[test]
    fn a_user_id_names_its_person() {
        let ov: OrgCode = "xyz".parse().unwrap();
        let subject: Subject = "A/b=c".parse().unwrap();
        let user = user_id(&ov, &subject, server_name!("chat.example")).unwrap();
        assert_eq!(user, "@xyz_=41=2fb=3dc:chat.example");
        assert_eq!(parse_user_id(&user), Ok((ov, subject)));
    }

    #[test]
    fn a_user_id_over_255_bytes_is_refused() {
        let ov: OrgCode = "xyz".parse().unwrap();
        let subject: Subject = "A".repeat(100).parse().unwrap();
        assert_eq!(
            user_id(&ov, &subject, server_name!("chat.example")),
            Err(InvalidId::TooLong)
        );
    }

    #[test]
    fn the_connector_is_nobody() {
        let user = connector_user_id(server_name!("chat.example")).unwrap();
        assert!(parse_user_id(&user).is_err());
    }

    #[test]
    fn an_alias_names_its_duty() {
        let alias = duty_alias(
            &"xyz".parse().unwrap(),
            &"4 711".parse().unwrap(),
            server_name!("chat.example"),
        );
        assert_eq!(alias.unwrap(), "#duty_xyz_4=20711:chat.example");
    }

    #[test]
    fn debug_of_an_account_hides_the_person() {
        let account = AccountId::new(&"xyz".parse().unwrap(), &"secret".parse().unwrap());
        assert_eq!(format!("{account:?}"), "AccountId(xyz_…)");
        assert_eq!(account.as_str(), "xyz_secret");
    }

    proptest! {
        #[test]
        fn no_account_is_another(ov in "[a-z0-9]{2,8}", sub in "[^\\p{Cc}]{1,30}") {
            let account = AccountId::new(&ov.parse().unwrap(), &sub.parse().unwrap());
            let again: AccountId = account.as_str().parse().unwrap();
            prop_assert_eq!(again, account);
        }
    }
}
