//! Single values: text, words, numbers, booleans, and lists of them. What is wrong is noted and read as nothing.

use super::codes;
use super::node::{Kind, Node};
use super::reader::{Field, Reader};
use super::trouble::Trouble;
use super::words::{Words, did_you_mean, one_of};

impl Reader<'_, '_> {
    /// The text of a field, not empty.
    pub(super) fn text<'n>(&mut self, field: Field<'n>) -> Option<&'n str> {
        self.text_of(field.name, field.value)
    }

    /// A value that is to be text; `name` is its key.
    pub(super) fn text_of<'n>(&mut self, name: &str, node: &'n Node) -> Option<&'n str> {
        match &node.kind {
            Kind::Text(text) if text.trim().is_empty() => {
                self.report(Trouble::new(codes::EMPTY_TEXT, node.range(), format!("`{name}` is empty")));
                None
            }
            Kind::Text(text) => Some(text),
            Kind::Number | Kind::Bool(_) => {
                self.unquoted(name, node);
                None
            }
            Kind::Null | Kind::List(_) | Kind::Map(_) => {
                self.wrong_type(name, "text", node);
                None
            }
        }
    }

    /// A number where text is meant (fine print A34): leading zeros and exponents would be lost.
    fn unquoted(&mut self, name: &str, node: &Node) {
        let written = self.written(node).to_owned();
        let message = format!("`{name}` takes text, and YAML reads this as {}", node.described());
        let trouble = Trouble::new(codes::UNQUOTED_TEXT, node.range(), message).label("quote it");
        self.report(trouble.help(format!("write \"{written}\"")));
    }

    pub(super) fn wrong_type(&mut self, name: &str, wanted: &str, node: &Node) {
        let message = format!("`{name}` takes {wanted}, not {}", node.described());
        self.report(Trouble::new(codes::WRONG_TYPE, node.range(), message));
    }

    /// The value as it stands in the file.
    pub(super) fn written(&self, node: &Node) -> &str {
        self.source.text.get(node.range()).unwrap_or("")
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, field: Field<'_>) -> Option<bool> {
        if let Kind::Bool(value) = field.value.kind {
            return Some(value);
        }
        self.wrong_type(field.name, "`true` or `false`", field.value);
        None
    }

    /// One of the words.
    pub(super) fn word<T: Copy>(&mut self, field: Field<'_>, words: Words<T>) -> Option<T> {
        self.word_of(field.name, field.value, words)
    }

    /// One of the words, which a list or another mapping may hold.
    pub(super) fn word_of<T: Copy>(&mut self, name: &str, node: &Node, words: Words<T>) -> Option<T> {
        let all = || words.iter().map(|(word, _)| *word);
        let Kind::Text(text) = &node.kind else {
            self.wrong_type(name, &one_of(all()), node);
            return None;
        };
        let meaning = words.iter().find(|(word, _)| *word == &**text).map(|(_, meaning)| *meaning);
        if meaning.is_none() {
            let message = format!("`{name}` takes {}, not `{text}`", one_of(all()));
            let trouble = Trouble::new(codes::UNKNOWN_WORD, node.range(), message);
            self.report(trouble.maybe_help(did_you_mean(text, all())));
        }
        meaning
    }

    /// A whole number from `least` on.
    pub(super) fn whole(&mut self, field: Field<'_>, least: u64) -> Option<u64> {
        let node = field.value;
        if node.kind != Kind::Number {
            self.wrong_type(field.name, "a whole number", node);
            return None;
        }
        let written = self.written(node);
        let plain = written.bytes().all(|b| b.is_ascii_digit()) && (written == "0" || !written.starts_with('0'));
        let number = written.parse().ok().filter(|number| plain && *number >= least);
        if number.is_none() {
            let message = format!("`{}` takes a whole number from {least} on, in plain digits", field.name);
            self.report(Trouble::new(codes::BAD_NUMBER, node.range(), message));
        }
        number
    }

    /// Texts, one alone or a list of them that is not empty; `empty` says what an empty one would do.
    pub(super) fn some_texts<'n>(&mut self, field: Field<'n>, empty: &str) -> Vec<(&'n str, &'n Node)> {
        if field.value.is_empty_list() {
            let message = format!("`{}` is empty: {empty}", field.name);
            self.report(Trouble::new(codes::EMPTY_LIST, field.value.range(), message));
        }
        self.texts(field)
    }

    /// Texts, one alone or a list of them.
    pub(super) fn texts<'n>(&mut self, field: Field<'n>) -> Vec<(&'n str, &'n Node)> {
        let Kind::List(items) = &field.value.kind else {
            return self.text(field).map(|text| (text, field.value)).into_iter().collect();
        };
        items.iter().filter_map(|item| self.text_of(field.name, item).map(|text| (text, item))).collect()
    }

    /// The items of a list.
    pub(super) fn list<'n>(&mut self, field: Field<'n>) -> &'n [Node] {
        if let Kind::List(items) = &field.value.kind {
            return items;
        }
        self.wrong_type(field.name, "a list", field.value);
        &[]
    }
}
