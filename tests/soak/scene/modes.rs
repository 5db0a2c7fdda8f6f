//! What the door list says beside its entries.

use crate::dice::Dice;

#[derive(Clone, Debug)]
pub(super) struct Modes {
    pub(super) unlisted_users: &'static str,
    pub(super) unlisted_tokens: &'static str,
    pub(super) unlisted_devices: &'static str,
    pub(super) enrollment: &'static str,
    pub(super) sessions: &'static str,
    pub(super) seats: &'static str,
    pub(super) tokens: &'static str,
    pub(super) devices: &'static str,
    pub(super) stale: Option<&'static str>,
    pub(super) duplicates: Option<&'static str>,
    pub(super) revoked: Option<&'static str>,
    /// `max_registrations` of the staff.
    pub(super) cap: Option<usize>,
    /// The staff may enroll on machines of the class `corporate` only.
    pub(super) classes: bool,
    pub(super) restore: bool,
}

impl Modes {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let fates = ["keep", "report", "revoke", "delete", "delete", "delete"];
        let cleanup = [None, Some("report"), Some("revoke"), Some("delete"), Some("delete")];
        Self {
            unlisted_users: dice.one(&fates),
            unlisted_tokens: dice.one(&fates),
            unlisted_devices: dice.one(&fates),
            enrollment: dice.one(&["report", "exclude", "exclude", "{ block_list: offboarded }"]),
            sessions: dice.one(&["report", "revoke", "revoke"]),
            seats: dice.one(&["report", "release", "release"]),
            tokens: dice.one(&["report", "detach", "disable", "delete", "delete"]),
            devices: dice.one(&["keep", "delete", "delete"]),
            stale: dice.one(&cleanup),
            duplicates: dice.one(&cleanup),
            revoked: dice.one(&[None, Some("report"), Some("delete")]),
            cap: dice.one(&[None, Some(1), Some(2), Some(3)]),
            classes: dice.percent(50),
            restore: dice.percent(50),
        }
    }
}
