//! The runbook of `doorlist offboard`: who does what, in which order, and what it would change now (product.md,
//! sections 3 and 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::doorlist::State;
use super::plan::{Action, Guard, Phase, PlanAccount, Reason, Target};

/// What leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A person leaves.
    Person,
    /// A machine is lost or stolen; its owner stays.
    Device,
    /// A machine gets another owner; the old one stays, with other machines.
    HandedOn,
    /// A service token is retired.
    Token,
}

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Doer {
    /// This program, when the door list is applied.
    Doorlist,
    /// Whoever runs the identity provider.
    IdentityProvider,
    /// Whoever runs the device management.
    DeviceManagement,
    /// Somebody, by hand.
    Person,
}

impl Doer {
    /// The words that people read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doorlist => "doorlist",
            Self::IdentityProvider => "identity provider",
            Self::DeviceManagement => "device management",
            Self::Person => "a person",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// When.
    pub phase: Phase,
    /// Who.
    pub by: Doer,
    /// What, in one sentence.
    pub text: String,
    /// What it would change now; empty for a step of a person, and where nothing is left to change.
    pub actions: Vec<Action>,
}

/// An entry that a runbook wants in the door list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "section")]
pub enum Addition {
    /// Under `users`.
    Users {
        /// The exact address.
        email: String,
        /// Its state.
        state: State,
        /// Annotations.
        #[serde(flatten)]
        notes: AdditionNotes,
    },
    /// Under `devices`.
    Devices {
        /// By what the machine is selected.
        select: MachineKey,
        /// Its state.
        state: State,
        /// Annotations.
        #[serde(flatten)]
        notes: AdditionNotes,
    },
    /// Under `service_tokens`; an entry that names the token already keeps its machines.
    ServiceTokens {
        /// The token's name.
        name: String,
        /// Its id.
        id: String,
        /// Its state.
        state: State,
        /// Annotations.
        #[serde(flatten)]
        notes: AdditionNotes,
    },
    /// Under `protected`.
    Protected {
        /// The exact address.
        email: String,
        /// On this machine only.
        device: MachineKey,
        /// Annotations.
        #[serde(flatten)]
        notes: AdditionNotes,
    },
}

/// How a runbook selects one machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MachineKey {
    /// By its serial, which survives a new registration.
    Serial(String),
    /// By the physical device's id, where it has no serial that names it.
    Id(String),
}

/// Annotations of an [`Addition`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdditionNotes {
    /// The ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What keeps a registration of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Keeper {
    /// An entry of `protected`.
    Protection,
    /// `require_closed`, as long as its owner could enroll again (fine print A14).
    RequireClosed,
    /// It is the new owner's.
    NewOwner,
    /// Another rule of the door list decides about it.
    Rule,
}

/// A registration of the subject that stays, whatever the steps do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stay {
    /// The registration.
    pub target: Target,
    /// What keeps it.
    pub keeper: Keeper,
    /// Why, with the entry.
    pub reason: Reason,
}

/// A whole runbook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Runbook {
    /// The account.
    pub account: PlanAccount,
    /// What was asked for.
    pub subject: String,
    /// What leaves.
    pub kind: SubjectKind,
    /// One line that says it.
    pub title: String,
    /// The ticket, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// What goes into the door list before anything is applied.
    pub additions: Vec<Addition>,
    /// The guards that refuse the plan of the door list with these entries; where there is one, nothing is applied.
    pub guards: Vec<Guard>,
    /// The subject's registrations that stay: the protected ones, and the active ones that no step removes.
    pub stays: Vec<Stay>,
    /// In the order in which they have to happen.
    pub steps: Vec<Step>,
}

impl Runbook {
    /// Whether the plan of the door list with these entries would end with a refusal: by a guard, or because
    /// `require_closed` leaves a removal out.
    pub fn is_refused(&self) -> bool {
        !self.guards.is_empty() || self.stays.iter().any(|stay| stay.keeper == Keeper::RequireClosed)
    }

    /// Whether a guard refuses it that no `--ack` passes: with these entries no plan of the door list is applied.
    pub fn is_dead_end(&self) -> bool {
        self.guards.iter().any(|guard| !guard.name.can_be_acknowledged())
    }

    /// The registrations that the steps would remove.
    pub fn removals(&self) -> u64 {
        let actions = self.steps.iter().flat_map(|step| &step.actions);
        actions.filter(|action| action.kind.removes_registration()).count() as u64
    }
}
