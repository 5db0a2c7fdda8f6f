//! `service_tokens` (product.md, sections 1 and 2.3; fine print A38).

use super::super::codes;
use super::super::draft::Draft;
use super::super::keys;
use super::super::node::Node;
use super::super::reader::{Fields, Reader};
use super::super::trouble::Trouble;
use crate::model::doorlist::{TokenEntry, TokenName};

impl Reader<'_, '_> {
    /// Reads one entry into the draft.
    pub(in super::super) fn service_token(&mut self, node: &Node, draft: &mut Draft) {
        let Some(fields) = self.fields(node, &keys::SERVICE_TOKEN) else { return };
        let token = self.token_name(&fields);
        let state = self.state(&fields);
        self.idle(&fields, state, &["restore"]);
        let entry = TokenEntry {
            devices: self.classes(&fields, None, draft).unwrap_or_default(),
            state,
            restore: self.flag_or_false(&fields, "restore"),
            require_closed: self.flag_or_false(&fields, "require_closed"),
            notes: self.notes(&fields, state, false, draft),
            origin: self.origin(node),
            token: match token {
                Some(token) => token,
                None => return,
            },
        };
        draft.service_tokens.push(entry);
    }

    /// `name` or `id`, one of them.
    fn token_name(&mut self, fields: &Fields<'_>) -> Option<TokenName> {
        match (fields.get("name"), fields.get("id")) {
            (Some(_), Some(id)) => {
                let message = "the entry has both `name` and `id`";
                let trouble = Trouble::new(codes::SEVERAL_SUBJECTS, id.key.range(), message);
                self.report(trouble.help("keep one; the id stays the same when the token is renamed"));
                None
            }
            (Some(name), None) => self.text(name).map(|text| TokenName::Name(text.to_owned())),
            (None, Some(id)) => self.text(id).map(|text| TokenName::Id(text.trim().to_owned())),
            (None, None) => {
                if !fields.mentions("name") && !fields.mentions("id") {
                    let trouble =
                        Trouble::new(codes::NO_SUBJECT, fields.node.range(), "the entry names no service token");
                    self.report(trouble.help("add `name` or `id`"));
                }
                None
            }
        }
    }
}
