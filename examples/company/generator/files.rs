//! The door list and the two exports that it reads.

use std::fmt::Write;

use super::account::ACCOUNT;
use super::company::Company;
use super::people::{Person, Standing};

const HEAD: &str = "\
# yaml-language-server: $schema=../../schema/doorlist.schema.json
#
# Larkfield: staff by team, contractors by group, machines by class. Written by
# `cargo run --example company -- examples/company`, like the two CSV files beside it.
version: 1
";

const RULES: &str = "\
timezone: Europe/Lisbon

unlisted:
  users: delete             # in no team, in no group, not named: gone from the company
  service_tokens: report
  devices: report           # a permitted person on a machine that is in no class of theirs
  connectors: keep

require: { on: [absent, revoked, until, protected], fields: [reason] }
";

const CLASSES: &str = "\
service_tokens:
  - { name: ci-runners, devices: [runner] }
  - { name: kiosks, devices: [kiosk] }

devices:
  - class: corporate
    serials_from: { file: serials.csv, column: serial }   # with max_age: 48h where a job writes it
  - { class: shared, tag: \"use:shared\" }
  - { class: phone, os: [ios, android] }
  - { class: extension, type: browser_extension }
  - { class: kiosk, name: \"kiosk-*\", os: windows }
  - { class: runner, name: \"ci-runner-*\" }
";

const CARE: &str = "\
protected:
  - device: { name: \"cloudflare-warp-connector-*\" }
    reason: site routers; losing one takes a site off the network

cleanup:
  stale: { after: 90d, action: delete }
  duplicates: { action: delete }
  revoked: { after: 14d, action: delete }
";

impl Company {
    /// The door list.
    pub(crate) fn doorlist(&self) -> String {
        let mut text = HEAD.to_owned();
        let size = self.registrations.len();
        let mut line = |line: String| text.push_str(&line);
        line(format!("account: {{ id: {ACCOUNT}, team: larkfield }}\n"));
        line(format!("{RULES}\n{}\n{}\n{CLASSES}", self.directory_key(), self.users()));
        line(self.stolen());
        line(format!("\n{CARE}"));
        line(format!("limits: {{ removals: {}, percent: 20, people: {} }}\n", size / 6, size / 25));
        text
    }

    /// Who is in which group, as an identity provider exports it.
    pub(crate) fn directory(&self) -> String {
        let mut text = "mail,team,name\n".to_owned();
        for person in &self.people {
            if let Some(group) = person.group() {
                let _ = writeln!(text, "{},{group},{}", person.email.to_lowercase(), person.name);
            }
        }
        text
    }

    /// The asset list, with what people type into such lists.
    pub(crate) fn serials(&self) -> String {
        let mut text = "asset,serial,note\n".to_owned();
        let assets = self.machines.iter().filter(|machine| machine.is_asset);
        for (number, serial) in assets.filter_map(|machine| machine.serial.as_deref()).enumerate() {
            let serial =
                if number.is_multiple_of(40) { format!(" {} ", serial.to_lowercase()) } else { serial.to_owned() };
            let _ = writeln!(text, "LF-{number:05},{serial},");
        }
        text.push_str("LF-SPARE,To Be Filled By O.E.M.,\"self-built, no serial\"\n");
        text
    }

    fn directory_key(&self) -> String {
        let members = self.people.iter().filter(|person| person.group().is_some()).count();
        let columns = "email_column: mail, group_column: team";
        // A checkout has no modification times worth trusting; an export written by a job has.
        format!(
            "directory: {{ file: directory.csv, {columns}, min_members: {} }}   # with max_age: 24h where a job writes it\n",
            members * 9 / 10
        )
    }

    fn users(&self) -> String {
        let mut text = "users:\n".to_owned();
        let mut left = self.people.iter().filter(|person| person.standing == Standing::Left);
        for (number, person) in left.by_ref().take(6).enumerate() {
            let rest = format!("state: absent, ticket: HR-{}, reason: left in November", 1042 + number);
            let _ = writeln!(text, "  - {{ email: {}, {rest} }}", address(person));
        }
        let mut staff = self.people.iter().filter(|person| matches!(person.standing, Standing::Staff(_))).skip(20);
        if let Some(person) = staff.next() {
            let _ = writeln!(text, "  - {{ email: {}, state: revoked, reason: parental leave }}", address(person));
        }
        let mut contractors = self.people.iter().filter(|person| person.standing == Standing::Contractor);
        for (person, day) in contractors.by_ref().zip(["2026-11-20", "2026-11-30", "2027-03-31"]) {
            let rest = format!("until: {day}, owner: purchasing@larkfield.example, reason: statement of work");
            let _ = writeln!(text, "  - {{ email: {}, {rest} }}", address(person));
        }
        for team in super::names::TEAMS {
            let classes = "devices: [corporate, shared, phone, extension], max_registrations: 4";
            let _ = writeln!(text, "  - {{ group: {team}, {classes} }}");
        }
        text.push_str("  - { group: contractors, max_registrations: 2 }\n");
        text
    }

    fn stolen(&self) -> String {
        let machine = self.machines.iter().filter(|machine| machine.is_asset).nth(12);
        let serial = machine.and_then(|machine| machine.serial.as_deref()).unwrap_or("NOWHERE1");
        format!("  - {{ serial: {serial}, state: revoked, ticket: SEC-77, reason: stolen 2026-11-20 }}\n")
    }
}

fn address(person: &Person) -> String {
    person.email.to_lowercase()
}
