//! One organisation's task: which of its duties are due, and when to look again.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use dienstchat_core::{
    duty::Phase,
    ids::{DutyId, OrgCode},
    time::Timestamp,
};
use tokio::time::Instant;

use super::{
    Outlook, StepError, backoff,
    homeserver::report,
    people,
    steps::{Chat, Next, bring},
    triggers::{Mailbox, Wanted},
};
use crate::{
    app::App,
    db::{Applied, DutyRecord, Organisation},
    homeserver::Homeserver,
    metrics::Counter,
};

/// What a task remembers between two looks. It may be lost: then everything is compared.
#[derive(Debug, Default)]
pub struct Memory {
    duties: BTreeMap<DutyId, Attempt>,
    failures: u32,
    not_before: Option<Instant>,
}

/// How it went with one duty.
#[derive(Debug)]
struct Attempt {
    failures: u32,
    /// When it is compared again, whatever happens; after a failure also not before.
    due: Instant,
}

/// Runs until it is dropped.
pub(super) async fn run(app: Arc<App>, ov: OrgCode, mailbox: Arc<Mailbox>) {
    let mut memory = Memory::default();
    let mut wanted = Wanted::default();
    loop {
        let more = mailbox.take();
        wanted.all |= more.all;
        wanted.duties.extend(more.duties);
        let wait = match look(&app, &ov, &mut wanted, &mut memory).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(ov = ov.as_str(), error = %error, "an organisation cannot be looked at");
                app.config.limits.backoff_max
            }
        };
        // A wake-up that comes too early costs one look.
        let _ = tokio::time::timeout(wait, mailbox.notified()).await;
        if let Some(until) = memory.not_before {
            tokio::time::sleep_until(until).await;
        }
    }
}

/// Looks once; says when to look again at the latest.
pub(super) async fn look(
    app: &App,
    ov: &OrgCode,
    wanted: &mut Wanted,
    memory: &mut Memory,
) -> Result<Duration, StepError> {
    let interval = app.config.limits.reconcile_interval;
    let Some(organisation) = app.db.organisation(ov).await? else {
        return Ok(interval);
    };
    let Some(homeserver) = app.homeserver(&organisation.homeserver) else {
        tracing::error!(
            ov = ov.as_str(),
            "the organisation's homeserver is not configured any more"
        );
        return Ok(interval);
    };
    homeserver.wait_ready().await;
    // Bounds how much is asked of the homeserver at once; each holds it for a few requests that
    // are themselves bounded in time.
    let Ok(permit) = homeserver.permits().acquire().await else {
        return Ok(interval);
    };
    let result = pass(app, homeserver, &organisation, wanted, memory).await;
    drop(permit);
    match result {
        Ok(()) => {
            memory.failures = 0;
            memory.not_before = None;
        }
        Err(error) => {
            memory.failures += 1;
            report(app, homeserver, &error);
            let wait = backoff::after(
                memory.failures,
                &error,
                app.config.limits.backoff_max,
                &*app.entropy,
            );
            memory.not_before = Some(Instant::now() + wait);
            return Ok(wait);
        }
    }
    next_look(app, &organisation, memory).await
}

/// People first, then each duty that is due. An error means that the homeserver as a whole is in
/// trouble; what is the trouble of one duty is remembered there.
async fn pass(
    app: &App,
    homeserver: &Homeserver,
    organisation: &Organisation,
    wanted: &mut Wanted,
    memory: &mut Memory,
) -> Result<(), StepError> {
    let ov = &organisation.ov;
    for result in [
        people::clean(app, homeserver, ov).await,
        people::name(app, homeserver, ov).await,
    ] {
        match result {
            Err(error) if error.is_general() => return Err(error),
            Err(error) => report(app, homeserver, &error),
            Ok(()) => {}
        }
    }
    let records = app.db.live_duties(ov).await?;
    memory
        .duties
        .retain(|id, _| records.iter().any(|record| record.duty_id == *id));
    wanted
        .duties
        .retain(|id| records.iter().any(|record| record.duty_id == *id));
    for record in &records {
        if !is_due(app, organisation, record, wanted, memory) {
            continue;
        }
        let chat = Chat {
            app,
            homeserver,
            organisation,
            record,
        };
        let result = bring(&chat).await;
        let label = if result.is_ok() { "ok" } else { "failed" };
        app.metrics.count(Counter::Reconciles, &[("result", label)]);
        let failures = memory
            .duties
            .get(&record.duty_id)
            .map_or(0, |attempt| attempt.failures);
        let attempt = match result {
            Ok(next) => {
                wanted.duties.remove(&record.duty_id);
                let wait = match next {
                    Next::Done => app.config.limits.reconcile_interval,
                    Next::Soon(wait) => wait,
                };
                Attempt {
                    failures: 0,
                    due: Instant::now() + wait,
                }
            }
            Err(error) if error.is_general() => return Err(error),
            Err(error) => {
                let failures = failures + 1;
                tracing::warn!(
                    ov = ov.as_str(), duty_id = record.duty_id.as_str(), error = %error, failures,
                    "a chat could not be brought up to date"
                );
                let wait = backoff::after(
                    failures,
                    &error,
                    app.config.limits.backoff_max,
                    &*app.entropy,
                );
                Attempt {
                    failures,
                    due: Instant::now() + wait,
                }
            }
        };
        memory.duties.insert(record.duty_id.clone(), attempt);
    }
    wanted.all = false;
    Ok(())
}

fn is_due(
    app: &App,
    organisation: &Organisation,
    record: &DutyRecord,
    wanted: &Wanted,
    memory: &Memory,
) -> bool {
    let Some(attempt) = memory.duties.get(&record.duty_id) else {
        return true;
    };
    if Instant::now() >= attempt.due {
        return true;
    }
    if attempt.failures > 0 {
        return false;
    }
    wanted.all
        || wanted.duties.contains(&record.duty_id)
        || (record.applied_revision != Some(record.revision) && !record.purging)
        || phase_changed(app.clock.now(), organisation, record)
}

/// Whether a limit has passed since the room was last brought up to date.
fn phase_changed(now: Timestamp, organisation: &Organisation, record: &DutyRecord) -> bool {
    let Ok(Some(outlook)) = Outlook::of(record, organisation) else {
        return false;
    };
    match (outlook.phase(now), record.applied) {
        (Phase::Active, applied) => applied != Applied::Active,
        // A chat that was over before it began has no room.
        (Phase::ReadOnly, applied) => !matches!(applied, Applied::ReadOnly | Applied::None),
        (Phase::Deleted, applied) => applied != Applied::Deleted && !record.purging,
    }
}

/// When to look again: at the next limit of a chat, when one is due, or after the interval.
async fn next_look(
    app: &App,
    organisation: &Organisation,
    memory: &Memory,
) -> Result<Duration, StepError> {
    let now = Instant::now();
    let clock = app.clock.now();
    let mut wait = app.config.limits.reconcile_interval;
    for attempt in memory.duties.values() {
        wait = wait.min(attempt.due.saturating_duration_since(now));
    }
    for record in app.db.live_duties(&organisation.ov).await? {
        if let Ok(Some(outlook)) = Outlook::of(&record, organisation)
            && let Some(change) = outlook.limits().next_change(clock)
        {
            wait = wait.min(change.since(clock));
        }
    }
    Ok(wait)
}
