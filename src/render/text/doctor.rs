//! A checkup as text: one line a check, its mend below it.

use super::page::Page;
use crate::model::checkup::{Check, Checkup, Fitness, Mark};
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::words;

/// One account after the other.
pub(in crate::render) fn checkups(all: &[Checkup], style: Style) -> String {
    let mut page = Page::new(style);
    for (index, checkup) in all.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        one(&mut page, checkup);
    }
    page.finish()
}

fn one(page: &mut Page, checkup: &Checkup) {
    let Checkup { format_version: _, account, team, doorlist, fitness, checks } = checkup;
    let team = team.as_ref().map(|team| Phrase::say("team ").name(team)).unwrap_or_default();
    let list = doorlist.as_ref().map(|path| Phrase::say("needs of ").code(path)).unwrap_or_default();
    page.segments(0, 0, vec![Phrase::of(Tone::Strong, "Account ").code(account), team, list]);
    for check in checks {
        line(page, check);
    }
    page.line(0, conclusion(*fitness, checks));
}

fn line(page: &mut Page, check: &Check) {
    let Check { code, mark, text, permission, features, mend } = check;
    let (tone, word) = mark_words(*mark);
    let permission = permission.as_ref().map(|group| Phrase::say("permission ").code(group)).unwrap_or_default();
    let features = if features.is_empty() { String::new() } else { format!("for {}", features.join("; ")) };
    let lead = Phrase::of(tone, format!("{word:<8}")).code(code).plain(": ").then(Phrase::sentence(text));
    page.segments(2, 10, vec![lead, permission, Phrase::of(Tone::Dim, features)]);
    if let Some(mend) = mend {
        page.line(10, Phrase::of(Tone::Strong, "mend: ").then(Phrase::sentence(mend)));
    }
}

fn mark_words(mark: Mark) -> (Tone, &'static str) {
    match mark {
        Mark::Ok => (Tone::Good, "ok"),
        Mark::Note => (Tone::Dim, "note"),
        Mark::Warning => (Tone::Warn, "warning"),
        Mark::Problem => (Tone::Bad, "problem"),
    }
}

fn conclusion(fitness: Fitness, checks: &[Check]) -> Phrase {
    let count = checks.iter().filter(|check| check.mark == Mark::Problem).count() as u64;
    let problems = words::PROBLEM.count(count);
    match fitness {
        Fitness::Fit => Phrase::of(Tone::Good, "All that is needed is there."),
        Fitness::Unusable => {
            Phrase::of(Tone::Bad, format!("{problems}: the credential or the connection is of no use."))
        }
        Fitness::Refused => {
            Phrase::of(Tone::Bad, format!("{problems}: it is the wrong account, or something needed may not be read."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, mark: Mark, text: &str, mend: Option<&str>) -> Check {
        Check {
            code: code.to_owned(),
            mark,
            text: text.to_owned(),
            permission: None,
            features: Vec::new(),
            mend: mend.map(str::to_owned),
        }
    }

    #[test]
    fn each_check_is_a_line_with_its_mend_below() {
        let users = Check {
            permission: Some("Access: Audit Logs Read".to_owned()),
            features: vec!["offboarding.seats".to_owned(), "seats in the evidence".to_owned()],
            ..check("access/users", Mark::Problem, "HTTP 403: 10000 no\u{1b}[31m", Some("add it"))
        };
        let checkup = Checkup {
            format_version: "1.0".to_owned(),
            account: "0123456789abcdef0123456789abcdef".to_owned(),
            team: Some("acme".to_owned()),
            doorlist: Some("doorlist.yaml".to_owned()),
            fitness: Fitness::Refused,
            checks: vec![
                check("credential", Mark::Ok, "an API token of a user", None),
                check("clock", Mark::Warning, "this clock is 3600 s behind the API's", Some("set the clock")),
                users,
            ],
        };
        insta::assert_snapshot!(checkups(&[checkup], Style::PLAIN));
    }
}
