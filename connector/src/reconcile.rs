//! Brings the homeservers to what HiOrg-Server wants.
//!
//! One task an organisation, so that none waits for another; one task a homeserver, for what
//! belongs to no organisation. A task wakes when something changes, when a chat's next limit comes,
//! and by itself in between. Each step asks the homeserver what is, does what is missing, and then
//! writes down how far it got: it may be cut off anywhere and is simply done again.

mod backoff;
mod error;
mod homeserver;
mod media;
mod members;
mod organisation;
mod outlook;
mod people;
mod purge;
mod room;
mod steps;
mod sweep;
mod triggers;
mod wanted;

use std::{collections::BTreeSet, sync::Arc};

use tokio::task::JoinSet;

use crate::app::App;
pub use error::StepError;
pub use organisation::Memory;
pub use outlook::Outlook;
pub use triggers::Triggers;

/// Runs until it is dropped.
///
/// # Errors
/// When the database cannot say which organisations there are.
pub async fn run(app: Arc<App>) -> Result<(), StepError> {
    let mut tasks = JoinSet::new();
    for server in app.homeservers.values() {
        tasks.spawn(homeserver::run(Arc::clone(&app), Arc::clone(server)));
    }
    for organisation in app.db.organisations().await? {
        app.triggers.all_of(&organisation.ov);
    }
    let mut running = BTreeSet::new();
    loop {
        for (ov, mailbox) in app.triggers.mailboxes() {
            if running.insert(ov.clone()) {
                tasks.spawn(organisation::run(Arc::clone(&app), ov, mailbox));
            }
        }
        app.triggers.new_organisation().await;
    }
}
