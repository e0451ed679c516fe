//! The words for states and reasons.

use dienstchat_core::duty::DutyState;

use crate::{
    lang::Lang,
    view::{AccountReason, ChatSeal, SendFailure, WaitReason},
};

pub(super) fn account_reason(reason: AccountReason, lang: Lang) -> &'static str {
    match reason {
        AccountReason::SignInAgain => lang.pick(
            "gesperrt, bis du dich wieder anmeldest (dienstchat login)",
            "sealed until you sign in again (dienstchat login)",
        ),
        AccountReason::Blocked => lang.pick(
            "gesperrt: der Server sagt, dass das Konto blockiert ist; frage deine Organisation",
            "sealed: the server says that the account is blocked; ask your organisation",
        ),
        AccountReason::NoContact => lang.pick(
            "gesperrt: seit 45 Tagen keine Verbindung; mit der nächsten geht es weiter (dienstchat chats)",
            "sealed: no connection for 45 days; goes on with the next one (dienstchat chats)",
        ),
        AccountReason::Damaged => lang.pick("der Speicher ist beschädigt", "the store is damaged"),
        AccountReason::KeyMissing => lang.pick(
            "der Schlüssel des Speichers fehlt",
            "the key of the store is missing",
        ),
        AccountReason::NewerVersion => lang.pick(
            "von einer neueren Version geschrieben; aktualisiere dienstchat",
            "written by a newer version; update dienstchat",
        ),
        AccountReason::Locked => lang.pick(
            "der Speicher ist gerade gesperrt",
            "the store is locked now",
        ),
        AccountReason::Storage => lang.pick(
            "die Festplatte ist voll oder defekt",
            "the disk is full or fails",
        ),
    }
}

pub(super) fn duty_state(state: DutyState, lang: Lang) -> Option<&'static str> {
    match state {
        DutyState::Planned => None,
        DutyState::Cancelled => Some(lang.pick("abgesagt", "cancelled")),
        DutyState::ChatOff => Some(lang.pick("Chat ausgeschaltet", "chat switched off")),
    }
}

pub(super) fn chat_seal(seal: ChatSeal, lang: Lang) -> &'static str {
    match seal {
        ChatSeal::Removed => lang.pick(
            "du bist nicht mehr in diesem Dienst",
            "you are no longer on this duty",
        ),
        ChatSeal::NotListed => lang.pick(
            "der Server nennt den Chat nicht mehr",
            "the server does not list the chat any more",
        ),
    }
}

pub(super) fn wait_reason(reason: WaitReason, lang: Lang) -> &'static str {
    match reason {
        WaitReason::BeforeDevice => lang.pick(
            "nicht lesbar: gesagt, während dieses Gerät nicht im Chat war",
            "cannot be read: said while this device was not in the chat",
        ),
        WaitReason::KeyMissing => lang.pick(
            "noch nicht lesbar: der Schlüssel fehlt",
            "cannot be read yet: the key is missing",
        ),
        WaitReason::Withheld => lang.pick(
            "nicht lesbar: der Absender gibt diesem Gerät den Schlüssel nicht",
            "cannot be read: the sender does not give this device the key",
        ),
        WaitReason::Refused => lang.pick(
            "abgelehnt: beschädigt oder nicht von dem, der angegeben ist",
            "refused: damaged, or not from whom it claims to be",
        ),
    }
}

pub(super) fn send_failure(failure: SendFailure, lang: Lang) -> &'static str {
    match failure {
        SendFailure::ReadOnly => lang.pick("der Chat ist nur noch lesbar", "the chat is read only"),
        SendFailure::NotAMember => lang.pick(
            "du bist nicht mehr in diesem Dienst",
            "you are no longer on this duty",
        ),
        SendFailure::TooLarge => lang.pick("zu groß", "too large"),
        SendFailure::Refused => lang.pick("vom Server abgelehnt", "refused by the server"),
    }
}
