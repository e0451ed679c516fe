//! Programs that end with us.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::{SharedClock, StackError};

/// Starts the program given as arguments, and kills it as soon as our end of the standard input is
/// closed. The system closes it whichever way we end, so nothing is left behind.
const SUPERVISOR: &str = "\
import os, subprocess, sys, threading
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
def end():
    os.read(0, 1)
    child.kill()
threading.Thread(target=end, daemon=True).start()
sys.exit(child.wait() and 1)
";

/// How much of a log is shown after a failure.
const TAIL_LINES: usize = 40;

/// A program that can be started, killed and started again. It is killed when this is dropped.
#[derive(Debug)]
pub struct Process {
    name: String,
    command: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    log: PathBuf,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    supervisor: Child,
    // Only held: closing it is what ends the program.
    _lifeline: ChildStdin,
}

impl Process {
    /// Describes a program: it is called `name` here and logs to `{name}.log` in `directory`.
    #[must_use]
    pub fn new(name: &str, directory: &Path, clock: &SharedClock) -> Self {
        Self {
            name: name.to_owned(),
            command: Vec::new(),
            environment: vec![(OsString::from("DIENSTCHAT_TEST_CLOCK"), clock.file().into())],
            log: directory.join(format!("{name}.log")),
            running: None,
        }
    }

    /// Adds the program's path, then its arguments.
    #[must_use]
    pub fn arguments<S: AsRef<OsStr>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        let words = words.into_iter().map(|word| word.as_ref().to_owned());
        self.command.extend(words);
        self
    }

    /// Adds a variable to the environment that it gets from us.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.environment
            .push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Starts it, unless it runs. Being started is not being ready.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start(&mut self) -> Result<(), StackError> {
        if self.is_running() {
            return Ok(());
        }
        let failed = "a program cannot be started";
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)
            .map_err(StackError::io(failed))?;
        let mut command = Command::new(python()?);
        command
            .args(["-I", "-S", "-c", SUPERVISOR])
            .args(&self.command)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(log.try_clone().map_err(StackError::io(failed))?)
            .stderr(log);
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            // Ctrl-C at the terminal is for us; the programs follow in their turn.
            command.process_group(0);
        }
        let mut supervisor = command.spawn().map_err(StackError::io(failed))?;
        if let Some(lifeline) = supervisor.stdin.take() {
            self.running = Some(Running {
                supervisor,
                _lifeline: lifeline,
            });
        }
        Ok(())
    }

    /// Kills it, as a power cut would, and returns when it is gone.
    pub fn kill(&mut self) {
        if let Some(Running {
            mut supervisor,
            _lifeline: lifeline,
        }) = self.running.take()
        {
            drop(lifeline);
            // An error means that it has been waited for.
            let _ = supervisor.wait();
        }
    }

    /// Whether it has been started and has not ended.
    pub fn is_running(&mut self) -> bool {
        self.running
            .as_mut()
            .is_some_and(|running| matches!(running.supervisor.try_wait(), Ok(None)))
    }

    /// An error with the end of the log, if the program has ended.
    ///
    /// # Errors
    ///
    /// [`StackError::Ended`].
    pub fn check_running(&mut self) -> Result<(), StackError> {
        if self.is_running() {
            return Ok(());
        }
        Err(StackError::Ended {
            name: self.name.clone(),
            log: self.log_tail(),
        })
    }

    /// All that it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The last lines of the log, with the place of the whole.
    #[must_use]
    pub fn log_tail(&self) -> String {
        let log = self.log();
        let lines: Vec<_> = log.lines().collect();
        let tail = lines
            .get(lines.len().saturating_sub(TAIL_LINES)..)
            .unwrap_or_default();
        format!("--- end of {}\n{}\n", self.log.display(), tail.join("\n"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The Python that has Synapse.
///
/// # Errors
///
/// [`StackError::NoPython`] when nobody set it up.
pub fn python() -> Result<PathBuf, StackError> {
    std::env::var_os("DIENSTCHAT_SYNAPSE_PYTHON")
        .map(PathBuf::from)
        .ok_or(StackError::NoPython)
}

/// The path of one of the workspace's programs.
///
/// # Errors
///
/// [`StackError::NotBuilt`] when it is not beside this program.
pub fn program(name: &str) -> Result<PathBuf, StackError> {
    let path = build_directory()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if path.is_file() {
        Ok(path)
    } else {
        Err(StackError::NotBuilt(path))
    }
}

/// Where cargo puts programs: beside this one, or, for a test, one above.
pub(crate) fn build_directory() -> Result<PathBuf, StackError> {
    let own = std::env::current_exe().map_err(StackError::io("our own path is unknown"))?;
    let directory = own.parent().unwrap_or(Path::new("."));
    let above = directory
        .ends_with("deps")
        .then(|| directory.parent())
        .flatten();
    Ok(above.unwrap_or(directory).to_owned())
}
