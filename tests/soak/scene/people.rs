//! People: staff, contractors, strangers and those who leave.

use super::modes::Modes;
use super::rows::{Machine, Row};
use super::{Dice, Draft};

/// What the door list says of a row, as far as this is known without the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lot {
    Safe,
    Gone,
    /// Up to rules for machines, caps, cleanup.
    Open,
}

/// Somebody with registrations.
#[derive(Clone, Debug)]
struct Person {
    key: String,
    email: String,
}

impl Person {
    fn new(dice: &mut Dice, key: String, domain: &str) -> Self {
        let local = if dice.percent(25) { key.to_ascii_uppercase() } else { key.clone() };
        Self { email: format!("{local}@{domain}"), key }
    }

    fn row(&self, number: usize, machine: Machine) -> Row {
        let user = Some((format!("u-{}", self.key), self.email.clone()));
        let id = format!("r-{}-{number}", self.key);
        Row { id, user, machine, seen: 30, revoked: None, kind: "warp" }
    }
}

impl Draft {
    pub(super) fn row(&mut self, row: &Row, lot: Lot) {
        match lot {
            Lot::Safe => drop(self.safe.insert(row.id.clone())),
            Lot::Gone => drop(self.gone.insert(row.id.clone())),
            Lot::Open => {}
        }
        self.rows.add(row);
    }

    pub(super) fn people(&mut self, dice: &mut Dice, modes: &Modes) {
        self.emergency();
        for number in 0..dice.between(1, 8) {
            self.staff(dice, number);
        }
        for number in 0..dice.between(0, 4) {
            self.leaver(dice, number);
        }
        for number in 0..dice.between(0, 4) {
            self.contractor(dice, number);
        }
        for number in 0..dice.between(0, 5) {
            self.stranger(dice, modes, number);
        }
        for number in 0..dice.between(0, 2) {
            self.on_leave(dice, number);
        }
    }

    fn seat(&mut self, dice: &mut Dice, person: &Person) {
        if dice.percent(75) {
            let taken = dice.percent(90);
            self.rows.user(&format!("u-{}", person.key), &person.email, taken);
        }
    }

    /// Protected by address, unseen for long, and always there: no plan removes all of an account.
    fn emergency(&mut self) {
        let person = Person { key: "breakglass".to_owned(), email: "breakglass@acme.example".to_owned() };
        let row = Row { seen: 24 * 200, ..person.row(0, Machine::new("breakglass", "safe-in-the-basement")) };
        self.row(&row, Lot::Safe);
        self.protected.push("{ email: breakglass@acme.example, reason: emergency }".to_owned());
    }

    /// Permitted by the pattern. The first row is the newest, on a machine of the company.
    fn staff(&mut self, dice: &mut Dice, number: usize) {
        let person = Person::new(dice, format!("p{number}"), "acme.example");
        self.seat(dice, &person);
        let own = Machine::new(&person.key, &format!("corp-{}", person.key));
        self.row(&Row { seen: 1, ..person.row(0, own.clone()) }, Lot::Safe);
        for extra in 1..=dice.between(0, 3) {
            let key = format!("{}-{extra}", person.key);
            let name = format!("{}-{key}", dice.one(&["corp", "byod"]));
            let row = person.row(extra, Machine::new(&key, &name));
            match dice.below(7) {
                0 => self.row(&Row { seen: 24 * 200, ..row }, Lot::Open),
                1 => self.row(&Row { machine: own.again(), seen: 24 * 10, ..row }, Lot::Open),
                2 => self.row(&Row { revoked: Some(24 * 30), ..row }, Lot::Open),
                3 => self.row(&Row { revoked: Some(24), ..row }, Lot::Open),
                4 => self.row(&Row { machine: shared(), ..row }, Lot::Open),
                5 => self.stolen(dice, &row),
                _ => self.row(&Row { seen: 24 * 3, ..row }, Lot::Open),
            }
        }
    }

    fn stolen(&mut self, dice: &mut Dice, row: &Row) {
        let absent = dice.percent(50);
        let state = if absent { "absent" } else { "revoked" };
        self.machines.push(format!("{{ serial: {}, state: {state} }}", row.machine.serial));
        self.row(row, if absent { Lot::Gone } else { Lot::Open });
    }

    fn leaver(&mut self, dice: &mut Dice, number: usize) {
        let person = Person::new(dice, format!("a{number}"), "acme.example");
        self.seat(dice, &person);
        self.users.push(format!("{{ email: {}, state: absent, ticket: HR-{number} }}", person.email.to_lowercase()));
        for count in 0..dice.between(1, 3) {
            let key = format!("{}-{count}", person.key);
            let row = person.row(count, Machine::new(&key, &format!("corp-{key}")));
            match dice.below(8) {
                0 => self.row(&Row { machine: shared(), ..row }, Lot::Gone),
                1 => self.row(&Row { revoked: Some(24 * 2), ..row }, Lot::Gone),
                2 => self.row(&Row { machine: Machine::new(&key, &format!("keeper-{key}")), ..row }, Lot::Safe),
                3 => {
                    self.machines.push(format!("{{ serial: {}, state: absent }}", row.machine.serial));
                    self.row(&row, Lot::Gone);
                }
                _ => self.row(&row, Lot::Gone),
            }
        }
    }

    /// By an entry of their own, which may have ended.
    fn contractor(&mut self, dice: &mut Dice, number: usize) {
        let person = Person::new(dice, format!("c{number}"), "partner.example");
        self.seat(dice, &person);
        self.contractors.push(person.email.clone());
        let ended = dice.percent(50);
        let until = if ended { "2026-06-30" } else { "2027-06-30" };
        self.users
            .push(format!("{{ email: {}, until: {until}, owner: p0@acme.example }}", person.email.to_lowercase()));
        for count in 0..dice.between(1, 2) {
            let machine = Machine::new(&format!("{}-{count}", person.key), &format!("laptop-{}", person.key));
            self.row(&person.row(count, machine), if ended { Lot::Gone } else { Lot::Safe });
        }
    }

    fn stranger(&mut self, dice: &mut Dice, modes: &Modes, number: usize) {
        let person = Person::new(dice, format!("s{number}"), "elsewhere.example");
        self.seat(dice, &person);
        self.strangers.push(person.email.clone());
        let lot = unlisted(modes.unlisted_users);
        for count in 0..dice.between(1, 2) {
            let machine = Machine::new(&format!("{}-{count}", person.key), &format!("pc-{}", person.key));
            self.row(&person.row(count, machine), lot);
        }
    }

    fn on_leave(&mut self, dice: &mut Dice, number: usize) {
        let person = Person::new(dice, format!("v{number}"), "acme.example");
        self.seat(dice, &person);
        self.users.push(format!("{{ email: {}, state: revoked, reason: leave }}", person.email.to_lowercase()));
        let machine = Machine::new(&person.key, &format!("corp-{}", person.key));
        self.row(&person.row(0, machine), Lot::Open);
    }
}

/// What `unlisted` says.
pub(super) fn unlisted(fate: &str) -> Lot {
    match fate {
        "delete" => Lot::Gone,
        "revoke" => Lot::Open,
        _ => Lot::Safe,
    }
}

/// A machine that several people use.
fn shared() -> Machine {
    Machine::new("shared", "corp-shared")
}
