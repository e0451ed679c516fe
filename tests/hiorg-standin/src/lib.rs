//! A stand-in for HiOrg-Server, for the end-to-end tests and the demo.
//!
//! It does what is known of the real one, in one process and in memory: it signs people in
//! (OAuth 2.0 with OpenID Connect), it holds organisations, people and duties with their staffing,
//! and at every change it tells the connector, as HiOrg-Server would. What is unconfirmed of the
//! real one (PKCE, nonce, ID tokens, discovery) can be taken away by [`Switches`], so that the
//! degraded ways of signing in are tested too.
//!
//! ```text
//!  browser ───▶ pages ─┐
//!  tests ─────▶ api ───┼──▶ handle (organisation, duty, login, connector) ──▶ state
//!  tests ─────▶ handle ┘                                     │
//!  app ───────▶ oauth ──▶ grants, tokens, keys               └──▶ outbound ──▶ connector
//! ```
//!
//! Everything is done through [`Standin`] and the handles it gives out; pages and API are thin over
//! the same handles. There is no sign-in for the duty side and no storage: it listens on the
//! loopback and must never hold data of real people.
//!
//! ```no_run
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! use hiorg_standin::{Config, Contact, Standin};
//!
//! let hiorg = Standin::start(Config::default()).await?;
//! hiorg.seed_demo()?;
//! let contact = Contact::new("Ortsverein Musterstadt", "Hauptstraße 1, Musterstadt", "chat@example.org");
//! hiorg.organisation("xyz").switch_chat_on(contact).await?;
//! let duty = hiorg.organisation("xyz").duties()?.remove(0);
//! println!("{}", hiorg.duty("xyz", &duty.id).link()?);
//! # Ok(())
//! # }
//! ```

mod api;
mod app;
mod clock;
mod config;
mod demo;
mod error;
mod german_time;
mod handle;
mod keys;
mod model;
mod oauth;
mod outbound;
mod pages;
mod random;
mod server;
mod standin;
mod state;
mod statement;
mod switches;
mod tokens;

pub use clock::Clock;
pub use config::{Client, Config, ConnectorTarget};
pub use demo::{DEMO_OV, DEMO_PASSWORD};
pub use error::{Error, KeyError, StartError};
pub use handle::connector::ConnectorHandle;
pub use handle::duty::DutyHandle;
pub use handle::login::{Consent, LoginHandle};
pub use handle::organisation::OrganisationHandle;
pub use keys::SigningKey;
pub use model::{
    Assignment, Contact, Duty, DutyChange, DutyState, NewDuty, NewPerson, Organisation, Person,
    Role, Staffing,
};
pub use outbound::{Delivery, Object, Receipt};
pub use standin::Standin;
pub use switches::Switches;
pub use tokens::{IdTokenSpec, SignedBy};
