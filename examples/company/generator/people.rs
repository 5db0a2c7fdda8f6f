//! Who works here, who has left, and who should never have been here.

use super::names::{FIRST, LAST, PARTNERS, TEAMS};
use super::random::Dice;

/// The company's domain.
pub(super) const DOMAIN: &str = "larkfield.example";

/// What somebody is to the company.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In the directory, in a team.
    Staff(&'static str),
    /// In the directory, in the group `contractors`.
    Contractor,
    /// Gone from the directory, not from Cloudflare.
    Left,
    /// Known to nobody.
    Stranger,
}

/// Somebody with at least one registration.
pub(super) struct Person {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) name: String,
    /// How the person's machines are called.
    pub(super) handle: String,
    pub(super) standing: Standing,
}

impl Person {
    /// The `number`-th person; no two have one address.
    pub(super) fn new(number: usize, dice: &mut Dice) -> Self {
        let (first, last) = name(number);
        let round = number / (FIRST.len() * LAST.len());
        let suffix = if round == 0 { String::new() } else { (round + 1).to_string() };
        let handle = format!("{}-{}{suffix}", first.to_lowercase(), last.to_lowercase());
        let local = format!("{}.{}{suffix}", first.to_lowercase(), last.to_lowercase());
        let standing = standing(dice);
        let domain = match standing {
            Standing::Staff(_) | Standing::Left => DOMAIN,
            Standing::Contractor => dice.one_of(PARTNERS),
            Standing::Stranger => "mailbox.example",
        };
        // Identity providers send the case that people typed.
        let local = if dice.chance(30) { local.to_uppercase() } else { local };
        Self { id: dice.uuid(), email: format!("{local}@{domain}"), name: format!("{first} {last}"), handle, standing }
    }

    /// The group in the directory, for those who are in it.
    pub(super) fn group(&self) -> Option<&'static str> {
        match self.standing {
            Standing::Staff(team) => Some(team),
            Standing::Contractor => Some("contractors"),
            Standing::Left | Standing::Stranger => None,
        }
    }
}

/// Steps through all pairs before one comes again.
fn name(number: usize) -> (&'static str, &'static str) {
    let first = number % FIRST.len();
    let last = (number / FIRST.len() + first * 7) % LAST.len();
    (FIRST[first], LAST[last])
}

fn standing(dice: &mut Dice) -> Standing {
    match dice.below(1000) {
        0..=889 => Standing::Staff(dice.one_of(TEAMS)),
        890..=974 => Standing::Contractor,
        975..=996 => Standing::Left,
        _ => Standing::Stranger,
    }
}
