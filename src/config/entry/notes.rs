//! What entries have in common: annotations, state, the classes that they name (product.md, section 1).

use super::super::codes;
use super::super::draft::{Draft, Marked};
use super::super::node::Node;
use super::super::reader::{Fields, Reader};
use super::super::trouble::Trouble;
use super::super::words::STATES;
use crate::model::doorlist::{Notes, State};

impl Reader<'_, '_> {
    /// `state`, `permitted` where nothing is said, and its quarrel with `until` (fine print A27).
    pub(super) fn state(&mut self, fields: &Fields<'_>) -> State {
        let state = fields.get("state").and_then(|field| self.word(field, STATES)).unwrap_or_default();
        if let (Some(until), false) = (fields.get("until"), state == State::Permitted) {
            let message = "`until` cannot stand with a state that removes: the entry would delete on the day after";
            let trouble = Trouble::new(codes::UNTIL_WITH_STATE, until.key.range(), message);
            self.report(trouble.help("remove `until`, and change the state on the day"));
        }
        state
    }

    /// Warns of keys that only a permitted entry heeds.
    pub(super) fn idle(&mut self, fields: &Fields<'_>, state: State, keys: &[&str]) {
        if state == State::Permitted {
            return;
        }
        for field in keys.iter().filter_map(|key| fields.get(key)) {
            let message = format!("`{}` changes nothing on an entry that permits nobody", field.name);
            self.report(Trouble::new(codes::NO_EFFECT, field.key.range(), message).help("remove it"));
        }
    }

    /// Warns of `warn_before` where nothing ends: a token has an end of its own, another entry only with `until`.
    pub(super) fn idle_warning(&mut self, fields: &Fields<'_>) {
        let Some(field) = fields.get("warn_before").filter(|_| !fields.mentions("until")) else { return };
        let message = "`warn_before` changes nothing on an entry without `until`";
        self.report(Trouble::new(codes::NO_EFFECT, field.key.range(), message).help("add `until`, or remove it"));
    }

    /// A boolean, false where nothing is said.
    pub(super) fn flag_or_false(&mut self, fields: &Fields<'_>, name: &str) -> bool {
        fields.get(name).and_then(|field| self.flag(field)).unwrap_or(false)
    }

    /// `reason`, `ticket`, `owner`, `until` and `warn_before`; remembers the entry for `require`.
    pub(super) fn notes(&mut self, fields: &Fields<'_>, state: State, protected: bool, draft: &mut Draft) -> Notes {
        let mut text = |name| fields.get(name).and_then(|field| self.text(field).map(|text| text.trim().to_owned()));
        let (reason, ticket, owner) = (text("reason"), text("ticket"), text("owner"));
        let until = fields.get("until").and_then(|field| self.until(field, &draft.zone));
        let warn_before = fields.get("warn_before").and_then(|field| self.duration(field)).map(|(length, _)| length);
        let notes = Notes { reason, ticket, owner, until, warn_before };
        if protected || state != State::Permitted || fields.mentions("until") {
            let place = self.place(fields.node);
            let ticket = fields.get("ticket").map(|field| self.place(field.value));
            draft.facts.marked.push(Marked { place, ticket, state, protected, notes: notes.clone() });
        }
        notes
    }

    /// The classes of `devices`; `empty` says what an empty list would do, where it is an error.
    pub(super) fn classes(
        &mut self,
        fields: &Fields<'_>,
        empty: Option<&str>,
        draft: &mut Draft,
    ) -> Option<Vec<String>> {
        let field = fields.get("devices")?;
        let names = match empty {
            Some(empty) => self.some_texts(field, empty),
            None => self.texts(field),
        };
        let uses = names.iter().map(|(name, node)| (name.trim().to_owned(), self.place(node)));
        draft.facts.class_uses.extend(uses);
        Some(names.into_iter().map(|(name, _)| name.trim().to_owned()).collect())
    }

    /// Notes that an entry names a group.
    pub(super) fn uses_group(&self, name: &str, node: &Node, draft: &mut Draft) {
        draft.facts.group_uses.push((name.to_owned(), self.place(node)));
    }
}
