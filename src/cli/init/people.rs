//! `users`: a domain with several people becomes one pattern, everybody else is listed for a decision.

use std::collections::BTreeMap;

use unicode_security::MixedScript as _;

use super::review;
use super::yaml::{capped, count, quoted};
use crate::model::{Account, Identity, Registration};

/// From so many people on, a domain is the organization's own.
const PATTERN_FROM: usize = 3;

/// First labels of domains at which anybody gets an address.
const FREE_MAIL: &[&str] = &[
    "aol",
    "fastmail",
    "gmail",
    "gmx",
    "googlemail",
    "hey",
    "hotmail",
    "icloud",
    "live",
    "mac",
    "mail",
    "me",
    "msn",
    "outlook",
    "pm",
    "proton",
    "protonmail",
    "qq",
    "tutanota",
    "web",
    "yahoo",
    "yandex",
    "zoho",
];

/// Comment lines of one kind that are shown.
const MOST: usize = 25;

/// People by their folded address.
struct People<'a>(BTreeMap<&'a str, Vec<&'a Registration>>);

/// The section, in lines.
pub(crate) fn section(account: &Account) -> Vec<String> {
    let people = People::of(account);
    let domains = people.domains();
    let mut entries = Vec::new();
    for (domain, number) in &domains {
        entries.push(format!("  - email: {} # {}", quoted(&format!("*@{domain}")), count(*number, "person")));
        entries.extend(people.odd(domain).into_iter().map(|line| format!("    # REVIEW: {line}")));
    }
    let (others, unlistable): (Vec<_>, Vec<_>) = people.outside(&domains).partition(|(email, _)| can_be_listed(email));
    if !others.is_empty() {
        let number = count(others.len(), "person");
        entries
            .push(format!("  # REVIEW: {number} outside the domains above. Keep whoever may stay, best with `until`,"));
        entries.push("  # `owner` and `reason`.".to_owned());
    }
    entries.extend(others.iter().map(|(email, rows)| format!("  - email: {} # {}", quoted(email), about(email, rows))));
    let unlistable = capped(unlistable.iter().map(|(email, _)| quoted(email)).collect(), MOST);
    let reported = |email| format!("  # REVIEW: no address that can be listed, so it is reported: {email}");
    let key = if domains.is_empty() && others.is_empty() { "users: []" } else { "users:" };
    [key.to_owned()].into_iter().chain(entries).chain(unlistable.into_iter().map(reported)).collect()
}

impl<'a> People<'a> {
    fn of(account: &'a Account) -> Self {
        let mut people: BTreeMap<&str, Vec<&Registration>> = BTreeMap::new();
        for row in &account.registrations {
            if let Identity::Person(email) = Identity::of(row, &account.organization.auth_domain) {
                people.entry(email.as_str()).or_default().push(row);
            }
        }
        Self(people)
    }

    /// The domains that become patterns, the largest first.
    fn domains(&self) -> Vec<(&'a str, usize)> {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for email in self.0.keys().filter(|email| can_be_listed(email)) {
            *numbers.entry(domain(email)).or_default() += 1;
        }
        let mut domains: Vec<(&str, usize)> =
            numbers.into_iter().filter(|(domain, number)| *number >= PATTERN_FROM && !is_free_mail(domain)).collect();
        domains.sort_by_key(|(domain, number)| (std::cmp::Reverse(*number), *domain));
        domains
    }

    fn outside(&self, domains: &[(&str, usize)]) -> impl Iterator<Item = (&'a str, &[&'a Registration])> {
        let inside =
            |email: &str| can_be_listed(email) && domains.iter().any(|(domain, _)| *domain == self::domain(email));
        self.0.iter().filter(move |(email, _)| !inside(email)).map(|(email, rows)| (*email, rows.as_slice()))
    }

    /// What is odd about people whom a pattern covers.
    fn odd(&self, domain: &str) -> Vec<String> {
        let inside = self.0.iter().filter(|(email, _)| self::domain(email) == domain);
        let odd = inside.filter(|(email, _)| is_lookalike(email));
        let lines = odd.map(|(email, rows)| format!("{} is covered by it: {}", quoted(email), about(email, rows)));
        capped(lines.collect(), MOST)
    }
}

fn about(email: &str, rows: &[&Registration]) -> String {
    let mut words = vec![count(rows.len(), "registration")];
    words.push(review::last_seen(rows.iter().copied()));
    if rows.iter().all(|row| !row.status.is_active()) {
        words.push("revoked".to_owned());
    }
    if is_free_mail(domain(email)) {
        words.push("a free mail address".to_owned());
    }
    if is_lookalike(email) {
        words.push("the address mixes scripts: is it who it seems to be?".to_owned());
    }
    words.join(", ")
}

fn domain(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.contains(&domain.split('.').next().unwrap_or(""))
}

fn is_lookalike(email: &str) -> bool {
    !email.is_single_script()
}

/// What a door list takes as one address; a `*` would make it a pattern.
fn can_be_listed(email: &str) -> bool {
    let plain = !email.chars().any(|c| c.is_whitespace() || c.is_control() || c == '*');
    plain && email.rsplit_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
}
