//! Findings about one registration.

use super::finding;
use crate::model::explain::Decision;
use crate::model::plan::{Action, ActionKind, Finding, Level};
use crate::model::quote::{name, quoted};
use crate::model::{FindingCode, ReasonCode};
use crate::plan::facts::Owner;
use crate::plan::matching::Matcher;
use crate::plan::sentences;
use crate::plan::targets;
use crate::plan::verdict::{Cause, CleanupKey, Verdict};
use crate::plan::view::{Judged, View};

/// One for each row that is reported, and for each oddity of a row.
pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let needs_devices = view.list.needs().devices;
    let matcher = Matcher::new(view.list, view.now);
    view.rows().flat_map(|judged| of_row(view, &matcher, &judged, needs_devices)).collect()
}

fn of_row(
    view: &View<'_>,
    matcher: &Matcher<'_>,
    judged: &Judged<'_>,
    needs_devices: bool,
) -> impl Iterator<Item = Finding> + use<> {
    let verdict = judged.verdict;
    let said = verdict.decision == Decision::Report || verdict.is_left_revoked();
    let reported = said.then(|| reported(view, judged));
    let revoked = verdict.revoked_though_permitted.then(|| revoked_though_permitted(view, judged));
    let unknown = (needs_devices && view.account.device_of(judged.row).is_none()).then(|| device_unknown(view, judged));
    let twice = match judged.facts.owner {
        Owner::Service(Some(first), Some(other)) => Some(claimed_twice(view, matcher, judged, [first, other])),
        _ => None,
    };
    [reported, revoked, unknown, twice].into_iter().flatten().chain(reported_beside(view, judged))
}

/// What rules of `cleanup` only report of a row about which something else decides.
fn reported_beside(view: &View<'_>, judged: &Judged<'_>) -> Vec<Finding> {
    let reports = CleanupKey::ALL.into_iter().filter(|key| judged.verdict.reports.contains(key.code()));
    let alone = |key: CleanupKey| Verdict {
        newer: judged.verdict.newer,
        ..Verdict::new(Decision::Report, key.code(), Cause::Cleanup(key))
    };
    reports.map(|key| reported(view, &Judged { verdict: &alone(key), ..*judged })).collect()
}

fn reported(view: &View<'_>, judged: &Judged<'_>) -> Finding {
    let level = if judged.verdict.code == ReasonCode::Connector { Level::Note } else { Level::Warning };
    let mut finding = about(view, judged, FindingCode::FeatureOff, level, sentences::reason(view, judged));
    judged.verdict.code.as_str().clone_into(&mut finding.code);
    let origin = view.origin(judged.verdict.cause);
    finding.file = origin.map(|origin| origin.file.to_string());
    finding.line = origin.map(|origin| origin.line);
    finding
}

fn revoked_though_permitted(view: &View<'_>, judged: &Judged<'_>) -> Finding {
    let how = if judged.verdict.removes() {
        "revoked and deleted by this plan; write restore: true into the entry to restore it instead"
    } else {
        "revoked; write restore: true into the entry to restore it, or delete it"
    };
    let text = format!("{} is permitted, and this registration is {how}", sentences::who(judged.row));
    about(view, judged, FindingCode::PermittedButRevoked, Level::Warning, text)
}

fn device_unknown(view: &View<'_>, judged: &Judged<'_>) -> Finding {
    let text = format!(
        "device {} is in no device list, so no serial, hardware id, os or tag matches it",
        name(judged.row.device_id.as_str())
    );
    about(view, judged, FindingCode::DeviceUnknown, Level::Note, text)
}

/// All that claim the machine, at the place of the one that differs, else of the second.
fn claimed_twice(view: &View<'_>, matcher: &Matcher<'_>, judged: &Judged<'_>, claims: [usize; 2]) -> Finding {
    let tokens = &view.list.service_tokens;
    let named = |index: usize| format!("{} ({})", name(tokens[index].token.as_str()), tokens[index].origin);
    let mut entries: Vec<String> = matcher.token_entries_of(judged, view.account).map(named).collect();
    let both = if entries.len() == 2 { "both" } else { "all" };
    let last = entries.pop().unwrap_or_default();
    let [first, other] = claims;
    let whose = if matcher.token_standing(first) == matcher.token_standing(other) {
        "the first has it"
    } else {
        "their states differ, so none of them has it"
    };
    let text = format!("service_tokens entries {} and {last} {both} claim this machine; {whose}", entries.join(", "));
    let finding = about(view, judged, FindingCode::ClaimedTwice, Level::Warning, text);
    super::at(finding, &tokens[other].origin)
}

fn about(view: &View<'_>, judged: &Judged<'_>, code: FindingCode, level: Level, text: String) -> Finding {
    Finding {
        registration_id: Some(judged.row.id.to_string()),
        identity: Some(targets::identity(judged.row, judged.facts.owner)),
        device: Some(targets::device(view.account, judged.row)),
        ..finding(code, level, text)
    }
}

/// A removal that `require_closed` refuses (fine print A14).
pub(super) fn not_closed(action: &Action) -> Finding {
    let verb = match action.kind {
        ActionKind::RevokeRegistration => "revoked",
        _ => "deleted",
    };
    let returns = action.returns.as_ref();
    let policies: Vec<String> =
        returns.map(|returns| returns.policies.iter().map(|policy| quoted(&policy.name)).collect()).unwrap_or_default();
    let remedy = returns.and_then(|returns| returns.remedy.as_deref()).unwrap_or("close enrollment first");
    let text = format!(
        "not {verb}, since require_closed is set and policy {} would admit the owner again; {remedy}",
        policies.join(", ")
    );
    Finding {
        registration_id: action.target.registration_id.clone(),
        identity: action.target.identity.clone(),
        device: action.target.device.clone(),
        file: action.reason.file.clone(),
        line: action.reason.line,
        ..finding(FindingCode::NotClosed, Level::Error, text)
    }
}
