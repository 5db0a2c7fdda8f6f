//! Laws that hold for every input, as properties.

/// Chance from a seed.
#[path = "../soak/dice.rs"]
mod dice;
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
