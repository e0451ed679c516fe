//! What a line may say; `bindings/scenarios/README.md` says what each command does.

use hiorg_standin::Consent;
use serde::Deserialize;
use url::Url;

/// A step of the world. Where an organisation or a duty is not named, it is the world's first.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Command {
    Organisation(Roster),
    Duty(NewDuty),
    Network(Network),
    Browse(Browse),
    Say(Say),
    Hear(Hear),
    ChangeDuty(ChangeDuty),
    Assign(OnDuty),
    Unassign(OnDuty),
    EndSession(EndSession),
}

/// Who is on a duty, and who else is in the organisation, by user name.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Roster {
    /// The first is responsible.
    pub(crate) members: Vec<String>,
    pub(crate) others: Vec<String>,
    pub(crate) chat: bool,
}

impl Default for Roster {
    fn default() -> Self {
        Self {
            members: vec!["anna".to_owned(), "ben".to_owned()],
            others: vec!["clara".to_owned()],
            chat: true,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDuty {
    pub(crate) ov: Option<String>,
    pub(crate) title: String,
    pub(crate) members: Option<Vec<String>>,
    pub(crate) chat: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Network {
    pub(crate) on: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Browse {
    pub(crate) url: Url,
    pub(crate) person: String,
    pub(crate) ov: Option<String>,
    pub(crate) consent: Option<Consent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Say {
    pub(crate) person: String,
    pub(crate) text: String,
    pub(crate) count: Option<u32>,
    pub(crate) ov: Option<String>,
    pub(crate) duty_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hear {
    pub(crate) person: String,
    pub(crate) text: String,
    pub(crate) ov: Option<String>,
    pub(crate) duty_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeDuty {
    pub(crate) title: Option<String>,
    /// Seconds from now.
    pub(crate) ends_in: Option<i64>,
    pub(crate) state: Option<State>,
    pub(crate) ov: Option<String>,
    pub(crate) duty_id: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Planned,
    Cancelled,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnDuty {
    pub(crate) person: String,
    pub(crate) ov: Option<String>,
    pub(crate) duty_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndSession {
    pub(crate) user_id: String,
    pub(crate) device_id: String,
}
