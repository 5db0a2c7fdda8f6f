//! `devices`: members of classes, and machines with a state (product.md, sections 1 and 2.2; fine print A38).

use super::super::codes;
use super::super::draft::Draft;
use super::super::keys;
use super::super::node::Node;
use super::super::reader::{Fields, Reader};
use super::super::trouble::Trouble;
use crate::model::doorlist::{DeviceEntry, State};

impl Reader<'_, '_> {
    /// Reads one entry into the draft.
    pub(in super::super) fn device(&mut self, node: &Node, draft: &mut Draft) {
        let Some(fields) = self.fields(node, &keys::DEVICE) else { return self.problems.incomplete() };
        if fields.get("class").is_none() && fields.mentions("class") {
            self.problems.incomplete();
        }
        let class = fields.get("class").and_then(|field| self.text(field)).map(|name| name.trim().to_owned());
        draft.facts.classes.extend(class.clone());
        let state = self.state(&fields);
        self.check_device_says_something(&fields, state);
        let mut select = self.selector(&fields);
        if let Some(field) = fields.get("serials_from") {
            let serials = self.serials_from(field);
            select.serial.get_or_insert_default().extend(serials);
        }
        self.check_selects(&fields, &keys::DEVICE);
        self.idle_warning(&fields);
        let entry = DeviceEntry {
            class,
            select,
            state,
            require_closed: self.flag_or_false(&fields, "require_closed"),
            notes: self.notes(&fields, state, false, draft),
            origin: self.origin(node),
        };
        draft.devices.push(entry);
    }

    fn check_device_says_something(&mut self, fields: &Fields<'_>, state: State) {
        let stated = fields.mentions("state") && (state != State::Permitted || fields.get("state").is_none());
        if fields.mentions("class") || stated {
            return;
        }
        let trouble =
            Trouble::new(codes::SAYS_NOTHING, fields.node.range(), "the entry has neither a class nor a state");
        self.report(trouble.help("add `class`, or `state: revoked` or `absent`"));
    }

    /// An entry without a selector matches nothing.
    pub(super) fn check_selects(&mut self, fields: &Fields<'_>, keys: &keys::Keys) {
        let selectors: Vec<&str> = keys.all().filter(|key| is_selector(key)).collect();
        if selectors.iter().any(|key| fields.mentions(key)) {
            return;
        }
        let message = format!("{} does not say which devices it is about", keys.called);
        let help = format!("add one or more of {}", selectors.join(", "));
        self.report(Trouble::new(codes::NO_SELECTOR, fields.node.range(), message).help(help));
    }
}

fn is_selector(key: &str) -> bool {
    key == "serials_from" || keys::SELECTOR.find(key).is_some()
}
