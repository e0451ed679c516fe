//! Uploads that no event names are deleted after a day, once all events up to then were seen.
//!
//! Events come late when the homeserver has backed off. So a marker is sent into a room of the
//! connector's own: when it has come back as an event, all that was sent before it has come too.

use std::time::Duration;

use dienstchat_core::{
    ids::user_id,
    time::{DAY, Timestamp},
};
use ruma::{OwnedRoomId, OwnedTransactionId, UserId};
use serde_json::json;

use super::StepError;
use crate::{
    app::App,
    homeserver::{Homeserver, HomeserverError, StateEvent},
    metrics::Counter,
};

/// How long an upload may wait for the event that names it.
const GRACE: Duration = DAY;
/// A marker that has not come back by then is sent again.
const MARKER_LOST: Duration = DAY;

/// Deletes what no event names, as far as events were seen, and sends the next marker.
pub(super) async fn run(app: &App, homeserver: &Homeserver) -> Result<(), StepError> {
    let now = app.clock.now();
    let seen = app.db.sweep(homeserver.server_name()).await?;
    let cutoff = seen.seen_until.minus(GRACE);
    for (ov, sub) in app.db.people_on(homeserver.server_name()).await? {
        let user = user_id(&ov, &sub, homeserver.server_name())?;
        sweep_user(app, homeserver, &user, cutoff).await?;
    }
    let waiting = seen
        .marker
        .as_ref()
        .is_some_and(|(_, sent)| now.distance(*sent) < MARKER_LOST);
    if !waiting {
        send_marker(app, homeserver, seen.room, now).await?;
    }
    app.db.forget_old(now).await?;
    Ok(())
}

async fn sweep_user(
    app: &App,
    homeserver: &Homeserver,
    user: &UserId,
    cutoff: Timestamp,
) -> Result<(), StepError> {
    let mut kept = 0;
    loop {
        let uploads = homeserver.uploads(user, kept).await?;
        if uploads.is_empty() {
            return Ok(());
        }
        for upload in uploads {
            if upload.created > cutoff {
                return Ok(());
            }
            if app
                .db
                .is_named(homeserver.server_name(), &upload.media_id, user)
                .await?
            {
                kept += 1;
            } else {
                homeserver.delete_media(&upload.media_id).await?;
                app.metrics
                    .count(Counter::MediaDeleted, &[("reason", "unnamed")]);
            }
        }
    }
}

async fn send_marker(
    app: &App,
    homeserver: &Homeserver,
    room: Option<OwnedRoomId>,
    now: Timestamp,
) -> Result<(), StepError> {
    let room = match room {
        Some(room) => room,
        None => make_room(app, homeserver).await?,
    };
    let transaction = OwnedTransactionId::from(format!("marker-{}", now.as_millis()));
    let sent = homeserver
        .send_event(&room, transaction, "de.dienstchat.marker", &json!({}))
        .await;
    let marker = match sent {
        Err(HomeserverError::Refused { .. }) => {
            // The room is gone.
            let room = make_room(app, homeserver).await?;
            let transaction = OwnedTransactionId::from(format!("marker-{}", now.as_millis()));
            homeserver
                .send_event(&room, transaction, "de.dienstchat.marker", &json!({}))
                .await?
        }
        sent => sent?,
    };
    app.db
        .set_marker(homeserver.server_name(), &marker, now)
        .await?;
    Ok(())
}

async fn make_room(app: &App, homeserver: &Homeserver) -> Result<OwnedRoomId, StepError> {
    let invite = StateEvent {
        event_type: "m.room.join_rules",
        content: json!({ "join_rule": "invite" }),
    };
    let room = homeserver.create_room(None, &[invite]).await?;
    app.db
        .set_marker_room(homeserver.server_name(), &room)
        .await?;
    Ok(room)
}
