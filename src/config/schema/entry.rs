//! The entries of `users`, `service_tokens`, `devices` and `protected`.

use schemars::JsonSchema;
use serde_json::{Value, json};

use super::super::keys::SELECTOR;
use super::section::SerialsFrom;
use super::value::{
    Address, Class, Count, Day, Duration, OneOrAny, OneOrMany, OperatingSystem, Person, RegistrationType, Tag, Text,
};

/// What may stand on every entry.
#[derive(JsonSchema)]
struct Annotations {
    /// The last day on which the entry holds, in the time zone of the file. An entry of `users` or `service_tokens` that
    /// has ended removes; one of `protected`, or a class membership, is as if not written.
    until: Option<Day>,
    /// How long before its end the entry, or the service token that it names, is announced; 14 days without it.
    warn_before: Option<Duration>,
    /// Why.
    #[schemars(example = &"parental leave")]
    reason: Option<Text>,
    /// Which ticket.
    #[schemars(example = &"HR-1042")]
    ticket: Option<Text>,
    /// Who answers for the entry.
    #[schemars(example = &"dana@acme.example")]
    owner: Option<Text>,
}

/// `until` beside a state that removes (fine print A27).
fn ends_and_removes() -> Value {
    json!({ "required": ["until", "state"], "properties": { "state": { "enum": ["revoked", "absent"] } } })
}

/// A class, or a state that removes (fine print A38).
fn says_something() -> Value {
    let state = json!({ "required": ["state"], "properties": { "state": { "enum": ["revoked", "absent"] } } });
    json!({ "anyOf": [{ "required": ["class"] }, state] })
}

/// One selector at least.
fn selects_something() -> Value {
    let selectors = SELECTOR.all().chain(["serials_from"]);
    json!({ "anyOf": selectors.map(|key| json!({ "required": [key] })).collect::<Vec<_>>() })
}

/// Whether somebody or something may hold a registration.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum State {
    /// May hold a registration. The default.
    Permitted,
    /// Every registration is revoked and stays as a row: it can be restored.
    Revoked,
    /// Every registration is deleted.
    Absent,
}

/// People, by address, by pattern or by group.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("oneOf" = [{ "required": ["email"] }, { "required": ["group"] }], "not" = ends_and_removes()),
    example = json!({ "email": "*@acme.example", "devices": ["corporate"] }),
    example = json!({ "email": "carol@partner.example", "until": "2026-12-31", "ticket": "VEND-310" })
)]
pub(super) struct User {
    /// Whom the entry is about. An exact address comes before every group and pattern, wherever it stands.
    email: Option<Person>,
    /// A group of `directory`.
    #[schemars(example = &"contractors")]
    group: Option<Text>,
    /// Addresses and patterns that the entry does not match. They go on to the entries after it.
    except: Option<OneOrAny<Person>>,
    /// Only on devices of these classes. On any device where it is missing.
    devices: Option<OneOrMany<Class>>,
    /// How many active registrations a person may have. The most recently seen are kept, the others are deleted.
    max_registrations: Option<Count>,
    /// What the person's registrations are to be.
    state: Option<State>,
    /// Whether registrations that were revoked live are restored. Reported only where it is missing.
    restore: Option<bool>,
    /// Whether a removal is refused while the person could enroll again.
    require_closed: Option<bool>,
    #[schemars(flatten)]
    annotations: Annotations,
}

/// A service token. Cloudflare does not say which registrations are a token's, so its devices do.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("oneOf" = [{ "required": ["name"] }, { "required": ["id"] }], "not" = ends_and_removes()),
    example = json!({ "name": "kiosk-2025", "devices": ["kiosk"] })
)]
pub(super) struct ServiceToken {
    /// The token's name.
    #[schemars(example = &"kiosk-2025")]
    name: Option<Text>,
    /// The token's id, which stays the same when it is renamed.
    id: Option<Text>,
    /// The classes of the devices whose service registrations are this token's. Without it the entry claims nothing.
    devices: Option<OneOrAny<Class>>,
    /// What the token's registrations are to be.
    state: Option<State>,
    /// Whether registrations that were revoked live are restored. Reported only where it is missing.
    restore: Option<bool>,
    /// Whether a removal is refused while the token could enroll again.
    require_closed: Option<bool>,
    #[schemars(flatten)]
    annotations: Annotations,
}

/// Which devices. All selectors that are given must hold; a list holds if one of it does. Nothing is told apart by upper
/// and lower case but ids and tags.
#[derive(JsonSchema)]
struct Selectors {
    /// Ids of physical devices.
    id: Option<OneOrMany<Text>>,
    /// Serial numbers, in quotes where they look like numbers. What makers leave in many machines (empty, `0`,
    /// `Default string`, `To be filled by O.E.M.` …) matches nothing.
    #[schemars(example = ["C02AAA111", "5CG0BBB222"])]
    serial: Option<OneOrMany<Text>>,
    /// Ids of the hardware or virtual machine.
    hardware_id: Option<OneOrMany<Text>>,
    /// Patterns over the device's name.
    #[schemars(example = &"lobby-kiosk-*")]
    name: Option<OneOrMany<Text>>,
    /// Tags, each as `key:value`.
    #[schemars(example = &"site:berlin")]
    tag: Option<OneOrMany<Tag>>,
    /// Operating systems in the API's words, for example `windows`, `mac`, `linux`, `android`, `ios`, `chromeos`.
    #[schemars(example = ["mac", "windows"])]
    os: Option<OneOrMany<OperatingSystem>>,
    /// Names or ids of device settings profiles.
    profile: Option<OneOrMany<Text>>,
    /// Registration types: `warp` or `browser_extension`.
    #[schemars(rename = "type", example = &"warp")]
    kind: Option<OneOrMany<RegistrationType>>,
}

/// A member of a class, a device with a state, or both.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("allOf" = [says_something(), selects_something()], "not" = ends_and_removes()),
    example = json!({ "class": "corporate", "serial": ["C02AAA111", "5CG0BBB222"] }),
    example = json!({ "serial": "PF3CCC333", "state": "revoked", "ticket": "SEC-77", "reason": "stolen" })
)]
pub(super) struct Device {
    /// The class that these devices belong to. Entries of `users` and `service_tokens` name it under `devices`.
    class: Option<Class>,
    #[schemars(flatten)]
    selectors: Selectors,
    /// Serial numbers from a column of a CSV file, beside those of `serial`.
    serials_from: Option<SerialsFrom>,
    /// `revoked` or `absent`: every registration on these devices, whoever's.
    state: Option<State>,
    /// Whether a removal is refused while the owner could enroll again.
    require_closed: Option<bool>,
    #[schemars(flatten)]
    annotations: Annotations,
}

/// Devices, by selectors that must all hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct Selector {
    #[schemars(flatten)]
    selectors: Selectors,
}

/// What is never touched. All that is given must hold.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("anyOf" = [{ "required": ["email"] }, { "required": ["device"] }, { "required": ["group"] }]),
    example = json!({ "device": { "name": "cloudflare-warp-connector-*" }, "reason": "site routers" })
)]
pub(super) struct Protected {
    /// An address or a pattern. Only an exact address protects a service identity or a connector.
    email: Option<Address>,
    /// Devices.
    device: Option<Selector>,
    /// A group of `directory`.
    group: Option<Text>,
    #[schemars(flatten)]
    annotations: Annotations,
}
