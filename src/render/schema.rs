//! The published schemas of what is written: `schema/plan.schema.json`, `schema/report.schema.json` and
//! `schema/explanation.schema.json` (product.md, section 5; fine print A9, A47).
//!
//! They come from the types, so that they cannot say anything else; what the types cannot say – which codes a
//! finding may have, which serials name no machine – is added here from the same constants that the program uses.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::model::explain::Explanation;
use crate::model::plan::Plan;
use crate::model::report::Report;
use crate::model::selector::PLACEHOLDER_SERIALS;
use crate::model::{FindingCode, ReasonCode};

/// The schema of a plan, or of the array that holds those of several accounts.
pub fn plan_schema() -> Value {
    document::<Plan>("doorlist plan, format 1.0", true)
}

/// The schema of a report of `apply`, or of the array that holds those of several accounts.
pub fn report_schema() -> Value {
    document::<Report>("doorlist report, format 1.0", true)
}

/// The schema of what `doorlist explain --format json` writes.
pub fn explanation_schema() -> Value {
    document::<Explanation>("doorlist explanation", false)
}

fn document<T: JsonSchema>(title: &str, several: bool) -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let one = generator.subschema_for::<T>();
    let finding = generator.subschema_for::<FindingCode>();
    let reason = generator.subschema_for::<ReasonCode>();
    let mut defs = Value::Object(generator.take_definitions(true));
    describe_findings(&mut defs, &finding, &reason);
    describe_serials(&mut defs);
    let body = if several { one_or_many(&one) } else { json!(one) };
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
    });
    merge(&mut schema, body);
    merge(&mut schema, json!({ "x-placeholder-serials": PLACEHOLDER_SERIALS, "$defs": defs }));
    without_sources(&mut schema);
    schema
}

fn one_or_many(one: &Schema) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

/// A finding's code is of one of two lists; readers keep going on one that they do not know.
fn describe_findings(defs: &mut Value, finding: &Schema, reason: &Schema) {
    if let Some(code) = defs.pointer_mut("/Finding/properties/code") {
        *code = json!({
            "description": "A finding code, or the reason code of a row that is reported.",
            "anyOf": [finding, reason],
        });
    }
}

fn describe_serials(defs: &mut Value) {
    if let Some(text) = defs.pointer_mut("/TargetDevice/properties/serial/description")
        && let Some(said) = text.as_str()
    {
        *text = json!(format!(
            "{said} A serial that is one of `x-placeholder-serials`, trimmed and folded, names no machine and matches \
             nothing."
        ));
    }
}

/// Takes the sources that the code cites out of the descriptions: they are for who builds the program.
fn without_sources(value: &mut Value) {
    match value {
        Value::String(text) => {
            while let Some(start) = text.find(" (fine print ").or_else(|| text.find(" (product.md")) {
                let end = text[start..].find(')').map_or(text.len(), |length| start + length + 1);
                text.replace_range(start..end, "");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_sources),
        Value::Object(fields) => fields.values_mut().for_each(without_sources),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Some(into), Value::Object(from)) = (into.as_object_mut(), from) {
        into.extend(from);
    }
}
