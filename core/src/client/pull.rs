//! The state behind a feed: looked at and compared when somebody asks.

use std::sync::Arc;

use tokio::sync::{Mutex, watch};

use super::{
    error::{ChatError, ClientError},
    signals::{Signals, bump},
};

/// What a failure is to a feed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It may pass.
    Passing,
    /// It will not pass.
    Final,
    /// The client was closed.
    Closed,
}

/// A failure that a feed can have.
pub(super) trait Ending {
    /// What it is to a feed.
    fn fate(&self) -> Fate;
}

impl Ending for ClientError {
    fn fate(&self) -> Fate {
        match self {
            Self::Closed => Fate::Closed,
            Self::NoSuchAccount => Fate::Final,
            _ => Fate::Passing,
        }
    }
}

impl Ending for ChatError {
    fn fate(&self) -> Fate {
        match self {
            Self::Closed => Fate::Closed,
            Self::ChatDeleted | Self::NotFound => Fate::Final,
            _ => Fate::Passing,
        }
    }
}

/// What a feed waits for.
pub(super) struct Wakers {
    /// The end of the client.
    pub(super) signals: Signals,
    /// A change of what is looked at.
    pub(super) changes: watch::Receiver<u64>,
}

type Look<V, E> = dyn Fn(Option<&V>) -> Result<V, E> + Send + Sync;

/// A state that is looked at and compared when somebody asks.
pub(super) struct Pull<V, E> {
    look: Arc<Look<V, E>>,
    fate: fn(&E) -> Fate,
    signals: Signals,
    stopped: watch::Sender<bool>,
    /// Something other than a change makes a new look worth while.
    nudges: watch::Sender<u64>,
    /// Held by the one call that waits.
    progress: Mutex<Progress<V, E>>,
}

struct Progress<V, E> {
    changes: watch::Receiver<u64>,
    nudges: watch::Receiver<u64>,
    /// What was answered last; `None` before the first answer and after a failure.
    answered: Option<Arc<V>>,
    /// The failure that was told last and has not passed.
    failure: Option<E>,
    /// There may be something new.
    due: bool,
    over: bool,
}

impl<V, E> Pull<V, E> {
    /// `look` is given what was answered last.
    pub(super) fn new(
        wakers: Wakers,
        look: impl Fn(Option<&V>) -> Result<V, E> + Send + Sync + 'static,
    ) -> Self
    where
        E: Ending,
    {
        let nudges = watch::Sender::new(0);
        Self {
            look: Arc::new(look),
            fate: E::fate,
            signals: wakers.signals,
            stopped: watch::Sender::new(false),
            progress: Mutex::new(Progress {
                changes: wakers.changes,
                nudges: nudges.subscribe(),
                answered: None,
                failure: None,
                due: true,
                over: false,
            }),
            nudges,
        }
    }

    pub(super) fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// Makes the next answer, or the one that is waited for, take a new look.
    pub(super) fn nudge(&self) {
        bump(&self.nudges);
    }

    /// Waits until the feed is at its end.
    async fn ended(&self) {
        let mut stopped = self.stopped.subscribe();
        tokio::select! {
            // The sender is in `self` and lives longer.
            _ = stopped.wait_for(|stopped| *stopped) => {}
            () = self.signals.closed() => {}
        }
    }
}

impl<V, E> Pull<V, E>
where
    V: Send + Sync + 'static,
    E: Clone + PartialEq + Send + 'static,
{
    /// Waits until `tell` has something to say of what was answered last and what is now.
    pub(super) async fn next<A>(
        &self,
        tell: impl Fn(Option<&V>, &V) -> Option<A>,
    ) -> Result<Option<A>, E> {
        tokio::select! {
            biased;
            () = self.ended() => Ok(None),
            answer = self.answer(tell) => answer,
        }
    }

    async fn answer<A>(&self, tell: impl Fn(Option<&V>, &V) -> Option<A>) -> Result<Option<A>, E> {
        let mut progress = self.progress.lock().await;
        loop {
            if progress.over {
                return Ok(None);
            }
            progress.wait().await;
            let found = self.look(progress.answered.clone()).await;
            // From here to the answer nothing waits: who has dropped the call by now has lost
            // nothing, and who has not gets it.
            progress.due = false;
            match found {
                None => return Ok(None),
                Some(Ok(new)) => {
                    progress.failure = None;
                    let answer = tell(progress.answered.as_deref(), &new);
                    progress.answered = Some(Arc::new(new));
                    if answer.is_some() {
                        return Ok(answer);
                    }
                }
                Some(Err(error)) => {
                    progress.answered = None;
                    let fate = (self.fate)(&error);
                    progress.over = fate != Fate::Passing;
                    if fate == Fate::Closed {
                        return Ok(None);
                    }
                    if progress.failure.as_ref() != Some(&error) {
                        progress.failure = Some(error.clone());
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Looks on the pool for blocking work: it reads the store. `None` when the runtime ends.
    async fn look(&self, answered: Option<Arc<V>>) -> Option<Result<V, E>> {
        let look = Arc::clone(&self.look);
        let found = tokio::task::spawn_blocking(move || look(answered.as_deref())).await;
        match found.map_err(tokio::task::JoinError::try_into_panic) {
            Ok(found) => Some(found),
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Err(Err(_)) => None,
        }
    }
}

impl<V, E> Progress<V, E> {
    /// Waits until there may be something new, and takes note of what is up to now.
    async fn wait(&mut self) {
        if !self.due {
            tokio::select! {
                changed = self.changes.changed() => {
                    if changed.is_err() {
                        // Nobody is left who could change anything.
                        std::future::pending::<()>().await;
                    }
                }
                // The sender lives as long as this.
                _ = self.nudges.changed() => {}
            }
            self.due = true;
        }
        // Before looking: what changes meanwhile is looked at once more.
        self.changes.borrow_and_update();
        self.nudges.borrow_and_update();
    }
}
