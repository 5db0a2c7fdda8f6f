//! Every layout that people write keeps its comments, and reads back as before with the one change.

use super::edit;
use crate::config::node::{Kind, Node};
use crate::config::parse::parse;
use crate::model::doorlist::State;
use crate::model::runbook::{Addition, AdditionNotes, MachineKey};

fn leaver(email: &str) -> Addition {
    let notes = AdditionNotes { ticket: Some("HR-1042".to_owned()), reason: None };
    Addition::Users { email: email.to_owned(), state: State::Absent, notes }
}

fn added(text: &str, addition: &Addition) -> String {
    let edited = edit(text, std::slice::from_ref(addition)).expect("it can be edited");
    parse(&edited).map_err(|trouble| format!("{trouble:?}\n{edited}")).expect("it reads back");
    edited
}

/// The values of a key of every entry of a section.
fn values(text: &str, section: &str, key: &str) -> Vec<String> {
    let root = parse(text).expect("YAML");
    let get = |node: &Node, key: &str| match &node.kind {
        Kind::Map(pairs) => pairs.iter().find(|(own, _)| own.as_text() == Some(key)).map(|(_, value)| value.clone()),
        _ => None,
    };
    let list = get(&root, section).expect("the section");
    let Kind::List(items) = list.kind else { panic!("no list") };
    items.iter().map(|item| get(item, key).and_then(|v| v.as_text().map(str::to_owned)).unwrap_or_default()).collect()
}

#[test]
fn a_new_entry_follows_the_last_in_the_style_of_the_list() {
    let text = "version: 1\nusers: # people\n  # staff\n  - email: \"*@acme.example\"   # all\n    owner: dana\n  # the end\n\nservice_tokens: []\n";
    let edited = added(text, &leaver("erin@acme.example"));
    assert_eq!(
        edited,
        "version: 1\nusers: # people\n  # staff\n  - email: \"*@acme.example\"   # all\n    owner: dana\n  - { email: erin@acme.example, state: absent, ticket: HR-1042 }\n  # the end\n\nservice_tokens: []\n"
    );
}

#[test]
fn every_layout_of_a_list_takes_an_entry() {
    for (before, entries) in [
        ("users: []\n", 1),
        ("users:\n", 1),
        ("users: []", 1),
        ("users: [] # nobody\ndevices: []\n", 1),
        ("users: [{ email: a@x.example }]\n", 2),
        ("users: [ { email: a@x.example }, ] # flow\n", 2),
        ("users:\n- email: a@x.example\n", 2),
        ("users:\n-   email: a@x.example\n    devices:\n    - corporate\n", 2),
        ("users:\n    - { email: a@x.example }", 2),
        ("users:\n  -\n    email: a@x.example\n", 2),
        ("users:\n  - email: a@x.example\n    reason: >\n      long\n      text\nversion: 1\n", 2),
        ("version: 1\n", 1),
    ] {
        let edited = added(before, &leaver("erin@acme.example"));
        let emails = values(&edited, "users", "email");
        assert_eq!(emails.len(), entries, "{before:?} became {edited:?}");
        assert!(emails.contains(&"erin@acme.example".to_owned()), "{before:?} became {edited:?}");
    }
}

#[test]
fn an_entry_of_the_same_address_is_changed_and_keeps_its_comments() {
    let text = "users:\n  - email: Erin@acme.example # she\n    until: 2026-12-31\n    owner: dana@acme.example\n";
    assert_eq!(
        added(text, &leaver("erin@acme.example")),
        "users:\n  - email: Erin@acme.example # she\n    ticket: HR-1042\n    state: absent\n    owner: dana@acme.example\n"
    );
}

#[test]
fn every_layout_of_an_entry_is_changed() {
    for before in [
        "users:\n  - { email: erin@acme.example }\n",
        "users:\n  - { email: erin@acme.example, until: 2026-12-31 }\n",
        "users:\n  - { until: 2026-12-31, email: erin@acme.example }\n",
        "users:\n  - { state: permitted, until: 2026-12-31, email: erin@acme.example }\n",
        "users:\n  - { state: permitted, email: erin@acme.example, until: 2026-12-31 }\n",
        "users:\n  - until: 2026-12-31\n    state: permitted\n    email: erin@acme.example\n",
        "users:\n  - email: erin@acme.example\n    state: permitted\n    until: 2026-12-31\n    ticket: OLD-1\n",
        "users: [{ email: erin@acme.example, state: revoked, ticket: \"OLD 1\" }]\n",
        "users:\n  - email: erin@acme.example",
    ] {
        let edited = added(before, &leaver("erin@acme.example"));
        assert_eq!(values(&edited, "users", "state"), ["absent"], "{before:?} became {edited:?}");
        assert_eq!(values(&edited, "users", "ticket"), ["HR-1042"], "{before:?} became {edited:?}");
        assert_eq!(values(&edited, "users", "email"), ["erin@acme.example"], "{before:?} became {edited:?}");
        assert!(!edited.contains("until"), "{before:?} became {edited:?}");
    }
}

#[test]
fn hostile_text_reads_back_as_it_is() {
    for reason in [
        "a: b # c",
        "- x",
        "\"quoted\" \\",
        "line\nbreak",
        "\u{202e}evil\u{1b}[31m",
        "yes",
        "12",
        "2026-01-01",
        "*x",
        " x ",
    ] {
        let notes = AdditionNotes { ticket: None, reason: Some(reason.to_owned()) };
        let machine = Addition::Devices { select: MachineKey::Serial("0012".to_owned()), state: State::Revoked, notes };
        let edited = added("devices: []\n", &machine);
        assert_eq!(values(&edited, "devices", "reason"), [reason], "{edited}");
        assert_eq!(values(&edited, "devices", "serial"), ["0012"], "{edited}");
    }
}

#[test]
fn a_machine_comes_first_since_the_first_that_matches_decides() {
    let text = "devices: # machines\n  # classes\n  - class: a\n    serial: X\n";
    let notes = AdditionNotes::default();
    let machine = Addition::Devices { select: MachineKey::Serial("PF3".to_owned()), state: State::Revoked, notes };
    assert_eq!(
        added(text, &machine),
        "devices: # machines\n  - { serial: PF3, state: revoked }\n  # classes\n  - class: a\n    serial: X\n"
    );
}

#[test]
fn a_token_keeps_its_machines() {
    let text = "service_tokens:\n  - name: ci\n    devices: [ci] # runners\n";
    let notes = AdditionNotes::default();
    let token = Addition::ServiceTokens { name: "ci".to_owned(), id: "t1".to_owned(), state: State::Absent, notes };
    assert_eq!(added(text, &token), "service_tokens:\n  - name: ci\n    state: absent\n    devices: [ci] # runners\n");
}

#[test]
fn what_is_no_list_is_refused() {
    assert!(edit("users: 12\n", &[leaver("a@x.example")]).is_err());
    assert!(edit("- a\n", &[leaver("a@x.example")]).is_err());
    assert!(edit("users: [\n", &[leaver("a@x.example")]).is_err());
}
