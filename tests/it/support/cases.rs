//! How many cases a property is tried with, and which.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// So many cases, the same on every machine and in every run. Where they are set, `PROPTEST_CASES` says how many, and
/// `PROPTEST_RNG_SEED` brings others.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let told = ProptestConfig::default();
    let cases = if is_set("PROPTEST_CASES") { told.cases } else { cases };
    ProptestConfig {
        cases,
        max_global_rejects: told.max_global_rejects.max(cases),
        rng_seed: if is_set("PROPTEST_RNG_SEED") { told.rng_seed } else { RngSeed::Fixed(1) },
        ..told
    }
}

#[expect(clippy::disallowed_methods, reason = "whether the variable is set decides, not what it holds")]
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some()
}
