//! Values that several keys take.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::super::words::{OPERATING_SYSTEMS, REGISTRATION_TYPES};

/// One value, or a list of them that is not empty.
pub(super) struct OneOrMany<T>(T);

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

/// One value, or a list of them that may be empty.
pub(super) struct OneOrAny<T>(T);

impl<T: JsonSchema> JsonSchema for OneOrAny<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrAny{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// A tag of a device.
#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = "^\\s*[^\\s:][^:]*:\\s*\\S"))]
pub(super) struct Tag(String);

/// Text that is not empty. A number must be quoted.
#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = "\\S"))]
pub(super) struct Text(String);

/// An e-mail address, or a pattern in which `*` stands for any run of characters. It is over the whole address and does
/// not tell upper from lower case: `*@acme.example` matches neither `x@acme.example.evil.test` nor
/// `x@notacme.example`. Quote a pattern: a bare `*` starts a YAML alias.
#[derive(JsonSchema)]
#[schemars(
    extend("pattern" = "^[^\\s@][^\\s]*@[^\\s@]+$|^[^\\s]*\\*[^\\s]*$"),
    example = &"alice@acme.example",
    example = &"*@acme.example"
)]
pub(super) struct Address(String);

/// A person's address, or a pattern over addresses. Machines share addresses of their own, such as
/// `non_identity@acme.cloudflareaccess.com`; they are listed under `service_tokens`.
#[derive(JsonSchema)]
#[schemars(
    extend(
        "pattern" = "^[^\\s@][^\\s]*@[^\\s@]+$|^[^\\s]*\\*[^\\s]*$",
        "not" = { "pattern": synthetic() }
    ),
    example = &"alice@acme.example",
    example = &"*@acme.example"
)]
pub(super) struct Person(String);

/// The addresses that machines share, in any case; JSON Schema has no word for that.
fn synthetic() -> String {
    let folded = |word: &str| -> String {
        word.chars()
            .map(|c| match c {
                'a'..='z' => format!("[{c}{}]", c.to_ascii_uppercase()),
                '.' => "\\.".to_owned(),
                other => other.to_string(),
            })
            .collect()
    };
    let (locals, domain) = (["non_identity", "warp_connector"].map(folded).join("|"), folded(".cloudflareaccess.com"));
    format!("^({locals})@[^@*]*{domain}$")
}

/// A whole number and its unit: `s`, `m`, `h`, `d` or `w`. A bare number is an error.
#[derive(JsonSchema)]
#[schemars(extend("pattern" = "^[0-9]+[smhdw]$"), example = &"90d", example = &"12h")]
pub(super) struct Duration(String);

/// A day, as in `2026-12-31`.
#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), example = &"2026-12-31")]
pub(super) struct Day(String);

/// The name of a class that a `devices` entry defines with `class`.
#[derive(JsonSchema)]
#[schemars(extend("pattern" = "\\S"), example = &"corporate")]
pub(super) struct Class(String);

/// The path of a file, relative to the file in which it stands.
#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = "\\S"))]
pub(super) struct Path(String);

/// A whole number, or `unlimited`. 0 means none.
pub(super) struct Limit;

impl JsonSchema for Limit {
    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A whole number, or `unlimited`. 0 means none.",
            "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "unlimited" }],
        })
    }
}

/// A whole number from 1 on.
pub(super) struct Count;

impl JsonSchema for Count {
    fn schema_name() -> Cow<'static, str> {
        "Count".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1 })
    }
}

/// An operating system in the API's words, which may become more.
pub(super) struct OperatingSystem;

impl JsonSchema for OperatingSystem {
    fn schema_name() -> Cow<'static, str> {
        "OperatingSystem".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        open_words("An operating system in the API's words.", OPERATING_SYSTEMS)
    }
}

/// A registration type in the API's words, which may become more.
pub(super) struct RegistrationType;

impl JsonSchema for RegistrationType {
    fn schema_name() -> Cow<'static, str> {
        "RegistrationType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        open_words("A registration type in the API's words.", REGISTRATION_TYPES)
    }
}

/// Words that an editor offers, and any other.
fn open_words(description: &str, words: &[&str]) -> Schema {
    json_schema!({ "description": description, "anyOf": [{ "enum": words }, { "type": "string", "pattern": "\\S" }] })
}

/// The version of the file format.
pub(super) struct Version;

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": 1 })
    }
}
