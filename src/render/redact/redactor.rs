//! Finding what has to go, in fields and in sentences.

use std::collections::BTreeMap;
use std::net::IpAddr;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Redact;
use super::stand_in::{Kind, stand_in};
use super::walk::Slot;
use crate::model::identity::is_synthetic;

/// Replaces addresses, device names, serials and IP addresses by their stand-ins.
pub struct Redactor {
    account: String,
    what: Vec<Redact>,
    matcher: AhoCorasick,
    stand_ins: Vec<String>,
}

impl Redactor {
    /// For an account, with the names that are known beside what can be recognised by its form. Also for text that is
    /// no plan and no report, for example a recorded answer: see [`Redactor::text`].
    pub fn new<'a>(
        account_id: &str,
        what: &[Redact],
        addresses: impl IntoIterator<Item = &'a str>,
        device_names: impl IntoIterator<Item = &'a str>,
        serials: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let addresses = addresses.into_iter().map(|text| (Slot::Address, text.to_owned()));
        let names = device_names.into_iter().map(|text| (Slot::DeviceName, text.to_owned()));
        let serials = serials.into_iter().map(|text| (Slot::Serial, text.to_owned()));
        Self::build(account_id, what, addresses.chain(names).chain(serials))
    }

    /// For a document: one walk over it gathers what is known.
    pub(super) fn of(account: &str, what: &[Redact], walk: impl FnOnce(&mut dyn FnMut(Slot, &mut String))) -> Self {
        let mut known = Vec::new();
        walk(&mut |slot, text| known.push((slot, text.clone())));
        Self::build(account, what, known)
    }

    fn build(account: &str, what: &[Redact], known: impl IntoIterator<Item = (Slot, String)>) -> Self {
        let mut by_text: BTreeMap<String, String> = BTreeMap::new();
        for (slot, text) in known {
            if let Some(kind) = kind_of(slot, what)
                && is_replaced(&text)
            {
                let stand_in = stand_in(account, kind, &text);
                by_text.entry(text.trim().to_ascii_lowercase()).or_insert(stand_in);
            }
        }
        let (texts, stand_ins): (Vec<_>, Vec<_>) = by_text.into_iter().unzip();
        let matcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(texts)
            .expect("a document is far smaller than what the automaton can hold");
        let mut what = what.to_vec();
        what.sort_unstable();
        what.dedup();
        Self { account: account.to_owned(), what, matcher, stand_ins }
    }

    /// What is replaced, in words.
    pub(super) fn words(&self) -> Vec<String> {
        self.what.iter().map(ToString::to_string).collect()
    }

    /// A sentence, or any other text, with stand-ins.
    pub fn text(&self, text: &str) -> String {
        let mut out = self.known(text);
        if self.what.contains(&Redact::Email) {
            out = self.addresses(&out);
        }
        if self.what.contains(&Redact::Ip) {
            out = self.ips(&out);
        }
        out
    }

    /// The address of an owner, or its stand-in.
    pub fn address(&self, text: &str) -> String {
        self.one(Slot::Address, text)
    }

    /// A serial, or its stand-in.
    pub fn serial(&self, text: &str) -> String {
        self.one(Slot::Serial, text)
    }

    fn one(&self, slot: Slot, text: &str) -> String {
        let mut text = text.to_owned();
        self.replace(slot, &mut text);
        text
    }

    /// Replaces what stands in one place of a document.
    pub(super) fn replace(&self, slot: Slot, text: &mut String) {
        *text = match kind_of(slot, &self.what) {
            Some(kind) if is_replaced(text) => stand_in(&self.account, kind, text),
            Some(_) => return,
            None => self.text(text),
        };
    }

    /// What is known, where it stands as a word of its own.
    fn known(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for found in self.matcher.find_iter(text) {
            let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            if joins(before.chars().next_back()) || joins(after.chars().next()) {
                continue;
            }
            out.push_str(&text[from..found.start()]);
            out.push_str(&self.stand_ins[found.pattern().as_usize()]);
            from = found.end();
        }
        out.push_str(&text[from..]);
        out
    }

    /// Whatever else looks like an address. A pattern such as `*@acme.example` is none.
    fn addresses(&self, text: &str) -> String {
        let local = |c: char| c.is_alphanumeric() || "._%+'-".contains(c);
        let domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('@') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let kept = before.trim_end_matches(local);
            let end = after.find(|c| !domain(c)).unwrap_or(after.len());
            let host = after[..end].trim_end_matches(['.', '-']);
            let address = &rest[kept.len()..=at + host.len()];
            let is_address = kept.len() < at && !host.is_empty() && !kept.ends_with('*');
            out.push_str(kept);
            if is_address && is_replaced(address) {
                out.push_str(&stand_in(&self.account, Kind::Person, address));
            } else {
                out.push_str(address);
            }
            rest = &after[host.len()..];
        }
        out + rest
    }

    fn ips(&self, text: &str) -> String {
        let part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(part) {
            let run = &rest[start..];
            let length = run.find(|c| !part(c)).unwrap_or(run.len());
            let word = run[..length].trim_end_matches(['.', ':']);
            let joins = rest[..start].ends_with(char::is_alphanumeric);
            out.push_str(&rest[..start]);
            match word.parse::<IpAddr>() {
                Ok(ip) if !joins => out.push_str(&stand_in(&self.account, Kind::Ip, &ip.to_string())),
                _ => out.push_str(word),
            }
            out.push_str(&run[word.len()..length]);
            rest = &run[length..];
        }
        out + rest
    }
}

/// What a slot is replaced by as a whole; nothing where it is only looked through.
fn kind_of(slot: Slot, what: &[Redact]) -> Option<Kind> {
    match slot {
        Slot::Address if what.contains(&Redact::Email) => Some(Kind::Person),
        Slot::DeviceName if what.contains(&Redact::Email) => Some(Kind::Device),
        Slot::Serial if what.contains(&Redact::Serial) => Some(Kind::Serial),
        Slot::Address | Slot::DeviceName | Slot::Serial | Slot::Text => None,
    }
}

/// Whether there is anything to hide: not in an empty text, not in the address of a service identity.
fn is_replaced(text: &str) -> bool {
    !text.trim().is_empty() && !is_synthetic(&text.trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(what: &[Redact]) -> Redactor {
        Redactor::new(
            "0123",
            what,
            ["bob@acme.example", "jimbob@acme.example"],
            ["Bob’s Mac", "bob-xps"],
            ["5CG0BBB222"],
        )
    }

    #[test]
    fn known_texts_go_wherever_they_stand() {
        let redactor = redactor(Redact::ALL);
        let bob = stand_in("0123", Kind::Person, "bob@acme.example");
        let mac = stand_in("0123", Kind::Device, "Bob’s Mac");
        let serial = stand_in("0123", Kind::Serial, "5cg0bbb222");
        assert_eq!(
            redactor.text("BOB@acme.example on \"Bob’s Mac\" (5cg0bbb222)."),
            format!("{bob} on \"{mac}\" ({serial}).")
        );
        assert_eq!(redactor.text("x5CG0BBB222y"), "x5CG0BBB222y");
    }

    #[test]
    fn unknown_addresses_go_by_their_form() {
        let redactor = redactor(&[Redact::Email]);
        let dana = stand_in("0123", Kind::Person, "dana.o'neil@acme.example");
        assert_eq!(redactor.text("ask Dana.O'Neil@acme.example."), format!("ask {dana}."));
        assert_eq!(
            redactor.text("*@acme.example, a*b@acme.example, @ and a@"),
            "*@acme.example, a*b@acme.example, @ and a@"
        );
        let service = "non_identity@acme.cloudflareaccess.com";
        assert_eq!(redactor.text(service), service);
    }

    #[test]
    fn ip_addresses_go_in_both_families() {
        let redactor = redactor(&[Redact::Ip]);
        let four = stand_in("0123", Kind::Ip, "100.96.0.1");
        let six = stand_in("0123", Kind::Ip, "2606:4700::1");
        assert_eq!(redactor.text("from 100.96.0.1, [2606:4700::1]:80."), format!("from {four}, [{six}]:80."));
        assert_eq!(
            redactor.text("2024.12.554.0 at 12:30:00, doorlist.yaml:3"),
            "2024.12.554.0 at 12:30:00, doorlist.yaml:3"
        );
        assert_eq!(redactor.text("bob@acme.example"), "bob@acme.example");
    }
}
