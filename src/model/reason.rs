//! The published codes of reasons and findings (product.md, sections 2 and 5; fine print A9, A30). A code never
//! changes its meaning.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[doc = $text:literal])+ $variant:ident => $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[doc = $text])+ #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// All codes, in the order of their stages.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What it means, in one line.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($text),+).trim_ascii_start(),)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

codes! {
    /// Why a registration is kept, reported, revoked, deleted or restored.
    ReasonCode {
        /// An entry of `protected` matches: never touched.
        Protected => "protected",
        /// A device entry with `state: revoked` matches the machine.
        DeviceRevoked => "device_revoked",
        /// A device entry with `state: absent` matches the machine.
        DeviceAbsent => "device_absent",
        /// A WARP Connector or Mesh node, decided by `unlisted.connectors`.
        Connector => "connector",
        /// Who the owner is cannot be told: no user on the row, or another team's synthetic address. Never removed.
        IdentityUnknown => "identity_unknown",
        /// No `service_tokens` entry claims the machine.
        TokenNotListed => "token_not_listed",
        /// The entry that claims the machine has `state: revoked`.
        TokenRevoked => "token_revoked",
        /// The entry that claims the machine has `state: absent`.
        TokenAbsent => "token_absent",
        /// The entry that claims the machine has ended.
        TokenExpired => "token_expired",
        /// Entries with different states claim the machine; it is reported, not removed.
        TokenConflict => "token_conflict",
        /// No `users` entry names the person.
        UserNotListed => "user_not_listed",
        /// The person's entry has `state: revoked`.
        UserRevoked => "user_revoked",
        /// The person's entry has `state: absent`.
        UserAbsent => "user_absent",
        /// The person's entry has ended.
        UserExpired => "user_expired",
        /// The person is permitted, but not on this machine.
        DeviceNotListed => "device_not_listed",
        /// Permitted and revoked live; the entry says `restore: true`.
        Restore => "restore",
        /// The person has more active registrations than `max_registrations`.
        OverLimit => "over_limit",
        /// A newer registration of the same person on the same machine stays.
        Duplicate => "duplicate",
        /// Not seen for longer than `cleanup.stale.after`.
        Stale => "stale",
        /// Revoked for longer than `cleanup.revoked.after`.
        RevokedTooLong => "revoked_too_long",
        /// An entry permits it.
        Permitted => "permitted",
    }
}

codes! {
    /// What a finding is about, where it is not a row reported under its reason code.
    FindingCode {
        /// Permitted by the door list and revoked live, and no entry says `restore: true`.
        PermittedButRevoked => "permitted_but_revoked",
        /// An entry of `protected` matches nothing.
        ProtectedUnmatched => "protected_unmatched",
        /// A pattern, group or class entry matches nothing live.
        EntryUnmatched => "entry_unmatched",
        /// An entry ends within 14 days, or within its `warn_before`.
        EntryEndsSoon => "entry_ends_soon",
        /// An entry of `protected` or a class membership has ended and no longer holds.
        EntryEnded => "entry_ended",
        /// A service token that the door list permits ends within 14 days, or within the entry's `warn_before`.
        TokenEndsSoon => "token_ends_soon",
        /// A service token that the door list permits has ended: it admits nobody, and its machines stay connected.
        TokenEnded => "token_ended",
        /// Several `service_tokens` entries claim one machine; the first has it, unless their states differ.
        ClaimedTwice => "claimed_twice",
        /// A `service_tokens` entry names a token that the account does not have.
        TokenUnknown => "token_unknown",
        /// The removal is refused: `require_closed`, and the owner could enroll again.
        NotClosed => "not_closed",
        /// A pattern matches an address that mixes scripts.
        Lookalike => "lookalike",
        /// A registration's device is in no device list, so its serial, hardware id, os and tags match nothing.
        DeviceUnknown => "device_unknown",
        /// A device list counts more active registrations than were read for the device.
        CountMismatch => "count_mismatch",
        /// A registration type that this version does not know.
        TypeUnknown => "type_unknown",
        /// Rows with `deleted_at` were left out.
        DeletedRows => "deleted_rows",
        /// A feature is off because a list could not be read.
        FeatureOff => "feature_off",
        /// Revoked rows hold virtual addresses and the removal by revoking frees none.
        AddressesHeld => "addresses_held",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meaning_is_the_documentation() {
        assert_eq!(ReasonCode::Stale.meaning(), "Not seen for longer than `cleanup.stale.after`.");
        assert_eq!(ReasonCode::Stale.to_string(), "stale");
        assert_eq!(serde_json::to_string(&ReasonCode::OverLimit).expect("plain"), "\"over_limit\"");
    }
}
