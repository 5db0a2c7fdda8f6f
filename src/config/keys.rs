//! Which keys each mapping of a door list has: the table that the readers go by. A test holds it against the
//! published schema.

/// The keys of one kind of mapping.
#[derive(Debug)]
pub(super) struct Keys {
    /// Its name in the published schema.
    pub(super) schema: &'static str,
    /// In a sentence, with its article.
    pub(super) called: &'static str,
    /// Those that must be there.
    pub(super) required: &'static [&'static str],
    /// Those that may be there.
    pub(super) optional: &'static [&'static str],
}

impl Keys {
    /// The key as it stands in the table.
    pub(super) fn find(&self, key: &str) -> Option<&'static str> {
        self.all().find(|known| *known == key)
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }
}

pub(super) const DOOR_LIST: Keys = Keys {
    schema: "DoorList",
    called: "a door list",
    required: &["version", "account", "users", "service_tokens", "devices"],
    optional: &[
        "include",
        "timezone",
        "unlisted",
        "protected",
        "cleanup",
        "limits",
        "offboarding",
        "directory",
        "require",
        "allow_empty",
    ],
};

pub(super) const INCLUDED: Keys = Keys {
    schema: "IncludedFile",
    called: "an included file",
    required: &[],
    optional: &["users", "service_tokens", "devices", "protected", "include"],
};

pub(super) const ACCOUNT: Keys =
    Keys { schema: "Account", called: "`account`", required: &["id", "team"], optional: &[] };

pub(super) const UNLISTED: Keys = Keys {
    schema: "Unlisted",
    called: "`unlisted`",
    required: &[],
    optional: &["users", "service_tokens", "devices", "connectors"],
};

pub(super) const USER: Keys = Keys {
    schema: "User",
    called: "a `users` entry",
    required: &[],
    optional: &[
        "email",
        "group",
        "except",
        "devices",
        "max_registrations",
        "state",
        "restore",
        "require_closed",
        "until",
        "warn_before",
        "reason",
        "ticket",
        "owner",
    ],
};

pub(super) const SERVICE_TOKEN: Keys = Keys {
    schema: "ServiceToken",
    called: "a `service_tokens` entry",
    required: &[],
    optional: &[
        "name",
        "id",
        "devices",
        "state",
        "restore",
        "require_closed",
        "until",
        "warn_before",
        "reason",
        "ticket",
        "owner",
    ],
};

pub(super) const DEVICE: Keys = Keys {
    schema: "Device",
    called: "a `devices` entry",
    required: &[],
    optional: &[
        "class",
        "id",
        "serial",
        "hardware_id",
        "name",
        "tag",
        "os",
        "profile",
        "type",
        "serials_from",
        "state",
        "require_closed",
        "until",
        "warn_before",
        "reason",
        "ticket",
        "owner",
    ],
};

pub(super) const SELECTOR: Keys = Keys {
    schema: "Selector",
    called: "a `device` selector",
    required: &[],
    optional: &["id", "serial", "hardware_id", "name", "tag", "os", "profile", "type"],
};

pub(super) const SERIALS_FROM: Keys = Keys {
    schema: "SerialsFrom",
    called: "`serials_from`",
    required: &["file", "column"],
    optional: &["max_age", "min_members"],
};

pub(super) const PROTECTED: Keys = Keys {
    schema: "Protected",
    called: "a `protected` entry",
    required: &[],
    optional: &["email", "device", "group", "until", "warn_before", "reason", "ticket", "owner"],
};

pub(super) const CLEANUP: Keys =
    Keys { schema: "Cleanup", called: "`cleanup`", required: &[], optional: &["stale", "duplicates", "revoked"] };

pub(super) const STALE: Keys =
    Keys { schema: "Stale", called: "`stale`", required: &["after", "action"], optional: &[] };

pub(super) const DUPLICATES: Keys =
    Keys { schema: "Duplicates", called: "`duplicates`", required: &["action"], optional: &[] };

pub(super) const REVOKED: Keys =
    Keys { schema: "Revoked", called: "`revoked`", required: &["after", "action"], optional: &[] };

pub(super) const LIMITS: Keys =
    Keys { schema: "Limits", called: "`limits`", required: &[], optional: &["removals", "percent", "people"] };

pub(super) const OFFBOARDING: Keys = Keys {
    schema: "Offboarding",
    called: "`offboarding`",
    required: &[],
    optional: &["enrollment", "sessions", "seats", "service_tokens", "devices"],
};

pub(super) const BLOCK_LIST: Keys =
    Keys { schema: "BlockList", called: "`enrollment`", required: &["block_list"], optional: &[] };

pub(super) const DIRECTORY: Keys = Keys {
    schema: "Directory",
    called: "`directory`",
    required: &["file", "email_column", "group_column"],
    optional: &["max_age", "min_members"],
};

pub(super) const REQUIRE: Keys =
    Keys { schema: "Require", called: "`require`", required: &["on", "fields"], optional: &["ticket_pattern"] };

pub(super) const ALLOW_EMPTY: Keys =
    Keys { schema: "AllowEmpty", called: "`allow_empty`", required: &["users"], optional: &[] };

/// `case.yaml` of a runbook test, which no schema describes.
pub(super) const CASE: Keys = Keys {
    schema: "Case",
    called: "a case",
    required: &["command", "now"],
    optional: &["about", "doorlist", "account"],
};
