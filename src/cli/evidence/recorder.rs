//! Sees every exchange with the API and writes it down as it happens.

use std::fs::File;
use std::io::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::cli::progress::Progress;
use crate::cli::world::Clock;
use crate::cloudflare::{Exchange, Observer};
use crate::evidence::{Dossier, Request};

/// Shows progress, too.
pub(crate) struct Recorder {
    progress: Arc<Progress>,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    requests: Vec<Request>,
    sink: Option<Sink>,
}

/// Where lines go once there is a folder.
struct Sink {
    dossier: Arc<Dossier>,
    file: File,
}

impl Recorder {
    /// Keeps what it sees until there is a file for it.
    pub(crate) fn new(progress: Arc<Progress>, clock: Clock) -> Self {
        Self { progress, clock, state: Mutex::default() }
    }

    /// From now on every exchange is written; those before come first.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn write_to(&self, dossier: Arc<Dossier>, file: File) -> std::io::Result<()> {
        let mut state = self.lock();
        let lines: String = state.requests.iter().map(|request| dossier.line(request)).collect();
        let mut sink = Sink { dossier, file };
        sink.write(&lines)?;
        state.sink = Some(sink);
        Ok(())
    }

    /// Everything that was seen.
    pub(crate) fn finish(&self) -> Vec<Request> {
        let mut state = self.lock();
        state.sink = None;
        std::mem::take(&mut state.requests)
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink {
    fn write(&mut self, lines: &str) -> std::io::Result<()> {
        self.file.write_all(lines.as_bytes())?;
        self.file.flush()
    }
}

/// As exact as durations are.
fn to_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

impl Observer for Recorder {
    fn page(&self, list: &'static str, rows: u64, pages: u64) {
        self.progress.page(list, rows, pages);
    }

    fn waiting(&self, wait: Duration, why: &str) {
        self.progress.waiting(wait, why);
    }

    fn exchange(&self, exchange: &Exchange) {
        let now = to_milliseconds((self.clock)());
        let mut state = self.lock();
        let number = state.requests.len() as u64 + 1;
        let request = Request::new(number, exchange, now);
        if let Some(sink) = &mut state.sink {
            let line = sink.dossier.line(&request);
            // What cannot be written now is written at the end, or that fails and says why.
            let _ = sink.write(&line);
        }
        state.requests.push(request);
    }
}
