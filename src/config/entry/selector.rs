//! Device selectors (product.md, section 1; fine print A31, A34, A47).

use std::collections::HashSet;

use super::super::codes;
use super::super::node::Node;
use super::super::reader::{Field, Fields, Reader};
use super::super::trouble::Trouble;
use super::super::words::{OPERATING_SYSTEMS, REGISTRATION_TYPES, did_you_mean};
use crate::model::Pattern;
use crate::model::selector::{Selector, normal_serial};

impl Reader<'_, '_> {
    /// The selectors among the fields of an entry.
    pub(super) fn selector(&mut self, fields: &Fields<'_>) -> Selector {
        Selector {
            id: self.selected(fields, "id", |_, text, _| Some(text.trim().into())),
            serial: self.selected(fields, "serial", Self::serial).map(HashSet::from_iter),
            hardware_id: self.selected(fields, "hardware_id", |_, text, _| Some(folded(text))),
            name: self.selected(fields, "name", |_, text, _| Some(Pattern::new(text))),
            tag: self.selected(fields, "tag", Self::tag),
            os: self.selected(fields, "os", |reader, text, node| {
                Some(reader.open_word("operating system", text, node, OPERATING_SYSTEMS))
            }),
            profile: self.selected(fields, "profile", |_, text, _| Some(folded(text))),
            kind: self.selected(fields, "type", |reader, text, node| {
                Some(reader.open_word("registration type", text, node, REGISTRATION_TYPES))
            }),
        }
    }

    /// Each text of a selector, read by `read`.
    fn selected<T>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        mut read: impl FnMut(&mut Self, &str, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let field: Field<'_> = fields.get(name)?;
        let texts = self.some_texts(field, "the entry would match no device");
        Some(texts.into_iter().filter_map(|(text, node)| read(self, text, node)).collect())
    }

    /// A serial as it compares; a placeholder matches nothing, and that is said.
    fn serial(&mut self, text: &str, node: &Node) -> Option<String> {
        let serial = normal_serial(text);
        if serial.is_none() {
            let message = format!("the serial `{}` stands in many machines and matches nothing", text.trim());
            let trouble = Trouble::new(codes::PLACEHOLDER_SERIAL, node.range(), message);
            self.report(trouble.help("select the machine by `hardware_id` or `id`"));
        }
        serial
    }

    fn tag(&mut self, text: &str, node: &Node) -> Option<(Box<str>, Box<str>)> {
        let parts = text.split_once(':').map(|(key, value)| (key.trim(), value.trim()));
        let Some((key, value)) = parts.filter(|(key, value)| !key.is_empty() && !value.is_empty()) else {
            let message = format!("the tag `{text}` is not `key:value`");
            self.report(Trouble::new(codes::BAD_TAG, node.range(), message).help("for example `tag: site:berlin`"));
            return None;
        };
        Some((key.into(), value.into()))
    }

    /// A word of an open set: one that is not known is kept, and said.
    fn open_word(&mut self, what: &str, text: &str, node: &Node, known: &[&str]) -> String {
        let word = folded(text);
        if !known.contains(&&*word) {
            let message = format!("the {what} `{text}` is not known; those that are known are {}", known.join(", "));
            let trouble = Trouble::new(codes::UNKNOWN_DEVICE_WORD, node.range(), message);
            self.report(trouble.maybe_help(did_you_mean(&word, known.iter().copied())));
        }
        word
    }
}

fn folded(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}
