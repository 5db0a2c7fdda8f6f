//! `protected` (product.md, sections 1 and 2.1; fine print A39).

use super::super::codes;
use super::super::draft::Draft;
use super::super::keys;
use super::super::node::Node;
use super::super::reader::{Field, Reader};
use super::super::trouble::Trouble;
use crate::model::doorlist::{ProtectedEntry, State};
use crate::model::selector::Selector;

impl Reader<'_, '_> {
    /// Reads one entry into the draft.
    pub(in super::super) fn protected(&mut self, node: &Node, draft: &mut Draft) {
        let Some(fields) = self.fields(node, &keys::PROTECTED) else { return };
        if !["email", "device", "group"].iter().any(|key| fields.mentions(key)) {
            let trouble = Trouble::new(codes::NO_SUBJECT, node.range(), "the entry protects nobody and nothing");
            self.report(trouble.help("add `email`, `device` or `group`"));
        }
        let email = fields.get("email").and_then(|field| {
            let text = self.text(field)?;
            self.address(text, field.value).inspect(|pattern| self.check_open(pattern, field.value))
        });
        let group = fields.get("group").and_then(|field| {
            let name = self.text(field)?.trim();
            self.uses_group(name, field.value, draft);
            Some(name.to_owned())
        });
        self.idle_warning(&fields);
        let entry = ProtectedEntry {
            email,
            device: fields.get("device").and_then(|field| self.protected_device(field)),
            group,
            notes: self.notes(&fields, State::Permitted, true, draft),
            origin: self.origin(node),
        };
        draft.protected.push(entry);
    }

    fn protected_device(&mut self, field: Field<'_>) -> Option<Selector> {
        let fields = self.fields(field.value, &keys::SELECTOR)?;
        self.check_selects(&fields, &keys::SELECTOR);
        Some(self.selector(&fields))
    }
}
