//! How a sandbox behaves where the API's pages leave it open, and how hard it is meant to be.

use std::time::Duration;

use jiff::Timestamp;

use super::fault::Rule;

/// Settings of one sandbox. The default is the documented API with its documented rate limit and no faults.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the sandbox's clock shows at the start; without it, when the account was recorded.
    pub now: Option<Timestamp>,
    /// Everything that is drawn at random or invented (new ids, keys, faults by chance) follows from this number.
    pub seed: u64,
    /// Faults that are armed from the start, see [`super::fault`].
    pub faults: Vec<Rule>,
    /// What every answer waits, as a network would make it.
    pub delay: Duration,
    /// The rate limit; nothing means none, and then no rate limit headers either.
    pub quota: Option<Quota>,
    /// `per_page` of the device lists when it is not asked for. Not published (API page, section 0.9).
    pub page_size: usize,
    /// The largest `per_page` of the device lists. Not published either.
    pub largest_page: usize,
    /// What a larger `per_page` than a list allows is answered with.
    pub beyond_largest: BeyondLargest,
    /// What a bulk call with an unknown id is answered with.
    pub unknown_ids: UnknownIds,
    /// Whether clients enrol again by themselves as soon as a call has cut them off, where the policies let them.
    pub clients_return: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            now: None,
            seed: 0,
            faults: Vec::new(),
            delay: Duration::ZERO,
            quota: Some(Quota::default()),
            page_size: 50,
            largest_page: 1_000,
            beyond_largest: BeyondLargest::Refuse,
            unknown_ids: UnknownIds::Refuse,
            clients_return: false,
        }
    }
}

/// A rate limit: so many requests in a window that opens with the first of them (API page, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests in one window.
    pub requests: u64,
    /// The window's length, in whole seconds.
    pub window: Duration,
}

impl Default for Quota {
    fn default() -> Self {
        Self { requests: 1_200, window: Duration::from_mins(5) }
    }
}

/// What happens to a `per_page` above a list's maximum: no page says (API page, section 13.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeyondLargest {
    /// Answer 400.
    Refuse,
    /// Answer with the largest page there is.
    Clamp,
}

/// What happens to a bulk call that names an id which does not exist: no page says (API page, section 13.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownIds {
    /// 404 for the whole call, and nothing is done.
    Refuse,
    /// The unknown ids are passed over, and the rest is done.
    Ignore,
    /// What stands before the unknown id is done, then 404.
    Stop,
}
