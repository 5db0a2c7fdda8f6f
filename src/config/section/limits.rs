//! `limits` (product.md, sections 1 and 5; fine print A1).

use super::super::codes;
use super::super::keys;
use super::super::node::Kind;
use super::super::reader::{Field, Fields, Reader};
use super::super::trouble::Trouble;
use crate::model::doorlist::{Limit, Limits};

impl Reader<'_, '_> {
    /// `limits`; each that is not there has its default.
    pub(in super::super) fn limits(&mut self, field: Field<'_>) -> Limits {
        let defaults = Limits::default();
        let Some(fields) = self.fields(field.value, &keys::LIMITS) else { return defaults };
        Limits {
            removals: self.limit(&fields, "removals").unwrap_or(defaults.removals),
            percent: self.limit(&fields, "percent").unwrap_or(defaults.percent),
            people: self.limit(&fields, "people").unwrap_or(defaults.people),
        }
    }

    fn limit(&mut self, fields: &Fields<'_>, name: &str) -> Option<Limit> {
        let field = fields.get(name)?;
        match field.value.kind {
            Kind::Number => self.whole(field, 0).map(Limit::AtMost),
            Kind::Text(_) if field.value.as_text() == Some("unlimited") => Some(Limit::Unlimited),
            Kind::Text(_) | Kind::Null | Kind::Bool(_) | Kind::List(_) | Kind::Map(_) => {
                let message = format!("`{name}` takes a whole number or the word `unlimited`");
                let trouble = Trouble::new(codes::UNKNOWN_WORD, field.value.range(), message);
                self.report(trouble.help("0 means none"));
                None
            }
        }
    }
}
