//! What a person should know (product.md, section 5; fine print A4).

mod account;
mod entries;
mod rows;

use super::view::View;
use crate::model::plan::{Action, Finding, Level, Mentions};
use crate::model::{FindingCode, Origin};

/// All findings: errors first, then by code, owner and row. `not_closed` are the removals that `require_closed`
/// refused.
pub fn findings(view: &View<'_>, actions: &[Action], not_closed: &[Action]) -> Vec<Finding> {
    let mut findings = rows::findings(view);
    findings.extend(not_closed.iter().map(rows::not_closed));
    findings.extend(entries::findings(view));
    findings.extend(account::findings(view, actions));
    findings.sort_by_cached_key(|finding| {
        let email = finding.identity.as_ref().and_then(|identity| identity.email.clone());
        let place = (finding.file.clone(), finding.line);
        (finding.level, finding.code.clone(), email, finding.registration_id.clone(), place, finding.text.clone())
    });
    findings
}

/// A finding without a place.
fn finding(code: FindingCode, level: Level, text: String) -> Finding {
    Finding {
        code: code.as_str().to_owned(),
        level,
        text,
        registration_id: None,
        identity: None,
        device: None,
        subject: None,
        mentions: Mentions::default(),
        file: None,
        line: None,
    }
}

/// The same at a place in the door list.
fn at(finding: Finding, origin: &Origin) -> Finding {
    Finding { file: Some(origin.file.to_string()), line: Some(origin.line), ..finding }
}
