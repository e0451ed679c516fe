//! The directory of organisations.

use dienstchat_core::client;

use crate::ClientError;

/// An organisation that uses Dienstchat.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Organisation {
    /// Its code ("Organisationskürzel"), in lower case.
    pub ov: String,
    /// Its name.
    pub name: String,
}

impl From<client::Organisation> for Organisation {
    fn from(organisation: client::Organisation) -> Self {
        Self {
            ov: organisation.ov.to_string(),
            name: organisation.name,
        }
    }
}

/// The directory of organisations.
#[derive(uniffi::Object)]
pub struct Organisations(pub(crate) client::Organisations);

#[uniffi::export(async_runtime = "tokio")]
impl Organisations {
    /// The organisations whose code or name matches this text; all for an empty one.
    ///
    /// # Errors
    /// When the connector cannot be reached or fails.
    pub async fn search(&self, text: String) -> Result<Vec<Organisation>, ClientError> {
        Ok(self
            .0
            .search(&text)
            .await?
            .into_iter()
            .map(Into::into)
            .collect())
    }
}
