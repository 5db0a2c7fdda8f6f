//! The recorded account, written row by row, so that a million of them need no second copy in memory.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::company::{Company, Owner};
use super::enrollment;
use super::rows::{DeviceRow, RegistrationRow, UserRow};

/// The account's id.
pub(super) const ACCOUNT: &str = "1a2cf1e1d0000000000000000000face";

/// What registrations say of a machine or of a person, counted once.
#[derive(Clone, Default)]
struct Use {
    active: u32,
    seen: Option<i64>,
}

impl Company {
    /// Writes the account as one JSON object with one row a line.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub(crate) fn write_account(&self, out: &mut impl Write) -> io::Result<()> {
        let of_machines = self.use_by(self.machines.len(), |row| Some(row.machine));
        let of_people = self.use_by(self.people.len(), |row| match row.owner {
            Owner::Person(place) => Some(place),
            Owner::Service | Owner::Connector | Owner::Nobody => None,
        });
        writeln!(out, "{{\"recorded_at\":\"2026-11-22T00:00:00Z\",")?;
        writeln!(out, "\"account\":{},", json!({ "id": ACCOUNT, "name": "Larkfield" }))?;
        let organization = json!({ "name": "Larkfield", "auth_domain": "larkfield.cloudflareaccess.com" });
        writeln!(out, "\"organization\":{organization},")?;
        list(out, "registrations", self.registration_rows())?;
        let devices = self.machines.iter().zip(&of_machines);
        list(out, "physical_devices", devices.map(|(machine, used)| DeviceRow::new(machine, used.active, used.seen)))?;
        let users = self.people.iter().zip(&of_people);
        list(out, "users", users.map(|(person, used)| UserRow::new(person, used.active)))?;
        for (name, rows) in enrollment::lists(self) {
            list(out, name, rows)?;
        }
        writeln!(out, "\"groups\":{}}}", enrollment::groups())
    }

    fn registration_rows(&self) -> impl Iterator<Item = RegistrationRow<'_>> {
        let rows = self.registrations.iter().enumerate();
        rows.map(|(number, row)| RegistrationRow::new(number, row, &self.machines[row.machine], &self.people))
    }

    fn use_by(&self, count: usize, place: impl Fn(&super::company::Registered) -> Option<usize>) -> Vec<Use> {
        let mut all = vec![Use::default(); count];
        for row in &self.registrations {
            let Some(used) = place(row).map(|place| &mut all[place]) else { continue };
            used.active += u32::from(row.revoked.is_none());
            used.seen = used.seen.into_iter().chain(row.seen).min();
        }
        all
    }
}

fn list<T: Serialize>(out: &mut impl Write, name: &str, rows: impl IntoIterator<Item = T>) -> io::Result<()> {
    write!(out, "\"{name}\":[")?;
    for (number, row) in rows.into_iter().enumerate() {
        write!(out, "{}", if number == 0 { "\n" } else { ",\n" })?;
        serde_json::to_writer(&mut *out, &row)?;
    }
    writeln!(out, "],")
}
