//! People: names on the homeserver, and what is left of those who were removed.

use dienstchat_core::ids::{OrgCode, Subject, user_id};

use super::StepError;
use crate::{app::App, homeserver::Homeserver};

/// The longest display name that Synapse takes, in characters.
const MAX_NAME: usize = 256;

/// Signs removed people out everywhere, has them leave all rooms, and deletes their uploads and
/// name. The user itself stays, without a way in: a deactivated one could never come back.
pub(super) async fn clean(
    app: &App,
    homeserver: &Homeserver,
    ov: &OrgCode,
) -> Result<(), StepError> {
    for sub in app.db.people_to_clean(ov).await? {
        clean_one(app, homeserver, ov, &sub).await?;
        tracing::info!(
            ov = ov.as_str(),
            "a removed person's devices, name and uploads are deleted"
        );
    }
    Ok(())
}

async fn clean_one(
    app: &App,
    homeserver: &Homeserver,
    ov: &OrgCode,
    sub: &Subject,
) -> Result<(), StepError> {
    let user = user_id(ov, sub, homeserver.server_name())?;
    homeserver.delete_devices(&user).await?;
    homeserver.leave_all_rooms(&user).await?;
    homeserver.delete_media_of(&user).await?;
    app.db
        .forget_media_of(homeserver.server_name(), &user)
        .await?;
    homeserver.set_display_name(&user, None).await?;
    app.db.person_cleaned(ov, sub).await?;
    Ok(())
}

/// Gives people the name that the newest statement gives them, and takes it from those whom no
/// statement names any more.
pub(super) async fn name(
    app: &App,
    homeserver: &Homeserver,
    ov: &OrgCode,
) -> Result<(), StepError> {
    for (sub, name) in app.db.stale_names(ov).await? {
        let user = user_id(ov, &sub, homeserver.server_name())?;
        let shown: Option<String> = name
            .as_ref()
            .map(|name| name.trim().chars().take(MAX_NAME).collect());
        homeserver.set_display_name(&user, shown.as_deref()).await?;
        app.db.set_display_name(ov, &sub, name.as_deref()).await?;
    }
    Ok(())
}
