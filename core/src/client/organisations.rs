//! The directory of organisations.

use super::{dienstchat::Shared, error::ClientError};
use crate::{connector::wire::Organisation, ids::OrgCode};
use std::sync::Arc;

/// The organisations that have the chat function on.
#[derive(Clone)]
pub struct Organisations {
    pub(super) shared: Arc<Shared>,
}

impl Organisations {
    /// Organisations whose code or name matches `text`; an empty text matches all.
    ///
    /// # Errors
    /// [`ClientError::Offline`], [`ClientError::Server`], [`ClientError::Closed`].
    pub async fn search(&self, text: &str) -> Result<Vec<Organisation>, ClientError> {
        let found = async { Ok(self.shared.connector.organisations(text).await?) };
        self.shared.signals.unless_closed(found).await
    }

    /// The organisation of this code.
    ///
    /// # Errors
    /// [`ClientError::UnknownOrganisation`] when there is none with the chat function on.
    pub async fn get(&self, ov: &OrgCode) -> Result<Organisation, ClientError> {
        let found = self.search(ov.as_str()).await?;
        found
            .into_iter()
            .find(|organisation| organisation.ov == *ov)
            .ok_or(ClientError::UnknownOrganisation)
    }
}
