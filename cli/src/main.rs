//! `dienstchat`: the duty chats of HiOrg-Server in the terminal.

mod config;
mod exit;
mod keystore;
mod lang;

fn main() {}
