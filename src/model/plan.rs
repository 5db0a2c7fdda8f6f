//! The plan document, format 1.0 (product.md, section 5): what the planner makes, every renderer shows, a file holds
//! and `apply` executes. Self-contained: nothing else is needed to show or apply it. No secret and no public key is
//! in it.
//!
//! Readers ignore keys that they do not know and refuse another major version.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::registration::RegistrationType;
use super::{FindingCode, ReasonCode};

/// The version that this program writes.
pub const FORMAT_VERSION: &str = "1.0";

/// A plan for one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// `1.0`.
    pub format_version: String,
    /// Name and version of the program that made it.
    pub generator: String,
    /// The account that it is for.
    pub account: PlanAccount,
    /// The door list that it is from.
    pub doorlist: PlanDoorlist,
    /// What was read.
    pub inventory: Inventory,
    /// Where it may be applied.
    pub origin: PlanOrigin,
    /// In the order of execution.
    pub actions: Vec<Action>,
    /// Registrations that stay, of the people and machines that the actions touch; context for a reader.
    pub remaining: Vec<Target>,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// All guards, tripped or not.
    pub guards: Vec<Guard>,
    /// Counts and the blast radius.
    pub summary: Summary,
    /// `sha256:` and 64 hexadecimal digits, over the canonical form of the effects and their expectations alone.
    pub digest: String,
    /// When it was made: `--now`.
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When a saved plan is too old to be applied.
    #[schemars(with = "String")]
    pub expires_at: Timestamp,
}

/// The account of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanAccount {
    /// Its id.
    pub id: String,
    /// Its name, where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The team, from the organization.
    pub team: String,
}

/// The door list of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanDoorlist {
    /// The file and what it includes, in the order of reading.
    pub paths: Vec<String>,
    /// Over the sha256 of each file, in that order.
    pub sha256: String,
    /// `require.fields` names `approver`: `apply` is refused without `--approved-by`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approver_required: bool,
}

/// Where a plan comes from decides where it may be applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanOrigin {
    /// `live`, `offline` or `sandbox`; only a live one can be applied to a real account.
    pub source: PlanSource,
    /// Made for a pull request: cannot be applied at all.
    #[serde(default)]
    pub speculative: bool,
    /// What stand-ins were put in place of: `email`, `serial`, `ip`. Such a plan cannot be applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redacted: Vec<String>,
}

/// What the account was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlanSource {
    /// The API.
    Live,
    /// A recorded account.
    Offline,
    /// The embedded sandbox.
    Sandbox,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inventory {
    /// How many of what.
    pub counts: Counts,
    /// Pages, all lists together; 0 for a recorded account.
    pub pages: u64,
    /// Over the registrations and devices in canonical order.
    pub sha256: String,
    /// `--now`, or when the account was recorded.
    #[schemars(with = "String")]
    pub read_at: Timestamp,
}

/// Rows read. A list that was not read is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Active and revoked.
    pub registrations: u64,
    /// Of those, active.
    pub active: u64,
    /// Of those, revoked.
    pub revoked: u64,
    /// Distinct addresses of people with a registration.
    pub people: u64,
    /// Physical devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub physical_devices: Option<u64>,
    /// Service tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_tokens: Option<u64>,
    /// Policies of the enrollment application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrollment_policies: Option<u64>,
}

/// The kinds of action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// The registration goes, its addresses are freed.
    DeleteRegistration,
    /// The registration cannot connect; row and addresses stay.
    RevokeRegistration,
    /// A revoked registration may connect again.
    UnrevokeRegistration,
    /// A device record on which nothing is left.
    DeleteDevice,
    /// The address goes on the block list.
    BlockEnrollment,
    /// An Exclude rule in each policy that admits the person.
    ExcludeFromEnrollment,
    /// The token's Include rules go.
    RemoveTokenFromEnrollment,
    /// The token is switched off.
    DisableServiceToken,
    /// The token goes.
    DeleteServiceToken,
    /// The person's Access and client sessions end.
    RevokeSessions,
    /// The person's seat is freed.
    ReleaseSeat,
    /// Something that no API can do.
    HumanStep,
}

impl ActionKind {
    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeleteRegistration => "delete_registration",
            Self::RevokeRegistration => "revoke_registration",
            Self::UnrevokeRegistration => "unrevoke_registration",
            Self::DeleteDevice => "delete_device",
            Self::BlockEnrollment => "block_enrollment",
            Self::ExcludeFromEnrollment => "exclude_from_enrollment",
            Self::RemoveTokenFromEnrollment => "remove_token_from_enrollment",
            Self::DisableServiceToken => "disable_service_token",
            Self::DeleteServiceToken => "delete_service_token",
            Self::RevokeSessions => "revoke_sessions",
            Self::ReleaseSeat => "release_seat",
            Self::HumanStep => "human_step",
        }
    }

    /// Whether a registration is deleted or revoked.
    pub const fn removes_registration(self) -> bool {
        matches!(self, Self::DeleteRegistration | Self::RevokeRegistration)
    }

    /// Whether the program does something; a step for a person is none (fine print A28).
    pub const fn is_effect(self) -> bool {
        !matches!(self, Self::HumanStep)
    }
}

/// The phases, in the order of execution (fine print A37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// The door is closed first.
    Enrollment,
    /// Sessions end.
    Sessions,
    /// Registrations are deleted, revoked, restored.
    Registrations,
    /// Empty device records go.
    Devices,
    /// Seats are released.
    Seats,
    /// Tokens go.
    Tokens,
    /// The account is read again.
    Verify,
}

impl Phase {
    /// All of them, in the order of execution.
    pub const ALL: [Self; 7] =
        [Self::Enrollment, Self::Sessions, Self::Registrations, Self::Devices, Self::Seats, Self::Tokens, Self::Verify];

    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enrollment => "enrollment",
            Self::Sessions => "sessions",
            Self::Registrations => "registrations",
            Self::Devices => "devices",
            Self::Seats => "seats",
            Self::Tokens => "tokens",
            Self::Verify => "verify",
        }
    }
}

/// One action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// Stable: the kind and the target's id.
    pub id: String,
    /// What is done.
    pub kind: ActionKind,
    /// When it is done.
    pub phase: Phase,
    /// To what.
    pub target: Target,
    /// Why.
    pub reason: Reason,
    /// Whether the owner could enroll again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
    /// What must still be true when it is applied.
    #[serde(default)]
    pub expect: Expect,
}

/// What an action, a finding or a line of context is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// The registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_id: Option<String>,
    /// The machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<TargetDevice>,
    /// The owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<TargetIdentity>,
    /// Whether the registration is active now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// When it was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub last_seen_at: Option<Timestamp>,
    /// What registered, where it is not the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_type: Option<RegistrationType>,
    /// The policies that are changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<TargetPolicy>,
    /// The list that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<NamedId>,
    /// The token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<NamedId>,
    /// The seat that is released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat_uid: Option<String>,
}

/// The machine of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TargetDevice {
    /// The physical device's id.
    pub id: String,
    /// Its name, else the registration's.
    pub name: String,
    /// Left out where devices were not read or it has none (fine print B9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
}

/// The kinds of owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IdentityKind {
    /// A person.
    Person,
    /// A service identity.
    Service,
    /// A connector.
    Connector,
    /// Another team's synthetic address.
    Foreign,
    /// No user on the row.
    Unknown,
}

/// The owner of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TargetIdentity {
    /// What kind.
    pub kind: IdentityKind,
    /// As the API wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The user's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// A policy that an action changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TargetPolicy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many applications use it; more than one is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_count: Option<u64>,
    /// The application, where the policy is its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
}

/// A name and an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedId {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// Why an action is in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The stage that decided.
    pub code: ReasonCode,
    /// One sentence.
    pub text: String,
    /// The door list's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line on which the entry, or the key, starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The entry's ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Who answers for the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What else would have removed it, in the order of the stages (fine print A45).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<ReasonCode>,
}

/// Whether a removed registration comes back (product.md, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing admits the owner.
    No,
    /// A policy admits the person.
    Yes,
    /// A policy admits the token, without anybody.
    Unattended,
    /// It depends on what no API tells, or on what was not read.
    Unknown,
}

impl Verdict {
    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unattended => "unattended",
            Self::Unknown => "unknown",
        }
    }
}

/// The answer, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Returns {
    /// The answer.
    pub verdict: Verdict,
    /// The policies that admit the owner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<AdmittingPolicy>,
    /// What would have to be known, for example `okta group "eng"`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The smallest change that would make the removal stick.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// A policy that admits an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdmittingPolicy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The rule that matches, in words.
    pub rule: String,
}

/// What must still be true when the action is applied. Only what is given is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Expect {
    /// The row's user, or null for a row without one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub user_id: Option<Option<String>>,
    /// The row's address as written, or null for a row without one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub email: Option<Option<String>>,
    /// The row's device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// When the row was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub created_at: Option<Timestamp>,
    /// Whether the row is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// When the row was last seen, where its age or its rank decided; null = never.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub last_seen_at: Option<Option<Timestamp>>,
    /// How many registrations are left on the device, or to the person, after this plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registrations_left: Option<u64>,
    /// What the list or the service token is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The enrollment application, where the change rests on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<String>,
    /// The policies of the target as they were judged, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<ExpectedPolicy>,
}

/// What must still be true of a policy. Its rules may change: others edit policies, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedPolicy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its decision, in the API's word.
    pub decision: String,
    /// How many applications use it, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_count: Option<u64>,
    /// Its Include rules name the service token alone, so that the policy goes with the rule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_rule: bool,
}

/// Reads a key that is there, null included, as given.
fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something that should be mended.
    Error,
    /// Something that a person should look at.
    Warning,
    /// Something to know.
    Note,
}

impl Level {
    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something that a person should know (fine print A4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// A finding code, or the reason code of a row that is reported.
    pub code: String,
    /// How much it matters.
    pub level: Level,
    /// One sentence.
    pub text: String,
    /// The row that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_id: Option<String>,
    /// The owner that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<TargetIdentity>,
    /// The machine that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<TargetDevice>,
    /// What else it is about, in words: an entry, a token, a list. The same in every run, unlike the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What the sentence names.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// The door list's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// What a sentence names and only its place in a door list tells from other words, so that it can be replaced in a
/// shared place (`--redact`; product.md, section 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mentions {
    /// Who answers for an entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Names of machines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<String>,
    /// Serial numbers and hardware ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serials: Vec<String>,
}

impl Mentions {
    /// Whether nothing is mentioned.
    pub fn is_empty(&self) -> bool {
        let Self { people, devices, serials } = self;
        people.is_empty() && devices.is_empty() && serials.is_empty()
    }
}

/// The guards, in the order in which they are shown (fine print A3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GuardName {
    /// Every list that is needed was read to its end.
    Inventory,
    /// The account and team are those of the door list.
    Account,
    /// `limits.removals`.
    Removals,
    /// `limits.percent`.
    Percent,
    /// `limits.people`.
    People,
    /// Never all of an account.
    All,
    /// No connector is touched.
    Connectors,
    /// No protected row is touched.
    Protected,
}

impl GuardName {
    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inventory => "inventory",
            Self::Account => "account",
            Self::Removals => "removals",
            Self::Percent => "percent",
            Self::People => "people",
            Self::All => "all",
            Self::Connectors => "connectors",
            Self::Protected => "protected",
        }
    }

    /// Whether `--ack` passes it.
    pub const fn can_be_acknowledged(self) -> bool {
        matches!(self, Self::Removals | Self::Percent | Self::People)
    }
}

/// A guard's value or limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// A whole number.
    Count(u64),
    /// A number with one decimal, for per cent.
    Share(f64),
    /// A word: `unlimited`, or a name.
    Word(String),
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Share(share) => write!(f, "{share}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// What a guard says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GuardVerdict {
    /// Holds.
    Ok,
    /// Refuses the plan.
    Tripped,
    /// Tripped and acknowledged for this very plan.
    Passed,
}

impl GuardVerdict {
    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Tripped => "tripped",
            Self::Passed => "passed",
        }
    }
}

/// One guard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Guard {
    /// Which.
    pub name: GuardName,
    /// What the plan amounts to.
    pub value: Amount,
    /// What is still allowed.
    pub limit: Amount,
    /// Whether it holds.
    pub verdict: GuardVerdict,
    /// One sentence.
    pub text: String,
}

/// Counts of a plan and what they mean for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// All effects; steps for people are none.
    pub changes: u64,
    /// Registrations deleted.
    pub deletes: u64,
    /// Registrations revoked.
    pub revokes: u64,
    /// Registrations restored.
    pub restores: u64,
    /// Other effects: devices, enrollment, sessions, seats, tokens.
    pub others: u64,
    /// Steps for people.
    pub human_steps: u64,
    /// Registrations that stay as they are, by reason.
    pub kept: Vec<Kept>,
    /// Rows that are reported.
    pub reported: u64,
    /// What it means.
    pub blast_radius: BlastRadius,
    /// What applying costs.
    pub cost: Cost,
}

/// How many registrations stay for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    /// Why.
    pub code: ReasonCode,
    /// By which entry, in words.
    pub text: String,
    /// How many.
    pub count: u64,
    /// What the words name.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// The door list's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// The blast radius (product.md, section 5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BlastRadius {
    /// People with a change.
    pub people: u64,
    /// People with an active registration before and none after.
    pub people_losing_last: u64,
    /// Of those, seen within the hour before `--now`.
    pub online_within_hour: u64,
    /// Removed registrations of service identities and connectors.
    pub headless_machines: u64,
    /// Virtual addresses that deleting frees.
    pub virtual_ips_freed: u64,
    /// Virtual addresses that revoked rows hold after this plan.
    pub virtual_ips_held: u64,
    /// Seats that this plan releases.
    pub seats_freed: u64,
    /// Seats still taken by people who lose their last registration; missing where the users were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats_kept: Option<u64>,
    /// Removals that come back.
    pub returning: u64,
    /// Of those, without anybody.
    pub returning_unattended: u64,
    /// Removals of which nobody can tell.
    pub returning_unknown: u64,
}

/// What applying costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cost {
    /// Requests, the reading afterwards included.
    pub requests: u64,
    /// Seconds at the documented rate limit, less the reserve; 0 where it fits into one window.
    pub seconds: u64,
}

impl Plan {
    /// Whether anything would be done.
    pub fn has_changes(&self) -> bool {
        self.actions.iter().any(|action| action.kind.is_effect())
    }

    /// Whether `require_closed` left a removal out: everything else proceeds, and the run ends with a refusal (fine
    /// print A14).
    pub fn has_refused_removals(&self) -> bool {
        self.refused_removals() > 0
    }

    /// How many removals `require_closed` left out.
    pub fn refused_removals(&self) -> u64 {
        self.findings.iter().filter(|finding| finding.code == FindingCode::NotClosed.as_str()).count() as u64
    }

    /// Whether a guard refuses it.
    pub fn is_refused(&self) -> bool {
        self.guards.iter().any(|guard| guard.verdict == GuardVerdict::Tripped)
    }

    /// Registrations deleted or revoked: the value of the guard `removals`, and the COUNT of `--ack`.
    pub fn removals(&self) -> u64 {
        self.actions.iter().filter(|action| action.kind.removes_registration()).count() as u64
    }
}
