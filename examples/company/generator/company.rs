//! Who has registered what, and when it was last seen.

use super::machines::Machine;
use super::names::SITES;
use super::people::{Person, Standing};
use super::random::Dice;

/// Every size has the same seed, so that a benchmark measures the same company twice.
const SEED: u64 = 0x1a2c_f1e1d;

pub(super) const HOUR: i64 = 3_600;
pub(super) const DAY: i64 = 24 * HOUR;

/// Whose a registration is.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// By place among the people.
    Person(usize),
    /// `non_identity@…`.
    Service,
    /// `warp_connector@…`.
    Connector,
    /// No user on the row.
    Nobody,
}

/// One registration; times are seconds before the account was recorded.
pub(super) struct Registered {
    pub(super) id: String,
    pub(super) owner: Owner,
    /// By place among the machines.
    pub(super) machine: usize,
    pub(super) made: i64,
    pub(super) seen: Option<i64>,
    pub(super) revoked: Option<i64>,
    pub(super) extension: bool,
}

/// The whole company.
pub(crate) struct Company {
    pub(super) people: Vec<Person>,
    pub(super) machines: Vec<Machine>,
    pub(super) registrations: Vec<Registered>,
    dice: Dice,
    size: usize,
}

impl Company {
    /// A company with exactly so many registrations.
    pub(crate) fn with(size: usize) -> Self {
        let none = (Vec::new(), Vec::new(), Vec::new());
        let mut company = Self { people: none.0, machines: none.1, registrations: none.2, dice: Dice::new(SEED), size };
        company.routers();
        company.kiosks();
        company.runners();
        company.staff();
        company
    }

    fn routers(&mut self) {
        for number in 0..(self.size / 450).max(1) {
            let router = Machine::router(site(number), number / SITES.len() + 1, &mut self.dice);
            let machine = self.own(router);
            self.register(Owner::Connector, machine, 300 * DAY, Some(60));
        }
    }

    fn kiosks(&mut self) {
        for number in 0..self.size / 45 {
            let kiosk = Machine::kiosk(site(number), number, &mut self.dice);
            let machine = self.own(kiosk);
            let seen = self.dice.between(60, 2 * HOUR);
            self.register(Owner::Service, machine, 200 * DAY, Some(seen));
        }
    }

    /// One in three was killed before it could sign off.
    fn runners(&mut self) {
        for _ in 0..self.size / 20 {
            let runner = Machine::runner(&mut self.dice);
            let machine = self.own(runner);
            let leaked = self.dice.chance(333);
            let seen = if leaked { self.dice.between(8 * DAY, 90 * DAY) } else { self.dice.between(60, 5 * HOUR) };
            self.register(Owner::Service, machine, seen + HOUR, Some(seen));
        }
    }

    fn staff(&mut self) {
        let mut shared = None;
        while self.registrations.len() < self.size {
            let number = self.people.len();
            self.people.push(Person::new(number, &mut self.dice));
            if number.is_multiple_of(60) {
                let machine = Machine::shared(site(number / 60), number / 60, &mut self.dice);
                shared = Some(self.own(machine));
            }
            match (number % 60, shared) {
                (0..=3, Some(machine)) => self.sit_down(number, machine),
                _ => self.equip(number),
            }
        }
        self.registrations.truncate(self.size);
    }

    /// A place at a machine that several people share.
    fn sit_down(&mut self, person: usize, machine: usize) {
        let seen = self.dice.between(HOUR, 40 * DAY);
        self.register(Owner::Person(person), machine, 250 * DAY, Some(seen));
    }

    fn equip(&mut self, person: usize) {
        let laptop = Machine::laptop(&self.people[person].handle.clone(), person, &mut self.dice);
        let laptop = Machine { is_asset: self.is_ours(person) && laptop.is_asset, ..laptop };
        let ghost = self.dice.chance(35).then(|| Machine::reimaged(&laptop, &mut self.dice));
        let machine = self.own(laptop);
        self.laptop(person, machine);
        if let Some(ghost) = ghost {
            let machine = self.own(ghost);
            let seen = self.dice.between(100 * DAY, 300 * DAY);
            self.register(Owner::Person(person), machine, seen + 200 * DAY, Some(seen));
        }
        self.extras(person);
    }

    fn laptop(&mut self, person: usize, machine: usize) {
        let seen = match self.dice.below(1000) {
            0..=34 => Some(self.dice.between(91 * DAY, 500 * DAY)),
            35..=39 => None,
            _ => Some(self.dice.between(300, 20 * DAY)),
        };
        let owner = if self.dice.chance(2) { Owner::Nobody } else { Owner::Person(person) };
        self.register(owner, machine, 600 * DAY, seen);
        if self.dice.chance(20) {
            let since = self.dice.between(DAY, 60 * DAY);
            self.last().revoked = Some(since);
            self.last().seen = Some(since + HOUR);
        }
    }

    fn extras(&mut self, person: usize) {
        let handle = self.people[person].handle.clone();
        let mut more = Vec::new();
        if self.dice.chance(220) {
            more.push((Machine::phone(&handle, &mut self.dice), false));
        }
        if self.dice.chance(70) {
            more.push((Machine::home_computer(&handle, &mut self.dice), false));
        }
        if self.dice.chance(50) {
            more.push((Machine::browser(&handle, &mut self.dice), true));
        }
        for (machine, extension) in more {
            let machine = self.own(machine);
            let seen = self.dice.between(600, 60 * DAY);
            self.register(Owner::Person(person), machine, 120 * DAY, Some(seen));
            self.last().extension = extension;
        }
    }

    /// Whether the company gave this person a laptop.
    fn is_ours(&self, person: usize) -> bool {
        matches!(self.people[person].standing, Standing::Staff(_) | Standing::Left)
    }

    fn own(&mut self, machine: Machine) -> usize {
        self.machines.push(machine);
        self.machines.len() - 1
    }

    /// Made some time before `at_most`, never after it was seen.
    fn register(&mut self, owner: Owner, machine: usize, at_most: i64, seen: Option<i64>) {
        let made = self.dice.between(seen.unwrap_or(DAY) + 60, at_most.max(seen.unwrap_or(DAY) + 120));
        let id = self.dice.uuid();
        self.registrations.push(Registered { id, owner, machine, made, seen, revoked: None, extension: false });
    }

    fn last(&mut self) -> &mut Registered {
        self.registrations.last_mut().expect("called after a registration was made")
    }
}

fn site(number: usize) -> &'static str {
    SITES[number % SITES.len()]
}
