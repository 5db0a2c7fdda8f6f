//! Who watches a run. The engine prints nothing; progress and logs live behind this trait.

use crate::model::report::Outcome;

/// What happens, while it happens.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// So many actions will be settled, steps for people included.
    Began {
        /// How many.
        actions: usize,
    },
    /// One action is settled, for good.
    Settled(&'a Outcome),
    /// A call is tried again; the text says why.
    Again(&'a str),
}

/// Sees every event, in the order in which things happen.
pub trait Observer {
    /// One event.
    fn event(&mut self, event: Event<'_>);
}

/// Looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn event(&mut self, _event: Event<'_>) {}
}
