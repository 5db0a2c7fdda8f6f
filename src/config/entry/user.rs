//! `users` (product.md, sections 1 and 2.3).

use std::num::NonZeroU32;

use super::super::codes;
use super::super::draft::{Draft, Subject};
use super::super::email::exact;
use super::super::keys;
use super::super::node::{Kind, Node};
use super::super::reader::{Field, Fields, Reader};
use super::super::trouble::Trouble;
use crate::model::Pattern;
use crate::model::doorlist::{UserEntry, Who};

impl Reader<'_, '_> {
    /// Reads one entry into the draft.
    pub(in super::super) fn user(&mut self, node: &Node, draft: &mut Draft) {
        let Some(fields) = self.fields(node, &keys::USER) else { return };
        let who = self.who(&fields, draft);
        let state = self.state(&fields);
        self.idle(&fields, state, &["restore", "max_registrations", "devices"]);
        self.idle_warning(&fields);
        let entry = UserEntry {
            except: self.except(&fields, who.as_ref()),
            devices: self.classes(&fields, Some("nobody would be permitted on any device"), draft),
            max_registrations: fields.get("max_registrations").and_then(|field| self.max_registrations(field)),
            state,
            restore: self.flag_or_false(&fields, "restore"),
            require_closed: self.flag_or_false(&fields, "require_closed"),
            notes: self.notes(&fields, state, false, draft),
            origin: self.origin(node),
            who: match who {
                Some(who) => who,
                None => return,
            },
        };
        draft.users.push(entry);
    }

    /// `email` or `group`, one of them.
    fn who(&mut self, fields: &Fields<'_>, draft: &mut Draft) -> Option<Who> {
        match (fields.get("email"), fields.get("group")) {
            (Some(_), Some(group)) => {
                let message = "the entry has both `email` and `group`";
                let trouble = Trouble::new(codes::SEVERAL_SUBJECTS, group.key.range(), message);
                self.report(trouble.help("split it into two entries"));
                None
            }
            (Some(email), None) => self.email(email, draft),
            (None, Some(group)) => self.group(group, draft),
            (None, None) => {
                if !fields.mentions("email") && !fields.mentions("group") {
                    let trouble = Trouble::new(codes::NO_SUBJECT, fields.node.range(), "the entry names nobody");
                    self.report(trouble.help("add `email` or `group`"));
                }
                None
            }
        }
    }

    fn email(&mut self, field: Field<'_>, draft: &mut Draft) -> Option<Who> {
        if let Kind::List(_) = field.value.kind {
            let message = "`email` takes one address or pattern, not a list";
            let trouble = Trouble::new(codes::WRONG_TYPE, field.value.range(), message);
            self.report(trouble.help("write an entry for each, or list a group in the `directory` file"));
            return None;
        }
        let text = self.text(field)?;
        let pattern = self.person(text, field.value)?;
        self.check_open(&pattern, field.value);
        let subject = Subject::Email(pattern.as_str().to_owned());
        draft.facts.subjects.push((subject, self.place(field.value)));
        Some(exact(&pattern).map_or(Who::Pattern(pattern), Who::Exact))
    }

    fn group(&mut self, field: Field<'_>, draft: &mut Draft) -> Option<Who> {
        let name = self.text(field)?.trim();
        draft.facts.subjects.push((Subject::Group(name.to_owned()), self.place(field.value)));
        self.uses_group(name, field.value, draft);
        Some(Who::Group(name.to_owned()))
    }

    /// `except`: addresses and patterns.
    fn except(&mut self, fields: &Fields<'_>, who: Option<&Who>) -> Vec<Pattern> {
        let Some(field) = fields.get("except") else { return Vec::new() };
        if let Some(Who::Exact(email)) = who {
            let message = format!("`except` changes nothing on the entry of the one address `{email}`");
            self.report(Trouble::new(codes::NO_EFFECT, field.key.range(), message).help("remove it"));
        }
        let texts = self.texts(field);
        let mut patterns = Vec::with_capacity(texts.len());
        for (text, node) in texts {
            let Some(pattern) = self.person(text, node) else { continue };
            self.check_excepted(&pattern, node, who);
            patterns.push(pattern);
        }
        patterns
    }

    /// An exact address that the entry's pattern does not match anyway is mostly a slip in its domain.
    fn check_excepted(&mut self, excepted: &Pattern, node: &Node, who: Option<&Who>) {
        let Some(Who::Pattern(pattern)) = who else { return };
        if excepted.is_exact() && !pattern.matches(excepted.as_str()) {
            let message =
                format!("`{}` does not match `{}`, so it excepts nobody", excepted.as_str(), pattern.as_str());
            self.report(Trouble::new(codes::EXCEPT_UNMATCHED, node.range(), message).help("correct the address"));
        }
    }

    fn max_registrations(&mut self, field: Field<'_>) -> Option<NonZeroU32> {
        if field.value.kind == Kind::Number && self.written(field.value) == "0" {
            let message = "`max_registrations: 0` would permit a person without any device";
            let trouble = Trouble::new(codes::ZERO_REGISTRATIONS, field.value.range(), message);
            self.report(trouble.help("write `state: absent`"));
            return None;
        }
        let most = u32::try_from(self.whole(field, 1)?).unwrap_or(u32::MAX);
        NonZeroU32::new(most)
    }
}
