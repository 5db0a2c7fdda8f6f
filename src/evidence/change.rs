//! Who asked, who approved, when it was due: what the command line and the CI system tell about a run. Written before
//! anything is changed, so that it stands even where the run is cut off.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::FORMAT_VERSION;
use crate::model::Plan;
use crate::model::plan::{PlanAccount, PlanDoorlist};

/// How the run was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// A saved plan was handed over.
    SavedPlan,
    /// The team's name and the number of removals were typed.
    Typed,
    /// `--auto-approve`.
    AutoApprove,
    /// There was nothing to change, and so nobody was asked.
    NotNeeded,
}

impl Consent {
    /// In words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::SavedPlan => "a saved plan was applied as it was reviewed",
            Self::Typed => "typed on a terminal: the team's name and the number of removals",
            Self::AutoApprove => "without a question, by `--auto-approve`",
            Self::NotNeeded => "not asked for: there was nothing to change",
        }
    }
}

/// The CI run that did it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CiRun {
    /// The CI system.
    pub name: String,
    /// The page of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What is told about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The ticket of the whole change, beside those of the entries.
    pub ticket: Option<String>,
    /// Who asked for it.
    pub requested_by: Option<String>,
    /// Who approved it.
    pub approved_by: Vec<String>,
    /// Who started the run.
    pub run_by: Option<String>,
    /// When it was asked for.
    pub requested_at: Option<Timestamp>,
    /// How long after that it has to be done.
    pub sla: Option<SignedDuration>,
    /// When the run began.
    pub started_at: Timestamp,
    /// How it was agreed to.
    pub consent: Consent,
    /// The acknowledgement that passed a limit, as it was given.
    pub acknowledged: Option<String>,
    /// The CI run.
    pub ci: Option<CiRun>,
    /// The commit of the door list.
    pub commit: Option<String>,
}

impl Told {
    /// When it has to be done, where that was said.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.requested_at?.checked_add(self.sla?).ok()
    }

    /// Whether somebody approved it who is certainly not the one who asked for it.
    pub fn is_approved_by_another(&self) -> bool {
        let requester = self.requested_by.as_deref();
        self.approved_by.iter().any(|name| requester.is_some_and(|requester| !is_same(name, requester)))
    }
}

/// Whether two names are the same person's, as far as names tell.
pub fn is_same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches('@').to_ascii_lowercase();
    plain(a) == plain(b)
}

/// Something that an auditor would ask about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Stable, for example `self_approved`.
    pub code: String,
    /// One sentence.
    pub text: String,
}

impl Remark {
    fn new(code: &str, text: impl Into<String>) -> Self {
        Self { code: code.to_owned(), text: text.into() }
    }
}

/// `change.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// `1.0`.
    pub format_version: String,
    /// Name and version of the program.
    pub generator: String,
    /// The account.
    pub account: PlanAccount,
    /// The door list that the plan is from.
    pub doorlist: PlanDoorlist,
    /// The plan's digest, as it was approved.
    pub plan_digest: String,
    /// The ticket of the whole change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The tickets of the entries, each once.
    pub entry_tickets: Vec<String>,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<String>,
    /// Who approved.
    pub approved_by: Vec<String>,
    /// Who started the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_by: Option<String>,
    /// When it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<Timestamp>,
    /// Seconds after that within which it has to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla_seconds: Option<i64>,
    /// When it has to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When the run began.
    pub started_at: Timestamp,
    /// How it was agreed to.
    pub consent: Consent,
    /// The acknowledgement that passed a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<String>,
    /// The CI run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ci: Option<CiRun>,
    /// The commit of the door list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// What stand-ins stand for in this folder: `email`, `serial`, `ip`.
    pub redacted: Vec<String>,
    /// What an auditor would ask about.
    pub remarks: Vec<Remark>,
}

impl Change {
    pub(super) fn new(told: &Told, plan: &Plan, redacted: Vec<String>) -> Self {
        let entry_tickets = entry_tickets(plan);
        Self {
            format_version: FORMAT_VERSION.to_owned(),
            generator: super::GENERATOR.to_owned(),
            account: plan.account.clone(),
            doorlist: plan.doorlist.clone(),
            plan_digest: plan.digest.clone(),
            remarks: remarks(told, &entry_tickets),
            ticket: told.ticket.clone(),
            entry_tickets,
            requested_by: told.requested_by.clone(),
            approved_by: told.approved_by.clone(),
            run_by: told.run_by.clone(),
            requested_at: told.requested_at,
            sla_seconds: told.sla.map(|sla| sla.as_secs()),
            due_at: told.due_at(),
            started_at: told.started_at,
            consent: told.consent,
            acknowledged: told.acknowledged.clone(),
            ci: told.ci.clone(),
            commit: told.commit.clone(),
            redacted,
        }
    }
}

fn entry_tickets(plan: &Plan) -> Vec<String> {
    let mut tickets: Vec<String> = plan.actions.iter().filter_map(|action| action.reason.ticket.clone()).collect();
    tickets.sort();
    tickets.dedup();
    tickets
}

fn remarks(told: &Told, entry_tickets: &[String]) -> Vec<Remark> {
    let mut found = Vec::new();
    if told.ticket.is_none() && entry_tickets.is_empty() {
        found.push(Remark::new("no_ticket", "No ticket is recorded, neither for the run nor on an entry."));
    }
    if told.requested_by.is_none() {
        found.push(Remark::new("no_requester", "Who asked for the change is not recorded."));
    }
    if told.due_at().is_none() {
        found.push(Remark::new("no_due_time", "When the change was due is not recorded."));
    }
    found.extend(approval(told));
    found
}

/// Separation of duties: approval counts where it is somebody else's.
fn approval(told: &Told) -> Option<Remark> {
    let all_are = |name: &Option<String>| {
        let name = name.as_deref()?;
        told.approved_by.iter().all(|approver| is_same(approver, name)).then(|| name.to_owned())
    };
    if told.approved_by.is_empty() {
        return Some(Remark::new("no_approver", "Who approved the change is not recorded."));
    }
    if let Some(name) = all_are(&told.requested_by) {
        let text = format!("The only approver is the one who asked for the change: {name}.");
        return Some(Remark::new("self_approved", text));
    }
    let name = all_are(&told.run_by)?;
    Some(Remark::new("approved_by_runner", format!("The only approver is the one who started the run: {name}.")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::told;
    use super::*;

    fn codes(told: &Told) -> Vec<String> {
        remarks(told, &[]).into_iter().map(|remark| remark.code).collect()
    }

    #[test]
    fn everything_recorded_leaves_nothing_to_ask() {
        assert!(codes(&told()).is_empty());
        assert!(told().is_approved_by_another());
        assert_eq!(told().due_at(), "2026-11-22T17:00:00Z".parse().ok());
    }

    #[test]
    fn an_approver_who_asked_for_it_does_not_count() {
        let own =
            Told { approved_by: vec!["@HR-Lead".to_owned()], requested_by: Some("hr-lead ".to_owned()), ..told() };
        assert_eq!(codes(&own), ["self_approved"]);
        assert!(!own.is_approved_by_another());
        let two = Told { approved_by: vec!["hr-lead".to_owned(), "dana".to_owned()], ..own };
        assert!(codes(&two).is_empty());
        let runner = Told { approved_by: vec!["ci-bot".to_owned()], run_by: Some("ci-bot".to_owned()), ..told() };
        assert_eq!(codes(&runner), ["approved_by_runner"]);
    }

    #[test]
    fn what_is_missing_is_asked_about() {
        let bare =
            Told { ticket: None, requested_by: None, approved_by: Vec::new(), requested_at: None, sla: None, ..told() };
        assert_eq!(codes(&bare), ["no_ticket", "no_requester", "no_due_time", "no_approver"]);
        assert_eq!(remarks(&bare, &["HR-1042".to_owned()]).len(), 3, "an entry has one");
        let unknown = Told { requested_by: None, ..told() };
        assert!(!unknown.is_approved_by_another(), "nothing shows that the approver is somebody else");
    }
}
