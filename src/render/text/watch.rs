//! Who came back, as text: one line for each, so that a scheduled run's log says it all.

use super::page::Page;
use crate::model::plan::{ActionKind, PlanAccount};
use crate::model::watch::{How, Removed, Returned, WatchNote, Watched};
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, Owner};
use crate::render::words;

/// One account after the other.
pub(in crate::render) fn watched(all: &[Watched], style: Style) -> String {
    let mut page = Page::new(style);
    for (index, one) in all.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        account(&mut page, one);
    }
    page.finish()
}

fn account(page: &mut Page, watched: &Watched) {
    let Watched { format_version: _, account, since, read_at: _, removed, returned, notes } = watched;
    page.segments(0, 0, head(account, since, *removed));
    for one in returned {
        page.segments(2, 4, segments(one));
    }
    for WatchNote { code, text } in notes {
        page.segments(
            2,
            4,
            vec![Phrase::of(Tone::Dim, "note: ").then(Phrase::sentence(text)), Phrase::of(Tone::Dim, code)],
        );
    }
    page.line(0, total(returned));
}

fn head(account: &PlanAccount, since: &crate::model::watch::Since, removed: u64) -> Vec<Phrase> {
    let count = words::REGISTRATION.count_or_no(removed);
    let time = since.finished_at.unwrap_or(since.started_at);
    let title = Phrase::of(Tone::Strong, "Since ").plain(format!("{time}: {count} removed from "));
    let tickets = Phrase::join(since.tickets.iter().map(|ticket| Phrase::new().name(ticket)), ", ");
    let tickets = if tickets.is_empty() { tickets } else { Phrase::say("ticket ").then(tickets) };
    vec![title.then(view::account(account)), tickets, Phrase::new().code(&since.plan_digest)]
}

fn segments(returned: &Returned) -> Vec<Phrase> {
    let Returned { how, target, created_at, removed, seconds_after } = returned;
    let id = target.registration_id.as_deref().unwrap_or_default();
    let made = created_at.map(|at| format!(", made {at}")).unwrap_or_default();
    let device = target.device.as_ref().map(|device| Phrase::say(" on ").name(&device.name)).unwrap_or_default();
    vec![
        Phrase::of(Tone::Bad, "! back: ").then(Owner::of(target).title(target)).then(device),
        Phrase::say("registration ").code(id).plain(made),
        Phrase::of(Tone::Warn, how_words(*how)),
        after(removed, id, *seconds_after),
        removed.ticket.as_ref().map(|ticket| Phrase::say("ticket ").name(ticket)).unwrap_or_default(),
    ]
}

fn how_words(how: How) -> &'static str {
    match how {
        How::ThereAgain => "the deleted registration is there again",
        How::ActiveAgain => "the revoked registration is active again",
        How::SamePersonAndMachine => "the same person on the same machine",
        How::SamePerson => "the same person",
        How::SameMachine => "the same machine",
    }
}

/// What was removed, and how long before; the registration itself is named already where it is there again.
fn after(removed: &Removed, id: &str, seconds_after: Option<i64>) -> Phrase {
    let verb = if removed.kind == ActionKind::RevokeRegistration { "revoked" } else { "deleted" };
    let lead = seconds_after.map(|seconds| format!("{} after ", words::duration(seconds.unsigned_abs())));
    let at = removed.at.map(|at| format!(" at {at}")).unwrap_or_default();
    let lead = Phrase::say(lead.unwrap_or_default());
    let what = if removed.registration_id == id {
        lead.plain("it")
    } else {
        lead.plain("registration ").code(&removed.registration_id)
    };
    what.plain(format!(" was {verb}{at} ({})", removed.code))
}

fn total(returned: &[Returned]) -> Phrase {
    match returned.len() {
        0 => Phrase::of(Tone::Good, "Nobody came back."),
        _ => Phrase::of(Tone::Bad, format!("{} came back.", words::REGISTRATION.count(words::len(returned)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ReasonCode;
    use crate::model::plan::{IdentityKind, Target, TargetDevice, TargetIdentity};
    use crate::model::watch::Since;

    fn watched_one() -> Watched {
        let time = |text: &str| text.parse().expect("a time");
        let target = |id: &str, email: &str, device: &str| Target {
            registration_id: Some(id.to_owned()),
            device: Some(TargetDevice { id: "d-1".to_owned(), name: device.to_owned(), serial: None }),
            identity: Some(TargetIdentity {
                kind: IdentityKind::Person,
                email: Some(email.to_owned()),
                id: Some("u-1".to_owned()),
            }),
            ..Target::default()
        };
        let removed = |kind, code| Removed {
            registration_id: "r-12".to_owned(),
            kind,
            code,
            ticket: Some("SEC-70".to_owned()),
            at: Some(time("2026-11-22T00:01:00Z")),
        };
        Watched {
            format_version: "1.0".to_owned(),
            account: PlanAccount {
                id: "0123456789abcdef0123456789abcdef".to_owned(),
                name: None,
                team: "acme".to_owned(),
            },
            since: Since {
                plan_digest: "sha256:ab".to_owned(),
                tickets: vec!["SEC-70".to_owned()],
                started_at: time("2026-11-22T00:00:00Z"),
                finished_at: Some(time("2026-11-22T00:02:00Z")),
            },
            read_at: time("2026-11-24T00:00:00Z"),
            removed: 3,
            returned: vec![
                Returned {
                    how: How::SamePerson,
                    target: target("r-16", "mallory@gmail.example", "mallory’s pc\n"),
                    created_at: Some(time("2026-11-23T00:01:00Z")),
                    removed: removed(ActionKind::DeleteRegistration, ReasonCode::UserNotListed),
                    seconds_after: Some(86_400),
                },
                Returned {
                    how: How::ActiveAgain,
                    target: target("r-12", "bob@acme.example", "bob-xps"),
                    created_at: None,
                    removed: removed(ActionKind::RevokeRegistration, ReasonCode::UserRevoked),
                    seconds_after: None,
                },
            ],
            notes: vec![WatchNote {
                code: "file_added".to_owned(),
                text: "note.txt was laid into the folder".to_owned(),
            }],
        }
    }

    #[test]
    fn each_return_is_one_line() {
        insta::assert_snapshot!(watched(&[watched_one()], Style::PLAIN));
    }

    #[test]
    fn nobody_is_said_and_accounts_stand_apart() {
        let nobody = Watched { returned: Vec::new(), notes: Vec::new(), ..watched_one() };
        let text = watched(&[nobody.clone(), nobody], Style::PLAIN);
        assert_eq!(text.matches("Nobody came back.").count(), 2);
        assert!(text.contains("Nobody came back.\n\nSince "));
    }
}
