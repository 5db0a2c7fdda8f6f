//! `serials_from`: serial numbers from a column of a file.

use std::collections::HashSet;

use super::super::keys;
use super::super::reader::{Field, Reader};
use crate::model::selector::normal_serial;

impl Reader<'_, '_> {
    /// `serials_from`: the serials of a column, as they compare.
    pub(in super::super) fn serials_from(&mut self, field: Field<'_>) -> HashSet<String> {
        self.serials(field).unwrap_or_default()
    }

    fn serials(&mut self, field: Field<'_>) -> Option<HashSet<String>> {
        let fields = self.fields(field.value, &keys::SERIALS_FROM)?;
        let demands = self.demands(&fields);
        let file = fields.get("file").and_then(|field| self.text(field).map(|path| (field, path)));
        let column = fields.get("column").and_then(|field| self.text(field).map(|name| (field, name)));
        let ((file, path), column) = (file?, column?);
        let sheet = self.sheet(file, path, &demands)?;
        let column = self.column(&sheet, column)?;
        let found: Result<HashSet<String>, csv::Error> =
            sheet.rows().filter_map(|row| row.map(|row| normal_serial(row.cell(column))).transpose()).collect();
        let serials = found.map_err(|error| self.damaged(&sheet, file, &error)).ok()?;
        self.enough(&sheet, serials.len(), "distinct serials", file, &demands).then_some(serials)
    }
}
