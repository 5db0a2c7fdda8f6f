//! Findings about one registration.

use super::finding;
use crate::model::explain::Decision;
use crate::model::plan::{Action, ActionKind, Finding, Level};
use crate::model::quote::{name, quoted};
use crate::model::{FindingCode, ReasonCode};
use crate::plan::facts::Owner;
use crate::plan::sentences;
use crate::plan::targets;
use crate::plan::view::{Judged, View};

/// One for each row that is reported, and for each oddity of a row.
pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let needs_devices = view.list.needs().devices;
    view.rows().flat_map(|judged| of_row(view, &judged, needs_devices)).collect()
}

fn of_row(view: &View<'_>, judged: &Judged<'_>, needs_devices: bool) -> impl Iterator<Item = Finding> + use<> {
    let reported = (judged.verdict.decision == Decision::Report).then(|| reported(view, judged));
    let revoked = judged.verdict.revoked_though_permitted.then(|| revoked_though_permitted(view, judged));
    let unknown = (needs_devices && view.account.device_of(judged.row).is_none()).then(|| device_unknown(view, judged));
    let twice = match judged.facts.owner {
        Owner::Service(Some(first), Some(second)) => Some(claimed_twice(view, judged, first, second)),
        _ => None,
    };
    [reported, revoked, unknown, twice].into_iter().flatten()
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
    let text = format!(
        "{} is permitted, and this registration is revoked; write restore: true into the entry to restore it, or \
         delete it",
        sentences::who(judged.row)
    );
    about(view, judged, FindingCode::PermittedButRevoked, Level::Warning, text)
}

fn device_unknown(view: &View<'_>, judged: &Judged<'_>) -> Finding {
    let text = format!(
        "device {} is in no device list, so no serial, hardware id, os or tag matches it",
        name(judged.row.device_id.as_str())
    );
    about(view, judged, FindingCode::DeviceUnknown, Level::Note, text)
}

fn claimed_twice(view: &View<'_>, judged: &Judged<'_>, first: usize, second: usize) -> Finding {
    let tokens = &view.list.service_tokens;
    let text = format!(
        "service_tokens entries {} ({}) and {} ({}) both claim this machine; the first has it",
        name(tokens[first].token.as_str()),
        tokens[first].origin,
        name(tokens[second].token.as_str()),
        tokens[second].origin
    );
    let finding = about(view, judged, FindingCode::ClaimedTwice, Level::Warning, text);
    super::at(finding, &tokens[second].origin)
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
