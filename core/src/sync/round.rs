//! One round of synchronising.

use std::time::Duration;

use super::{
    apply::{self, Applied},
    connection::{CallError, Connection},
    gaps::fill_newest_gap,
    key_requests::send_key_requests,
};
use crate::{
    matrix::{MatrixError, SyncRequest},
    store::{ConnId, SyncPosition},
};

/// More chats than anybody has.
const ROOMS: u16 = 1_000;
/// Events of each chat in one answer; what is beyond it is fetched.
const TIMELINE_LIMIT: u16 = 50;
/// Pages of one chat's gap that one round fetches at the most; the next round goes on.
const GAP_PAGES: usize = 20;

/// What a round is to do.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    /// Names the connection.
    pub(crate) conn_id: ConnId,
    /// How long the server may wait for something new.
    pub(crate) wait: Duration,
}

/// What a round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncSummary {
    /// Chats in which something changed.
    pub chats: usize,
    /// Another process applied an answer meanwhile; this one was dropped and is asked for again.
    pub stale: bool,
    /// Anything was new.
    pub anything: bool,
}

impl Round {
    /// Goes through the round. What fails leaves the store as it was before that step. When
    /// `hurried` resolves, the server's answer is not waited for any longer, as if nothing were
    /// new: the next round asks for the same.
    ///
    /// # Errors
    /// [`CallError`].
    pub(crate) async fn run(
        &self,
        connection: &Connection,
        hurried: impl Future<Output = ()>,
    ) -> Result<SyncSummary, CallError> {
        send_key_requests(connection).await?;
        let mut summary = self.ask(connection, hurried).await?;
        send_key_requests(connection).await?;
        if fill_gaps(connection).await? {
            summary.anything = true;
        }
        Ok(summary)
    }

    async fn ask(
        &self,
        connection: &Connection,
        hurried: impl Future<Output = ()>,
    ) -> Result<SyncSummary, CallError> {
        let conn_id = self.conn_id.clone();
        let asked = connection
            .store()
            .read_async(move |tx| tx.positions().get(&conn_id))
            .await?;
        let positions = &asked;
        let call = connection.call(|homeserver, token| async move {
            let request = SyncRequest {
                conn_id: self.conn_id.as_str(),
                pos: positions.pos.as_deref(),
                to_device_since: positions.since.as_deref(),
                rooms: ROOMS,
                timeline_limit: TIMELINE_LIMIT,
                timeout: self.wait,
            };
            homeserver.sync(&token, connection.user(), request).await
        });
        let answer = tokio::select! {
            biased;
            answer = call => answer,
            () = hurried => return Ok(SyncSummary::default()),
        };
        let answer = match answer {
            Err(CallError::Matrix(error)) if is_lost(&asked, error) => {
                let conn_id = self.conn_id.clone();
                connection
                    .write(move |tx, _| tx.positions().reset(&conn_id))
                    .await?;
                return Ok(SyncSummary {
                    stale: true,
                    ..SyncSummary::default()
                });
            }
            answer => answer?,
        };
        let conn_id = self.conn_id.clone();
        let applied = connection
            .write(move |tx, context| apply::apply(tx, context, &conn_id, &asked, &answer))
            .await?;
        match applied {
            Applied::Stale => Ok(SyncSummary {
                stale: true,
                ..SyncSummary::default()
            }),
            Applied::Done(changes) => Ok(SyncSummary {
                chats: changes.chats.len(),
                stale: false,
                anything: changes.anything,
            }),
        }
    }
}

/// Whether the position is of no use any more, so that synchronising begins anew.
///
/// Synapse forgets positions, and it answers "not found" to one from before the purge of a room
/// that the user has left since, for as long as that position is used.
fn is_lost(asked: &SyncPosition, error: MatrixError) -> bool {
    match error {
        MatrixError::UnknownPos => true,
        MatrixError::NotFound => asked.pos.is_some(),
        _ => false,
    }
}

/// Fetches what was missed, all but what was said before this device was in a chat: that is
/// fetched when somebody looks at it.
async fn fill_gaps(connection: &Connection) -> Result<bool, CallError> {
    let gaps = connection
        .store()
        .read_async(|tx| {
            let mut rooms = Vec::new();
            for chat in tx.chats().list()? {
                if tx
                    .timeline(&chat.room_id)
                    .newest_gap()?
                    .is_some_and(|gap| !gap.is_first())
                {
                    rooms.push(chat.room_id);
                }
            }
            Ok::<_, CallError>(rooms)
        })
        .await?;
    let mut filled = false;
    for room in gaps {
        for _ in 0..GAP_PAGES {
            let id = room.clone();
            let missing = connection
                .store()
                .read_async(move |tx| tx.timeline(&id).newest_gap())
                .await?
                .is_some_and(|gap| !gap.is_first());
            if !missing {
                break;
            }
            match fill_newest_gap(connection, &room).await {
                Ok(more) => filled |= more,
                // Removed meanwhile: there is nothing to be had.
                Err(CallError::Matrix(MatrixError::Forbidden | MatrixError::NotFound)) => break,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_from_before_a_purge_is_given_up() {
        let first = SyncPosition::default();
        let later = SyncPosition {
            pos: Some("1/s84".to_owned()),
            since: None,
        };
        assert!(is_lost(&later, MatrixError::NotFound));
        assert!(is_lost(&later, MatrixError::UnknownPos));
        // Whoever has no position yet would ask the same again.
        assert!(!is_lost(&first, MatrixError::NotFound));
        assert!(!is_lost(&later, MatrixError::Offline));
    }
}
