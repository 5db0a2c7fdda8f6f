//! What a person sees while a run goes on: a bar on stderr where that is a terminal, and a line for a long wait
//! everywhere, so that a CI log does not just stand still.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::time::Instant;

use super::output::Output;
use super::settings;
use super::world::World;
use crate::apply::Event;
use crate::cloudflare;

/// A wait of which a log should know.
const LONG: Duration = Duration::from_secs(10);

/// Progress of one run, over all its accounts.
pub(crate) struct Progress {
    bar: ProgressBar,
    stderr: Output,
    /// When the long wait is over that was said last.
    waits_until: Mutex<Option<Instant>>,
}

impl Progress {
    /// Of a run, to be shared by all that it reads.
    pub(crate) fn shown(world: &World) -> Arc<Self> {
        Arc::new(Self::new(settings::draws_progress(world), world.stderr.clone()))
    }

    /// Draws only where it is told to.
    fn new(draws: bool, stderr: Output) -> Self {
        let target = if draws { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(spinner());
        Self { bar, stderr, waits_until: Mutex::default() }
    }

    /// Takes the bar away, before results are printed.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn say(&self, text: &str) {
        self.bar.suspend(|| self.stderr.line(text));
    }

    /// Whether a long wait is to be said: the lists that are read side by side wait for the same limit, and one line
    /// is enough while they do.
    fn is_news(&self, wait: Duration) -> bool {
        let now = Instant::now();
        let mut until = self.waits_until.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = wait >= LONG && until.is_none_or(|until| until <= now);
        if is_news {
            *until = Some(now + wait);
        }
        is_news
    }
}

impl cloudflare::Observer for Progress {
    fn page(&self, list: &'static str, rows: u64, pages: u64) {
        self.bar.set_message(format!("reading {list}: {rows} rows, {pages} pages"));
        self.bar.tick();
    }

    fn waiting(&self, wait: Duration, why: &str) {
        let text = format!("waiting {} s: {}", wait.as_secs().max(1), crate::render::inline(why));
        if self.is_news(wait) {
            self.say(&text);
        }
        self.bar.set_message(text);
        self.bar.tick();
    }
}

/// Progress of one apply.
pub(crate) struct Applying<'a> {
    progress: &'a Progress,
    settled: u64,
    total: u64,
}

impl<'a> Applying<'a> {
    /// Shows in the same place as the reading before it.
    pub(crate) fn new(progress: &'a Progress) -> Self {
        Self { progress, settled: 0, total: 0 }
    }
}

impl crate::apply::Observer for Applying<'_> {
    fn event(&mut self, event: Event<'_>) {
        let text = match event {
            Event::Began { actions } => {
                self.total = u64::try_from(actions).unwrap_or(u64::MAX);
                format!("applying {} actions", self.total)
            }
            Event::Settled(outcome) => {
                self.settled += 1;
                format!("{} of {}: {}", self.settled, self.total, outcome.became.as_str())
            }
            Event::Again(why) => format!("trying again: {}", crate::render::inline(why)),
        };
        self.progress.bar.set_message(text);
        self.progress.bar.tick();
    }
}

fn spinner() -> ProgressStyle {
    ProgressStyle::default_spinner()
}

#[cfg(test)]
mod tests {
    use super::super::world::Terminal;
    use super::super::world::fake::world;
    use super::*;
    use crate::cloudflare::Observer as _;

    #[tokio::test(start_paused = true)]
    async fn a_long_wait_is_said_once_while_it_goes_on() {
        let (world, _, stderr) = world(&[], "", Terminal::default());
        let progress = Progress::new(false, world.stderr.clone());
        for seconds in [30, 30, 29, 2] {
            progress.waiting(Duration::from_secs(seconds), "rate limit");
        }
        assert_eq!(stderr.text(), "waiting 30 s: rate limit\n");
        tokio::time::sleep(Duration::from_secs(30)).await;
        progress.waiting(Duration::from_secs(12), "rate limit");
        assert_eq!(stderr.text(), "waiting 30 s: rate limit\nwaiting 12 s: rate limit\n");
    }
}
