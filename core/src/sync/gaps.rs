//! Filling the gaps that limited answers leave, so that nobody misses what was said while they
//! were away.

use ruma::{OwnedRoomId, RoomId};

use super::{
    apply::{ApplyError, Context},
    connection::{CallError, Connection},
    timeline::{Said, Stretch},
};
use crate::{
    matrix::{MessagesPage, RoomMessages},
    store::{Gap, WriteTx},
};

/// Events asked for at once.
const PAGE: u16 = 100;

/// Fetches one page of what is missing before the newest stretch of a chat. `false` when nothing
/// is missing.
pub(crate) async fn fill_newest_gap(
    connection: &Connection,
    room: &RoomId,
) -> Result<bool, CallError> {
    let room_id = room.to_owned();
    let Some((gap, first)) = connection
        .store()
        .read_async(move |tx| {
            let gap = tx.timeline(&room_id).newest_gap()?;
            let first = gap.as_ref().is_some_and(Gap::is_first);
            Ok::<_, CallError>(gap.map(|gap| (gap, first)))
        })
        .await?
    else {
        return Ok(false);
    };
    let prev_batch = gap.prev_batch.as_str();
    let page = connection
        .call(|homeserver, token| async move {
            let which = RoomMessages {
                from: Some(prev_batch),
                limit: PAGE,
            };
            homeserver.messages(&token, room, which).await
        })
        .await?;
    // What lies before the first events that this device saw was said before it was there.
    let said = if first { Said::Before } else { Said::Since };
    let room_id: OwnedRoomId = room.to_owned();
    connection
        .write(move |tx, context| keep(tx, context, &room_id, &gap, &page, said))
        .await?;
    Ok(true)
}

fn keep(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    gap: &Gap,
    page: &MessagesPage,
    said: Said,
) -> Result<(), ApplyError> {
    let stretch = Stretch::read(
        tx,
        context,
        room,
        page.chunk.iter().map(|event| &**event),
        said,
    )?;
    let filled = tx
        .timeline(room)
        .fill(gap, &stretch.events, page.end.as_deref())?;
    if filled == crate::store::Advance::Applied {
        stretch.settle(tx, room)?;
    }
    Ok(())
}
