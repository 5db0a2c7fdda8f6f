//! Every reason and finding code with an example and what to do about it, for `doorlist explain CODE`.

use super::{FindingCode, ReasonCode};

/// What is said of a code beside its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// A piece of a door list, or a situation, that leads to it.
    pub example: &'static str,
    /// What to do where it is not what was meant.
    pub mend: &'static str,
}

/// The lesson of a reason code.
pub const fn of_reason(code: ReasonCode) -> Lesson {
    let (example, mend) = match code {
        ReasonCode::Protected => (
            "protected:\n  - { email: breakglass@acme.example, reason: emergency access }",
            "Take the entry out of `protected`, or give it an `until`.",
        ),
        ReasonCode::DeviceRevoked => (
            "devices:\n  - { serial: PF3CCC333, state: revoked, ticket: SEC-77 }",
            "Take the entry out when the machine is found; then `restore: true` on the person's entry brings its rows back.",
        ),
        ReasonCode::DeviceAbsent => (
            "devices:\n  - { serial: PF3CCC333, state: absent }",
            "Narrow the selector; a machine that may come back is `revoked` rather than `absent`.",
        ),
        ReasonCode::Connector => (
            "A row of warp_connector@acme.cloudflareaccess.com, with `unlisted.connectors: keep`.",
            "Retire a connector in the tunnel settings; this program never removes one.",
        ),
        ReasonCode::IdentityUnknown => (
            "A row without a user, or of non_identity@ another team's domain after a rename.",
            "Find out whose it is; a `devices` entry with a state removes it all the same.",
        ),
        ReasonCode::TokenNotListed => (
            "A row of non_identity@acme.cloudflareaccess.com on a machine of no class that a token entry has.",
            "Give the machine a class, and the token's entry `devices: [CLASS]`.",
        ),
        ReasonCode::TokenRevoked => (
            "service_tokens:\n  - { name: ci, devices: [ci], state: revoked }",
            "Take `state: revoked` out; `restore: true` brings its rows back.",
        ),
        ReasonCode::TokenAbsent => (
            "service_tokens:\n  - { name: ci, devices: [ci], state: absent }",
            "Take `state: absent` out. Deleted rows come back when the machines enroll again.",
        ),
        ReasonCode::TokenExpired => {
            ("service_tokens:\n  - { name: ci, devices: [ci], until: 2026-11-21 }", "Move `until`, or let it run out.")
        }
        ReasonCode::TokenConflict => (
            "service_tokens:\n  - { name: a, devices: [kiosk] }\n  - { name: b, devices: [kiosk], state: absent }",
            "Let the classes of the two entries not overlap.",
        ),
        ReasonCode::UserNotListed => (
            "users:\n  - email: \"*@acme.example\"\n# and a row of mallory@gmail.example",
            "Add an entry for the person, or let `unlisted.users` say what happens.",
        ),
        ReasonCode::UserRevoked => (
            "users:\n  - { email: bob@acme.example, state: revoked, reason: parental leave }",
            "On the day of return write `restore: true` in place of the state.",
        ),
        ReasonCode::UserAbsent => (
            "users:\n  - { email: erin@acme.example, state: absent, ticket: HR-1042 }",
            "Take the entry out. The person enrolls again; deleted rows do not come back by themselves.",
        ),
        ReasonCode::UserExpired => (
            "users:\n  - { email: carol@partner.example, until: 2026-11-21 }",
            "Move `until`. An ended entry is final: a pattern further down does not permit the person.",
        ),
        ReasonCode::DeviceNotListed => (
            "users:\n  - { email: \"*@acme.example\", devices: [corporate] }\n# and a row on a machine of no class corporate",
            "Add the machine to the class. Placeholder serials match nothing: select by id or name.",
        ),
        ReasonCode::Restore => (
            "users:\n  - { email: dave@acme.example, restore: true }\n# and a revoked row of his",
            "Take `restore: true` out to leave the row revoked.",
        ),
        ReasonCode::OverLimit => (
            "users:\n  - { email: \"*@acme.example\", max_registrations: 1 }\n# and two active rows",
            "Raise `max_registrations`; the most recently seen rows stay.",
        ),
        ReasonCode::Duplicate => (
            "cleanup:\n  duplicates: { action: delete }\n# and two rows of one person with one serial, before and after re-imaging",
            "Mend the serial or hardware id if the machines are two.",
        ),
        ReasonCode::Stale => (
            "cleanup:\n  stale: { after: 90d, action: delete }\n# and a row last seen 284 days ago",
            "Protect the machine, or raise `after`.",
        ),
        ReasonCode::RevokedTooLong => (
            "cleanup:\n  revoked: { after: 14d, action: delete }\n# and a row revoked 23 days ago",
            "Restore the row before its time, or say `state: revoked` by an entry: then the row stays.",
        ),
        ReasonCode::Permitted => {
            ("users:\n  - email: \"*@acme.example\"\n# and a row of alice@acme.example", "Nothing is to be done.")
        }
    };
    Lesson { example, mend }
}

/// The lesson of a finding code.
pub const fn of_finding(code: FindingCode) -> Lesson {
    let (example, mend) = match code {
        FindingCode::PermittedButRevoked => (
            "A pattern permits dave@acme.example, and somebody revoked his row in the dashboard.",
            "Write `restore: true` into his entry, or leave it: a person may have revoked a stolen laptop.",
        ),
        FindingCode::ProtectedUnmatched => (
            "protected:\n  - { device: { serial: ZZZ999 } }\n# and no such machine",
            "Mend the selector: a protection that matches nothing protects nobody.",
        ),
        FindingCode::EntryUnmatched => {
            ("users:\n  - email: \"*@acme.exmaple\"", "Look for a typing error, or take the entry out.")
        }
        FindingCode::EntryEndsSoon => (
            "users:\n  - { email: carol@partner.example, until: 2026-11-30, owner: dana@acme.example }\n# eight days before",
            "Ask the owner: move `until` in a pull request, or let it run out.",
        ),
        FindingCode::TokenEndsSoon => (
            "service_tokens:\n  - { name: kiosk-2025, devices: [kiosk], warn_before: 30d }\n# the token ends within 30 days",
            "Refresh the token, or roll out another one to its machines first.",
        ),
        FindingCode::TokenEnded => (
            "service_tokens:\n  - { name: kiosk-2025, devices: [kiosk] }\n# the token ended last week",
            "Roll out another token; a machine that loses its registration cannot come back with this one.",
        ),
        FindingCode::EntryEnded => (
            "protected:\n  - { email: henry@acme.example, until: 2026-10-31 }\n# in November",
            "Renew it or take it out: it is as if it were not written.",
        ),
        FindingCode::ClaimedTwice => (
            "service_tokens:\n  - { name: a, devices: [kiosk] }\n  - { name: b, devices: [kiosk] }",
            "Let the classes of the two entries not overlap.",
        ),
        FindingCode::TokenUnknown => (
            "service_tokens:\n  - { name: kiosk-2024, devices: [kiosk] }\n# and the account has kiosk-2025",
            "Mend the name, or name the token by its id.",
        ),
        FindingCode::NotClosed => (
            "users:\n  - { email: carol@partner.example, state: absent, require_closed: true }\n# and policy \"Contractors\" lists her",
            "Do what the finding says, then plan again.",
        ),
        FindingCode::Lookalike => (
            "users:\n  - email: \"*@acme.example\"\n# and a row of \\u0430lice@acme.example, with a Cyrillic first letter",
            "Find out who it is; `except` takes the address out of the pattern.",
        ),
        FindingCode::DeviceUnknown => (
            "A registration whose device the device list does not have.",
            "Select such a machine by `id`, by `name`, or by the person.",
        ),
        FindingCode::CountMismatch => (
            "The device list counts two active registrations on a machine, and one was read.",
            "Plan again; if it stays so, ask Cloudflare.",
        ),
        FindingCode::TypeUnknown => (
            "A row with `registration_type: toaster`.",
            "Use a newer doorlist; until then such rows take no place and are no duplicates.",
        ),
        FindingCode::DeletedRows => ("A row with `deleted_at`.", "Nothing is to be done."),
        FindingCode::FeatureOff => (
            "The token may not read Access applications, so that nobody can tell whether removals come back.",
            "Give the token the permission that the finding names.",
        ),
        FindingCode::AddressesHeld => (
            "unlisted:\n  users: revoke",
            "Let `cleanup.revoked` delete the rows after a while: revoked rows keep their virtual addresses.",
        ),
    };
    Lesson { example, mend }
}
