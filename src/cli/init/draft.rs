//! The whole file.

use jiff::Timestamp;

use super::yaml::{count, quoted};
use super::{machines, people, review};
use crate::model::{Account, Identity};

/// A door list for the account as it is.
pub(crate) fn draft(account: &Account, now: Timestamp) -> String {
    [
        head(account, now),
        UNLISTED.to_owned(),
        text(&people::section(account)),
        text(&machines::sections(account, now)),
        text(&review::section(account, now)),
        LIMITS.to_owned(),
    ]
    .join("\n")
}

fn text(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

fn head(account: &Account, now: Timestamp) -> String {
    let rows = count(account.registrations.len(), "registration");
    let domain = &account.organization.auth_domain;
    let headless =
        account.registrations.iter().filter(|row| !matches!(Identity::of(row, domain), Identity::Person(_))).count();
    let name = account.name.as_deref().map(|name| format!(" # {}", quoted(name))).unwrap_or_default();
    format!(
        "# yaml-language-server: $schema=doorlist.schema.json
# For completion in an editor: doorlist schema > doorlist.schema.json
#
# Written by `doorlist init` on {}, from {rows}, {headless} of them without a person.
# The first plan is empty: whoever is there is permitted, whatever else comes is reported. Lines with REVIEW wait for a
# decision. When they are decided, `unlisted` may become revoke or delete.
version: 1
account:
  id: {}{name}
  team: {}
",
        review::day(now),
        quoted(account.id.as_str()),
        quoted(account.organization.team()),
    )
}

const UNLISTED: &str = "\
unlisted: # what happens to a registration that nothing below permits: keep, report, revoke or delete
  users: report
  service_tokens: report
  devices: report
  connectors: keep
";

const LIMITS: &str = "\
limits: # of one apply; more needs --ack
  removals: 25
  percent: 10
  people: 5
";
