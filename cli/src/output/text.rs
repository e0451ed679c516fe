//! Records as text for people.

use chrono::NaiveDate;
use dienstchat_core::duty::{Phase, Role};

use super::{
    clean,
    dates::{self, Moment, Zone},
    words,
};
use crate::{
    lang::Lang,
    view::{
        Account, AccountState, Chat, Content, Member, Message, MessageState, Organisation, Record,
        Sent,
    },
};

/// Renders records one after the other.
pub(super) struct Text {
    lang: Lang,
    zone: Zone,
    /// The day of the last message: a new day gets a heading.
    day: Option<NaiveDate>,
}

impl Text {
    pub(super) fn new(lang: Lang, zone: Zone) -> Self {
        Self {
            lang,
            zone,
            day: None,
        }
    }

    /// The record, with its line break.
    pub(super) fn render(&mut self, record: &Record) -> String {
        let text = match record {
            Record::Organisation(organisation) => self.organisation(organisation),
            Record::Authorize { url } => url.clone(),
            Record::SignedIn(account) => {
                let account = &account.account;
                self.pick(
                    format!("Angemeldet als {account}"),
                    format!("Signed in as {account}"),
                )
            }
            Record::Account(account) => self.account(account),
            Record::Chat(chat) => self.chat(chat),
            Record::Member(member) => self.member(member),
            Record::Message(message) => self.message(message),
            Record::Sent(sent) => self.sent(sent),
            Record::Following { .. } => self
                .pick(
                    "Warte auf neue Nachrichten (Ende mit Strg-C) …",
                    "Waiting for new messages (Ctrl-C ends) …",
                )
                .to_owned(),
            Record::SignInFirst { ov } => self.pick(
                format!(
                    "Melde dich zuerst an: dienstchat login {ov}\nDer Chat öffnet sich danach."
                ),
                format!("Sign in first: dienstchat login {ov}\nThe chat opens after that."),
            ),
            Record::SignedOut {
                account,
                server_told,
            } => self.signed_out(account, *server_told),
        };
        text + "\n"
    }

    fn pick<T>(&self, german: T, english: T) -> T {
        self.lang.pick(german, english)
    }

    fn organisation(&self, organisation: &Organisation) -> String {
        let name = clean::line(&organisation.name);
        let mut text = format!("{:<8} {name}", organisation.ov);
        if !organisation.trusted {
            text += self.pick(
                " (ihr Anmelde-Anbieter ist hier nicht eingetragen)",
                " (its sign-in provider is not in the table here)",
            );
        }
        text
    }

    fn account(&self, account: &Account) -> String {
        let mut text = account.account.clone();
        text += "\n  ";
        match (account.state, account.reason) {
            (AccountState::Active, _) => text += self.pick("angemeldet", "signed in"),
            (_, Some(reason)) => text += words::account_reason(reason, self.lang),
            (_, None) => text += self.pick("nicht verwendbar", "not usable"),
        }
        if account.state == AccountState::Active {
            text += &self.pick(
                format!(
                    "\n  Chats: {}, ungelesen: {}, nicht gesendet: {}",
                    account.chats, account.unread, account.queued
                ),
                format!(
                    "\n  chats: {}, unread: {}, not sent: {}",
                    account.chats, account.unread, account.queued
                ),
            );
        }
        if let (Some(user), Some(device)) = (&account.user_id, &account.device_id) {
            text += &self.pick(
                format!("\n  {user}, Gerät {device}"),
                format!("\n  {user}, device {device}"),
            );
        }
        let place = match account.secrets {
            "file" => self.pick("in einer Datei (Modus 0600)", "in a file (mode 0600)"),
            _ => self.pick("im Secret Service", "in the Secret Service"),
        };
        text + &self.pick(
            format!("\n  Schlüssel {place}"),
            format!("\n  secrets {place}"),
        )
    }

    fn chat(&mut self, chat: &Chat) -> String {
        // Messages that follow begin with their day again.
        self.day = None;
        let mut text = clean::line(&chat.title);
        if let Some(state) = words::duty_state(chat.state, self.lang) {
            text.extend([" (", state, ")"]);
        }
        if chat.unread > 0 {
            text += &self.pick(
                format!(" · {} ungelesen", chat.unread),
                format!(" · {} unread", chat.unread),
            );
        }
        text += "\n  ";
        text += &dates::span(chat.starts_at, chat.ends_at, self.zone, self.lang);
        if let Some(place) = &chat.meeting_point {
            let place = clean::line(place);
            text += &self.pick(
                format!(" · Treffpunkt: {place}"),
                format!(" · meeting point: {place}"),
            );
        }
        text += "\n  ";
        text += &self.limits(chat);
        text += &self.pick(
            format!(
                "\n  Dienst {} · {}",
                clean::line(&chat.duty_id),
                chat.account
            ),
            format!("\n  duty {} · {}", clean::line(&chat.duty_id), chat.account),
        );
        if let Some(message) = &chat.last_message {
            text += "\n  ";
            text += &clean::line(&self.line(message, 0).replace('\n', " "));
        }
        text
    }

    fn limits(&self, chat: &Chat) -> String {
        if let Some(seal) = chat.sealed {
            let seal = words::chat_seal(seal, self.lang);
            return self.pick(format!("verborgen: {seal}"), format!("hidden: {seal}"));
        }
        let point = |secs| dates::point(secs, self.zone, self.lang);
        match chat.phase {
            Phase::Active => {
                let limit = point(chat.read_only_from);
                self.pick(
                    format!("schreiben bis {limit}"),
                    format!("open for writing until {limit}"),
                )
            }
            Phase::ReadOnly => {
                let limit = point(chat.delete_at);
                self.pick(
                    format!("nur noch lesbar, gelöscht am {limit}"),
                    format!("read only, deleted on {limit}"),
                )
            }
            Phase::Deleted => self.pick("gelöscht", "deleted").to_owned(),
        }
    }

    fn member(&self, member: &Member) -> String {
        let mut text = format!("  - {}", clean::line(name(&member.name, &member.account)));
        let mut notes = Vec::new();
        if member.own {
            notes.push(self.pick("du", "you").to_owned());
        }
        if member.role == Role::Responsible {
            notes.push(self.pick("verantwortlich", "responsible").to_owned());
        }
        notes.extend(member.function.as_deref().map(clean::line));
        if !member.joined {
            notes.push(
                self.pick("noch nicht im Chat", "not yet in the chat")
                    .to_owned(),
            );
        }
        if !notes.is_empty() {
            text.extend([" (", &notes.join(", "), ")"]);
        }
        text
    }

    fn message(&mut self, message: &Message) -> String {
        let moment = Moment::new(message.at_ms, self.zone);
        let day = moment.map(Moment::day);
        let heading = match moment {
            Some(moment) if day != self.day => format!("— {} —\n", moment.date(self.lang)),
            _ => String::new(),
        };
        self.day = day;
        heading + &self.line(message, 6)
    }

    /// The message in a line, further lines of its text indented.
    fn line(&self, message: &Message, indent: usize) -> String {
        let time =
            Moment::new(message.at_ms, self.zone).map_or_else(|| "??:??".to_owned(), Moment::time);
        let sender = if message.own {
            self.pick("du", "you").to_owned()
        } else if message.sender_name.trim().is_empty() {
            // The names are those of the duty's helpers.
            self.pick("nicht mehr eingeteilt", "no longer on the duty")
                .to_owned()
        } else {
            clean::line(&message.sender_name)
        };
        let content = match &message.content {
            Content::Text { text } => clean::lines(text, indent),
            Content::Waiting { reason } => format!("[{}]", words::wait_reason(*reason, self.lang)),
            Content::Deleted => self.pick("[gelöscht]", "[deleted]").to_owned(),
            Content::Unsupported => self
                .pick(
                    "[diese Art von Nachricht wird hier nicht gezeigt]",
                    "[this kind of message is not shown here]",
                )
                .to_owned(),
        };
        let state = match message.state {
            MessageState::Received | MessageState::Sent => String::new(),
            MessageState::Queued | MessageState::Sending => {
                self.pick(" (wartet)", " (waiting)").to_owned()
            }
            MessageState::Failed(failure) => {
                let failure = words::send_failure(failure, self.lang);
                self.pick(
                    format!(" (nicht gesendet: {failure})"),
                    format!(" (not sent: {failure})"),
                )
            }
        };
        format!("{time} {sender}: {content}{state}")
    }

    fn sent(&self, sent: &Sent) -> String {
        match sent.state {
            MessageState::Failed(failure) => {
                let failure = words::send_failure(failure, self.lang);
                self.pick(format!("Nicht gesendet: {failure}"), format!("Not sent: {failure}"))
            }
            MessageState::Queued | MessageState::Sending => self
                .pick(
                    "Gespeichert; wird mit dem nächsten Aufruf gesendet, der den Server erreicht (dienstchat chats, read, follow).",
                    "Saved; will be sent by the next call that reaches the server (dienstchat chats, read, follow).",
                )
                .to_owned(),
            MessageState::Received | MessageState::Sent => self.pick("Gesendet", "Sent").to_owned(),
        }
    }

    fn signed_out(&self, account: &str, server_told: bool) -> String {
        let mut text = self.pick(
            format!("{account} ist abgemeldet und von diesem Gerät gelöscht."),
            format!("{account} is signed out and deleted from this device."),
        );
        if !server_told {
            text += self.pick(
                "\nDer Server war nicht erreichbar; die Sitzung dort endet von selbst.",
                "\nThe server could not be reached; the session there ends by itself.",
            );
        }
        text
    }
}

fn name<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.trim().is_empty() { id } else { name }
}
