//! Faults at random against the real binary over real HTTP, runs killed at writes, and two promises:
//!
//! * nothing that the door list permits is ever deleted or revoked, and nothing is written that the plan does not name;
//! * running the same command again always reaches the same end.
//!
//! ```text
//! cargo test --test soak                                      40 s
//! DOORLIST_SOAK_CASES=5000 cargo test --release --test soak   so many cases
//! DOORLIST_SOAK_SEED=17 cargo test --test soak                one case again
//! ```
//!
//! A case follows from its seed: an account, a door list, and what goes wrong. One run that nothing disturbs gives the
//! end that is wanted. On a copy, rounds with faults follow, then one without. A fault that can only be answered with a
//! refusal is survived where the end is reached once it is over. `DOORLIST_SOAK_WORKERS` says how many cases go side by
//! side: most of their time is waiting.

#![expect(clippy::disallowed_methods, reason = "the soak starts processes, waits for them and reads the clock")]
#![expect(clippy::print_stdout, reason = "the soak prints its table")]

/// One case from its seed to its end.
mod case;
/// Chance from a seed.
mod dice;
/// Every kind of fault.
mod faults;
/// The sandbox on loopback, in a thread of its own.
#[path = "../it/support/loopback.rs"]
mod loopback;
/// The real binary, and how it is ended.
mod program;
/// What must hold.
mod promises;
/// Accounts and door lists.
mod scene;
/// The sandbox on loopback.
mod server;
/// Figures.
mod tally;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tally::Tally;

/// How long cases are begun where no number of them is given.
const SHORT: Duration = Duration::from_secs(35);

/// Cases of a short run at most.
const FEW: u64 = 120;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--list") {
        println!("soak: test");
        return ExitCode::SUCCESS;
    }
    // Another test was asked for by its name.
    if args.iter().any(|arg| !arg.starts_with('-') && !"soak".contains(arg.as_str())) {
        return ExitCode::SUCCESS;
    }
    soak(&Wanted::told())
}

/// What was asked for.
struct Wanted {
    first: u64,
    cases: u64,
    within: Option<Duration>,
    workers: u64,
}

impl Wanted {
    fn told() -> Self {
        let number = |name| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a whole number"));
        let (seed, cases) = (number("DOORLIST_SOAK_SEED"), number("DOORLIST_SOAK_CASES"));
        let workers = number("DOORLIST_SOAK_WORKERS").unwrap_or(12);
        let short = seed.is_none() && cases.is_none();
        Self {
            first: seed.unwrap_or(1),
            cases: cases.unwrap_or(if short { FEW } else { 1 }),
            within: short.then_some(SHORT),
            workers,
        }
    }
}

fn soak(wanted: &Wanted) -> ExitCode {
    let begun = Instant::now();
    let (next, total) = (AtomicU64::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..wanted.workers {
            scope.spawn(|| {
                while wanted.within.is_none_or(|within| begun.elapsed() < within) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= wanted.cases {
                        return;
                    }
                    one(wanted.first + number, &total);
                }
            });
        }
    });
    let total = total.into_inner().expect("no worker failed");
    println!("\n{}", total.table(begun.elapsed().as_secs()));
    if total.is_without_loss() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A case that fails in the soak itself is lost, too.
fn one(seed: u64, total: &Mutex<Tally>) {
    let mut tally = Tally::default();
    let ended = catch_unwind(AssertUnwindSafe(|| case::run(seed, &mut tally)));
    let told = ended.unwrap_or_else(|_| Err("the soak itself failed".to_owned()));
    let mut total = total.lock().expect("no worker failed");
    if let Err(why) = &told {
        println!("\n== lost: DOORLIST_SOAK_SEED={seed} cargo test --test soak\n{why}");
    }
    total.add(&tally, told.is_err());
}
