//! The core of Dienstchat: one end-to-end encrypted chat for every duty ("Dienst") of
//! HiOrg-Server.
//!
//! # The rooms of this house
//!
//! Each module uses only modules above it.
//!
//! | module | what lives there | never there |
//! |---|---|---|
//! | [`ids`], [`time`], [`secret`] | newtypes parsed once; clock and randomness as parameters | |
//! | [`duty`] | the duty statement, the phases of a chat, links | I/O |
//! | [`keys`] | the Olm and Megolm machine: changes in, requests out | network, SQL |
//! | [`store`] | `SQLCipher`: schema, transactions in which `keys` loads and saves | network |
//! | [`http`], [`matrix`], [`connector`] | the two HTTP interfaces: typed requests and answers | SQL |
//! | [`login`] | issuers, single sign-on, session, refresh | |
//! | [`sync`] | one answer of the homeserver, one transaction | |
//! | [`chat`] | list, timeline, send queue, retention | |
//! | [`client`] | puts them together and hands out accounts and chats | decisions |
//!
//! # How data runs through them
//!
//! ```text
//!            link, text, "sign in"                          what is shown
//!                    │                                            ▲
//!                    ▼                                            │
//!   ┌──────────────────────────── client ────────────────────────────────────┐
//!   │  sign-in                 sending                 reading               │
//!   │  login ──▶ connector     chat (queue)            chat (list, timeline) │
//!   │    │                       │    ▲                      ▲               │
//!   │    │ session               │    │ saved first          │               │
//!   │    ▼                       ▼    ▼                      │               │
//!   │  store ◀── keys ◀────── keys: share, encrypt         store             │
//!   │                            │                           ▲               │
//!   │                            ▼                           │ one           │
//!   │                         matrix ──▶ homeserver ──▶ sync ┘ transaction   │
//!   │                                                    └──▶ keys: decrypt  │
//!   └─────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! Whatever comes from outside is parsed into the types of [`ids`] and [`duty`] at the edge.
//! Whatever the person does is in the store before a function returns. The homeserver's answers
//! are applied whole or not at all, and the messages in them are decrypted in the transaction
//! that keeps them. What is shown is pulled from feeds of the client, which look at the store
//! again when something has changed.
//!
//! # Features
//!
//! * `client` (default): everything. Without it only [`ids`], [`time`], [`duty`] and the
//!   verification of sign-ins, which the connector shares with the client.
//! * `test-clock`: a clock that tests can move. Never part of a release.

pub mod ids;
pub mod secret;
pub mod time;

mod ordered;

pub mod duty;

#[cfg(feature = "client")]
pub mod keys;

#[cfg(feature = "client")]
pub mod store;

pub mod http;

#[cfg(feature = "client")]
pub mod matrix;

pub mod connector;

pub mod login;

#[cfg(feature = "client")]
pub mod sync;

#[cfg(feature = "client")]
pub mod chat;

#[cfg(feature = "client")]
pub mod client;
