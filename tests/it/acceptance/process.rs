//! Runs the program as a scenario asks for, in an environment that has nothing else in it.

use std::collections::BTreeMap;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Outcome;
use super::stage::Stage;

/// Generous, because a debug build may share its processor with other tests.
const PATIENCE: Duration = Duration::from_mins(2);

/// A run that has ended by itself.
pub(super) struct Finished {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Finished {
    /// Both streams.
    pub(super) fn output(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

pub(super) fn run(argv: &[String], env: &BTreeMap<String, String>, stage: &Stage) -> Outcome<Finished> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorlist"));
    command.args(argv).current_dir(&stage.here).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", stage.home());
    command.env("LANG", "C.UTF-8").env("TZ", "Pacific/Auckland");
    if argv.first().is_some_and(|verb| verb == "apply") {
        command.env("CLOUDFLARE_API_TOKEN", "acceptance-sandbox-token");
    }
    command.envs(env).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("cannot run it: {error}"))?;
    let stdout = read_all(child.stdout.take().expect("piped"));
    let stderr = read_all(child.stderr.take().expect("piped"));
    let code = wait(&mut child)?;
    let text = |reader: JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&reader.join().expect("the reader ends with the pipe")).into_owned()
    };
    not_crashed(Finished { code, stdout: text(stdout), stderr: text(stderr) })
}

/// The exit code; -1 where a signal ended it.
fn wait(child: &mut Child) -> Outcome<i32> {
    let begun = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => return Ok(status.code().unwrap_or(-1)),
            None if begun.elapsed() > PATIENCE => {
                child.kill().map_err(|error| error.to_string())?;
                return Err(format!("still running after {} s", PATIENCE.as_secs()));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn read_all(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe of our own");
        bytes
    })
}

fn not_crashed(finished: Finished) -> Outcome<Finished> {
    let Finished { code, stderr, .. } = &finished;
    let panicked = ["panicked at", "RUST_BACKTRACE"].iter().any(|trace| stderr.contains(trace));
    if *code < 0 || *code == 101 || panicked {
        return Err(format!("it crashed (status {code}): {}", stderr.trim()));
    }
    Ok(finished)
}
