//! Laws that hold for every input, as properties.

/// Chance from a seed.
#[path = "../soak/dice.rs"]
mod dice;
/// Characters that no reader may be shown.
mod hidden;
/// Hostile names change no structure.
mod names;
/// L4: any order.
mod order;
/// L9: the pace.
mod pace;
/// L10: the page machines.
mod page;
mod plan;
/// The soak's accounts and door lists.
#[path = "../soak/scene/mod.rs"]
mod scene;

use proptest::prelude::ProptestConfig;

/// So many cases, or as many as `PROPTEST_CASES` says.
#[expect(clippy::disallowed_methods, reason = "whether the variable is set decides, not what it holds")]
fn cases(cases: u32) -> ProptestConfig {
    let told = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig::default();
    if told { config } else { ProptestConfig { cases, ..config } }
}
