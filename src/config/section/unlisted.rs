//! `unlisted` (product.md, section 1; fine print A5).

use super::super::codes;
use super::super::keys;
use super::super::reader::{Field, Fields, Reader};
use super::super::trouble::Trouble;
use super::super::words::FATES;
use crate::model::Origin;
use crate::model::doorlist::{Fate, Placed, Unlisted};

impl Reader<'_, '_> {
    /// `unlisted`, which may be missing.
    pub(in super::super) fn unlisted(&mut self, field: Option<Field<'_>>) -> Unlisted {
        let start = Origin { file: self.source.name.clone(), line: 1, column: 1 };
        let origin = field.map_or(start, |field| self.origin(field.key));
        let fields = field.and_then(|field| self.fields(field.value, &keys::UNLISTED));
        let mut fate = |name: &str, default: Fate| {
            self.fate(fields.as_ref(), name).unwrap_or_else(|| Placed { value: default, origin: origin.clone() })
        };
        let unlisted = Unlisted {
            users: fate("users", Fate::Report),
            service_tokens: fate("service_tokens", Fate::Report),
            devices: fate("devices", Fate::Report),
            connectors: fate("connectors", Fate::Keep),
        };
        if let (true, Some(field)) = (unlisted.connectors.value.removes(), fields.and_then(|f| f.get("connectors"))) {
            let message = "connectors are never removed: a site would lose its network";
            let trouble = Trouble::new(codes::CONNECTORS_REMOVED, field.value.range(), message);
            self.report(trouble.help("write `keep` or `report`"));
        }
        unlisted
    }

    fn fate(&mut self, fields: Option<&Fields<'_>>, name: &str) -> Option<Placed<Fate>> {
        let field = fields?.get(name)?;
        self.word(field, FATES).map(|value| Placed { value, origin: self.origin(field.key) })
    }
}
