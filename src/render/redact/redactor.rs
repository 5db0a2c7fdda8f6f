//! Finding what has to go, in fields and in sentences.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::ops::Range;

use aho_corasick::{AhoCorasick, Match, MatchKind};

use super::stand_in::{Kind, is_stand_in, stand_in};
use super::walk::Slot;
use super::{Redact, form};
use crate::model::identity::is_synthetic;
use crate::model::quote;

/// Replaces addresses, device names, serials and IP addresses by their stand-ins.
pub struct Redactor {
    account: String,
    what: Vec<Redact>,
    /// What the document has stand-ins for already: they are left as they are.
    already: Vec<Redact>,
    matcher: AhoCorasick,
    known: Vec<Known>,
}

/// A text that is replaced wherever it occurs.
struct Known {
    kind: Kind,
    stand_in: String,
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
        Self::build(account_id, what, &[], addresses.chain(names).chain(serials))
    }

    /// For a document that has stand-ins for `already`: one walk over it gathers what is known.
    pub(super) fn of(
        account: &str,
        what: &[Redact],
        already: &[Redact],
        walk: impl FnOnce(&mut dyn FnMut(Slot, &mut String)),
    ) -> Self {
        let mut known = Vec::new();
        walk(&mut |slot, text| known.push((slot, text.clone())));
        Self::build(account, what, already, known)
    }

    fn build(
        account: &str,
        what: &[Redact],
        already: &[Redact],
        known: impl IntoIterator<Item = (Slot, String)>,
    ) -> Self {
        let mut by_text: BTreeMap<String, Known> = BTreeMap::new();
        for (slot, text) in known {
            if let Some(kind) = kind_of(slot, what)
                && is_replaced(&text)
                && !is_left(already, kind, &text)
            {
                let folded = text.trim().to_ascii_lowercase();
                let known = || Known { kind, stand_in: stand_in(account, kind, meant(slot, &text)) };
                // As a sentence writes it in quotes.
                by_text.entry(quote::escaped(&folded)).or_insert_with(known);
                by_text.entry(folded).or_insert_with(known);
            }
        }
        let (texts, known): (Vec<_>, Vec<_>) = by_text.into_iter().unzip();
        let matcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(texts)
            .expect("a document is far smaller than what the automaton can hold");
        let sorted = |what: &[Redact]| what.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        Self { account: account.to_owned(), what: sorted(what), already: sorted(already), matcher, known }
    }

    /// What is replaced, now and before, in words.
    pub(super) fn words(&self) -> Vec<String> {
        let all: BTreeSet<&Redact> = self.what.iter().chain(&self.already).collect();
        all.into_iter().map(ToString::to_string).collect()
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
            Some(kind) if is_left(&self.already, kind, text) => return,
            Some(kind) if is_replaced(text) => stand_in(&self.account, kind, meant(slot, text)),
            Some(_) => return,
            None => self.text(text),
        };
    }

    /// What is known, wherever it stands. Where texts overlap, all of it goes, by the longest.
    fn known(&self, text: &str) -> String {
        let mut found: Vec<Match> =
            self.matcher.find_overlapping_iter(text).filter(|it| self.is_it(text, it)).collect();
        found.sort_unstable_by_key(|it| (it.start(), Reverse(it.end())));
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        let mut rest = found.into_iter().peekable();
        while let Some(first) = rest.next() {
            let (mut end, mut longest) = (first.end(), first);
            while let Some(next) = rest.next_if(|next| next.start() < end) {
                end = end.max(next.end());
                longest = if next.len() > longest.len() { next } else { longest };
            }
            out.push_str(&text[from..first.start()]);
            out.push_str(&self.known[longest.pattern().as_usize()].stand_in);
            from = end;
        }
        out.push_str(&text[from..]);
        out
    }

    /// Whether what was found is meant: not a word within a longer one, nor an address within a longer one. A serial
    /// is long enough not to occur by chance, and often a part of a device's name.
    fn is_it(&self, text: &str, found: &Match) -> bool {
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match self.known[found.pattern().as_usize()].kind {
            Kind::Serial if text[found.range()].chars().count() >= UNLIKELY => true,
            Kind::Person => form::begins_address(before) && form::ends_address(after),
            Kind::Serial | Kind::Device | Kind::Ip => {
                !joins(before.chars().next_back()) && !joins(after.chars().next())
            }
        }
    }

    /// Whatever else looks like an address.
    fn addresses(&self, text: &str) -> String {
        replace_all(text, form::address, |address| {
            let person = is_replaced(address);
            if person { stand_in(&self.account, Kind::Person, address) } else { address.to_owned() }
        })
    }

    fn ips(&self, text: &str) -> String {
        replace_all(text, form::ip, |ip| {
            let parsed = ip.parse::<IpAddr>().map_or_else(|_| ip.to_owned(), |ip| ip.to_string());
            stand_in(&self.account, Kind::Ip, &parsed)
        })
    }
}

/// Characters from which on a serial is replaced within a longer word, too.
const UNLIKELY: usize = 6;

/// A text with everything replaced that `next` finds.
fn replace_all(text: &str, next: impl Fn(&str, usize) -> Option<Range<usize>>, by: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(found) = next(text, from) {
        out.push_str(&text[from..found.start]);
        out.push_str(&by(&text[found.clone()]));
        from = found.end;
    }
    out + &text[from..]
}

/// What a report has stand-ins for: it does not say so itself, but no address and no serial number reads like one.
pub(super) fn already(walk: impl FnOnce(&mut dyn FnMut(Slot, &mut String))) -> Vec<Redact> {
    let mut found = Vec::new();
    walk(&mut |slot, text| match slot {
        Slot::Address if is_stand_in(Kind::Person, text) => found.push(Redact::Email),
        Slot::Serial if is_stand_in(Kind::Serial, text) => found.push(Redact::Serial),
        Slot::Address | Slot::DeviceName | Slot::Serial | Slot::Text => {}
    });
    found
}

/// Whether a text is a stand-in that the document had before.
fn is_left(already: &[Redact], kind: Kind, text: &str) -> bool {
    already.contains(&kind.redact()) && is_stand_in(kind, text.trim())
}

/// What a stand-in is made of: of `Dana Smith <dana@acme.example>` the address, as elsewhere.
fn meant(slot: Slot, text: &str) -> &str {
    let inner = text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')).map(|(_, address)| address);
    inner.filter(|address| slot == Slot::Address && form::is_address(address)).unwrap_or(text)
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
        assert_eq!(redactor.text("x5CG0BBB222y"), format!("x{serial}y"));
        assert_eq!(redactor.text("jim-bob@acme.example"), stand_in("0123", Kind::Person, "jim-bob@acme.example"));
    }

    #[test]
    fn no_name_of_a_device_hides_a_serial() {
        let names = ["it is PF3CCC33", "PF3CCC33 lap", "ACMEC02HHH888"];
        for what in [&[Redact::Serial][..], &[Redact::Email, Redact::Serial]] {
            let redactor = Redactor::new("0123", what, [], names, ["PF3CCC333", "C02HHH888", "PF3CCC33"]);
            for text in ["it is PF3CCC333", "PF3CCC33 lapdog", "ACMEC02HHH888.local", "xPF3CCC333"] {
                let shown = redactor.text(text).to_lowercase();
                assert!(!shown.contains("ccc33") && !shown.contains("hhh888"), "{shown}");
            }
        }
        let short = Redactor::new("0123", Redact::ALL, [], [], ["123"]);
        assert_eq!(short.text("1234 days"), "1234 days");
    }

    #[test]
    fn texts_that_overlap_go_together() {
        let redactor = Redactor::new("0123", Redact::ALL, [], ["it is PF3"], ["PF3-CCC333"]);
        assert_eq!(
            redactor.text("so it is PF3-CCC333."),
            format!("so {}.", stand_in("0123", Kind::Serial, "PF3-CCC333"))
        );
    }

    #[test]
    fn a_name_in_quotes_is_the_same_name() {
        let redactor = Redactor::new("0123", Redact::ALL, ["\"quoted me\"@acme.example"], ["Bob \"X\" Mac"], []);
        let person = stand_in("0123", Kind::Person, "\"quoted me\"@acme.example");
        let device = stand_in("0123", Kind::Device, "Bob \"X\" Mac");
        let said = |name: &str| redactor.text(&format!("no entry permits {}, at all", quote::name(name)));
        assert_eq!(said("\"quoted me\"@acme.example"), format!("no entry permits \"{person}\", at all"));
        assert_eq!(said("Bob \"X\" Mac"), format!("no entry permits \"{device}\", at all"));
    }

    #[test]
    fn an_owner_with_a_name_is_the_address() {
        let redactor = redactor(&[Redact::Email]);
        let dana = stand_in("0123", Kind::Person, "dana@acme.example");
        assert_eq!(redactor.address("Dana Smith <Dana@acme.example>"), dana);
        assert_eq!(redactor.address("x dana@acme.example"), stand_in("0123", Kind::Person, "x dana@acme.example"));
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
