//! `offboarding` (product.md, sections 1 and 3; fine print A7).

use super::super::codes;
use super::super::keys;
use super::super::node::Kind;
use super::super::reader::{Field, Fields, Reader};
use super::super::trouble::Trouble;
use super::super::words::{DEVICE_RECORDS, SEATS, SESSIONS, TOKEN_STEPS, Words};
use crate::model::doorlist::{EnrollmentStep, Offboarding};

impl Reader<'_, '_> {
    /// `offboarding`; what is not there is reported and nothing more.
    pub(in super::super) fn offboarding(&mut self, field: Field<'_>) -> Offboarding {
        let Some(fields) = self.fields(field.value, &keys::OFFBOARDING) else { return Offboarding::default() };
        Offboarding {
            enrollment: fields.get("enrollment").and_then(|field| self.enrollment(field)).unwrap_or_default(),
            revoke_sessions: self.step(&fields, "sessions", SESSIONS),
            release_seats: self.step(&fields, "seats", SEATS),
            service_tokens: self.step(&fields, "service_tokens", TOKEN_STEPS),
            delete_devices: self.step(&fields, "devices", DEVICE_RECORDS),
        }
    }

    fn step<T: Copy + Default>(&mut self, fields: &Fields<'_>, name: &str, words: Words<T>) -> T {
        fields.get(name).and_then(|field| self.word(field, words)).unwrap_or_default()
    }

    /// `report`, `exclude`, or `{ block_list: NAME }`.
    fn enrollment(&mut self, field: Field<'_>) -> Option<EnrollmentStep> {
        match field.value.as_text() {
            Some("report") => return Some(EnrollmentStep::Report),
            Some("exclude") => return Some(EnrollmentStep::Exclude),
            _ => {}
        }
        if let Kind::Map(_) = field.value.kind {
            let fields = self.fields(field.value, &keys::BLOCK_LIST)?;
            let name = self.text(fields.get("block_list")?)?;
            return Some(EnrollmentStep::BlockList(name.to_owned()));
        }
        let message = "`enrollment` takes `report`, `exclude` or `{ block_list: NAME }`";
        self.report(Trouble::new(codes::UNKNOWN_WORD, field.value.range(), message));
        None
    }
}
