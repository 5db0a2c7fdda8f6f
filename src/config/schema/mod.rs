//! The JSON Schema of a door list, for editors: completion, hover, and a first check (product.md, section 1).
//!
//! The types here are never made. They mirror the file format so that their documentation becomes the hover text; the
//! readers go by [`super::keys`] and [`super::words`], and the tests at the end of this module hold the two together.

#![expect(dead_code, reason = "these types describe a file; nothing is read into them")]

mod document;
mod entry;
mod section;
mod tidy;
mod value;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

use self::document::{DoorList, IncludedFile};
use super::codes::ALL;
use crate::model::selector::PLACEHOLDER_SERIALS;

/// The schema of a door list file. An included file has its own at `#/definitions/IncludedFile`. The placeholder serials
/// stand under `x-placeholder-serials` (fine print A47), the codes of problems under `x-problem-codes` (fine print A9).
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| {
        // Before the others, which look at what stands beside a reference.
        settings.transforms.insert(0, Box::new(RecursiveTransform(tidy::forbid_null)));
        settings.transforms.push(Box::new(RecursiveTransform(tidy::join_lines)));
    });
    let mut generator = settings.into_generator();
    generator.subschema_for::<IncludedFile>();
    let mut schema = generator.into_root_schema_for::<DoorList>();
    schema.insert("x-placeholder-serials".to_owned(), json!(PLACEHOLDER_SERIALS));
    let codes = ALL.iter().map(|(code, meaning, _)| json!({ "code": code, "meaning": meaning }));
    schema.insert("x-problem-codes".to_owned(), codes.collect());
    schema.to_value()
}

#[cfg(test)]
mod tests;
