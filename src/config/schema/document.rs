//! A door list, and a file that it includes.

use schemars::JsonSchema;
use serde_json::{Value, json};

use super::entry::{Device, Protected, ServiceToken, User};
use super::section::{Account, AllowEmpty, Cleanup, Directory, Limits, Offboarding, Require, Unlisted};
use super::value::{OneOrAny, Path, Text, Version};

/// Nobody is listed, and whoever is not listed is removed.
fn removes_everybody() -> Value {
    let unlisted = json!({ "required": ["users"], "properties": { "users": { "enum": ["revoke", "delete"] } } });
    json!({ "required": ["users", "unlisted"], "properties": { "users": { "maxItems": 0 }, "unlisted": unlisted } })
}

/// It is said to be meant, or another file lists people.
fn that_is_meant() -> Value {
    json!({ "anyOf": [{ "required": ["allow_empty"] }, { "required": ["include"] }] })
}

/// Who may hold a registration of the Cloudflare One Client in an account, and on which devices.
#[derive(JsonSchema)]
#[schemars(title = "doorlist", deny_unknown_fields, extend("if" = removes_everybody(), "then" = that_is_meant()))]
pub(super) struct DoorList {
    /// The version of the file format: 1.
    version: Version,
    /// The account that this file is for. It is checked against the live account before anything is planned.
    account: Account,
    /// Files with shared entries, relative to this one. Their entries come after those of this file, in order. They hold
    /// `users`, `service_tokens`, `devices`, `protected` and `include`, and nothing else.
    #[schemars(example = ["shared/leavers.yaml"])]
    include: Option<OneOrAny<Path>>,
    /// The IANA time zone in which every `until` of this file ends. `UTC` where it is missing.
    #[schemars(example = &"Europe/Lisbon")]
    timezone: Option<Text>,
    /// What happens to a registration that nothing below permits. Where it is missing, such registrations are reported
    /// and stay.
    unlisted: Option<Unlisted>,
    /// The people who are permitted, revoked or absent. Exact addresses are asked first, then groups, then patterns,
    /// each in file order; the first that matches is final.
    users: Vec<User>,
    /// The service tokens, and on which devices their registrations are.
    service_tokens: Vec<ServiceToken>,
    /// Classes of devices, and devices whose every registration is revoked or removed.
    devices: Vec<Device>,
    /// What is never touched, whatever else is said.
    protected: Option<Vec<Protected>>,
    /// Hygiene among what is permitted. Each rule that is missing is off.
    cleanup: Option<Cleanup>,
    /// How much one run may remove before it refuses to go on. The defaults hold where a key is missing.
    limits: Option<Limits>,
    /// What is done beside removing registrations when somebody leaves. `report` lists the step and does nothing.
    offboarding: Option<Offboarding>,
    /// A CSV file that says who is in which group.
    directory: Option<Directory>,
    /// Annotations that are compulsory.
    require: Option<Require>,
    /// Permits what is mostly a slip.
    allow_empty: Option<AllowEmpty>,
}

/// A file that a door list includes: shared entries and nothing else.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct IncludedFile {
    /// Entries that come after those of the including file.
    users: Option<Vec<User>>,
    /// Entries that come after those of the including file.
    service_tokens: Option<Vec<ServiceToken>>,
    /// Entries that come after those of the including file.
    devices: Option<Vec<Device>>,
    /// Entries that come after those of the including file.
    protected: Option<Vec<Protected>>,
    /// Further files, relative to this one.
    include: Option<OneOrAny<Path>>,
}
