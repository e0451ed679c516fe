//! Reading a timeline backwards, page by page.

use ruma::RoomId;

use super::{
    Timeline,
    event::{COLUMNS, Event, Position, StoredEvent},
};
use crate::store::{
    error::StoreError,
    rows::{all, one},
};

/// Events are missing here. They are asked for with the token, and kept with
/// [`TimelineMut::fill`](super::TimelineMut::fill).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub(super) segment: i64,
    /// The token to ask with (`from` of `/messages`, backwards).
    pub prev_batch: String,
}

impl Gap {
    /// Whether what is missing lies before everything that is in the store.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.segment == 0
    }
}

/// What stands in a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimelineItem {
    /// An event.
    Event(Event),
    /// Events are missing between the event before and the one after, or before the first.
    Gap(Gap),
}

/// A part of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The items, the newest first.
    pub items: Vec<TimelineItem>,
    /// Where the next page begins; `None` when nothing older is in the store.
    pub next: Option<Position>,
}

impl Timeline<'_> {
    /// Up to `limit` events before a position, or the newest ones, and the gaps among them.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn page(&self, before: Option<Position>, limit: usize) -> Result<Page, StoreError> {
        let mut before = before.unwrap_or(Position {
            segment: i64::MAX,
            place: i64::MAX,
        });
        let mut page = Page::default();
        let mut left = limit;
        loop {
            let Some((segment, prev_batch)) = self.segment_at_most(before.segment)? else {
                return Ok(page);
            };
            if segment < before.segment {
                before = Position {
                    segment,
                    place: i64::MAX,
                };
            }
            for row in self.events_before(before, left)? {
                before = row.position();
                page.items
                    .push(TimelineItem::Event(row.open(self.tx, self.room)?));
                left = left.saturating_sub(1);
            }
            if left == 0 {
                page.next = Some(before);
                return Ok(page);
            }
            if !prev_batch.is_empty() {
                page.items.push(TimelineItem::Gap(Gap {
                    segment,
                    prev_batch,
                }));
            }
            let Some(earlier) = segment.checked_sub(1) else {
                return Ok(page);
            };
            before = Position {
                segment: earlier,
                place: i64::MAX,
            };
        }
    }

    /// The gap after which the newest events come without a break; `None` when they reach back
    /// to the beginning.
    ///
    /// # Errors
    /// What the database reports.
    pub fn newest_gap(&self) -> Result<Option<Gap>, StoreError> {
        let sql = "SELECT segment, prev_batch FROM segments WHERE room_id = ?1 AND prev_batch != ''
                   ORDER BY segment DESC LIMIT 1";
        one(self.tx.connection, sql, [self.room.as_str()], |row| {
            Ok(Gap {
                segment: row.get(0)?,
                prev_batch: row.get(1)?,
            })
        })
    }

    fn segment_at_most(&self, segment: i64) -> Result<Option<(i64, String)>, StoreError> {
        let sql = "SELECT segment, prev_batch FROM segments WHERE room_id = ?1 AND segment <= ?2
                   ORDER BY segment DESC LIMIT 1";
        one(self.tx.connection, sql, (room(self.room), segment), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }

    fn events_before(
        &self,
        before: Position,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events WHERE room_id = ?1 AND segment = ?2 AND place < ?3
             ORDER BY place DESC LIMIT ?4"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        all(
            self.tx.connection,
            &sql,
            (room(self.room), before.segment, before.place, limit),
            StoredEvent::read,
        )
    }
}

fn room(room: &RoomId) -> &str {
    room.as_str()
}
