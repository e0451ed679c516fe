//! What belongs to a homeserver and to no organisation: admin rights, media.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{StepError, backoff, media, sweep};
use crate::{
    app::App,
    homeserver::{
        Homeserver, HomeserverError,
        bootstrap::{Access, bootstrap},
    },
    metrics::Counter,
};

/// Runs until it is dropped.
pub(super) async fn run(app: Arc<App>, homeserver: Arc<Homeserver>) {
    become_ready(&app, &homeserver).await;
    let mut failures = 0;
    let mut next_sweep = Instant::now();
    loop {
        let wait = match work(&app, &homeserver, &mut next_sweep).await {
            Ok(()) => {
                failures = 0;
                app.config
                    .limits
                    .reconcile_interval
                    .min(next_sweep.saturating_duration_since(Instant::now()))
            }
            Err(error) => {
                failures += 1;
                report(&app, &homeserver, &error);
                backoff::after(
                    failures,
                    &error,
                    app.config.limits.backoff_max,
                    &*app.entropy,
                )
            }
        };
        if failures == 0 {
            // A wake-up that comes too early costs one look.
            let _ = tokio::time::timeout(wait, homeserver.woken()).await;
        } else {
            tokio::time::sleep(wait).await;
        }
    }
}

async fn work(
    app: &App,
    homeserver: &Homeserver,
    next_sweep: &mut Instant,
) -> Result<(), StepError> {
    media::delete_redacted(app, homeserver).await?;
    if Instant::now() >= *next_sweep {
        sweep::run(app, homeserver).await?;
        *next_sweep = Instant::now() + app.config.limits.media_sweep_interval;
    }
    Ok(())
}

/// Makes the connector's user exist and be an administrator, as soon as the homeserver is there.
async fn become_ready(app: &App, homeserver: &Homeserver) {
    let config = homeserver.config();
    let mut failures = 0;
    loop {
        let access = Access {
            url: &config.url,
            server_name: config.server_name.as_str(),
            as_token: config.as_token.expose(),
            registration_shared_secret: config.registration_shared_secret.expose(),
        };
        let Err(error) = bootstrap(homeserver.http(), access).await else {
            homeserver.set_ready();
            tracing::info!(
                homeserver = config.server_name.as_str(),
                "the homeserver is ready"
            );
            return;
        };
        failures += 1;
        tracing::warn!(homeserver = config.server_name.as_str(), error = %error, "the homeserver is not ready");
        let error = StepError::Homeserver(HomeserverError::Unreachable);
        let max = app.config.limits.backoff_max.min(Duration::from_secs(2));
        tokio::time::sleep(backoff::after(failures, &error, max, &*app.entropy)).await;
    }
}

/// Counts a failure and logs it.
pub(super) fn report(app: &App, homeserver: &Homeserver, error: &StepError) {
    let name = homeserver.server_name().as_str();
    if let StepError::Homeserver(error) = error {
        app.metrics.count(
            Counter::HomeserverErrors,
            &[("homeserver", name), ("kind", error.kind())],
        );
    }
    tracing::warn!(homeserver = name, error = %error, "a step failed and is tried again");
}
