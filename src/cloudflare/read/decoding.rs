//! Decoding pages while the next one is on its way: a large page goes to a blocking thread, and is waited for only when
//! the page after it has arrived. So at most two pages are held, whatever the length of the list.

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

use super::super::wire::{Collected, Collector, Rows};

/// Bodies up to this size are decoded at once: a change of threads would cost more.
const SMALL: usize = 64 << 10;

/// A collector, here or on its thread.
pub(super) struct Decoding<R: Rows>(Place<R>);

enum Place<R: Rows> {
    Here(Collector<R>),
    Away(JoinHandle<Result<Collector<R>, String>>),
    /// Only while it moves, or after an error.
    Gone,
}

impl<R: Rows> Decoding<R> {
    pub(super) fn new(collector: Collector<R>) -> Self {
        Self(Place::Here(collector))
    }

    /// Waits for the page before, and begins with this one.
    pub(super) async fn page(&mut self, body: Bytes) -> Result<(), String> {
        let mut collector = self.collector().await?;
        let small = body.len() <= SMALL;
        let decode = move || collector.page(&body).map(|()| collector);
        self.0 = if small { Place::Here(decode()?) } else { Place::Away(spawn_blocking(decode)) };
        Ok(())
    }

    /// Waits for the last page.
    pub(super) async fn finish(mut self) -> Result<Collected<R::Row>, String> {
        self.collector().await.map(Collector::finish)
    }

    async fn collector(&mut self) -> Result<Collector<R>, String> {
        match std::mem::replace(&mut self.0, Place::Gone) {
            Place::Here(collector) => Ok(collector),
            Place::Away(task) => task.await.map_err(|error| format!("decoding was stopped: {error}"))?,
            Place::Gone => Err("decoding has failed before".to_owned()),
        }
    }
}
