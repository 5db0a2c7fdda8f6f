//! `version` and `account` (product.md, section 1).

use super::super::codes;
use super::super::keys;
use super::super::node::{Kind, Node};
use super::super::reader::{Field, Reader};
use super::super::trouble::Trouble;
use crate::model::AccountId;
use crate::model::doorlist::AccountPin;

impl Reader<'_, '_> {
    /// `version`, which is 1.
    pub(in super::super) fn version(&mut self, field: Field<'_>) {
        let node = field.value;
        let message = match node.kind {
            Kind::Number if self.written(node) == "1" => return,
            Kind::Number => format!("version {} of the file format is not known", self.written(node)),
            _ => format!("`version` takes the number 1, not {}", node.described()),
        };
        self.report(Trouble::new(codes::BAD_VERSION, node.range(), message).help("write `version: 1`"));
    }

    /// `account`.
    pub(in super::super) fn account(&mut self, field: Field<'_>) -> Option<AccountPin> {
        let fields = self.fields(field.value, &keys::ACCOUNT)?;
        let id = fields.get("id").and_then(|field| self.account_id(field));
        let team = fields.get("team").and_then(|field| self.team(field));
        Some(AccountPin { id: id?, team: team?, origin: self.origin(field.key) })
    }

    fn account_id(&mut self, field: Field<'_>) -> Option<AccountId> {
        let id = self.text(field)?;
        if id.len() == 32 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Some(AccountId::new(id));
        }
        self.bad_account_id(id, field.value);
        None
    }

    fn bad_account_id(&mut self, id: &str, node: &Node) {
        let flaw = if id.len() == 32 { "lower-case hexadecimal digits only" } else { "32 hexadecimal digits" };
        let message = format!("`{id}` is not an account id: it takes {flaw}");
        let trouble = Trouble::new(codes::BAD_ACCOUNT_ID, node.range(), message);
        self.report(trouble.help("copy it from the dashboard; it ends the address of the account's home page"));
    }

    fn team(&mut self, field: Field<'_>) -> Option<String> {
        let team = self.text(field)?.to_ascii_lowercase();
        if team.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Some(team);
        }
        let message = format!("`{team}` is not a team name");
        let help = match team.split_once('.') {
            Some((name, _)) => format!("write the name alone: {name}"),
            None => "it has letters, digits and hyphens, as in acme.cloudflareaccess.com".to_owned(),
        };
        self.report(Trouble::new(codes::BAD_TEAM, field.value.range(), message).help(help));
        None
    }
}
