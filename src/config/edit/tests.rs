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

/// A text before and after.
fn becomes(before: &str, addition: &Addition, after: &str) {
    assert_eq!(added(before, addition), after);
}

#[test]
fn a_block_scalar_is_replaced_with_its_header_and_keeps_what_follows() {
    let notes = AdditionNotes { ticket: Some("HR-1".to_owned()), reason: Some("left".to_owned()) };
    let erin = Addition::Users { email: "erin@acme.example".to_owned(), state: State::Absent, notes };
    becomes(
        "users:\n  - email: erin@acme.example\n    reason: >- # why\n      on\n      leave\n  - email: alice@acme.example\n",
        &erin,
        "users:\n  - email: erin@acme.example\n    state: absent\n    ticket: HR-1\n    reason: left # why\n  - email: alice@acme.example\n",
    );
    becomes(
        "users:\n  - email: erin@acme.example\n    ticket: |\n      OLD\n\n    owner: x\n",
        &erin,
        "users:\n  - email: erin@acme.example\n    state: absent\n    reason: left\n    ticket: HR-1\n\n    owner: x\n",
    );
}

#[test]
fn an_alias_is_replaced_and_what_it_stands_for_is_not() {
    let gone = Addition::Users {
        email: "erin@acme.example".to_owned(),
        state: State::Absent,
        notes: AdditionNotes::default(),
    };
    becomes(
        "users: [ { email: a@x.example, state: &live permitted }, { email: erin@acme.example, state: *live } ]\n",
        &gone,
        "users: [ { email: a@x.example, state: &live permitted }, { email: erin@acme.example, state: absent } ]\n",
    );
    becomes(
        "users:\n  - email: a@x.example\n    owner: &o erin@acme.example\n  - email: *o\n",
        &gone,
        "users:\n  - email: a@x.example\n    owner: &o erin@acme.example\n  - email: *o\n    state: absent\n",
    );
}

#[test]
fn what_would_change_elsewhere_too_is_refused() {
    for (text, said) in [
        ("service_tokens: &e []\nusers: *e\n", "`users` is an alias"),
        ("users: &e []\nservice_tokens: *e\n", "`users` has an anchor"),
        ("x: &e { email: erin@acme.example }\nusers: [*e]\n", "the entry is an alias"),
        ("users: [&e { email: erin@acme.example }]\nx: *e\n", "the entry has an anchor"),
        ("users: [{ email: erin@acme.example, state: &s revoked }]\nx: *s\n", "`state` has an anchor"),
        ("users: [{ email: erin@acme.example, until: &s 2027-12-31 }]\nx: *s\n", "`until` has an anchor"),
    ] {
        let refused = edit(text, &[leaver("erin@acme.example")]).expect_err(text);
        assert!(refused.to_string().contains(said), "{refused}");
    }
}

#[test]
fn tokens_are_told_apart_by_case_and_people_are_not() {
    let token = |name: &str| Addition::ServiceTokens {
        name: name.to_owned(),
        id: "t1".to_owned(),
        state: State::Absent,
        notes: AdditionNotes::default(),
    };
    let text = "service_tokens:\n  - name: CI-Runners\n  - name: ci-runners\n";
    becomes(
        text,
        &token("ci-runners"),
        "service_tokens:\n  - name: CI-Runners\n  - name: ci-runners\n    state: absent\n",
    );
}

#[test]
fn comments_beside_what_goes_stay() {
    let gone = Addition::Users {
        email: "erin@acme.example".to_owned(),
        state: State::Absent,
        notes: AdditionNotes::default(),
    };
    for (before, after) in [
        (
            "users:\n  - email: erin@acme.example\n    state: permitted\n    until: 2027-12-31 # SOW ends\n",
            "users:\n  - email: erin@acme.example\n    state: absent\n    # SOW ends\n",
        ),
        (
            "users:\n  - until: 2027-12-31 # SOW ends\n    state: permitted\n    email: erin@acme.example\n",
            "users:\n  - # SOW ends\n    state: absent\n    email: erin@acme.example\n",
        ),
        ("users: # none ] yet\n  []\n", "users: # none ] yet\n  - { email: erin@acme.example, state: absent }\n"),
        ("users: [ # none\n]\n", "users: [ # none\n{ email: erin@acme.example, state: absent }]\n"),
    ] {
        becomes(before, &gone, after);
    }
}

#[test]
fn lines_end_as_the_others_do() {
    for newline in ["\n", "\r\n", "\r"] {
        let lines = ["users:", "  - email: erin@acme.example", "    until: 2027-12-31", "service_tokens: []", ""];
        let machine = Addition::Devices {
            select: MachineKey::Id("d1".to_owned()),
            state: State::Revoked,
            notes: AdditionNotes::default(),
        };
        let edited = edit(&lines.join(newline), &[leaver("erin@acme.example"), machine]).expect("edited");
        assert_eq!(edited.matches(newline).count(), 7, "{edited:?}");
        assert!(!edited.replace(newline, "").contains(['\r', '\n']), "{edited:?}");
    }
}

#[test]
fn the_end_marker_stays_the_end() {
    becomes(
        "version: 1\n...\n# after\n",
        &leaver("erin@acme.example"),
        "version: 1\nusers:\n  - { email: erin@acme.example, state: absent, ticket: HR-1042 }\n...\n# after\n",
    );
}

#[test]
fn json_stays_json() {
    let machine = Addition::Devices {
        select: MachineKey::Serial("PF3".to_owned()),
        state: State::Revoked,
        notes: AdditionNotes { ticket: None, reason: Some("a\u{1b}\u{202e} \"b\"\n".to_owned()) },
    };
    let protected = Addition::Protected {
        email: "dana@acme.example".to_owned(),
        device: MachineKey::Serial("PF3".to_owned()),
        notes: AdditionNotes::default(),
    };
    for text in [
        r#"{"version": 1, "users": [{"email": "erin@acme.example", "until": "2027-12-31"}], "devices": []}"#,
        "{\n  \"users\": [\n    {\n      \"email\": \"a@x.example\"\n    }\n  ],\n  \"devices\": [\n    {}\n  ]\n}\n",
    ] {
        let edited = edit(text, &[leaver("erin@acme.example"), machine.clone(), protected.clone()]).expect("edited");
        let value: serde_json::Value = serde_json::from_str(&edited).expect(&edited);
        assert_eq!(value["devices"][0]["serial"], "PF3", "{edited}");
        assert_eq!(value["protected"][0]["device"]["serial"], "PF3", "{edited}");
    }
}

#[test]
fn lists_over_several_lines_keep_their_shape() {
    for (before, after) in [
        (
            "users: [\n  { email: a@x.example }, # a\n  { email: b@x.example } # b\n]\n",
            "users: [\n  { email: a@x.example }, # a\n  { email: b@x.example }, # b\n  NEW\n]\n",
        ),
        (
            "users:\n  - { email: a@x.example,\n      devices: [\n        k\n      ]\n    }\n",
            "users:\n  - { email: a@x.example,\n      devices: [\n        k\n      ]\n    }\n  - NEW\n",
        ),
        (
            "users:\n  - email: a@x.example\n    devices: [\n      k\n    ]\n",
            "users:\n  - email: a@x.example\n    devices: [\n      k\n    ]\n  - NEW\n",
        ),
    ] {
        becomes(
            before,
            &leaver("erin@acme.example"),
            &after.replace("NEW", "{ email: erin@acme.example, state: absent, ticket: HR-1042 }"),
        );
    }
}

#[test]
fn what_is_no_list_is_refused() {
    assert!(edit("users: 12\n", &[leaver("a@x.example")]).is_err());
    assert!(edit("- a\n", &[leaver("a@x.example")]).is_err());
    assert!(edit("users: [\n", &[leaver("a@x.example")]).is_err());
}
