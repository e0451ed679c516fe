//! `dienstchat send DUTY TEXT…`

use std::{
    io::Read as _,
    time::{Duration, Instant},
};

use dienstchat_core::client::{ChatError, SyncError, Unavailable};

use super::Console;
use crate::{
    app::{App, Found},
    args::Send,
    exit::Exit,
    failure::Failure,
    from_core,
    view::{MessageState, Record, SendFailure, Sent},
};

/// More than any message may have; the rest of an endless input is not read.
const MAX_INPUT_BYTES: u64 = 1 << 20;
/// How long a message that is saved is waited for.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks at the queue.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) async fn run(args: &Send, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let text = text_of(args)?;
    let (found, transaction) = queue(&text, args, app).await?;
    let trouble = until_ended(&found, &transaction).await?;
    let state = state(&found, &transaction)?;
    console.out.show(&Record::Sent(Sent {
        account: found.account.id().as_str().to_owned(),
        duty_id: found.duty_id.to_string(),
        transaction_id: transaction,
        state,
    }))?;
    match state {
        MessageState::Sent | MessageState::Received => Ok(Exit::Ok),
        MessageState::Failed(failure) => Err(match failure {
            SendFailure::NotAMember => Failure::NotOnDuty,
            SendFailure::TooLarge => Failure::TextTooLong,
            SendFailure::ReadOnly => Failure::ReadOnly,
            SendFailure::Refused => Failure::Refused,
        }),
        MessageState::Queued | MessageState::Sending => Err(trouble.map_or(Failure::Queued, waits)),
    }
}

/// Puts the text into the queue. What is stored here may be older than the chat's last change, so
/// a refusal counts only once the server was asked.
async fn queue(text: &str, args: &Send, app: &App) -> Result<(Found, String), Failure> {
    let found = app.chat(&args.duty, &args.choice, false).await?;
    match found.chat.send_text(text) {
        Ok(transaction) => Ok((found, transaction.to_string())),
        Err(refusal @ (ChatError::ReadOnly | ChatError::NotAMember)) => {
            if found.account.sync_once(Duration::ZERO).await.is_err() {
                return Err(refusal.into());
            }
            let found = app.chat(&args.duty, &args.choice, false).await?;
            let transaction = found.chat.send_text(text)?;
            Ok((found, transaction.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends until the message has left the queue or failed, there is no connection, or the patience
/// is over. First comes what is new, so that the message is encrypted for whom it is meant.
/// Another call of this program may be sending right now: then it is a matter of waiting for the
/// turn, which no notice tells across processes. Returns what stood in the way last.
async fn until_ended(found: &Found, transaction: &str) -> Result<Option<SyncError>, Failure> {
    let deadline = Instant::now() + PATIENCE;
    let mut must_sync = true;
    loop {
        let sending = if must_sync {
            found.account.sync_once(Duration::ZERO).await.map(|_| false)
        } else {
            // Where an attempt came to nothing, the next round says whether there is a connection.
            found.account.flush().await.map(|sent| sent.waiting > 0)
        };
        let ended = !matches!(
            state(found, transaction)?,
            MessageState::Queued | MessageState::Sending
        );
        let passes = match sending {
            Ok(failed) => {
                must_sync = failed;
                true
            }
            Err(error) => {
                must_sync = true;
                may_pass(error)
            }
        };
        if ended || !passes || Instant::now() >= deadline {
            return Ok(sending.err());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether a little patience may help.
fn may_pass(error: SyncError) -> bool {
    matches!(
        error,
        SyncError::Busy | SyncError::Server | SyncError::Store(Unavailable::Locked)
    )
}

/// What to tell of a message that is saved: never to try again, since that would say it twice.
fn waits(error: SyncError) -> Failure {
    match error {
        SyncError::Busy | SyncError::Server => Failure::Queued,
        error => error.into(),
    }
}

fn text_of(args: &Send) -> Result<String, Failure> {
    if args.text != ["-"] {
        return Ok(args.text.join(" "));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX_INPUT_BYTES)
        .read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::NotText)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// How far the message is; what has left the queue is sent.
fn state(found: &Found, transaction: &str) -> Result<MessageState, Failure> {
    let queue = found.chat.queue()?;
    let message = queue
        .iter()
        .find(|message| message.transaction_id.as_str() == transaction);
    Ok(message.map_or(MessageState::Sent, |message| {
        from_core::send_state(&message.state)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_saved_message_is_never_to_be_tried_again() {
        for error in [SyncError::Busy, SyncError::Server] {
            assert!(may_pass(error));
            let failure = waits(error);
            assert_eq!(failure.exit(), Exit::Offline);
            assert!(!failure.text(Lang::En).contains("ry again"), "{error}");
            assert!(!failure.text(Lang::De).contains("ersuche"), "{error}");
        }
        for (error, exit) in [
            (SyncError::Offline, Exit::Offline),
            (SyncError::SignedOut, Exit::SignedOut),
        ] {
            assert!(!may_pass(error));
            assert_eq!(waits(error).exit(), exit);
        }
    }
}
