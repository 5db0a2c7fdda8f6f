//! `service_tokens`, `devices` and `protected`: the machines without a person.
//!
//! Cloudflare does not say which token a machine enrolled with. What is written is a guess by name; a wrong one
//! permits what is there anyway, and is marked for a decision.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::class::{Class, classes, name_of};
use super::review;
use super::yaml::{capped, count, listed, quoted};
use crate::model::{Account, Identity, Listed, Registration, ServiceToken};

/// A token that ends within so many days is worth a line.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Comment lines of one kind that are shown.
const MOST: usize = 25;

/// The three sections, in lines.
pub(crate) fn sections(account: &Account, now: Timestamp) -> Vec<String> {
    let tokens = tokens(account);
    let classes = classes(account, &tokens);
    let unread = match account.tokens {
        Listed::Read(_) => None,
        Listed::Unread(_) => {
            Some("# REVIEW: the service tokens could not be read; add those that machines enroll with.")
        }
    };
    let mut lines: Vec<String> = unread.map(str::to_owned).into_iter().collect();
    lines.extend(section("service_tokens", tokens_of(&tokens, &classes, now)));
    lines.push(String::new());
    lines.extend(section("devices", classes.iter().flat_map(|class| device(class, account)).collect()));
    lines.push(String::new());
    lines.extend(section("protected", connectors(account)));
    lines
}

/// A list under its key; an empty list is written as one, since a missing key is an error.
fn section(key: &str, entries: Vec<String>) -> Vec<String> {
    let key = if entries.is_empty() { format!("{key}: []") } else { format!("{key}:") };
    [key].into_iter().chain(entries).collect()
}

fn tokens(account: &Account) -> Vec<&ServiceToken> {
    let mut tokens: Vec<&ServiceToken> = account.tokens.rows().unwrap_or_default().iter().collect();
    tokens.sort_by_key(|token| (&token.name, &token.id));
    tokens
}

fn tokens_of(tokens: &[&ServiceToken], classes: &[Class<'_>], now: Timestamp) -> Vec<String> {
    let entry = |(place, token): (usize, &&ServiceToken)| {
        let claimed: Vec<&str> =
            classes.iter().filter(|class| class.token == Some(place)).map(|class| class.name.as_str()).collect();
        let claim = if claimed.is_empty() {
            "    # REVIEW: no machines are named like it; give it `devices` if some are its own.".to_owned()
        } else {
            format!("    devices: {} # REVIEW: a guess by name", listed(claimed))
        };
        let state = state(token, now).map(|state| format!("    # REVIEW: it {state}."));
        [format!("  - {}", subject(token, tokens)), claim].into_iter().chain(state)
    };
    tokens.iter().enumerate().flat_map(entry).collect()
}

/// By name, where that is one and names one token.
fn subject(token: &ServiceToken, tokens: &[&ServiceToken]) -> String {
    let is_shared = tokens.iter().filter(|other| other.name == token.name).count() > 1;
    if is_shared || token.name.trim().is_empty() {
        return format!("id: {} # named {}", quoted(token.id.as_str()), quoted(&token.name));
    }
    format!("name: {}", quoted(&token.name))
}

fn state(token: &ServiceToken, now: Timestamp) -> Option<String> {
    if !token.enabled {
        return Some("is disabled".to_owned());
    }
    let ends = token.expires_at?;
    if ends <= now {
        return Some(format!("has expired, on {}", review::day(ends)));
    }
    (ends.duration_since(now) <= SOON).then(|| format!("expires soon, on {}", review::day(ends)))
}

fn device(class: &Class<'_>, account: &Account) -> Vec<String> {
    let rows = count(class.rows.len(), "registration");
    let seen = review::last_seen(class.rows.iter().copied());
    let mut lines = vec![
        format!("  - class: {} # {rows}, {seen}", quoted(&class.name)),
        format!("    {}", class.selector(account)),
    ];
    if class.token.is_none() {
        lines.push(
            "    # REVIEW: no service token is named like it; until one claims it, its machines are reported."
                .to_owned(),
        );
    }
    lines
}

/// By their shared address, which nobody can take: the name of a machine is chosen by whoever owns it.
fn connectors(account: &Account) -> Vec<String> {
    let domain = &account.organization.auth_domain;
    let is_ours = |row: &&Registration| matches!(Identity::of(row, domain), Identity::Connector(_));
    let names: Vec<&str> = account.registrations.iter().filter(is_ours).map(|row| name_of(row, account)).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let rows = count(names.len(), "registration");
    let names: BTreeSet<&str> = names.into_iter().collect();
    let names = capped(names.into_iter().map(quoted).collect(), MOST);
    let address = quoted(&format!("warp_connector@{domain}"));
    let entry = [format!("  - email: {address} # {rows}"), "    reason: connectors carry whole sites".to_owned()];
    entry.into_iter().chain(names.into_iter().map(|name| format!("    # {name}"))).collect()
}
