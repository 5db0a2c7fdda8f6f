//! Hostile text, in one place.
//!
//! Names of devices and users are written by whoever owns the laptop. They must not colour a terminal, forge a line,
//! leave a table cell or a folded part, mention or link anybody, run a workflow command or become an element
//! (product.md, section 7). Three rules keep that simple enough to believe:
//!
//! 1. Whatever cannot be seen becomes visible first, for every format alike: [`inline()`]. After it a text is one line
//!    without control, direction, zero-width, variation or tag characters, and without what could open a CI system's
//!    command: `##`, and `::` where a line could begin.
//! 2. Each format then has one way to write a text. Markdown knows no safe plain text – GitHub links and mentions
//!    after escapes are undone – so that everything but ordinary words goes into a code span: [`markdown`].
//! 3. A format's layout characters are written by the format alone, never taken from a text.

mod github;
mod hidden;
mod html;
mod inline;
mod markdown;

pub(super) use github::{message, property};
pub(super) use hidden::is_hidden;
pub(super) use html::html;
pub use inline::inline;
pub(super) use inline::{name, quoted, shorten, words};
pub use markdown::code;
pub(super) use markdown::sentence;
