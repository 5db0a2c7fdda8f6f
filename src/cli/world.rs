//! The world as the commands see it: streams, environment, clock, terminal. `World::real` is the only place that
//! asks the process for them; tests make their own.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, IsTerminal};
use std::sync::Arc;

use jiff::Timestamp;

use super::output::Output;

/// Which streams are a terminal, and how wide it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Standard input.
    pub(crate) stdin: bool,
    /// Standard output.
    pub(crate) stdout: bool,
    /// Standard error.
    pub(crate) stderr: bool,
    /// Columns of the terminal, where one of the streams is one.
    pub(crate) width: Option<usize>,
}

/// Everything that is not an argument and not a file.
pub(crate) struct World {
    /// Results.
    pub(crate) stdout: Output,
    /// Diagnostics, progress, questions.
    pub(crate) stderr: Output,
    /// Answers to questions; taken by whoever asks.
    pub(crate) stdin: Option<Box<dyn BufRead + Send>>,
    /// What is a terminal.
    pub(crate) terminal: Terminal,
    env: HashMap<String, String>,
    clock: Clock,
}

/// A clock that can be handed to whoever watches a run.
pub(crate) type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl World {
    /// The process's own.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn real() -> Self {
        let terminal = Terminal {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
            width: console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns)),
        };
        let text = |value: std::ffi::OsString| value.into_string().ok();
        let env = std::env::vars_os().filter_map(|(name, value)| Some((text(name)?, text(value)?))).collect();
        Self {
            stdout: Output::new("stdout", std::io::stdout()),
            stderr: Output::new("stderr", std::io::stderr()),
            stdin: Some(Box::new(BufReader::new(std::io::stdin()))),
            terminal,
            env,
            clock: Arc::new(instant),
        }
    }

    /// A variable of the environment; an empty one counts as unset.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.env.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The wall clock in whole seconds, which is what people read in plans and reports.
    pub(crate) fn now(&self) -> Timestamp {
        let now = (self.clock)();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    /// The clock by which requests are timed: `fixed`, else the wall clock as exactly as it goes.
    pub(crate) fn clock(&self, fixed: Option<Timestamp>) -> Clock {
        match fixed {
            Some(fixed) => Arc::new(move || fixed),
            None => Arc::clone(&self.clock),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn instant() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
pub(super) mod fake {
    //! A world in memory.

    use std::io::{Cursor, Write};
    use std::sync::Mutex;

    use super::*;

    /// What was written to a stream.
    #[derive(Clone, Default)]
    pub(in crate::cli) struct Written(Arc<Mutex<Vec<u8>>>);

    impl Written {
        pub(in crate::cli) fn text(&self) -> String {
            String::from_utf8_lossy(&self.0.lock().expect("not poisoned")).into_owned()
        }
    }

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("not poisoned").write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// A world with these variables, in which this is typed; with what it writes to stdout and stderr.
    pub(in crate::cli) fn world(env: &[(&str, &str)], typed: &str, terminal: Terminal) -> (World, Written, Written) {
        let (stdout, stderr) = (Written::default(), Written::default());
        let world = World {
            stdout: Output::new("stdout", stdout.clone()),
            stderr: Output::new("stderr", stderr.clone()),
            stdin: Some(Box::new(Cursor::new(typed.to_owned()))),
            terminal,
            env: env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            clock: Arc::new(|| "2026-11-22T00:00:00Z".parse().expect("a time")),
        };
        (world, stdout, stderr)
    }
}
