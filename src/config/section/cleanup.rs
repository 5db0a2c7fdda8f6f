//! `cleanup` (product.md, sections 1 and 2.7).

use super::super::keys::{self, Keys};
use super::super::reader::{Field, Reader};
use super::super::words::{CLEANUP_ACTIONS, REVOKED_ACTIONS, Words};
use crate::model::doorlist::{AgeRule, Cleanup, CleanupAction, Placed};

impl Reader<'_, '_> {
    /// `cleanup`; each rule that is not there is off.
    pub(in super::super) fn cleanup(&mut self, field: Field<'_>) -> Cleanup {
        let Some(fields) = self.fields(field.value, &keys::CLEANUP) else { return Cleanup::default() };
        Cleanup {
            stale: fields.get("stale").and_then(|field| self.age_rule(field, &keys::STALE, CLEANUP_ACTIONS)),
            duplicates: fields.get("duplicates").and_then(|field| self.duplicates(field)),
            revoked: fields.get("revoked").and_then(|field| self.age_rule(field, &keys::REVOKED, REVOKED_ACTIONS)),
        }
    }

    fn age_rule(&mut self, field: Field<'_>, keys: &Keys, actions: Words<CleanupAction>) -> Option<AgeRule> {
        let fields = self.fields(field.value, keys)?;
        let after = fields.get("after").and_then(|field| self.duration(field));
        let action = fields.get("action").and_then(|field| self.word(field, actions));
        let (after, written) = after?;
        Some(AgeRule { after, written, action: action?, origin: self.origin(field.key) })
    }

    fn duplicates(&mut self, field: Field<'_>) -> Option<Placed<CleanupAction>> {
        let fields = self.fields(field.value, &keys::DUPLICATES)?;
        let value = fields.get("action").and_then(|field| self.word(field, CLEANUP_ACTIONS))?;
        Some(Placed { value, origin: self.origin(field.key) })
    }
}
