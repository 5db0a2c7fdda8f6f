//! `README.md`: the folder as an auditor reads it. One before the first change, which says that the run has not ended,
//! and one in its place at the end. Every text from outside goes through the escapes of the Markdown renderer.

use super::after::{After, StateAfter};
use super::change::{Change, CiRun};
use super::names;
use super::sla::{Sla, span};
use super::subject::{Step, Subject, SubjectKind};
use super::summary::{State, Summary, is_for_a_person};
use crate::model::plan::{ActionKind, Returns};
use crate::model::report::Became;
use crate::render::{markdown_code as code, markdown_sentence as sentence};

/// Before the first change.
pub(super) fn opening(change: &Change) -> String {
    let mut page = Page::default();
    page.line("# Evidence of a run that has not ended");
    page.paragraph(
        "The run began and had not ended when this was written. If it was cut off, the requests up to then are in \
         `requests.jsonl`; the same command, with a new folder, finishes the job.",
    );
    head(&mut page, change, None);
    remarks(&mut page, change);
    files(&mut page, false);
    page.text
}

/// After the run.
pub(super) fn closing(change: &Change, summary: &Summary, after: &After) -> String {
    let mut page = Page::default();
    page.line(&format!("# Evidence: {}", result(summary.state)));
    head(&mut page, change, Some(summary));
    remarks(&mut page, change);
    for subject in &summary.subjects {
        about(&mut page, subject, change);
    }
    outstanding(&mut page, summary);
    not_done(&mut page, summary, after);
    came_back(&mut page, after);
    files(&mut page, true);
    page.text
}

fn result(state: State) -> &'static str {
    match state {
        State::Converged => "done, and the account was read again",
        State::Unverified => "done, but the account could not be read again",
        State::Remaining => "incomplete",
        State::Interrupted => "interrupted",
    }
}

/// Markdown in the making.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn paragraph(&mut self, text: &str) {
        self.line("");
        self.line(text);
    }

    fn heading(&mut self, text: &str) {
        self.paragraph(&format!("## {text}"));
        self.line("");
    }

    fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.text.push('|');
        for cell in cells {
            self.text.push(' ');
            self.text.push_str(cell.as_ref());
            self.text.push_str(" |");
        }
        self.text.push('\n');
    }

    fn table(&mut self, titles: &[&str]) {
        self.line("");
        self.row(titles);
        self.row(titles.iter().map(|_| "---"));
    }
}

fn head(page: &mut Page, change: &Change, summary: Option<&Summary>) {
    page.table(&["", ""]);
    let mut say = |what: &str, text: String| page.row([what.to_owned(), text]);
    if let Some(summary) = summary {
        say("Result", result(summary.state).to_owned());
        say("In time", sentence(&summary.sla.text));
        if summary.came_back > 0 {
            say("Came back", format!("**{}** before the run ended", summary.came_back));
        }
    }
    say("Account", account(change));
    say("Ticket", or_none(tickets(change)));
    say("Asked by", or_none(change.requested_by.as_deref().map(code)));
    say("Asked at", or_none(change.requested_at.map(|at| at.to_string())));
    say("Approved by", or_none(codes(&change.approved_by)));
    say("Agreed to", sentence(change.consent.words()));
    if let Some(ack) = &change.acknowledged {
        say("Limits passed by", code(&format!("--ack {ack}")));
    }
    say("Run by", or_none(change.run_by.as_deref().map(code)));
    say("Run began", change.started_at.to_string());
    say("Due at", or_none(change.due_at.map(|at| at.to_string())));
    if let Some(Sla { done_at, .. }) = summary.map(|summary| &summary.sla) {
        say("Done at", done_at.map_or_else(|| "not done".to_owned(), |at| at.to_string()));
    }
    say("Plan", code(&change.plan_digest));
    say("Door list", format!("{}, sha256 {}", or_none(codes(&change.doorlist.paths)), code(&change.doorlist.sha256)));
    for (what, text) in [("Commit", change.commit.as_deref()), ("CI run", change.ci.as_ref().map(ci_page))] {
        if let Some(text) = text {
            say(what, code(text));
        }
    }
    say("Written by", code(&change.generator));
    if !change.redacted.is_empty() {
        say("Stand-ins", format!("in place of: {}", change.redacted.join(", ")));
    }
}

fn ci_page(ci: &CiRun) -> &str {
    ci.url.as_deref().unwrap_or(&ci.name)
}

fn account(change: &Change) -> String {
    let name = change.account.name.as_deref().map(|name| format!(" {}", code(name))).unwrap_or_default();
    format!("{}{name}, team {}", code(&change.account.id), code(&change.account.team))
}

fn tickets(change: &Change) -> Option<String> {
    let mut tickets: Vec<&String> = change.ticket.iter().chain(&change.entry_tickets).collect();
    tickets.dedup();
    codes(tickets)
}

fn codes<'a>(texts: impl IntoIterator<Item = &'a String>) -> Option<String> {
    let texts: Vec<String> = texts.into_iter().map(|text| code(text)).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| "not recorded".to_owned())
}

fn remarks(page: &mut Page, change: &Change) {
    if change.remarks.is_empty() {
        return;
    }
    page.heading("What an auditor would ask about");
    for remark in &change.remarks {
        page.line(&format!("- {} ({})", sentence(&remark.text), code(&remark.code)));
    }
}

fn about(page: &mut Page, subject: &Subject, change: &Change) {
    let what = match subject.kind {
        SubjectKind::Person | SubjectKind::Other => "",
        SubjectKind::Token => "Service token ",
        SubjectKind::Machine => "Machine ",
    };
    page.paragraph(&format!("## {what}{}", code(&subject.name)));
    page.paragraph(&why(subject));
    if subject.steps.iter().any(|step| step.kind.is_effect()) {
        page.paragraph(&format!("{}{}", done(subject, change), enrollment(subject)));
        steps(page, subject);
    }
}

fn done(subject: &Subject, change: &Change) -> String {
    let Some(at) = subject.done_at else { return "Not done.".to_owned() };
    let took = change.requested_at.map(|from| format!(", {} after the request", span(at.duration_since(from))));
    format!("Done at {at}{}.", took.unwrap_or_default())
}

fn why(subject: &Subject) -> String {
    let reason = &subject.reason;
    let place = match (&reason.file, reason.line) {
        (Some(file), Some(line)) => format!(", {}", code(&format!("{file}:{line}"))),
        (Some(file), None) => format!(", {}", code(file)),
        (None, _) => String::new(),
    };
    let ticket = reason.ticket.as_deref().map(|ticket| format!(", ticket {}", code(ticket))).unwrap_or_default();
    let owner = reason.owner.as_deref().map(|owner| format!(", owner {}", code(owner))).unwrap_or_default();
    format!("{} ({}{place}{ticket}{owner})", sentence(&capital(&reason.text)), code(reason.code.as_str()))
}

/// A sentence's first letter in upper case; a name that it begins with stays as it is.
fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if !first.chars().all(char::is_alphabetic) {
        return text.to_owned();
    }
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn enrollment(subject: &Subject) -> String {
    let could = subject.could_enroll_before.as_ref().map(|door| format!(" Could enroll before: {}.", door_words(door)));
    let can = subject.can_enroll_after.as_ref().map(|door| format!(" Can enroll after: {}.", door_words(door)));
    [could, can].into_iter().flatten().collect()
}

fn door_words(door: &Returns) -> String {
    let policies: Vec<String> = door.policies.iter().map(|policy| code(&policy.name)).collect();
    let by = if policies.is_empty() { String::new() } else { format!(" (policy {})", policies.join(", ")) };
    let needs: Vec<String> = door.needs.iter().map(|need| code(need)).collect();
    let needs = if needs.is_empty() { String::new() } else { format!(" (needs {})", needs.join(", ")) };
    format!("**{}**{by}{needs}", door.verdict.as_str())
}

fn steps(page: &mut Page, subject: &Subject) {
    page.table(&["Step", "Of", "Result", "At", "The account says", "Proof"]);
    for step in subject.steps.iter().filter(|step| step.kind.is_effect()) {
        let object = object(step, subject);
        page.row([verb(step.kind).to_owned(), object, became(step), at(step), standing(step), proof(step)]);
    }
}

fn verb(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::DeleteRegistration => "delete registration",
        ActionKind::RevokeRegistration => "revoke registration",
        ActionKind::UnrevokeRegistration => "restore registration",
        ActionKind::DeleteDevice => "delete device record",
        ActionKind::BlockEnrollment => "block enrollment",
        ActionKind::ExcludeFromEnrollment => "exclude from enrollment",
        ActionKind::RemoveTokenFromEnrollment => "take token out of enrollment",
        ActionKind::DisableServiceToken => "disable service token",
        ActionKind::DeleteServiceToken => "delete service token",
        ActionKind::RevokeSessions => "end sessions",
        ActionKind::ReleaseSeat => "release seat",
        ActionKind::HumanStep => "step for a person",
    }
}

fn object(step: &Step, subject: &Subject) -> String {
    let device = step.device.as_ref().map(|device| {
        let serial = device.serial.as_deref().map(|serial| format!(", serial {}", code(serial))).unwrap_or_default();
        format!("{}{serial}", code(&device.name))
    });
    let parts: Vec<String> = step.registration_id.as_deref().map(code).into_iter().chain(device).collect();
    if parts.is_empty() { codes(&step.changed).unwrap_or_else(|| code(&subject.name)) } else { parts.join(" on ") }
}

fn became(step: &Step) -> String {
    let detail = step.detail.as_deref().map(|detail| format!(": {}", sentence(detail))).unwrap_or_default();
    let word = step.became.as_str();
    if step.is_done() { format!("{word}{detail}") } else { format!("**{word}**{detail}") }
}

fn at(step: &Step) -> String {
    let at = step.finished_at.filter(|_| step.became != Became::NotAttempted);
    at.map_or_else(|| "–".to_owned(), |at| at.to_string())
}

fn standing(step: &Step) -> String {
    step.standing.map_or_else(|| "–".to_owned(), |standing| standing.words().to_owned())
}

/// The last successful request of the target, else the last.
fn proof(step: &Step) -> String {
    let is_good = |status: Option<u16>| status.is_some_and(|status| (200..300).contains(&status));
    let best = step.requests.iter().rfind(|request| is_good(request.status)).or(step.requests.last());
    best.map_or_else(
        || "–".to_owned(),
        |request| {
            let status = request.status.map_or_else(|| "no answer".to_owned(), |status| format!("HTTP {status}"));
            let ray = request.cf_ray.as_deref().map(|ray| format!(", cf-ray {}", code(ray))).unwrap_or_default();
            format!("request {}, {status}{ray}", request.number)
        },
    )
}

fn outstanding(page: &mut Page, summary: &Summary) {
    page.heading("What is left for people");
    let mut any = false;
    for subject in &summary.subjects {
        for step in subject.steps.iter().filter(|step| is_for_a_person(step)) {
            any = true;
            page.line(&format!("- [ ] {}: {}", code(&subject.name), sentence(&step.text)));
        }
    }
    if !any {
        page.line("Nothing that the program knows of.");
    }
}

fn not_done(page: &mut Page, summary: &Summary, after: &After) {
    let steps = || summary.subjects.iter().flat_map(|subject| subject.steps.iter().map(move |step| (subject, step)));
    let open: Vec<_> = steps().filter(|(_, step)| step.kind.is_effect() && !step.is_done()).collect();
    if open.is_empty() && after.read().is_some() {
        return;
    }
    page.heading("What was not done, or could not be verified");
    for (subject, step) in open {
        let contradicted = if step.became == Became::Done { ", but the account says otherwise" } else { "" };
        let line = format!("- {}: {} {}", code(&subject.name), verb(step.kind), object(step, subject));
        page.line(&format!("{line}: {}{contradicted}", became(step)));
    }
    if let StateAfter::NotRead(why) = &after.state {
        page.line(&format!("- The account could not be read again: {}", sentence(why)));
    }
}

fn came_back(page: &mut Page, after: &After) {
    if after.new_registrations.is_empty() {
        return;
    }
    page.heading("Came back before the run ended");
    for row in &after.new_registrations {
        let owner = row.email.as_deref().map_or_else(|| "somebody unknown".to_owned(), code);
        let made = row.created_at.map(|at| format!(", made at {at}")).unwrap_or_default();
        page.line(&format!("- {owner}: registration {} on {}{made}", code(&row.id), code(&row.device_name)));
    }
}

fn files(page: &mut Page, ended: bool) {
    page.heading("Files");
    page.row(["File", "What it holds"]);
    page.row(["---", "---"]);
    for (name, what, at_end) in names::ALL {
        if ended || !at_end {
            page.row([format!("`{name}`"), (*what).to_owned()]);
        }
    }
    if ended {
        page.paragraph(
            "`doorlist watch --since` this folder checks it against `manifest.json` and says who came back. No file \
             holds a credential or a public key.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::capital;

    #[test]
    fn a_sentence_begins_with_a_capital_and_a_name_as_it_is() {
        assert_eq!(capital("no entry permits a@b"), "No entry permits a@b");
        assert_eq!(capital("erin@acme.example is revoked"), "erin@acme.example is revoked");
        assert_eq!(capital("\"x y\" is revoked"), "\"x y\" is revoked");
        assert_eq!(capital(""), "");
    }
}
