//! Door lists: what is read, what is refused and how that is shown, the schema, and input that nobody expects.

/// New entries in their text.
mod edit;
/// Every code of a diagnostic, by example.
mod invalid;
/// Input that nobody expects.
mod robust;
/// The published schema.
mod schema;
/// Files for the tests.
mod support;
/// What a door list says.
mod valid;
