//! The stack that the end-to-end tests and the demo run on: a real Synapse with the generated
//! configuration, the connector as the program it is, HiOrg-Server's stand-in in this process, and
//! one clock for all of them that can be moved.
//!
//! ```text
//!  Helper         a phone: the core, as the app has it
//!  Gateway        the way between phones and servers, with faults
//!  ByHand         the same session without the app
//!  Stack ─┬─ Synapse    a subprocess of the Python in ./dev's virtual environment
//!         ├─ Connector  a subprocess, the binary that ./dev test built
//!         ├─ Standin    in this process
//!         └─ SharedClock  a file that every program reads
//! ```
//!
//! A test is `#[test] fn name() { run(async { … }) }`: [`run`] uses one runtime for the whole test
//! program, so that what one test started serves the next as well. [`Stack::start`] gives a stack
//! of one's own, [`Stack::shared`] the one of this test program, which is started once.
//!
//! Programs end with the stack, also when the test panics and when the test program is killed.
//! Their logs are in the [`Scratch`] directory; when a test fails, their last lines are printed.

#![expect(
    clippy::expect_used,
    reason = "a part of the tests: what cannot be is a failure of the test"
)]

mod by_hand;
mod clock;
mod connector;
mod conversation;
mod duty;
mod error;
mod files;
mod gateway;
mod helper;
mod issuer;
mod net;
mod process;
mod runtime;
mod scratch;
mod server;
mod stack;
mod synapse;

pub use by_hand::ByHand;
pub use clock::SharedClock;
pub use connector::Connector;
pub use duty::Duty;
pub use error::StackError;
pub use gateway::{Fault, Gateway};
pub use helper::{Helper, REDIRECT_URI, sync_until};
pub use issuer::{CLIENT_ID, IssuerOptions};
pub use net::{free_port, http, until};
pub use process::{Process, program, python};
pub use runtime::run;
pub use scratch::Scratch;
pub use server::{Answer, Request, Server};
pub use stack::{Options, Shared, Stack};
pub use synapse::Synapse;
