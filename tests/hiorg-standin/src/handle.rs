//! What tests, pages and API do things through, one handle a subject.

pub(crate) mod connector;
pub(crate) mod duty;
pub(crate) mod login;
pub(crate) mod organisation;
