//! `dienstchat send DUTY TEXT…`

use std::{io::Read as _, time::Duration};

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

pub(super) async fn run(args: &Send, app: &App, console: &mut Console) -> Result<Exit, Failure> {
    let text = text_of(args)?;
    let found = app.chat(&args.duty, &args.choice, false).await?;
    let transaction = found.chat.send_text(&text)?;
    // First what is new, so that the message is encrypted for whom it is meant, then the queue.
    let sending = match found.account.sync_once(Duration::ZERO).await {
        Ok(_) => found.account.flush().await.map(|_| ()),
        Err(error) => Err(error),
    };
    let state = state(&found, transaction.as_str())?;
    console.out.show(&Record::Sent(Sent {
        account: found.account.id().as_str().to_owned(),
        duty_id: found.duty_id.to_string(),
        transaction_id: transaction.to_string(),
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
        // It waits: for the reason that was told, or for a server that asks for patience.
        MessageState::Queued | MessageState::Sending => {
            Err(sending.err().map_or(Failure::Busy, Into::into))
        }
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
