//! The parts of a door list that are not entries.

use schemars::JsonSchema;
use serde_json::json;

use super::value::{Count, Duration, Limit, OneOrMany, Path, Text};

/// The account that a door list is for.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Account {
    /// The account's id: 32 lower-case hexadecimal digits.
    #[schemars(extend("pattern" = "^[0-9a-f]{32}$"), example = &"0123456789abcdef0123456789abcdef")]
    id: String,
    /// The team's name: `acme` where people sign in at `acme.cloudflareaccess.com`.
    #[schemars(extend("pattern" = "^[A-Za-z0-9-]+$"), example = &"acme")]
    team: String,
}

/// What happens to a registration that no entry permits.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Fate {
    /// Stays, and nothing is said.
    Keep,
    /// Stays, and is reported.
    Report,
    /// Is revoked: cut off, the row and its virtual address stay, and it can be restored.
    Revoke,
    /// Is deleted.
    Delete,
}

/// What happens to a connector that no entry protects. None is ever removed.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum ConnectorFate {
    /// Stays, and nothing is said.
    Keep,
    /// Stays, and is reported.
    Report,
}

/// What happens to a registration that nothing permits.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Unlisted {
    /// People whom no entry of `users` names. `report` where it is missing.
    users: Option<Fate>,
    /// Service identities on devices that no entry of `service_tokens` claims. `report` where it is missing.
    service_tokens: Option<Fate>,
    /// Permitted people on devices of no permitted class. `report` where it is missing.
    devices: Option<Fate>,
    /// WARP Connector and Mesh nodes: `keep` or `report`. `keep` where it is missing.
    connectors: Option<ConnectorFate>,
}

/// Serial numbers from a column of a CSV file. A missing, stale or empty file stops the run.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    example = json!({ "file": "inventory/serials.csv", "column": "serial", "max_age": "48h" })
)]
pub(super) struct SerialsFrom {
    /// The CSV file, with names of columns in its first line.
    file: Path,
    /// The column with the serial numbers.
    column: Text,
    /// How old the file may be. Any age where it is missing.
    max_age: Option<Duration>,
    /// How many distinct serial numbers must be there. 1 where it is missing.
    min_members: Option<Count>,
}

/// Groups and their members from a CSV file. A missing, stale, empty or too short file stops the run.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    example = json!({ "file": "groups.csv", "email_column": "email", "group_column": "group", "max_age": "24h" })
)]
pub(super) struct Directory {
    /// The CSV file, with names of columns in its first line and one membership a row.
    file: Path,
    /// The column with the addresses.
    email_column: Text,
    /// The column with the names of groups.
    group_column: Text,
    /// How old the file may be. Any age where it is missing.
    max_age: Option<Duration>,
    /// How many distinct addresses must be there. 1 where it is missing.
    min_members: Option<Count>,
}

/// What a cleanup rule does.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum CleanupAction {
    /// Nothing but a report.
    Report,
    /// Revokes: cut off, the row and its virtual address stay, and it can be restored.
    Revoke,
    /// Deletes.
    Delete,
}

/// What is done with rows that are revoked already.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum RevokedAction {
    /// Nothing but a report.
    Report,
    /// Deletes, which frees the virtual addresses.
    Delete,
}

/// Hygiene among what is permitted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Cleanup {
    /// Active registrations not seen for long.
    stale: Option<Stale>,
    /// Older registrations of one person on one machine: the newest seen stays.
    duplicates: Option<Duplicates>,
    /// Registrations that were revoked long ago. They hold virtual addresses.
    revoked: Option<Revoked>,
}

/// Active registrations not seen for long. One that was never seen is never stale.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, example = json!({ "after": "90d", "action": "delete" }))]
struct Stale {
    /// How long. Exactly that long is not yet too long.
    after: Duration,
    /// What is done.
    action: CleanupAction,
}

/// Registrations of one person that share a hardware id or a serial number with a newer one that stays.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, example = json!({ "action": "delete" }))]
struct Duplicates {
    /// What is done.
    action: CleanupAction,
}

/// Registrations that were revoked long ago. With `unlisted.users: revoke` this makes a quarantine: cut off now, deleted
/// after the grace period.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, example = json!({ "after": "14d", "action": "delete" }))]
struct Revoked {
    /// How long. Exactly that long is not yet too long.
    after: Duration,
    /// What is done.
    action: RevokedAction,
}

/// How much one run may remove. A plan beyond a limit is shown and refused; `apply --ack` passes it for that very plan.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Limits {
    /// Registrations deleted or revoked. 25 where it is missing.
    #[schemars(extend("default" = 25))]
    removals: Option<Limit>,
    /// Of those, the active ones in per cent of all active ones; asked from five removals on. 10 where it is missing.
    #[schemars(extend("default" = 10))]
    percent: Option<Limit>,
    /// People who lose their last active registration. 5 where it is missing.
    #[schemars(extend("default" = 5))]
    people: Option<Limit>,
}

/// How enrollment is closed to a person who is to have no registration.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum EnrollmentWord {
    /// The step is listed for a person to do. The default.
    Report,
    /// An Exclude rule is added to every enrollment policy that admits the person.
    Exclude,
}

/// A Gateway e-mail list that a deny policy ahead of every allow refers to. The address is appended to it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, example = json!({ "block_list": "Offboarded" }))]
struct BlockList {
    /// The name of the list.
    block_list: Text,
}

/// How enrollment is closed to a person who is to have no registration.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Enrollment {
    /// A word.
    Word(EnrollmentWord),
    /// A list.
    List(BlockList),
}

/// What happens to a person's sessions.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Sessions {
    /// The step is listed for a person to do. The default.
    Report,
    /// They are ended.
    Revoke,
}

/// What happens to a person's seat.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Seats {
    /// The step is listed for a person to do. The default.
    Report,
    /// It is released.
    Release,
}

/// What happens to a service token that is to have no registration.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum TokenStep {
    /// The step is listed for a person to do. The default.
    Report,
    /// It is taken out of the enrollment policies.
    Detach,
    /// And disabled.
    Disable,
    /// And deleted, where nothing refers to it.
    Delete,
}

/// What happens to a device record on which no registration is left.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum DeviceRecords {
    /// It stays. The default.
    Keep,
    /// It is deleted.
    Delete,
}

/// What is done beside removing registrations.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Offboarding {
    /// How enrollment is closed.
    enrollment: Option<Enrollment>,
    /// What happens to sessions.
    sessions: Option<Sessions>,
    /// What happens to the seat.
    seats: Option<Seats>,
    /// What happens to a service token.
    service_tokens: Option<TokenStep>,
    /// What happens to device records.
    devices: Option<DeviceRecords>,
}

/// What makes annotations compulsory on an entry.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Occasion {
    /// `state: absent`.
    Absent,
    /// `state: revoked`.
    Revoked,
    /// An end.
    Until,
    /// An entry of `protected`.
    Protected,
}

/// An annotation.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Annotation {
    /// Why.
    Reason,
    /// Which ticket.
    Ticket,
    /// Who answers for the entry.
    Owner,
    /// The last day.
    Until,
    /// Of the run, not of an entry: `apply` is refused without `--approved-by`.
    Approver,
}

/// Annotations that are compulsory.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    example = json!({ "on": ["absent", "revoked"], "fields": ["ticket"], "ticket_pattern": "^HR-[0-9]+$" })
)]
pub(super) struct Require {
    /// On which entries.
    on: OneOrMany<Occasion>,
    /// Which annotations.
    fields: OneOrMany<Annotation>,
    /// A regular expression that the tickets of those entries must match. It is not anchored: write `^` and `$`.
    #[schemars(example = &"^(HR|SEC)-[0-9]+$")]
    ticket_pattern: Option<Text>,
}

/// Permits what is mostly a slip, and says why.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AllowEmpty {
    /// Why `users` may be empty while `unlisted.users` is `revoke` or `delete`.
    users: Text,
}
