//! Sample data, as of an evening in a small town.

use std::sync::Arc;

use crate::app::App;
use crate::error::Error;
use crate::german_time;
use crate::model::{Assignment, NewDuty, NewPerson};
use crate::statement::DAY;

/// The organisation with the sample duty.
pub const DEMO_OV: &str = "xyz";
/// Everybody's password in the sample data.
pub const DEMO_PASSWORD: &str = "einsatz";

const HOUR: u64 = 3600;

/// Name, user name, position.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("Anna Albrecht", "anna", ""),
    ("Ben Brandt", "ben", "Sanitäter"),
    ("Cem Celik", "cem", "Fahrer"),
    ("Dora Dietz", "dora", "Sanitäterin"),
    ("Emil Ebert", "emil", "Helfer"),
];

pub(crate) fn seed(app: &Arc<App>) -> Result<(), Error> {
    let now = app.now();
    let mut state = app.state();
    state.add_organisation(DEMO_OV, "DRK Musterstadt")?;
    state.add_organisation("abc", "Wasserwacht Seedorf")?;
    state.add_person(
        "abc",
        NewPerson::new("Anna Albrecht", "anna", DEMO_PASSWORD),
    )?;
    state.add_person("abc", NewPerson::new("Finn Fuchs", "finn", DEMO_PASSWORD))?;

    let mut members = Vec::new();
    for (name, username, function) in PEOPLE {
        let person = state.add_person(DEMO_OV, NewPerson::new(name, username, DEMO_PASSWORD))?;
        match username {
            "anna" => members.push(Assignment::responsible(&person.sub)),
            "ben" | "cem" => members.push(Assignment::assigned(&person.sub, function)),
            _ => {}
        }
    }
    let starts_at = tomorrow_at_14(now);
    let festival = NewDuty::new("Sanitätsdienst Stadtfest", starts_at, starts_at + 8 * HOUR)
        .meeting_point("Marktplatz, Sanitätszelt");
    let festival = state.add_duty(DEMO_OV, festival, now)?;
    state.duty_mut(DEMO_OV, &festival.id)?.duty.members = members;

    let training = starts_at + 72 * HOUR;
    let training = NewDuty::new("Ausbildung Funk", training, training + 2 * HOUR);
    state.add_duty(DEMO_OV, training, now)?;
    Ok(())
}

fn tomorrow_at_14(now: u64) -> u64 {
    let tomorrow = now.saturating_add(DAY);
    let date = german_time::input(tomorrow);
    date.split_once('T')
        .and_then(|(day, _)| german_time::parse(&format!("{day}T14:00")))
        .unwrap_or(tomorrow)
}
