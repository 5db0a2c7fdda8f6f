//! Reads mappings by their table of keys; every problem is noted, and reading goes on.

use super::codes;
use super::keys::{self, Keys};
use super::library::Library;
use super::node::{Kind, Node};
use super::trouble::{Place, Problems, Trouble};
use super::words::nearest;
use crate::model::{Origin, SourceText};

/// One file being read, with where problems go and where further files come from.
pub(super) struct Reader<'r, 'f> {
    pub(super) source: SourceText,
    pub(super) problems: &'r mut Problems,
    pub(super) library: &'r mut Library<'f>,
}

/// A key and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'n> {
    pub(super) name: &'static str,
    pub(super) key: &'n Node,
    pub(super) value: &'n Node,
}

/// A mapping whose keys have been checked.
#[derive(Debug)]
pub(super) struct Fields<'n> {
    pub(super) node: &'n Node,
    found: Vec<Field<'n>>,
    /// Keys whose problem has been noted: missing, misspelt or without a value. They are not missed a second time.
    excused: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The field, where it is there with a value.
    pub(super) fn get(&self, name: &str) -> Option<Field<'n>> {
        self.found.iter().find(|field| field.name == name).copied()
    }

    /// Whether the key is there, or has been missed already.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.get(name).is_some() || self.excused.contains(&name)
    }
}

impl Reader<'_, '_> {
    pub(super) fn report(&mut self, trouble: Trouble) {
        self.problems.push(&self.source, trouble);
    }

    pub(super) fn place(&self, node: &Node) -> Place {
        Place { source: self.source.clone(), span: node.range(), line: node.line, column: node.column }
    }

    pub(super) fn origin(&self, node: &Node) -> Origin {
        Origin { file: self.source.name.clone(), line: node.line, column: node.column }
    }

    /// The fields of a mapping; nothing where it is none.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, keys: &Keys) -> Option<Fields<'n>> {
        let Kind::Map(pairs) = &node.kind else {
            let known: Vec<&str> = keys.all().collect();
            let message = format!("{} is a mapping, not {}", keys.called, node.described());
            let help = format!("its keys are {}", known.join(", "));
            self.report(Trouble::new(codes::WRONG_TYPE, node.range(), message).help(help));
            return None;
        };
        let mut fields = Fields { node, found: Vec::with_capacity(pairs.len()), excused: Vec::new() };
        for (key, value) in pairs {
            self.field(&mut fields, keys, key, value);
        }
        for name in keys.required {
            if !fields.mentions(name) {
                self.missing(node, keys, name);
                fields.excused.push(name);
            }
        }
        Some(fields)
    }

    fn field<'n>(&mut self, fields: &mut Fields<'n>, keys: &Keys, key: &'n Node, value: &'n Node) {
        let Some(text) = key.as_text() else {
            let message = format!("a key of {} is text, not {}", keys.called, key.described());
            return self.report(Trouble::new(codes::WRONG_TYPE, key.range(), message));
        };
        let Some(name) = keys.find(text) else {
            return self.unknown(fields, keys, key, text);
        };
        if let Some(first) = fields.get(name) {
            let first = self.place(first.key);
            let message = format!("the key `{name}` is there twice");
            let trouble = Trouble::new(codes::DUPLICATE_KEY, key.range(), message).help("keep one of the two");
            return self.report(trouble.related(&first, "the first is here"));
        }
        if value.kind == Kind::Null {
            fields.excused.push(name);
            return self.no_value(key, name);
        }
        fields.found.push(Field { name, key, value });
    }

    fn no_value(&mut self, key: &Node, name: &str) {
        let help = match name {
            "users" | "service_tokens" | "devices" | "protected" => format!("an empty list is `{name}: []`"),
            _ => "give it a value, or remove the key".to_owned(),
        };
        self.report(Trouble::new(codes::NULL_VALUE, key.range(), format!("`{name}` has no value")).help(help));
    }

    fn unknown(&mut self, fields: &mut Fields<'_>, keys: &Keys, key: &Node, text: &str) {
        if text == "<<" {
            let trouble = Trouble::new(codes::YAML_MERGE, key.range(), "merge keys (`<<`) are not read");
            return self.report(trouble.help("write the keys out"));
        }
        if keys.schema == keys::INCLUDED.schema && keys::DOOR_LIST.find(text).is_some() {
            let message = format!("`{text}` belongs in the including file");
            let trouble = Trouble::new(codes::MISPLACED_KEY, key.range(), message);
            return self
                .report(trouble.help("an included file holds users, service_tokens, devices, protected, include"));
        }
        let near = nearest(text, keys.all());
        fields.excused.extend(near.and_then(|near| keys.find(near)));
        let known: Vec<&str> = keys.all().collect();
        let help =
            near.map_or_else(|| format!("its keys are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        let message = format!("`{text}` is not a key of {}", keys.called);
        self.report(Trouble::new(codes::UNKNOWN_KEY, key.range(), message).help(help));
    }

    fn missing(&mut self, node: &Node, keys: &Keys, name: &str) {
        let help = match name {
            "users" | "service_tokens" | "devices" if keys.schema == keys::DOOR_LIST.schema => {
                format!("write `{name}: []` if it is to be empty")
            }
            "version" => "write `version: 1`".to_owned(),
            "account" => "write `account: { id: …, team: … }`".to_owned(),
            "after" => "for example `after: 90d`".to_owned(),
            "command" => "for example `command: [plan]`".to_owned(),
            "now" => "for example `now: 2026-11-22T00:00:00Z`".to_owned(),
            _ => format!("add `{name}`"),
        };
        let message = format!("{} has no `{name}`", keys.called);
        self.report(Trouble::new(codes::MISSING_KEY, node.range(), message).help(help));
    }
}
