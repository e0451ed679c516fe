//! What HiOrg-Server says of a duty, the phases of its chat, and links to it. No I/O.

mod envelope;
mod limits;
mod link;
mod member;
mod statement;

pub use envelope::{Envelope, EnvelopeError, MAX_ENVELOPE_BYTES, StatementHash};
pub use limits::{Limits, Phase};
pub use link::{AppHost, DutyLink, InvalidLink};
pub use member::{Member, Role};
pub use statement::{DutyState, InvalidStatement, Revision, Statement};
