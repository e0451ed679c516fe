//! Which world a line is for, and what becomes of it when it fails.

use std::collections::BTreeMap;
use std::sync::Arc;

use dienstchat_e2e::Stack;
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

use crate::Failure;
use crate::command::{Command, Roster};
use crate::world::World;

/// All worlds on the stack.
pub(crate) struct Worlds {
    stack: Arc<Stack>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    worlds: BTreeMap<String, Arc<Mutex<World>>>,
    /// How many organisations there have been, for their codes.
    organisations: u32,
}

impl Worlds {
    pub(crate) fn new(stack: Arc<Stack>) -> Arc<Self> {
        Arc::new(Self {
            stack,
            state: Mutex::default(),
        })
    }

    /// Carries out what the line says. A phone or a server that fails in a way that tests panic at
    /// is an error of this line and of no other.
    pub(crate) async fn answer(self: &Arc<Self>, line: &str) -> Value {
        let worlds = Arc::clone(self);
        let line = line.to_owned();
        let outcome = tokio::spawn(async move { worlds.carry_out(&line).await }).await;
        match outcome {
            Ok(Ok(answer)) => json!({ "ok": answer }),
            Ok(Err(failure)) => json!({ "error": explained(failure.as_ref()) }),
            Err(panic) => json!({ "error": format!("the step panicked: {panic}") }),
        }
    }

    async fn carry_out(&self, line: &str) -> Result<Value, Failure> {
        let mut line: Map<String, Value> = serde_json::from_str(line)?;
        let name = line.get("do").and_then(Value::as_str).unwrap_or_default();
        match name {
            "world" => {
                line.remove("do");
                let roster: Roster = serde_json::from_value(line.into())?;
                self.begin(&roster).await
            }
            "end" => {
                let id = take_world(&mut line)?;
                let ended = self.state.lock().await.worlds.remove(&id);
                ended.ok_or("there is no such world")?;
                Ok(json!({}))
            }
            _ => {
                let id = take_world(&mut line)?;
                let command: Command = serde_json::from_value(line.into())?;
                let (world, code) = {
                    let mut state = self.state.lock().await;
                    let world = state.worlds.get(&id).cloned();
                    (world.ok_or("there is no such world")?, state.next_code())
                };
                world.lock().await.carry_out(command, &code).await
            }
        }
    }

    async fn begin(&self, roster: &Roster) -> Result<Value, Failure> {
        let code = self.state.lock().await.next_code();
        let (world, mut answer) = World::new(Arc::clone(&self.stack), &code, roster).await?;
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("id".to_owned(), code.clone().into());
        }
        let world = Arc::new(Mutex::new(world));
        self.state.lock().await.worlds.insert(code, world);
        Ok(answer)
    }
}

impl State {
    /// The code of an organisation that there has not been.
    fn next_code(&mut self) -> String {
        self.organisations += 1;
        format!("w{}", self.organisations)
    }
}

fn take_world(line: &mut Map<String, Value>) -> Result<String, Failure> {
    match line.remove("world") {
        Some(Value::String(id)) => Ok(id),
        _ => Err("a command names its world".into()),
    }
}

fn explained(failure: &(dyn std::error::Error + 'static)) -> String {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
