//! Uploads on a homeserver.

use dienstchat_core::time::Timestamp;
use reqwest::Method;
use ruma::{OwnedUserId, UserId};
use serde::Deserialize;
use serde_json::Value;

use super::{Homeserver, HomeserverError};

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub media_id: String,
    /// When it was made.
    pub created: Timestamp,
}

#[derive(Deserialize)]
struct Uploads {
    media: Vec<RawUpload>,
}

#[derive(Deserialize)]
struct RawUpload {
    media_id: String,
    created_ts: i64,
}

#[derive(Deserialize)]
struct MediaInfo {
    media_info: Info,
}

#[derive(Deserialize)]
struct Info {
    user_id: Option<OwnedUserId>,
}

#[derive(Deserialize)]
struct Deleted {
    total: u64,
}

impl Homeserver {
    /// A user's oldest uploads, skipping the first `from`; at most 100.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn uploads(
        &self,
        user: &UserId,
        from: usize,
    ) -> Result<Vec<Upload>, HomeserverError> {
        let path = ["v1", "users", user.as_str(), "media"];
        let from = from.to_string();
        let query = [
            ("from", from.as_str()),
            ("limit", "100"),
            ("order_by", "created_ts"),
            ("dir", "f"),
        ];
        let answer = self
            .admin::<Uploads>(Method::GET, &path, &query, None)
            .await;
        Ok(
            HomeserverError::found(answer)?.map_or_else(Vec::new, |uploads| {
                uploads
                    .media
                    .into_iter()
                    .map(|raw| Upload {
                        media_id: raw.media_id,
                        created: Timestamp::from_millis(raw.created_ts),
                    })
                    .collect()
            }),
        )
    }

    /// Who made an upload; none when it is gone.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn uploader(&self, media_id: &str) -> Result<Option<OwnedUserId>, HomeserverError> {
        let path = ["v1", "media", self.server_name().as_str(), media_id];
        let answer = self.admin::<MediaInfo>(Method::GET, &path, &[], None).await;
        Ok(HomeserverError::found(answer)?.and_then(|info| info.media_info.user_id))
    }

    /// Deletes an upload, unless it is gone.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn delete_media(&self, media_id: &str) -> Result<(), HomeserverError> {
        let path = ["v1", "media", self.server_name().as_str(), media_id];
        let answer = self.admin::<Value>(Method::DELETE, &path, &[], None).await;
        HomeserverError::found(answer).map(drop)
    }

    /// Deletes all uploads of a user.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn delete_media_of(&self, user: &UserId) -> Result<(), HomeserverError> {
        let path = ["v1", "users", user.as_str(), "media"];
        loop {
            let answer = self
                .admin::<Deleted>(Method::DELETE, &path, &[("limit", "100")], None)
                .await;
            if HomeserverError::found(answer)?.is_none_or(|deleted| deleted.total == 0) {
                return Ok(());
            }
        }
    }
}
