//! The connector: the service between HiOrg-Server and the Matrix homeserver.
//!
//! ```text
//!   HiOrg-Server            app               homeserver
//!        │ PUT, DELETE       │ session            ▲ │ events
//!        ▼                   ▼                    │ ▼
//!   ┌────────────────── api ──────────────┐  appservice
//!   └──────┬──────────────────────────────┘       │
//!          ▼                                      ▼
//!         db  (wanted and reached state)  ◀───────┘
//!          ▲
//!          │ reads what is wanted, writes how far it got
//!      reconcile ───────▶ homeserver (client-server and admin API)
//! ```
//!
//! - [`config`]: the configuration file; [`app`]: what all parts share; [`serve`]: start and end.
//! - [`api`]: HiOrg-Server's side, the app's side, health; [`problem`]: its errors; [`auth`]: its
//!   callers; [`appservice`]: the homeserver's side.
//! - [`db`]: the database. A request only writes down what is wanted; it never waits for the
//!   homeserver, except for a session, which is made there and then.
//! - [`reconcile`]: brings the homeserver to what is wanted, in steps that may be cut off anywhere.
//! - [`homeserver`]: requests to a homeserver, its configuration, admin rights.

pub mod api;
pub mod app;
pub mod appservice;
pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod fetch;
pub mod homeserver;
pub mod links;
pub mod logging;
pub mod metrics;
pub mod problem;
pub mod reconcile;
pub mod serve;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
