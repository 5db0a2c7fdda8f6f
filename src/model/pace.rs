//! The documented rate limit as arithmetic, shared by the client that keeps to it and the plan that states what an
//! apply costs (API page, section 9; product.md, section 6).

/// Requests that the API allows one token in [`WINDOW_SECONDS`], everything that uses the token taken together.
pub const LIMIT: u64 = 1_200;

/// The length of a window in seconds.
pub const WINDOW_SECONDS: u64 = 300;

/// The part of the limit that is left for the people who share the token, in per cent.
pub const RESERVE_PERCENT: u64 = 20;

/// Requests that one run sends in a window at most.
pub const BUDGET: u64 = LIMIT * (100 - RESERVE_PERCENT) / 100;

/// Seconds that pass before the last of so many requests may be sent; 0 where they fit into one window.
pub const fn seconds(requests: u64) -> u64 {
    requests.saturating_sub(1) / BUDGET * WINDOW_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_window_costs_nothing_and_one_more_costs_a_window() {
        assert_eq!(BUDGET, 960);
        assert_eq!([0, 1, 960, 961, 1_920, 1_921].map(seconds), [0, 0, 0, 300, 300, 600]);
    }
}
