//! The shape of the boundary, read from its source: small types, everything documented, every call
//! behind the guard.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

use std::{collections::BTreeMap, fs, path::Path};

/// No type has more methods.
const MOST_METHODS: usize = 15;
/// What every call that can fail goes through.
const GUARDS: [&str; 3] = ["guarded(", "guarded_async(", "cancellable("];

/// A function that crosses the boundary.
struct Exported {
    file: String,
    /// The type, or nothing for a function on its own.
    of: String,
    name: String,
    documented: bool,
    /// From its first line to its last.
    text: String,
}

impl Exported {
    fn place(&self) -> String {
        format!("{}: {}.{}", self.file, self.of, self.name)
    }
}

fn sources() -> Vec<(String, Vec<String>)> {
    fn gather(folder: &Path, sources: &mut Vec<(String, Vec<String>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, sources);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                let lines = text.lines().map(str::to_owned).collect();
                sources.push((path.display().to_string(), lines));
            }
        }
    }
    let mut sources = Vec::new();
    gather(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut sources,
    );
    sources
}

/// Everything behind `#[uniffi::export…]`, by the form that rustfmt gives it.
fn exported() -> Vec<Exported> {
    let mut all = Vec::new();
    for (file, lines) in sources() {
        for (index, line) in lines.iter().enumerate() {
            if !line.trim_start().starts_with("#[uniffi::export") {
                continue;
            }
            let indent = indent(line);
            let (head, item) = lines[index + 1..]
                .iter()
                .enumerate()
                .find(|(_, line)| !line.trim_start().starts_with("#["))
                .unwrap();
            let body = block(&lines[index + 1 + head..], indent);
            let words: Vec<_> = item.split_whitespace().collect();
            match words.as_slice() {
                ["impl", of, ..] => functions(&file, of, &body, indent + 4, &mut all),
                ["pub", "trait", of, ..] => {
                    functions(&file, of.trim_end_matches(':'), &body, indent + 4, &mut all);
                }
                ["pub", "fn", ..] => all.push(Exported {
                    file: file.clone(),
                    of: String::new(),
                    name: name(item),
                    documented: is_documented(&lines, index),
                    text: body.join("\n"),
                }),
                ["pub", "struct" | "enum", ..] => {}
                _ => panic!("{file}: an export of an unknown form: {item}"),
            }
        }
    }
    all
}

fn functions(file: &str, of: &str, body: &[String], indent: usize, all: &mut Vec<Exported>) {
    for (index, line) in body.iter().enumerate() {
        let is_function = self::indent(line) == indent
            && ["pub fn ", "pub async fn ", "fn "]
                .iter()
                .any(|start| line.trim_start().starts_with(start));
        if is_function {
            all.push(Exported {
                file: file.to_owned(),
                of: of.to_owned(),
                name: name(line),
                documented: is_documented(body, index),
                text: block(&body[index..], indent).join("\n"),
            });
        }
    }
}

/// The lines of an item, up to the one that closes it.
fn block(lines: &[String], indent: usize) -> Vec<String> {
    let end = lines
        .iter()
        .position(|line| {
            self::indent(line) == indent && (line.trim() == "}" || line.ends_with(';'))
        })
        .unwrap_or(0);
    lines[..=end].to_vec()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn name(line: &str) -> String {
    let after = line.split("fn ").nth(1).unwrap();
    after.split(['(', '<']).next().unwrap().to_owned()
}

/// Whether the attributes above a line have documentation above them.
fn is_documented(lines: &[String], index: usize) -> bool {
    lines[..index]
        .iter()
        .rev()
        .find(|line| !line.trim_start().starts_with("#["))
        .is_some_and(|line| line.trim_start().starts_with("///"))
}

#[test]
fn no_type_has_too_many_methods() {
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for function in exported() {
        *types.entry(function.of).or_default() += 1;
    }
    for name in [
        "$name",
        "Dienstchat",
        "Account",
        "Chat",
        "Timeline",
        "SendQueue",
        "KeyStore",
        "Log",
    ] {
        assert!(types.contains_key(name), "{name} was not found: {types:?}");
    }
    types.retain(|_, methods| *methods > MOST_METHODS);
    assert!(types.is_empty(), "{types:?}");
}

#[test]
fn every_function_is_documented() {
    let all = exported();
    assert!(all.len() > 40, "{} were found", all.len());
    for function in all {
        assert!(function.documented, "{}", function.place());
    }
}

#[test]
fn every_call_that_can_fail_is_guarded() {
    let can_fail = |function: &Exported| function.text.contains("-> Result<");
    let foreign = ["KeyStore", "Clock", "Log", "Browser", "Connectivity"];
    let calls: Vec<_> = exported()
        .into_iter()
        .filter(|function| can_fail(function) && !foreign.contains(&function.of.as_str()))
        .collect();
    assert!(calls.len() > 25, "{} were found", calls.len());
    for call in calls {
        let is_guarded = GUARDS.iter().any(|guard| call.text.contains(guard));
        assert!(is_guarded, "{}", call.place());
    }
}

/// The compiler asks for documentation of public items, but not for types that are the core's.
#[test]
fn variants_and_fields_of_the_cores_types_are_documented() {
    let mut found = 0;
    for (file, lines) in sources() {
        for (index, line) in lines.iter().enumerate() {
            if !line.starts_with("#[uniffi::remote(") {
                continue;
            }
            assert!(is_documented(&lines, index), "{file}:{index}");
            let body = block(&lines[index + 1..], 0);
            for (number, line) in body.iter().enumerate() {
                if indent(line) == 4 && !line.trim_start().starts_with(['/', '#', '}']) {
                    found += 1;
                    assert!(is_documented(&body, number), "{file}: {line}");
                }
            }
        }
    }
    assert!(found > 20, "{found} were found");
}

/// Rust's links and names read badly in Kotlin and Swift.
#[test]
fn documentation_is_written_for_kotlin_and_swift() {
    for (file, lines) in sources() {
        for line in lines.iter().map(|line| line.trim_start()) {
            let is_for_shells = line.starts_with("///");
            assert!(!is_for_shells || !line.contains("[`"), "{file}: {line}");
        }
    }
}
