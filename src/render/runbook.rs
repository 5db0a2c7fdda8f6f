//! A runbook as text and Markdown: numbered steps, who does each, what it would change now, and the entry for the
//! door list.

use super::escape::{inline, sentence};
use super::{Format, Style, json};
use crate::config::edit;
use crate::model::plan::{Action, ActionKind, Verdict};
use crate::model::runbook::Runbook;

/// A runbook in a format; the formats about changes give the text.
pub fn runbook(runbook: &Runbook, format: Format, _style: Style) -> String {
    match format {
        Format::Json => json::pretty(runbook),
        Format::Markdown => markdown(runbook),
        Format::Text | Format::Diff | Format::Github | Format::Sarif | Format::Html => text(runbook),
    }
}

fn text(runbook: &Runbook) -> String {
    let mut lines = vec![
        format!("Runbook: {}", inline(&runbook.title)),
        format!("team {}, account {}", inline(&runbook.account.team), inline(&runbook.account.id)),
        String::new(),
    ];
    for (index, step) in runbook.steps.iter().enumerate() {
        lines.push(format!("{:>3}. [{}] {}", index + 1, step.by.as_str(), inline(&step.text)));
        lines.extend(step.actions.iter().map(|action| format!("       {}", inline(&change(action)))));
    }
    lines.push(String::new());
    lines.push("In the door list, before anything is applied:".to_owned());
    for (section, entry) in entries(runbook) {
        lines.push(format!("  {section}:"));
        lines.push(format!("    - {}", inline(&entry)));
    }
    lines.push(String::new());
    lines.push(NEXT.to_owned());
    lines.join("\n") + "\n"
}

const NEXT: &str = "Write it with --write, have the change reviewed, then apply: doorlist plan, doorlist apply.";

fn markdown(runbook: &Runbook) -> String {
    let mut lines = vec![
        format!("## Runbook: {}", sentence(&runbook.title)),
        String::new(),
        format!("Team {}, account {}.", sentence(&runbook.account.team), sentence(&runbook.account.id)),
        String::new(),
    ];
    for (index, step) in runbook.steps.iter().enumerate() {
        lines.push(format!("{}. [ ] **{}** – {}", index + 1, step.by.as_str(), sentence(&step.text)));
        lines.extend(step.actions.iter().map(|action| format!("   - {}", sentence(&change(action)))));
    }
    lines.push(String::new());
    lines.push("In the door list, before anything is applied:".to_owned());
    lines.push(String::new());
    for (section, entry) in entries(runbook) {
        lines.push(format!("- {}: {}", sentence(section), super::escape::code(&entry)));
    }
    lines.push(String::new());
    lines.push(sentence(NEXT));
    lines.join("\n") + "\n"
}

fn entries(runbook: &Runbook) -> Vec<(&'static str, String)> {
    runbook.additions.iter().map(edit::line).collect()
}

/// What one action would change, and whether it would come back.
fn change(action: &Action) -> String {
    let target = &action.target;
    let mut parts: Vec<String> = Vec::new();
    if let Some(device) = &target.device {
        let serial = device.serial.as_ref().map_or_else(String::new, |serial| format!(" (serial {serial})"));
        parts.push(format!("{}{serial}", device.name));
    }
    parts.extend(target.identity.as_ref().and_then(|identity| identity.email.clone()));
    parts.extend(target.registration_id.as_ref().map(|id| format!("registration {id}")));
    parts.extend(target.token.as_ref().map(|token| format!("token {} ({})", token.name, token.id)));
    parts.extend(target.list.as_ref().map(|list| format!("list \"{}\"", list.name)));
    parts.extend(target.policies.iter().map(|policy| match policy.app_count {
        Some(count) if count > 1 => format!("policy \"{}\", which {count} applications share", policy.name),
        _ => format!("policy \"{}\"", policy.name),
    }));
    parts.extend(returns(action));
    format!("{} {}", sigil(action.kind), parts.join(" | "))
}

fn sigil(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::DeleteRegistration | ActionKind::DeleteDevice | ActionKind::DeleteServiceToken => "-",
        ActionKind::RevokeRegistration | ActionKind::RevokeSessions => "~",
        ActionKind::UnrevokeRegistration => "+",
        ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::DisableServiceToken
        | ActionKind::ReleaseSeat => "!",
        ActionKind::HumanStep => "?",
    }
}

fn returns(action: &Action) -> Option<String> {
    let returns = action.returns.as_ref()?;
    let because = match returns.verdict {
        Verdict::Yes | Verdict::Unattended => returns.policies.iter().map(|policy| &policy.name).collect::<Vec<_>>(),
        Verdict::Unknown => returns.needs.iter().collect(),
        Verdict::No => Vec::new(),
    };
    let because: Vec<String> = because.into_iter().map(|name| format!("\"{name}\"")).collect();
    let because = if because.is_empty() { String::new() } else { format!(" ({})", because.join(", ")) };
    Some(format!("returns: {}{because}", returns.verdict.as_str()))
}

#[cfg(test)]
mod tests {
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
}
