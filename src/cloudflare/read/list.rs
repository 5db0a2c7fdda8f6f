//! The lists of an account: where each is, which permission it needs, and how it is walked.

use super::super::page::Walk;
use super::super::request::Target;
use super::super::session::ReadHalf;
use crate::model::{AccountId, DeviceId, UserId};

/// A list of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// What messages and progress call it: its path below the account, without ids.
    pub(super) name: &'static str,
    /// The permission group that it needs (API page, section 12).
    pub(super) permission: &'static str,
    way: Way,
}

/// How a list is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By cursor; the page size is tried out.
    Cursor,
    /// By page number; the documented largest page is tried first, since what stands before the API may refuse it.
    Number,
    /// There is one page.
    Single,
}

/// The documented largest page of every list with page numbers (API page, sections 4 to 6).
const NUMBERED_PAGE: u64 = 1_000;

/// The page size that every server takes (product.md, section 8).
const SAFE_PAGE: u64 = 50;

const ZERO_TRUST: &str = "Zero Trust Read";
const APPS_AND_POLICIES: &str = "Access: Apps and Policies Read";
const GROUPS_READ: &str = "Access: Organizations, Identity Providers, and Groups Read";

pub(super) const ORGANIZATION: List = list("access/organizations", GROUPS_READ, Way::Single);
pub(super) const REGISTRATIONS: List = list("devices/registrations", ZERO_TRUST, Way::Cursor);
pub(super) const DEVICES: List = list("devices/physical-devices", ZERO_TRUST, Way::Cursor);
pub(super) const APPLICATIONS: List = list("access/apps", APPS_AND_POLICIES, Way::Number);
pub(super) const APPLICATION_POLICIES: List = list("access/apps/policies", APPS_AND_POLICIES, Way::Number);
pub(super) const POLICIES: List = list("access/policies", APPS_AND_POLICIES, Way::Number);
pub(super) const GROUPS: List = list("access/groups", GROUPS_READ, Way::Number);
pub(super) const LISTS: List = list("gateway/lists", ZERO_TRUST, Way::Single);
pub(super) const ITEMS: List = list("gateway/lists/items", ZERO_TRUST, Way::Number);
pub(super) const TOKENS: List = list("access/service_tokens", "Access: Service Tokens Read", Way::Number);
/// What the credential says of itself; no list, and free to ask.
pub(super) const TOKEN: List = list("tokens/verify", "none", Way::Single);
pub(super) const USERS: List = list("access/users", "Access: Audit Logs Read", Way::Number);

const fn list(name: &'static str, permission: &'static str, way: Way) -> List {
    List { name, permission, way }
}

impl List {
    /// Where the list is, without page and size.
    pub(super) fn target(&self, account: &AccountId) -> Target {
        Target::of(account, self.name)
    }

    /// The page size that is asked for first; nothing where there is one page.
    pub(super) fn page_size(&self, half: &ReadHalf) -> Option<u64> {
        match self.way {
            Way::Cursor => Some(half.page_size()),
            Way::Number => Some(NUMBERED_PAGE),
            Way::Single => None,
        }
    }

    /// After a refused first page: the smaller size. Nothing where it was that already. Lists with cursors then begin
    /// with it; those with page numbers have a documented largest page, and try it each.
    pub(super) fn smaller_page(&self, asked: u64, half: &ReadHalf) -> Option<u64> {
        match self.way {
            Way::Cursor => half.smaller_page(asked),
            Way::Number => (asked > SAFE_PAGE).then_some(SAFE_PAGE),
            Way::Single => None,
        }
    }

    /// A walk over it in pages of this size.
    pub(super) fn walk(&self, size: Option<u64>) -> Walk {
        match self.way {
            Way::Cursor => Walk::by_cursor(),
            Way::Number => Walk::by_number(size.unwrap_or(NUMBERED_PAGE)),
            Way::Single => Walk::single(),
        }
    }

    /// Whether it is a part of something else, which may be gone by the time that the part is asked for.
    pub(super) fn is_part(&self) -> bool {
        [APPLICATION_POLICIES, ITEMS].contains(self)
    }

    /// Whether it comes in pages at all.
    pub(super) fn has_pages(&self) -> bool {
        self.way != Way::Single
    }
}

/// All registrations, revoked ones included; without `status` the API hides them. Sorted by id, which never changes,
/// so that rows do not move between pages when machines are seen.
pub(super) fn registrations(account: &AccountId, with_profiles: bool) -> Target {
    let target = REGISTRATIONS.target(account).with("status", "all").with("sort_by", "id");
    if with_profiles { target.with("include", "policy") } else { target }
}

/// Certain registrations, whatever their status.
pub(super) fn registrations_by_id<'a>(account: &AccountId, ids: impl IntoIterator<Item = &'a str>) -> Target {
    REGISTRATIONS.target(account).with("status", "all").with_each("id", ids)
}

/// The registrations on one device, whatever their status.
pub(super) fn registrations_on(account: &AccountId, device: &DeviceId) -> Target {
    registrations(account, false).with("device.id", device.as_str())
}

/// The registrations of one user, whatever their status.
pub(super) fn registrations_of(account: &AccountId, user: &UserId) -> Target {
    registrations(account, false).with("user.id", user.as_str())
}

/// All physical devices, those without an active registration included, which the API hides otherwise.
pub(super) fn devices(account: &AccountId) -> Target {
    DEVICES.target(account).with("active_registrations", "include").with("sort_by", "id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_hidden_by_a_default() {
        let account = AccountId::from("0123456789abcdef0123456789abcdef");
        let base = "/accounts/0123456789abcdef0123456789abcdef/devices";
        assert_eq!(registrations(&account, false).as_str(), format!("{base}/registrations?status=all&sort_by=id"));
        assert_eq!(
            registrations(&account, true).as_str(),
            format!("{base}/registrations?status=all&sort_by=id&include=policy")
        );
        assert_eq!(
            registrations_by_id(&account, ["a/b", "c"]).as_str(),
            format!("{base}/registrations?status=all&id=a%2Fb&id=c")
        );
        assert_eq!(
            registrations_on(&account, &DeviceId::from("d&1")).as_str(),
            format!("{base}/registrations?status=all&sort_by=id&device.id=d%261")
        );
        assert_eq!(
            registrations_of(&account, &UserId::from("u1")).as_str(),
            format!("{base}/registrations?status=all&sort_by=id&user.id=u1")
        );
        assert_eq!(
            devices(&account).as_str(),
            format!("{base}/physical-devices?active_registrations=include&sort_by=id")
        );
    }
}
