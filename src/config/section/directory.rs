//! `directory`: groups and their members from a CSV file (product.md, section 1; fine print A18).

use std::collections::{BTreeMap, HashSet};

use super::super::codes;
use super::super::csv::{Demands, Row, Sheet};
use super::super::email::is_address;
use super::super::keys;
use super::super::reader::{Field, Reader};
use super::super::trouble::Trouble;
use crate::model::Email;
use crate::model::identity::is_synthetic;

/// The groups that a directory file gives.
pub(in super::super) type Directory = BTreeMap<String, HashSet<Email>>;

impl Reader<'_, '_> {
    /// `directory`; nothing where the file cannot be relied on, which stops the run.
    pub(in super::super) fn directory(&mut self, field: Field<'_>) -> Option<Directory> {
        let fields = self.fields(field.value, &keys::DIRECTORY)?;
        let demands = self.demands(&fields);
        let file = fields.get("file").and_then(|field| self.text(field).map(|path| (field, path)));
        let email = fields.get("email_column").and_then(|field| self.text(field).map(|name| (field, name)));
        let group = fields.get("group_column").and_then(|field| self.text(field).map(|name| (field, name)));
        let ((file, path), email, group) = (file?, email?, group?);
        let sheet = self.sheet(file, path, &demands)?;
        let (email, group) = (self.column(&sheet, email), self.column(&sheet, group));
        let columns = [email?, group?];
        self.groups(&sheet, columns, file, &demands)
    }

    fn groups(&mut self, sheet: &Sheet, columns: [usize; 2], file: Field<'_>, demands: &Demands) -> Option<Directory> {
        let mut groups = Directory::new();
        let mut people = HashSet::new();
        for row in sheet.rows() {
            let row = row.map_err(|error| self.damaged(sheet, file, &error)).ok()?;
            let [address, group] = columns.map(|column| row.cell(column));
            if address.is_empty() {
                continue;
            }
            if !is_address(address) {
                self.not_an_address(sheet, &row, address);
                return None;
            }
            let email = Email::new(address);
            people.insert(email.clone());
            if !group.is_empty() {
                let members = groups.entry(group.to_owned()).or_default();
                // A group holds no machine (product.md, section 1).
                members.extend((!is_synthetic(email.as_str())).then_some(email));
            }
        }
        self.enough(sheet, people.len(), "distinct addresses", file, demands).then_some(groups)
    }

    /// Anything but an address in that column means that the wrong column is read.
    fn not_an_address(&mut self, sheet: &Sheet, row: &Row, cell: &str) {
        let message = format!("`{cell}` in `{}` is not an e-mail address", sheet.name);
        let trouble = Trouble::new(codes::CSV_BAD_ADDRESS, row.line.clone(), message);
        self.problems.push(&sheet.source(), trouble.help("check `email_column`; patterns are not read here"));
    }
}
