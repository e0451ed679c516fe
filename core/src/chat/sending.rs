//! Sending what is in the queue.
//!
//! A message goes out when every device that is entitled to it has the key. It keeps its
//! transaction id, so that trying again never sends it twice; before one ends as failed because
//! the chat is read only, the id is tried once more, since a message that had arrived answers
//! with its event id.

use std::time::Duration;

use ruma::{OwnedEventId, OwnedRoomId, OwnedTransactionId};
use serde_json::{Map, Value, value::to_raw_value};

use super::{
    claim::{Claim, Turn},
    content,
    members::recipients,
    send_queue::{QueueRefusal, writable},
};
use crate::{
    keys::{Access, Encryption, Recipients, Rotation},
    matrix::{MatrixError, RawJson},
    store::{Chat, Message, SendFailure, StoreError, WriteTx},
    sync::{CallError, Connection, Context, send_key_requests},
};

/// The first pause after a failure; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// How often devices and sessions are asked for before a message waits for its next attempt.
const KEY_ROUNDS: usize = 6;

/// What became of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages that the server has now.
    pub sent: usize,
    /// Messages that ended as failed.
    pub failed: usize,
    /// Messages that are tried again later.
    pub waiting: usize,
}

/// The next step for a message that was claimed.
enum Step {
    /// Send this.
    Send(Box<Outgoing>),
    /// Devices or sessions must be asked for first.
    Keys,
    /// It has ended, or its chat is gone.
    Ended,
}

/// An encrypted message.
struct Outgoing {
    room: OwnedRoomId,
    txn_id: OwnedTransactionId,
    content: RawJson,
}

/// Sends everything whose turn and time have come. When the answer is dropped, the message that
/// is being sent is given back.
///
/// # Errors
/// [`CallError`] when the session is over or the store fails; what the network does to a message
/// is noted with it.
pub(crate) async fn send_pending(connection: &Connection, turn: &Turn) -> Result<Sent, CallError> {
    let mut outcome = Sent::default();
    while let Some(claim) = Claim::next(connection, turn).await? {
        let result = send(connection, claim.message()).await;
        let obstacle = match &result {
            Ok(_) => None,
            Err(CallError::Matrix(error)) => Some(*error),
            Err(_) => Some(MatrixError::Offline),
        };
        if let Some(obstacle) = obstacle {
            later(connection, claim.message(), obstacle).await?;
        }
        claim.settle();
        match result {
            Ok(true) => outcome.sent += 1,
            Ok(false) => outcome.failed += 1,
            Err(CallError::Matrix(error)) => {
                outcome.waiting += 1;
                if matches!(error, MatrixError::Offline | MatrixError::Timeout) {
                    break;
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(outcome)
}

/// Sends one message. `false` when it ended as failed.
async fn send(connection: &Connection, message: &Message) -> Result<bool, CallError> {
    for _ in 0..KEY_ROUNDS {
        let claimed = message.clone();
        match connection
            .write(move |tx, context| next_step(tx, context, &claimed))
            .await?
        {
            Step::Ended => return Ok(false),
            Step::Keys => send_key_requests(connection).await?,
            Step::Send(outgoing) => return put(connection, &outgoing).await,
        }
    }
    Err(CallError::Matrix(MatrixError::Timeout))
}

/// Decides in one transaction: who gets the key, whether everybody has it, and then encrypts.
fn next_step(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    message: &Message,
) -> Result<Step, CallError> {
    let Some(chat) = tx.chats().get(&message.room_id)? else {
        return Ok(Step::Ended);
    };
    if let Err(refusal) = writable(&chat, context.now)
        && let Some(failure) = failure_of(&refusal, message)
    {
        tx.queue().fail(&message.txn_id, failure)?;
        return Ok(Step::Ended);
    }
    let recipients: Recipients = recipients(tx, context.server, &chat)?
        .into_iter()
        .map(|user| (user, Access::Granted))
        .collect();
    let payload = payload(message, &chat);
    let encrypted = context.machine.encrypt(
        tx,
        &chat.room_id,
        &recipients,
        Rotation::default(),
        &message.kind,
        &payload,
        context.now,
    )?;
    Ok(match encrypted {
        Encryption::Waiting => Step::Keys,
        Encryption::Content(content) => match to_raw_value(&content) {
            Ok(content) => Step::Send(Box::new(Outgoing {
                room: chat.room_id,
                txn_id: message.txn_id.clone(),
                content,
            })),
            Err(_) => return Err(CallError::Matrix(MatrixError::InvalidRequest)),
        },
    })
}

/// Why a message fails at once. A message that may have arrived before the chat became read only
/// is tried with its transaction id once more.
fn failure_of(refusal: &QueueRefusal, message: &Message) -> Option<SendFailure> {
    match refusal {
        QueueRefusal::ReadOnly | QueueRefusal::Deleted if message.attempts > 1 => None,
        QueueRefusal::ReadOnly | QueueRefusal::Deleted => Some(SendFailure::ReadOnly),
        QueueRefusal::NotAMember => Some(SendFailure::NotAMember),
        _ => Some(SendFailure::Refused),
    }
}

/// The content with the statement that we know.
fn payload(message: &Message, chat: &Chat) -> Map<String, Value> {
    let mut value: Value = serde_json::from_str(&message.content).unwrap_or_default();
    content::announce(
        &mut value,
        chat.envelope.statement().revision,
        chat.envelope.hash(),
    );
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

async fn put(connection: &Connection, outgoing: &Outgoing) -> Result<bool, CallError> {
    let sent = connection
        .call(|homeserver, token| async move {
            let (txn_id, content) = (outgoing.txn_id.clone(), outgoing.content.clone());
            homeserver
                .send_event(&token, &outgoing.room, "m.room.encrypted", txn_id, content)
                .await
        })
        .await;
    let failure = match sent {
        Ok(event) => {
            arrived(connection, outgoing, event).await?;
            return Ok(true);
        }
        Err(CallError::Matrix(MatrixError::Forbidden | MatrixError::NotFound)) => {
            why_forbidden(connection, &outgoing.room).await?
        }
        Err(CallError::Matrix(MatrixError::TooLarge)) => SendFailure::TooLarge,
        Err(CallError::Matrix(MatrixError::Refused(_) | MatrixError::InvalidRequest)) => {
            SendFailure::Refused
        }
        Err(error) => return Err(error),
    };
    let txn_id = outgoing.txn_id.clone();
    connection
        .write(move |tx, _| tx.queue().fail(&txn_id, failure))
        .await?;
    Ok(false)
}

async fn arrived(
    connection: &Connection,
    outgoing: &Outgoing,
    event: OwnedEventId,
) -> Result<(), CallError> {
    let (room, txn_id) = (outgoing.room.clone(), outgoing.txn_id.clone());
    connection
        .write(move |tx, _| {
            tx.queue().sent(&txn_id, &event)?;
            // Sync may have been faster.
            if tx.timeline(&room).get(&event)?.is_some() {
                tx.queue().remove(&txn_id)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// The server refuses: because the chat is read only, or because we are not in it.
async fn why_forbidden(
    connection: &Connection,
    room: &OwnedRoomId,
) -> Result<SendFailure, CallError> {
    let joined = connection
        .call(|homeserver, token| async move { homeserver.joined_rooms(&token).await })
        .await?;
    Ok(if joined.contains(room) {
        SendFailure::ReadOnly
    } else {
        SendFailure::NotAMember
    })
}

/// The attempt came to nothing; the next one comes after a pause.
async fn later(
    connection: &Connection,
    message: &Message,
    error: MatrixError,
) -> Result<(), CallError> {
    let asked = match error {
        MatrixError::LimitExceeded { retry_after } => retry_after,
        _ => Duration::ZERO,
    };
    let pause = pause(message.attempts).max(asked);
    let txn_id = message.txn_id.clone();
    connection
        .write(move |tx, context| {
            tx.queue().retry_at(&txn_id, context.now.plus(pause))?;
            Ok::<_, CallError>(())
        })
        .await
}

fn pause(attempts: u32) -> Duration {
    let factor = 1_u32
        .checked_shl(attempts.saturating_sub(1))
        .unwrap_or(u32::MAX);
    FIRST_PAUSE
        .checked_mul(factor)
        .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        assert_eq!(pause(1), FIRST_PAUSE);
        assert_eq!(pause(3), FIRST_PAUSE * 4);
        assert_eq!(pause(40), LONGEST_PAUSE);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }
}
