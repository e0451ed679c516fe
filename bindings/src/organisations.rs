//! The directory of organisations.

use std::sync::Arc;

use dienstchat_core::client;

use crate::{Cancellation, ClientError, guard::cancellable};

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
    #[uniffi::method(default(cancellation = None))]
    pub async fn search(
        &self,
        text: String,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Vec<Organisation>, ClientError> {
        cancellable(cancellation, async {
            let found = self.0.search(&text).await?;
            Ok(found.into_iter().map(Into::into).collect())
        })
        .await
    }
}
