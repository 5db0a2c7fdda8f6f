//! Nothing from outside leaves its place, and what refuses a runbook comes first.

use super::*;
use crate::model::doorlist::State;
use crate::model::plan::{Phase, PlanAccount};
use crate::model::runbook::{Addition, AdditionNotes, Doer, Step, SubjectKind};

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
        steps: vec![Step {
            phase: Phase::Enrollment,
            by: Doer::Person,
            text: format!("disable {name}"),
            actions: Vec::new(),
        }],
    }
}

#[test]
fn a_hostile_name_forges_no_line() {
    let plain = hostile("erin@acme.example");
    for name in ["a\nb@x", "\u{1b}[31mred@x", "x</details>@y", "`|`@z", "\u{202e}@x", "@someone", "#12"] {
        for format in [Format::Text, Format::Markdown] {
            let shown = runbook(&hostile(name), format, Style::PLAIN);
            let wanted = runbook(&plain, format, Style::PLAIN);
            assert_eq!(shown.lines().count(), wanted.lines().count(), "{shown}");
            assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
        }
    }
}
