//! Machines of service identities that are named alike: `gh-runner-7f3a` and `gh-runner-91bc`.

use std::collections::{BTreeMap, BTreeSet};

use super::yaml::{listed, quoted};
use crate::model::{Account, Identity, Registration, ServiceToken};

/// Machines of one kind are listed by their serials up to so many; a name can be given to any machine, a serial cannot.
const SERIALS: usize = 20;

/// What names have in common has to be as long to be a pattern.
const STEM: usize = 3;

/// Machines that are named alike.
pub(crate) struct Class<'a> {
    /// The class's name in the door list.
    pub(crate) name: String,
    /// Its registrations.
    pub(crate) rows: Vec<&'a Registration>,
    /// The token that is named like it, by its place.
    pub(crate) token: Option<usize>,
    /// What the names begin with, and whether something follows.
    stem: (String, bool),
}

/// The machines of service identities, grouped by name.
pub(crate) fn classes<'a>(account: &'a Account, tokens: &[&ServiceToken]) -> Vec<Class<'a>> {
    let mut groups: BTreeMap<(String, bool), Vec<&Registration>> = BTreeMap::new();
    for row in &account.registrations {
        if let Identity::Service(_) = Identity::of(row, &account.organization.auth_domain) {
            groups.entry(stem(name_of(row, account))).or_default().push(row);
        }
    }
    let mut taken = BTreeSet::new();
    let class = |(stem, rows): ((String, bool), Vec<&'a Registration>)| {
        let name = free(&class_name(&stem.0), &mut taken);
        Class { token: like(&stem.0, tokens), name, rows, stem }
    };
    groups.into_iter().map(class).collect()
}

/// The machine's name as selectors see it.
pub(crate) fn name_of<'a>(row: &'a Registration, account: &'a Account) -> &'a str {
    account.device_of(row).map_or(&row.device_name, |device| &device.name)
}

impl Class<'_> {
    /// A selector that matches all of its machines: by serial where all have one and they are few, else by name, else
    /// by id.
    pub(crate) fn selector(&self, account: &Account) -> String {
        if account.devices.is_none() {
            return self.ids();
        }
        let (stem, varies) = &self.stem;
        match self.serials(account) {
            Some(serials) if serials.len() <= SERIALS => format!("serial: {}", listed(serials)),
            _ if stem.contains('*') || stem.trim().is_empty() => self.ids(),
            _ if *varies => format!("name: {}", quoted(&format!("{stem}*"))),
            _ => format!("name: {}", quoted(stem)),
        }
    }

    fn serials<'a>(&self, account: &'a Account) -> Option<BTreeSet<&'a str>> {
        let serial = |row: &&Registration| {
            let device = account.device_of(row)?;
            device.serial_key.as_ref().and(device.serial.as_deref()).map(str::trim)
        };
        self.rows.iter().map(serial).collect()
    }

    fn ids(&self) -> String {
        let ids: BTreeSet<&str> = self.rows.iter().map(|row| row.device_id.as_str()).collect();
        format!("id: {}", listed(ids))
    }
}

/// What stands before a last part that tells machines apart, folded, and whether there is such a part.
fn stem(name: &str) -> (String, bool) {
    let folded = name.to_ascii_lowercase();
    let cut = match folded.rsplit_once(['-', '_', '.', ' ']) {
        Some((_, last)) if last.bytes().any(|byte| byte.is_ascii_digit()) => folded.len() - last.len(),
        Some(_) | None => folded.trim_end_matches(|c: char| c.is_ascii_digit()).len(),
    };
    if cut >= STEM && cut < folded.len() { (folded[..cut].to_owned(), true) } else { (folded, false) }
}

fn class_name(stem: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = stem.chars().map(plain).collect();
    let name: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    if name.is_empty() { "machines".to_owned() } else { name.join("-") }
}

fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_else(|| name.to_owned());
    taken.insert(free.clone());
    free
}

/// The token with the most words in common, the first of several.
fn like(stem: &str, tokens: &[&ServiceToken]) -> Option<usize> {
    let wanted = words(stem);
    let in_common = |token: &ServiceToken| words(&token.name).intersection(&wanted).count();
    let best = tokens.iter().map(|token| in_common(token)).max().filter(|common| *common > 0)?;
    tokens.iter().position(|token| in_common(token) == best)
}

/// Words of three letters and more, in the singular.
fn words(text: &str) -> BTreeSet<String> {
    let folded = text.to_ascii_lowercase();
    let words = folded.split(|c: char| !c.is_alphabetic()).map(|word| word.trim_end_matches('s').to_owned());
    words.filter(|word| word.chars().count() >= STEM).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_tells_machines_apart() {
        let varies = |text: &str| (text.to_owned(), true);
        assert_eq!(stem("gh-runner-7f3a"), varies("gh-runner-"));
        assert_eq!(stem("Lobby-Kiosk-01"), varies("lobby-kiosk-"));
        assert_eq!(stem("kiosk7"), varies("kiosk"));
        assert_eq!(stem("front-desk"), ("front-desk".to_owned(), false));
        assert_eq!(stem("k1"), ("k1".to_owned(), false));
        assert_eq!(stem("42"), ("42".to_owned(), false));
        assert_eq!(stem("é-1"), varies("é-"));
        assert_eq!(stem(""), (String::new(), false));
    }

    #[test]
    fn class_names_are_plain_and_told_apart() {
        assert_eq!(class_name("gh-runner-"), "gh-runner");
        assert_eq!(class_name("é\n: x"), "x");
        assert_eq!(class_name("***"), "machines");
        let mut taken = BTreeSet::new();
        assert_eq!([0, 1, 2].map(|_| free("a", &mut taken)), ["a", "a-2", "a-3"]);
    }

    #[test]
    fn a_token_is_found_by_a_word() {
        assert_eq!(words("ci-runners_2025"), BTreeSet::from(["runner".to_owned()]));
        assert!(words("lobby-kiosk-").contains("kiosk"));
    }
}
