//! The real binary, in a folder and an environment of its own.

use std::fmt;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use super::Recorded;
use super::account::NOW;

/// The token that the tests send; it must be in no output.
pub(crate) const TOKEN: &str = "cfut_s3cretT0kenOfTheTests";

/// A folder in which the program runs. The clock is that of the tests.
pub(crate) struct Folder {
    dir: TempDir,
    env: Vec<(String, String)>,
}

/// What a run printed and how it ended. Shown as one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    command: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        Self { dir, env: Vec::new() }
    }

    /// A folder with `doorlist.yaml` and `account.json`.
    pub(crate) fn with(door_list: &str, account: &Recorded) -> Self {
        Self::new().file("doorlist.yaml", door_list).file("account.json", &account.json())
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Points the program to a server, with the tests' token.
    pub(crate) fn server(self, base: &str) -> Self {
        self.env("CLOUDFLARE_BASE_URL", base).env("CLOUDFLARE_API_TOKEN", TOKEN)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a text file")
    }

    /// The plans that runs which did not end have left behind.
    fn kept_plans(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.path(".local/state/doorlist")) else { return Vec::new() };
        entries.map(|entry| entry.expect("an entry").path()).collect()
    }

    pub(crate) fn keeps_a_plan(&self) -> bool {
        !self.kept_plans().is_empty()
    }

    pub(crate) fn break_kept_plan(&self) {
        for path in self.kept_plans() {
            std::fs::write(path, "{").expect("written");
        }
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Runs the program on the words of a line, without a terminal.
    pub(crate) fn run(&self, line: &str) -> Run {
        let output = self.command(line).output().expect("the program starts");
        self.told(line, &output)
    }

    /// The same with these bytes on stdin.
    pub(crate) fn run_with_input(&self, line: &str, input: &str) -> Run {
        let mut child = self.command(line).stdin(Stdio::piped()).spawn().expect("the program starts");
        child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("taken");
        self.told(line, &child.wait_with_output().expect("ends"))
    }

    /// Starts the program and leaves it running.
    pub(crate) fn start(&self, line: &str) -> Child {
        self.command(line).spawn().expect("the program starts")
    }

    /// What a started program printed, once it has ended.
    pub(crate) fn ended(&self, line: &str, child: Child) -> Run {
        self.told(line, &child.wait_with_output().expect("ends"))
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorlist"));
        command
            .args(line.split_whitespace())
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.dir.path())
            .env("LANG", "C.UTF-8")
            .env("TZ", "Pacific/Auckland")
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn told(&self, line: &str, output: &Output) -> Run {
        let run = Run {
            command: line.to_owned(),
            stdout: self.scrubbed(&output.stdout),
            stderr: self.scrubbed(&output.stderr),
            code: output.status.code(),
        };
        assert!(!run.stdout.contains(TOKEN) && !run.stderr.contains(TOKEN), "the token is shown:\n{run}");
        assert!(!run.stderr.contains("panicked at"), "it panicked:\n{run}");
        run
    }

    /// What differs from machine to machine, replaced.
    fn scrubbed(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.replace(&*self.dir.path().to_string_lossy(), "[folder]")
    }
}

impl Run {
    /// The exit code, which has to be there.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    #[track_caller]
    pub(crate) fn stdout_has(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "stdout lacks {text:?}:\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn stderr_has(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "stderr lacks {text:?}:\n{self}");
        self
    }

    /// Stdout as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("stdout is no JSON: {error}\n{self}"))
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ doorlist {}", self.command)?;
        write!(f, "{}", self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        match self.code {
            Some(code) => writeln!(f, "--- exit {code}"),
            None => writeln!(f, "--- killed by a signal"),
        }
    }
}

/// The option that fixes the clock.
pub(crate) fn now() -> String {
    format!("--now {NOW}")
}
