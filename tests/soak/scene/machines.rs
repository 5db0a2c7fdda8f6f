//! Machines without a person: kiosks and runners of service tokens, connectors, and rows without a user.

use super::modes::Modes;
use super::people::{Lot, unlisted};
use super::rows::{Machine, Row};
use super::{Dice, Draft};

const SERVICE: &str = "non_identity@acme.cloudflareaccess.com";
const CONNECTOR: &str = "warp_connector@acme.cloudflareaccess.com";
const FOREIGN: &str = "non_identity@globex.cloudflareaccess.com";

impl Draft {
    pub(super) fn machines(&mut self, dice: &mut Dice, modes: &Modes) {
        for name in ["kiosk", "runner"] {
            self.token(dice, modes, name);
        }
        self.rows.token("t-spare", "spare", true);
        for number in 0..dice.between(0, 2) {
            self.machine("odd", number, Some(SERVICE), unlisted(modes.unlisted_tokens));
        }
        for number in 0..dice.between(0, 2) {
            self.machine("gateway", number, Some(CONNECTOR), Lot::Safe);
        }
        self.protected.push("{ device: { name: \"router-*\" } }".to_owned());
        self.protected.push("{ device: { name: \"keeper-*\" } }".to_owned());
        self.machine("router", 0, Some(SERVICE), Lot::Safe);
        if dice.percent(30) {
            self.machine("nobody", 0, None, Lot::Safe);
            self.machine("foreign", 0, Some(FOREIGN), Lot::Safe);
        }
    }

    /// A token with its machines; perhaps without an entry.
    fn token(&mut self, dice: &mut Dice, modes: &Modes, name: &str) {
        let enabled = dice.percent(85);
        self.rows.token(&format!("t-{name}"), name, enabled);
        let (says, lot) = match dice.below(6) {
            0 => ("", Lot::Safe),
            1 => (", state: revoked", Lot::Open),
            2 => (", until: 2026-06-30", Lot::Gone),
            3 | 4 => (", state: absent", Lot::Gone),
            _ => ("none", unlisted(modes.unlisted_tokens)),
        };
        if says != "none" {
            self.tokens.push(format!("{{ name: {name}, devices: [{name}]{says} }}"));
        }
        self.machines.push(format!("{{ class: {name}, name: \"{name}-*\" }}"));
        for number in 0..dice.between(0, 3) {
            self.machine(name, number, Some(SERVICE), lot);
        }
    }

    fn machine(&mut self, name: &str, number: usize, email: Option<&str>, lot: Lot) {
        let machine = Machine::new(&format!("{name}-{number}"), &format!("{name}-{number}"));
        let user = email.map(|email| (format!("u-{email}"), email.to_owned()));
        let id = format!("r-{name}-{number}");
        self.row(&Row { id, user, machine, seen: 20, revoked: None, kind: "warp" }, lot);
    }
}
