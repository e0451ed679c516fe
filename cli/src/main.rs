//! `dienstchat`: the duty chats of HiOrg-Server in the terminal.

mod args;
mod config;
mod exit;
mod help;
mod keystore;
mod lang;
mod output;
mod view;

fn main() {}
