//! Laws that hold for every input, as properties.

#[path = "../it/support/cases.rs"]
mod cases;
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

use cases::cases;
