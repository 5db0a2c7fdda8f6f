//! Values to text: a plan, a report or an explanation as something that people or programs read.
//!
//! Every function here is pure: the same value gives the same bytes, nothing is printed, and the value alone is
//! enough, so that a saved plan is shown offline exactly as on the day it was made (product.md, sections 4 and 5).
//!
//! # Two steps
//!
//! ```text
//! Plan ─▶ view: groups, rows, sentences, made of phrases ─▶ one file or folder per format ─▶ String
//! ```
//!
//! [`phrase`] is the common coin: a sentence in pieces, each with what it *is* (a name from outside, an identifier,
//! a warning), not how it looks. A format decides the looks and escapes every piece in one place, [`escape`], so that
//! no name can leave its place (product.md, section 7). Nothing from outside is written around that.

mod diagnostics;
mod diff;
mod dispatch;
mod escape;
mod fingerprint;
mod format;
mod github;
mod html;
mod json;
mod lesson;
mod markdown;
mod phrase;
mod redact;
mod runbook;
mod sarif;
mod schema;
mod text;
mod view;
mod words;

pub use diagnostics::diagnostics;
pub use dispatch::{checkups, explanation, explanations, plan, plans, report, reports, watched};
pub use escape::{code as markdown_code, inline};
pub use format::{Format, Style, UnknownFormat};
pub use json::{
    PlanError, Saved, line as json_line, one_or_array as json_documents, parse_plan, parse_saved,
    pretty as json_document,
};
pub use lesson::lesson;
pub use markdown::sentence_of as markdown_sentence;
pub use redact::{Redact, Redactor, UnknownRedact, redact, redact_explanation, redact_report};
pub use runbook::runbook;
pub use schema::{explanation_schema, plan_schema, report_schema};
