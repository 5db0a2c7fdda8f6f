//! Whatever the name, the structure of the output stays the same (product.md, section 7): as many lines, cells,
//! elements, commands and results as with an ordinary name, and nothing hidden.
//!
//! A plan with one hostile text in every place that has text from outside is rendered in every format and taken apart
//! by parsers that are not ours.

use std::collections::BTreeMap;

use doorlist::render::{self, Format, Redact, Style};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use crate::hidden::is_hidden;
use named::{plan, report};

#[path = "../it/render/sample.rs"]
#[expect(dead_code, reason = "shared with tests that use more of it")]
mod sample;

mod named;

/// What names are made of: fragments that mean something to some reader, and any characters.
fn hostile() -> impl Strategy<Value = String> {
    let known: Vec<String> = include_str!("../fixtures/hostile.txt")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON string"))
        .collect();
    let fragment = prop_oneof![
        4 => prop::sample::select(known),
        2 => prop::sample::select(vec!["\n", "\r\n", "|", "`", "<", ">", "&", "\"", "'", "\\", "@", "#", ":", "*", "_", " ", "[", "]", "(", ")", "!", "%", "\u{1b}", "\u{202e}"]).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z0-9.-]{1,12}",
    ];
    prop::collection::vec(fragment, 0..6).prop_map(|fragments| fragments.concat())
}

/// How often each thing occurs.
type Shape = BTreeMap<String, usize>;

fn shape(things: impl IntoIterator<Item = String>) -> Shape {
    let mut shape = Shape::new();
    for thing in things {
        *shape.entry(thing).or_default() += 1;
    }
    shape
}

/// Lines by what they begin with.
fn of_lines(text: &str, prefix: usize) -> Shape {
    let begins = |line: &str| if line.starts_with("  ") { line.chars().take(prefix).collect() } else { String::new() };
    shape(text.split('\n').map(begins))
}

fn of_diff(text: &str) -> Shape {
    shape(text.split('\n').map(|line| line.chars().take(1).collect()))
}

fn of_annotations(text: &str) -> Shape {
    shape(text.split('\n').map(|line| line.split(' ').next().unwrap_or_default().to_owned()))
}

fn of_html(page: &str) -> Shape {
    fn walk(node: &Handle, path: &str, found: &mut Vec<String>) {
        let mut path = path.to_owned();
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let attributes: Vec<String> = attrs.borrow().iter().map(|it| it.name.local.to_string()).collect();
            path = format!("{path}/{}[{}]", name.local, attributes.join(","));
            found.push(path.clone());
        } else if let NodeData::Comment { .. } = &node.data {
            found.push(format!("{path}/comment"));
        }
        node.children.borrow().iter().for_each(|child| walk(child, &path, found));
    }
    let page = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page);
    let mut found = Vec::new();
    walk(&page.document, "", &mut found);
    shape(found)
}

/// Blocks, cells and inline HTML of a comment; and its text outside of code, which is where sites look for more.
fn of_markdown(comment: &str) -> (Shape, Vec<String>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let mut found = Vec::new();
    let mut texts = vec![String::new()];
    for event in Parser::new_ext(comment, options) {
        match event {
            Event::Text(text) => texts.last_mut().expect("never empty").push_str(&text),
            // How many words of a sentence are code depends on the words.
            Event::Code(_) | Event::Start(Tag::Paragraph) | Event::End(_) => texts.push(String::new()),
            Event::Start(tag) => {
                texts.push(String::new());
                found.push(format!("{tag:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned());
            }
            Event::Html(html) | Event::InlineHtml(html) => found.push(html.to_string()),
            other => found.push(format!("{other:?}")),
        }
    }
    (shape(found), texts)
}

/// Whether a site that looks through plain text would make something of it.
fn means_something(text: &str) -> bool {
    let word = |word: &str| {
        let rest = |at: usize| word.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        word.match_indices(['@', '#', '!', '~', '$', '^']).any(|(at, _)| rest(at))
            || word.contains("://")
            || word.to_lowercase().contains("www.")
            || word.contains('@')
            || (word.len() > 2 && word.starts_with(':') && word.ends_with(':'))
            || word.to_lowercase().starts_with("gh-")
            || (word.len() >= 7 && word.len() <= 40 && word.chars().all(|c| c.is_ascii_hexdigit()))
    };
    text.split([' ', '(', ')', ',', ';', '"']).any(word)
}

const ORDINARY: &str = "ordinary";

proptest! {
    #![proptest_config(crate::cases(64))]

    #[test]
    fn nothing_hidden_and_no_command_in_any_format(name in hostile()) {
        for format in Format::ALL {
            let style = Style { color: false, width: None };
            for written in [render::plan(&plan(&name), *format, style), render::report(&report(&name), *format, style)] {
                prop_assert!(!written.chars().any(is_hidden), "{format}: {written}");
                prop_assert!(!written.contains("##[") && !written.contains("##vso"), "{format}");
                let command = |line: &str| line.trim_start().starts_with("::");
                prop_assert!(*format == Format::Github || !written.lines().any(command), "{format}");
            }
        }
    }

    #[test]
    fn text_has_the_same_lines(name in hostile()) {
        let lines = |name: &str| of_lines(&render::plan(&plan(name), Format::Text, Style::PLAIN), 3);
        prop_assert_eq!(lines(&name), lines(ORDINARY));
        let lines = |name: &str| of_lines(&render::report(&report(name), Format::Text, Style::PLAIN), 3);
        prop_assert_eq!(lines(&name), lines(ORDINARY));
    }

    #[test]
    fn a_terminal_line_never_begins_with_more_than_its_indent(name in hostile(), width in 1_usize..200) {
        let style = Style { color: false, width: Some(width) };
        for line in render::plan(&plan(&name), Format::Text, style).lines() {
            prop_assert!(!line.trim_start().starts_with("::") && !line.starts_with('\t'));
        }
    }

    #[test]
    fn diffs_have_the_same_lines(name in hostile()) {
        let lines = |name: &str| of_diff(&render::plan(&plan(name), Format::Diff, Style::PLAIN));
        prop_assert_eq!(lines(&name), lines(ORDINARY));
    }

    #[test]
    fn annotations_are_the_same_commands(name in hostile()) {
        let commands = |name: &str| of_annotations(&render::plan(&plan(name), Format::Github, Style::PLAIN));
        prop_assert_eq!(commands(&name), commands(ORDINARY));
    }

    #[test]
    fn pages_have_the_same_elements(name in hostile()) {
        let elements = |name: &str| of_html(&render::plan(&plan(name), Format::Html, Style::PLAIN));
        prop_assert_eq!(elements(&name), elements(ORDINARY));
        let elements = |name: &str| of_html(&render::report(&report(name), Format::Html, Style::PLAIN));
        prop_assert_eq!(elements(&name), elements(ORDINARY));
    }

    #[test]
    fn comments_have_the_same_blocks_and_cells(name in hostile()) {
        let comments = |name: &str| [
            render::plan(&plan(name), Format::Markdown, Style::PLAIN),
            render::report(&report(name), Format::Markdown, Style::PLAIN),
        ];
        for (comment, ordinary) in comments(&name).iter().zip(&comments(ORDINARY)) {
            prop_assert_eq!(comment.matches('\n').count(), ordinary.matches('\n').count());
            prop_assert!(comment.chars().count() < 65_536);
            let (shape, texts) = of_markdown(comment);
            prop_assert_eq!(shape, of_markdown(ordinary).0);
            for text in texts {
                prop_assert!(!means_something(&text), "{}", text);
            }
        }
    }

    #[test]
    fn json_gives_the_same_document_back(name in hostile()) {
        let written = render::plan(&plan(&name), Format::Json, Style::PLAIN);
        prop_assert_eq!(render::parse_plan(written.as_bytes()).expect("a plan"), plan(&name));
    }

    #[test]
    fn sarif_has_the_same_results(name in hostile()) {
        let results = |name: &str| {
            let log: Value = serde_json::from_str(&render::plan(&plan(name), Format::Sarif, Style::PLAIN)).expect("JSON");
            shape(log["runs"][0]["results"].as_array().expect("results").iter().map(|it| it["ruleId"].to_string()))
        };
        prop_assert_eq!(results(&name), results(ORDINARY));
    }

    #[test]
    fn redacting_leaves_no_name_of_a_device(name in "[A-Za-z][A-Za-z0-9 ’'|`<>@.-]{4,40}[A-Za-z]") {
        let mut plan = plan(&name);
        plan.account.name = None;
        let redacted = render::redact(&plan, Redact::ALL);
        let written = render::plan(&redacted, Format::Json, Style::PLAIN).to_ascii_lowercase();
        let as_json = serde_json::to_string(&name).expect("JSON").to_ascii_lowercase();
        prop_assert!(!written.contains(&as_json), "{}", as_json);
        prop_assert_eq!(render::redact(&plan, Redact::ALL), redacted);
    }
}
