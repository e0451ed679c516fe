//! Rooms that may have become chats: what they are only their whole state tells.

use ruma::RoomId;

use super::{
    apply::{self, ApplyError, Context},
    connection::{CallError, Connection},
    room_state::RoomState,
};
use crate::{
    matrix::{MatrixError, RawJson},
    store::WriteTx,
};

/// Looks at a room. Returns whether it is a chat of ours.
pub(super) async fn look_at(connection: &Connection, room: &RoomId) -> Result<bool, CallError> {
    let asked = room.to_owned();
    let state = connection
        .call(|homeserver, token| {
            let room = asked.clone();
            async move { homeserver.state(&token, &room).await }
        })
        .await;
    match state {
        Ok(state) => {
            connection
                .write(move |tx, context| Ok(whole_state(tx, context, &asked, &state)?))
                .await
        }
        // A room that may not be looked at is not a chat of ours.
        Err(CallError::Matrix(MatrixError::Forbidden | MatrixError::NotFound)) => Ok(false),
        Err(error) => Err(error),
    }
}

fn whole_state(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    state: &[RawJson],
) -> Result<bool, ApplyError> {
    let state = RoomState::read(state.iter().map(|event| &**event));
    let known = tx.chats().get(room)?;
    apply::apply_state(tx, context, room, &state, known, true)
}
