//! The figures, side by side.

use std::time::Duration;

use super::child::Measured;

pub(super) struct Table {
    lines: Vec<String>,
}

impl Table {
    pub(super) fn new(title: &str) -> Self {
        let head = format!("{:<58} {:>9} {:>12} {:>9}", "", "seconds", "x bare walk", "peak MB");
        Self { lines: vec![title.to_owned(), head] }
    }

    pub(super) fn row(&mut self, what: &str, wall: Duration, peak: Option<u64>, bare: Duration) {
        let ratio = wall.as_secs_f64() / bare.as_secs_f64();
        let peak = peak.map_or_else(|| "-".to_owned(), |peak| peak.to_string());
        self.lines.push(format!("{what:<58} {:>9.2} {ratio:>12.1} {peak:>9}", wall.as_secs_f64()));
    }

    /// A process; its memory is left out where nobody knows it.
    pub(super) fn measured(&mut self, what: &str, run: &Measured, bare: Duration) {
        self.row(what, run.wall, (run.peak > 0).then_some(run.peak), bare);
    }

    pub(super) fn note(&mut self, text: &str) {
        self.lines.push(text.to_owned());
    }

    #[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
    pub(super) fn print(&self) {
        println!("\n{}\n", self.lines.join("\n"));
    }
}
