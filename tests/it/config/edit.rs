//! New entries in door lists of every layout: the result says what it should and nothing else, keeps every comment, and
//! is done once.

use std::fmt::Write;

use doorlist::config::edit::{edit, says_the_same};
use doorlist::model::DoorList;
use doorlist::model::doorlist::State;
use doorlist::model::runbook::{Addition, AdditionNotes, MachineKey};
use doorlist::plan::runbook::adopt::{adopt, needed};
use proptest::prelude::*;

use super::support::Memory;

/// Choices for a layout, one after the other; where they run out, the first of each.
struct Dice {
    rolls: Vec<u8>,
    next: usize,
    comments: usize,
}

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        let roll = self.rolls.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        usize::from(roll) % sides
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }

    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# ] }} comment {}", self.comments)
    }

    /// A comment at the end of a line, or none.
    fn beside(&mut self) -> String {
        if self.roll(3) == 1 { format!(" {}", self.comment()) } else { String::new() }
    }

    /// A line of its own with a comment, an empty line, or nothing.
    fn between(&mut self, indent: &str) -> String {
        match self.roll(5) {
            1 => format!("{indent}{}\n", self.comment()),
            2 => "\n".to_owned(),
            _ => String::new(),
        }
    }

    fn scalar(&mut self, text: &str) -> String {
        match self.roll(4) {
            1 => format!("\"{text}\""),
            2 => format!("'{text}'"),
            _ => text.to_owned(),
        }
    }

    /// A text that may have an anchor.
    fn anchored(&mut self, text: &str) -> String {
        if self.roll(8) == 1 { format!("<&{text}>") } else { self.scalar(text) }
    }

    /// A text that may have an anchor, or be an alias where there is an anchor before it.
    fn note(&mut self, text: &str) -> String {
        if self.roll(8) == 1 { format!("<*{text}>") } else { self.anchored(text) }
    }

    /// A text on several lines, below an indentation.
    fn long(&mut self, indent: &str) -> String {
        match self.roll(6) {
            1 => format!("|{}\n{indent}  two\n{indent}  # lines", self.beside()),
            2 => format!("|-{}\n{indent}  two\n\n{indent}  lines\n", self.beside()),
            3 => format!("|+\n{indent}  two\n\n"),
            4 => format!("two\n{indent}  lines"),
            _ => self.note("one line"),
        }
    }
}

type Pairs = Vec<(&'static str, String)>;

/// Annotations and a state, or an end.
fn said(dice: &mut Dice, pairs: &mut Pairs, state: bool) {
    match dice.roll(5) {
        1 if state => pairs.push(("state", dice.pick(&["permitted", "revoked", "absent"]).to_owned())),
        2 => pairs.push(("until", "2027-12-31".to_owned())),
        3 if state => pairs.extend([("state", "permitted".to_owned()), ("until", dice.anchored("2027-12-31"))]),
        4 if state => pairs.extend([("until", "2027-12-31".to_owned()), ("state", "permitted".to_owned())]),
        _ => {}
    }
    for (key, text) in [("ticket", "OLD-1"), ("owner", "dana@acme.example")] {
        if dice.roll(3) == 1 {
            let text = dice.note(text);
            pairs.push((key, text));
        }
    }
}

fn entries(dice: &mut Dice, section: &str) -> Vec<Pairs> {
    let names: &[&str] = match section {
        "users" => &["alice@acme.example", "Erin@acme.example", "*@acme.example"],
        "service_tokens" => &["CI-Runners", "ci-runners", "kiosk"],
        "devices" => &["PF3CCC333", "pf3ccc334", "X1"],
        _ => &["breakglass@acme.example", "erin@acme.example"],
    };
    let mut all = Vec::new();
    for name in names.iter().filter(|_| dice.roll(3) > 0).collect::<Vec<_>>() {
        let text = if name.starts_with('*') { format!("\"{name}\"") } else { dice.anchored(name) };
        let key = match section {
            "users" | "protected" => "email",
            "service_tokens" => "name",
            _ => "serial",
        };
        let mut pairs = vec![(key, text)];
        if section == "devices" && dice.roll(2) == 0 {
            pairs.push(("state", dice.pick(&["revoked", "absent"]).to_owned()));
        } else {
            if section == "devices" {
                pairs.push(("class", "corporate".to_owned()));
            }
            said(dice, &mut pairs, section != "protected" && section != "devices");
        }
        let turn = dice.roll(pairs.len());
        pairs.rotate_left(turn);
        all.push(pairs);
    }
    all
}

fn block_entry(dice: &mut Dice, indent: &str, mut pairs: Pairs) -> String {
    let inner = format!("{indent}  ");
    if dice.roll(2) == 1 {
        let text = dice.long(&inner);
        pairs.insert(dice.roll(pairs.len() + 1), ("reason", text));
    }
    let mut text = match dice.roll(4) {
        1 => format!("{indent}-{}\n{}{inner}", dice.beside(), dice.between(&inner)),
        _ => format!("{indent}- "),
    };
    for (at, (key, value)) in pairs.iter().enumerate() {
        if at > 0 {
            text.push_str(&dice.between(&inner));
            text.push_str(&inner);
        }
        let beside = if value.contains('\n') { String::new() } else { dice.beside() };
        let _ = writeln!(text, "{key}: {value}{beside}");
    }
    text
}

fn flow_entry(dice: &mut Dice, indent: &str, pairs: &Pairs) -> String {
    let lines = dice.roll(3) == 1;
    let mut text = "{ ".to_owned();
    for (at, (key, value)) in pairs.iter().enumerate() {
        let comma = if at + 1 < pairs.len() { "," } else { "" };
        let _ = write!(text, "{key}: {value}{comma}");
        if lines && at + 1 < pairs.len() {
            let _ = write!(text, "{}\n{}{indent}  ", dice.beside(), dice.between(indent));
        } else {
            text.push(' ');
        }
    }
    text + "}"
}

fn section(dice: &mut Dice, name: &str) -> String {
    let all = entries(dice, name);
    if all.is_empty() {
        return match dice.roll(4) {
            1 => format!("{name}:{}\n  []{}\n", dice.beside(), dice.beside()),
            2 => format!("{name}: [ {}\n]\n", dice.comment()),
            3 => format!("{name}: [ ]{}\n", dice.beside()),
            _ => format!("{name}: []\n"),
        };
    }
    match dice.roll(4) {
        1 => {
            let all: Vec<String> = all.iter().map(|pairs| flow_entry(dice, "    ", pairs)).collect();
            format!("{name}: [{}]{}\n", all.join(", "), dice.beside())
        }
        2 => {
            let mut text = format!("{name}: [{}\n", dice.beside());
            for (at, pairs) in all.iter().enumerate() {
                let comma = if at + 1 < all.len() || dice.roll(2) == 1 { "," } else { "" };
                let entry = flow_entry(dice, "    ", pairs);
                let _ = writeln!(text, "{}  {entry}{comma}{}", dice.between("  "), dice.beside());
            }
            text + dice.pick(&["]\n", "  ]\n"])
        }
        _ => {
            let indent = dice.pick(&["  ", "", "    "]);
            let mut text = format!("{name}:{}\n", dice.beside());
            for pairs in all {
                text.push_str(&dice.between(indent));
                if dice.roll(3) == 1 {
                    let entry = flow_entry(dice, indent, &pairs);
                    let _ = writeln!(text, "{indent}- {entry}{}", dice.beside());
                } else {
                    text.push_str(&block_entry(dice, indent, pairs));
                }
            }
            text
        }
    }
}

/// `<&text>` and `<*text>` as anchors and aliases, in the order of the text.
fn with_anchors(text: &str) -> String {
    let (mut done, mut anchors) = (String::new(), 0);
    let mut rest = text;
    while let Some((before, (sign, after))) = rest.split_once('<').map(|(before, rest)| (before, rest.split_at(1))) {
        let (text, after) = after.split_once('>').expect("it ends");
        done.push_str(before);
        match sign {
            "&" => {
                anchors += 1;
                let _ = write!(done, "&a{anchors} {text}");
            }
            _ if anchors > 0 => {
                let _ = write!(done, "*a{anchors}");
            }
            _ => done.push_str(text),
        }
        rest = after;
    }
    done + rest
}

/// A door list in some layout, with the number of its comments.
fn door_list(rolls: Vec<u8>) -> (String, usize) {
    let mut dice = Dice { rolls, next: 0, comments: 0 };
    let newline = dice.pick(&["\n", "\r\n", "\r"]);
    let mut text = dice.pick(&["", "---\n", "# top\n"]).to_owned();
    text.push_str("version: 1\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\n");
    let mut names = vec!["users", "service_tokens", "devices"];
    if dice.roll(2) == 1 {
        names.push("protected");
    }
    let turn = dice.roll(names.len());
    names.rotate_left(turn);
    for name in names {
        text.push_str(&dice.between(""));
        text.push_str(&section(&mut dice, name));
    }
    match dice.roll(5) {
        1 => text.push_str("...\n"),
        2 => text.push_str("# the end"),
        3 => text.truncate(text.trim_end().len()),
        _ => {}
    }
    (with_anchors(&text).replace('\n', newline), dice.comments)
}

fn addition() -> impl Strategy<Value = Addition> {
    let text = |texts: &'static [&'static str]| {
        proptest::option::of(proptest::sample::select(texts)).prop_map(|text| text.map(str::to_owned))
    };
    let notes = (text(&["HR-1", "a: b # c"]), text(&["left", "line\nbreak", "{ } [ ] , é"]))
        .prop_map(|(ticket, reason)| AdditionNotes { ticket, reason });
    let name = |names: &'static [&'static str]| proptest::sample::select(names).prop_map(str::to_owned);
    let state = proptest::sample::select(&[State::Revoked, State::Absent][..]);
    let machine = name(&["PF3CCC333", "NEW1"]).prop_map(MachineKey::Serial);
    prop_oneof![
        (name(&["erin@acme.example", "zoe@acme.example"]), state.clone(), notes.clone())
            .prop_map(|(email, state, notes)| Addition::Users { email, state, notes }),
        (machine.clone(), state, notes.clone()).prop_map(|(select, state, notes)| Addition::Devices {
            select,
            state,
            notes
        }),
        (name(&["ci-runners", "new token"]), notes.clone()).prop_map(|(name, notes)| {
            Addition::ServiceTokens { name, id: "t1".to_owned(), state: State::Absent, notes }
        }),
        (name(&["erin@acme.example", "dana@acme.example"]), machine, notes)
            .prop_map(|(email, device, notes)| Addition::Protected { email, device, notes }),
    ]
}

fn loaded(text: &str) -> DoorList {
    let loaded = Memory::one(text).load();
    loaded.unwrap_or_else(|found| panic!("{:?} {}\n{text}", found[0].code, found[0].message)).list
}

/// As `offboard --write` does.
fn edited(text: &str, additions: &[Addition]) -> Result<String, String> {
    let list = loaded(text);
    let mut text = text.to_owned();
    for addition in needed(&list, additions) {
        text = edit(&text, std::slice::from_ref(addition)).map_err(|problem| problem.to_string())?;
    }
    Ok(text)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..crate::support::cases(500) })]

    #[test]
    fn an_edit_adds_what_it_should_and_nothing_else(
        rolls in proptest::collection::vec(any::<u8>(), 0..160),
        additions in proptest::collection::vec(addition(), 1..3),
    ) {
        let (text, comments) = door_list(rolls);
        let old = loaded(&text);
        let after = match edited(&text, &additions) {
            Ok(after) => after,
            // What an alias has a part in is refused, and nothing else is.
            Err(problem) => {
                prop_assert!(text.contains("*a") && problem.contains("alias"), "{problem}\n{text}");
                return Ok(());
            }
        };
        let new = loaded(&after);
        prop_assert!(says_the_same(&new, &adopt(&old, &additions)), "{text}\nbecame\n{after}\n{additions:?}");
        for at in 1..=comments {
            let comment = format!("# ] }} comment {at}");
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
            prop_assert!(after.split(&comment).skip(1).any(ends), "{comment} is lost: {text}\nbecame\n{after}");
        }
        let newline = if text.contains("\r\n") { "\r\n" } else if text.contains('\r') { "\r" } else { "\n" };
        prop_assert!(!after.replace(newline, "").contains(['\r', '\n']), "{after:?}");
        prop_assert_eq!(edited(&after, &additions), Ok(after.clone()), "from {}", text);
    }
}
