//! The real binary in a folder of its own, and the ways to end it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::scene::NOW;
use crate::server::{Server, is_write};

/// The token that is sent; it must be in no output and in no file.
const TOKEN: &str = "cfut_s3cretT0kenOfTheSoak";

/// When a run counts as one that does not end. A silent request is given up after 30 s, and tried a few times.
const LONGEST: Duration = Duration::from_secs(400);

/// How a run is ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    Kill,
    Terminate,
}

/// At which request of a run it is ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    pub(crate) signal: Signal,
    /// Of the writes, or of all requests.
    pub(crate) writes: bool,
    /// Counted from 1.
    pub(crate) at: usize,
    /// The request has had its effect.
    pub(crate) after: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Code(i32),
    Killed,
}

/// What a run printed and how it ended.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) ended: Ended,
    pub(crate) cut: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A folder, which is the home of its runs, too.
pub(crate) struct Program {
    dir: TempDir,
    base: String,
}

impl Cut {
    /// The rule that holds the request up, so that the run can be ended meanwhile.
    pub(crate) fn rule(self) -> String {
        let methods = if self.writes { "write" } else { "*" };
        let after = if self.after { " after" } else { "" };
        match self.signal {
            Signal::Kill => format!("{methods} * nth={} stall=50s{after}", self.at),
            // What runs is finished, and should not take long.
            Signal::Terminate => format!("{methods} * nth={} latency=150ms", self.at),
        }
    }

    fn is_due(self, server: &Server, begun: usize) -> bool {
        let log = server.log();
        let counted = log.iter().skip(begun).filter(|request| !self.writes || is_write(request)).count();
        counted >= self.at
    }
}

impl Program {
    pub(crate) fn new(door_list: &str, server: &Server) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("doorlist.yaml"), door_list).expect("written");
        Self { dir, base: server.base().to_owned() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs it on the words of a line, and perhaps ends it.
    pub(crate) fn run(&self, line: &str, server: &Server, cut: Option<Cut>) -> Result<Run, String> {
        let begun = server.log().len();
        let mut child = self.start(line);
        let since = Instant::now();
        let (mut due, mut pause) = (cut, 2);
        let status = loop {
            if let Some(status) = child.try_wait().expect("waited for") {
                break status;
            }
            if due.is_some_and(|cut| cut.is_due(server, begun)) {
                signal(&mut child, due.take().expect("just looked").signal);
            }
            if since.elapsed() > LONGEST {
                signal(&mut child, Signal::Kill);
                child.wait().expect("killed");
                return Err(format!("it does not end: {} s", LONGEST.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(pause));
            pause = (pause + 1).min(10);
        };
        let ended = status.code().map_or(Ended::Killed, Ended::Code);
        let read = |name| String::from_utf8_lossy(&std::fs::read(self.path(name)).expect("there")).into_owned();
        Ok(Run { ended, cut: cut.is_some() && due.is_none(), stdout: read("stdout"), stderr: read("stderr") })
    }

    fn start(&self, line: &str) -> Child {
        let file = |name| File::create(self.path(name)).expect("created");
        Command::new(env!("CARGO_BIN_EXE_doorlist"))
            .args(line.split_whitespace())
            .args(["--now", NOW])
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.dir.path())
            .env("CLOUDFLARE_BASE_URL", &self.base)
            .env("CLOUDFLARE_API_TOKEN", TOKEN)
            .stdin(Stdio::null())
            .stdout(file("stdout"))
            .stderr(file("stderr"))
            .spawn()
            .expect("the program starts")
    }

    /// What is wrong with how a run ended or with what it left in its folder.
    pub(crate) fn wrong(&self, run: &Run) -> Option<String> {
        let is_known = match run.ended {
            Ended::Code(code) => [0, 1, 3, 4, 130].contains(&code),
            Ended::Killed => run.cut,
        };
        if !is_known {
            return Some(format!("it ended with {:?}", run.ended));
        }
        if run.stderr.contains("panicked at") || run.stdout.contains("panicked at") {
            return Some("it panicked".to_owned());
        }
        files(self.dir.path()).iter().find(|path| holds_token(path)).map(|path| format!("the token is in {}", path.display()))
    }

    /// Whether a run that did not end has left a plan behind.
    pub(crate) fn keeps_a_plan(&self) -> bool {
        !files(&self.path(".local/state/doorlist")).is_empty()
    }
}

impl Run {
    pub(crate) fn is_done(&self) -> bool {
        self.ended == Ended::Code(0)
    }
}

fn signal(child: &mut Child, signal: Signal) {
    match signal {
        // One that has ended by itself meanwhile is as good as killed.
        Signal::Kill => drop(child.kill()),
        Signal::Terminate => {
            let id = child.id().to_string();
            drop(Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status());
        }
    }
}

fn holds_token(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
