//! Nothing from outside leaves its place, and what stands in the way of a runbook comes before its steps.

use super::*;
use crate::model::ReasonCode;
use crate::model::doorlist::State;
use crate::model::plan::{
    Action, ActionKind, Amount, Expect, Guard, GuardName, GuardVerdict, Phase, PlanAccount, Reason, Target,
    TargetDevice,
};
use crate::model::runbook::{Addition, AdditionNotes, Doer, Keeper, Stay, Step, SubjectKind};

fn reason(text: &str) -> Reason {
    Reason {
        code: ReasonCode::Protected,
        text: text.to_owned(),
        file: Some("doorlist.yaml".to_owned()),
        line: Some(7),
        ticket: None,
        owner: None,
        also: Vec::new(),
    }
}

fn target(name: &str) -> Target {
    Target {
        registration_id: Some("r-1".to_owned()),
        device: Some(TargetDevice { id: "d-1".to_owned(), name: name.to_owned(), serial: Some(name.to_owned()) }),
        ..Target::default()
    }
}

fn removal(name: &str) -> Action {
    Action {
        id: "delete_registration:r-1".to_owned(),
        kind: ActionKind::DeleteRegistration,
        phase: Phase::Registrations,
        target: target(name),
        reason: reason("gone"),
        returns: None,
        expect: Expect::default(),
    }
}

/// A runbook with a name from outside wherever one can be.
fn hostile(name: &str) -> Runbook {
    Runbook {
        account: PlanAccount { id: "0123".to_owned(), name: None, team: "acme".to_owned() },
        subject: name.to_owned(),
        kind: SubjectKind::Person,
        title: format!("{name} leaves"),
        ticket: None,
        additions: vec![Addition::Users {
            email: name.to_owned(),
            state: State::Absent,
            notes: AdditionNotes::default(),
        }],
        guards: Vec::new(),
        stays: vec![Stay { target: target(name), keeper: Keeper::Protection, reason: reason(name) }],
        steps: vec![Step {
            phase: Phase::Enrollment,
            by: Doer::Person,
            text: format!("disable {name}"),
            actions: vec![removal(name)],
        }],
    }
}

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Html];

#[test]
fn a_hostile_name_forges_no_line() {
    let plain = hostile("erin@acme.example");
    for name in ["a\nb@x", "\u{1b}[31mred@x", "x</details>@y", "`|`@z", "\u{202e}@x", "@someone", "#12", "<b>x@y"] {
        for format in FORMATS {
            let shown = runbook(&hostile(name), format, Style::PLAIN);
            let wanted = runbook(&plain, format, Style::PLAIN);
            assert_eq!(shown.lines().count(), wanted.lines().count(), "{shown}");
            assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
        }
        let page = runbook(&hostile(name), Format::Html, Style::PLAIN);
        assert!(!page.contains("x</details>") && !page.contains("<b>x@"), "{page}");
    }
}

#[test]
fn a_name_forges_no_part_of_a_line() {
    let text = runbook(&hostile("x | returns: no"), Format::Text, Style::PLAIN);
    assert!(text.contains("- \"x | returns: no\" (serial \"x | returns: no\") | registration r-1"), "{text}");
    let markdown = runbook(&hostile("erin"), Format::Markdown, Style::PLAIN);
    assert!(markdown.contains("   - `-` `erin` (serial `erin`) | registration `r-1`"), "{markdown}");
}

#[test]
fn what_stands_in_the_way_comes_before_the_steps() {
    let mut refused = hostile("erin@acme.example");
    refused.guards = vec![Guard {
        name: GuardName::Connectors,
        value: Amount::Count(1),
        limit: Amount::Count(0),
        verdict: GuardVerdict::Tripped,
        text: "connectors deleted or revoked".to_owned(),
    }];
    for format in FORMATS {
        let shown = runbook(&refused, format, Style::PLAIN);
        let places = ["REFUSED as it stands", "Stays, whatever", "disable", "cannot be applied"].map(|t| shown.find(t));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {shown}");
        let holds = runbook(&hostile("erin@acme.example"), format, Style::PLAIN);
        assert!(!holds.contains("REFUSED") && !holds.contains("cannot be applied"), "{holds}");
    }
}
