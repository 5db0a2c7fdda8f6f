//! A random account with a random door list, and what must become of it whatever happens.
//!
//! Who is permitted is known from how the account was made, not from what the program says of it: `safe` rows must
//! never go, `gone` rows must be gone in the end, and the rest is up to the rules for machines and to the cleanup.
//!
//! * `modes` – what the door list says beside its entries
//! * `people`, `machines` – who is there, and which entries they have
//! * `rows`, `policies` – the account, as the API returns it
//! * `door_list` – the file

mod door_list;
mod machines;
mod modes;
mod people;
mod policies;
mod rows;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::dice::Dice;
use modes::Modes;
use rows::Rows;

/// The account of all scenes.
pub(crate) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

/// The clock of all scenes.
pub(crate) const NOW: &str = "2026-11-22T00:00:00Z";

/// An account and a door list.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) account: Value,
    pub(crate) door_list: String,
    /// Registrations that something permits, or that no rule of the door list is about.
    pub(crate) safe: BTreeSet<String>,
    /// Registrations of who has to leave.
    pub(crate) gone: BTreeSet<String>,
}

/// A scene in the making.
#[derive(Debug, Default)]
struct Draft {
    rows: Rows,
    safe: BTreeSet<String>,
    gone: BTreeSet<String>,
    users: Vec<String>,
    tokens: Vec<String>,
    machines: Vec<String>,
    protected: Vec<String>,
    contractors: Vec<String>,
    strangers: Vec<String>,
}

impl Scene {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let modes = Modes::new(dice);
        let mut draft = Draft::default();
        draft.people(dice, &modes);
        draft.machines(dice, &modes);
        let policies = policies::Policies::new(dice, &draft);
        Self {
            account: json!({
                "recorded_at": NOW,
                "account": { "id": ACCOUNT, "name": "Acme" },
                "organization": { "name": "Acme", "auth_domain": "acme.cloudflareaccess.com" },
                "registrations": draft.rows.registrations,
                "physical_devices": draft.rows.devices,
                "users": draft.rows.users,
                "service_tokens": draft.rows.tokens,
                "applications": policies.applications,
                "policies": policies.reusable,
                "groups": [],
                "lists": [policies::block_list()],
            }),
            door_list: door_list::text(&draft, &modes),
            safe: draft.safe,
            gone: draft.gone,
        }
    }

    pub(crate) fn recording(&self) -> Vec<u8> {
        self.account.to_string().into_bytes()
    }
}
