//! Text to [`Node`]s: the only file that knows the YAML library, and where its limits are set.
//!
//! Booleans are YAML 1.2's, so that `no` is text. Duplicate and merge keys come through as they are and are judged by
//! the reader of the mapping, which can go on after them; only what breaks the grammar stops here.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{
    DefaultMessageFormatter, DuplicateKeyPolicy, Error, MergeKeyPolicy, MessageFormatter, NonFiniteFloatPolicy,
    Options, Spanned, Tagged,
};

use super::codes;
use super::node::{Kind, Node, Span};
use super::trouble::Trouble;

/// The tree of a text, which has at most 16 MB.
pub(super) fn parse(text: &str) -> Result<Node, Box<Trouble>> {
    serde_yaml::from_str_with_options(text, options()).map_err(|error| Box::new(explain(&error, text)))
}

/// Limits against bombs. Values without aliases are bounded by the size of the file.
fn options() -> Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        emit_comments: false,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_yaml::budget! {
            max_depth: 32,
            flow_nesting_limit: 32,
            max_nodes: 4_000_000,
            max_events: 8_000_000,
            max_anchors: 1_000,
            max_aliases: 50_000,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 100_000,
            max_replay_stack_depth: 8,
        },
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value: Tagged(Bare(kind), tag), defined, .. } = Spanned::deserialize(deserializer)?;
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let start = defined.span().byte_offset().unwrap_or(0);
        let end = start + defined.span().byte_len().unwrap_or(0);
        Ok(Self {
            kind,
            span: Span { start: narrow(start), end: narrow(end) },
            line: narrow(defined.line()),
            column: narrow(defined.column()),
            tagged: tag.is_some(),
        })
    }
}

/// A value without its place.
struct Bare(Kind);

impl<'de> Deserialize<'de> for Bare {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KindVisitor).map(Self)
    }
}

struct KindVisitor;

impl<'de> Visitor<'de> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Kind, E> {
        Ok(Kind::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Kind, E> {
        Ok(Kind::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Kind, E> {
        Ok(Kind::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Kind, E> {
        Ok(Kind::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Kind, E> {
        Ok(Kind::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Kind, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Kind::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Kind, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = entries.next_entry()? {
            pairs.push(pair);
        }
        Ok(Kind::Map(pairs))
    }
}

/// The library's error as a problem at its place.
fn explain(error: &Error, text: &str) -> Trouble {
    let start = place(error, text);
    let end = text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |c| start + c.len_utf8());
    let at = start..end;
    match innermost(error) {
        Error::MultipleDocuments { .. } => {
            Trouble::new(codes::YAML_DOCUMENTS, at, "a second document begins here").help("one file is one door list")
        }
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => too_complex(at),
        Error::UnknownAnchor { .. } => {
            Trouble::new(codes::YAML_SYNTAX, at, "`*` starts an alias, and it is not defined")
                .help("quote a pattern: \"*@acme.example\"")
        }
        other => {
            let message = unescaped(&DefaultMessageFormatter.format_message(other));
            if message.contains("recursion limit") {
                return too_complex(at);
            }
            Trouble::new(codes::YAML_SYNTAX, at, message.clone()).maybe_help(hint(&message).map(str::to_owned))
        }
    }
}

/// The library writes a hidden character as `\u{1b}`. Whoever shows the message does so, too, and must not do it twice.
fn unescaped(message: &str) -> String {
    let mut plain = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let escape = after.split_once('}').and_then(|(digits, after)| {
            let number = u32::from_str_radix(digits, 16).ok()?;
            Some((char::from_u32(number)?, after))
        });
        plain.push_str(before);
        rest = after;
        if let Some((c, after)) = escape {
            plain.push(c);
            rest = after;
        } else {
            plain.push_str("\\u{");
        }
    }
    plain + rest
}

fn too_complex(at: std::ops::Range<usize>) -> Trouble {
    Trouble::new(codes::YAML_TOO_COMPLEX, at, "the file is nested too deeply, or its aliases unfold to too much")
        .help("write the entries out, or split the file with `include`")
}

/// What the grammar's complaint mostly means in a door list.
fn hint(message: &str) -> Option<&'static str> {
    const HINTS: &[(&str, &str)] = &[
        ("mapping values are not allowed", "quote text that holds `: `, and indent keys of one mapping alike"),
        ("anchor or alias", "`*` and `&` have a meaning of their own: quote a pattern, \"*@acme.example\""),
        ("unexpected character", "quote text that begins with a special character or holds control characters"),
        ("did not find expected key", "indent the keys of one mapping alike"),
        ("did not find expected '-'", "indent the entries of one list alike"),
        ("unclosed quote", "close the quote"),
        ("unclosed bracket", "close the `[` or `{`, and put commas between the parts"),
        ("flow", "close the `[` or `{`, and put commas between the parts"),
        ("tab", "indent with spaces"),
    ];
    HINTS.iter().find(|(part, _)| message.contains(part)).map(|(_, help)| *help)
}

fn innermost(mut error: &Error) -> &Error {
    while let Error::AliasError { error: inner, .. } | Error::WithSnippet { error: inner, .. } = error {
        error = inner;
    }
    error
}

/// The byte that the error is about; the grammar's errors have a line and a column only.
fn place(error: &Error, text: &str) -> usize {
    let Some(location) = error.location() else { return 0 };
    if let Some(byte) = location.span().byte_offset().and_then(|byte| usize::try_from(byte).ok()) {
        return byte.min(text.len());
    }
    let (line, column) = (location.line().saturating_sub(1), location.column().saturating_sub(1));
    let mut lines = text.split_inclusive('\n');
    let before: usize = (0..line).zip(lines.by_ref()).map(|(_, text)| text.len()).sum();
    let within = lines.next().unwrap_or("").chars().zip(0..column).map(|(c, _)| c.len_utf8()).sum::<usize>();
    (before + within).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceText;
    use crate::model::diagnostic::position;

    fn found(text: &str) -> (&'static str, (u32, u32)) {
        let mut problems = super::super::trouble::Problems::default();
        let trouble = parse(text).expect_err("it is broken");
        problems.push(&SourceText { name: "a".into(), text: text.into() }, *trouble);
        let all = problems.sorted(&[]);
        (all[0].code, position(text, all[0].span.start))
    }

    #[test]
    fn a_problem_of_the_grammar_has_its_place() {
        assert_eq!(found("a: 1\né: \"x"), ("yaml-syntax", (2, 4)));
        assert_eq!(found("é: [1,\r\n  2\r\n"), ("yaml-syntax", (1, 4)));
        assert_eq!(found("a: *é"), ("yaml-syntax", (1, 4)));
    }

    #[test]
    fn a_hidden_character_is_named_by_itself() {
        let trouble = parse("a: x\u{1b}y\n").expect_err("no control characters");
        assert!(trouble.message().contains('\u{1b}') && !trouble.message().contains("\\u{"), "{trouble:?}");
        assert_eq!(unescaped(r"\u{} \u{zz} \u{1b"), r"\u{} \u{zz} \u{1b");
    }

    #[test]
    fn limits_are_told_from_slips() {
        assert_eq!(found(&"[".repeat(100)).0, "yaml-too-complex");
        assert_eq!(found("a: &a [*a]").0, "yaml-too-complex");
        assert_eq!(found("a: 1\n---\nb: 2\n").0, "yaml-documents");
    }

    #[test]
    fn only_true_and_false_are_booleans_and_numbers_keep_their_text() {
        let node = parse("[yes, No, true, 0012, 1e999, .nan, ~, '1', 2026-12-31]").expect("it is YAML");
        let Kind::List(items) = node.kind else { panic!("a list") };
        let kinds: Vec<&str> = items.iter().map(Node::described).collect();
        assert_eq!(kinds, ["text", "text", "a boolean", "a number", "a number", "a number", "nothing", "text", "text"]);
    }

    #[test]
    fn duplicate_and_merge_keys_come_through() {
        let node = parse("a: 1\na: 2\n<<: { b: 1 }\n").expect("it is YAML");
        let Kind::Map(pairs) = node.kind else { panic!("a mapping") };
        assert_eq!(pairs.iter().filter_map(|(key, _)| key.as_text()).collect::<Vec<_>>(), ["a", "a", "<<"]);
    }
}
