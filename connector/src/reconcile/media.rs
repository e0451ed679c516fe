//! Uploads that nothing needs any more.

use ruma::{RoomId, UserId};

use super::StepError;
use crate::{app::App, homeserver::Homeserver, metrics::Counter};

/// Deletes the uploads that only events of this room name.
pub(super) async fn delete_of_room(
    app: &App,
    homeserver: &Homeserver,
    room: &RoomId,
) -> Result<(), StepError> {
    for (media_id, sender) in app.db.media_of_room(homeserver.server_name(), room).await? {
        delete(app, homeserver, &media_id, &sender, "room").await?;
    }
    Ok(())
}

/// Deletes the uploads whose last naming event was redacted.
pub(super) async fn delete_redacted(app: &App, homeserver: &Homeserver) -> Result<(), StepError> {
    for (media_id, sender) in app.db.redacted_media(homeserver.server_name()).await? {
        delete(app, homeserver, &media_id, &sender, "redaction").await?;
    }
    Ok(())
}

/// Deletes an upload that this sender named, if the sender made it: naming somebody else's upload
/// gives no power over it.
async fn delete(
    app: &App,
    homeserver: &Homeserver,
    media_id: &str,
    sender: &UserId,
    reason: &str,
) -> Result<(), StepError> {
    if homeserver
        .uploader(media_id)
        .await?
        .is_some_and(|uploader| uploader == sender)
    {
        homeserver.delete_media(media_id).await?;
        app.metrics
            .count(Counter::MediaDeleted, &[("reason", reason)]);
    }
    app.db
        .forget_media(homeserver.server_name(), media_id, sender)
        .await?;
    Ok(())
}
