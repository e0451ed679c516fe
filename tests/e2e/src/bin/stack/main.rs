//! The stack as a program, for tests that are not written in Rust.
//!
//! It starts everything, prints one line of JSON that says where everything is ([`ready`]), then
//! answers each line of its standard input with one line ([`command`]), and ends with its input.
//!
//! | file | what it is |
//! |---|---|
//! | `ready` | the first line, and the sample organisation that it names |
//! | `command` | what a line may say: the steps of the world in `bindings/scenarios` |
//! | `worlds` | which world a line is for, and what becomes of it when it fails |
//! | `world` | organisations, people and phones behind a network of their own |
//! | `organisation` | an organisation of a world, its duties and its people's phones |

mod command;
mod organisation;
mod ready;
mod world;
mod worlds;

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use std::sync::Arc;

use dienstchat_e2e::{Stack, run};
use serde::Serialize;

use crate::worlds::Worlds;

/// Why a command was not carried out.
type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Box<dyn Error>> {
    let stack = Arc::new(run(Stack::start())?);
    print(&run(ready::prepare(&stack))?)?;
    let worlds = Worlds::new(Arc::clone(&stack));
    for line in io::stdin().lock().lines() {
        print(&run(worlds.answer(&line?)))?;
    }
    Ok(())
}

fn print(value: &impl Serialize) -> Result<(), Box<dyn Error>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    let mut output = io::stdout().lock();
    output.write_all(&line)?;
    Ok(output.flush()?)
}
