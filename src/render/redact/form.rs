//! What an address of a person or of a machine looks like in any text.

use std::net::IpAddr;
use std::ops::Range;

/// The next address at or after a place. A pattern such as `*@acme.example` is none, but `**dana@acme.example**` is
/// one in bold.
pub(super) fn address(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text[at..].find('@') {
        at += found;
        let (start, end) = (at - local_part(&text[from..at]), at + 1 + host(&text[at + 1..]));
        let is_pattern = text[..start].ends_with('*') && !text[end..].starts_with('*');
        if start < at && at + 1 < end && !is_pattern {
            return Some(start..end);
        }
        at += 1;
    }
    None
}

/// Whether a text is an address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    address(text, 0) == Some(0..text.len())
}

/// Whether an address could begin after this text: what would be its beginning is punctuation around it.
pub(super) fn begins_address(before: &str) -> bool {
    before.ends_with('"') || local_part(before) == 0
}

/// Whether an address could end before this text.
pub(super) fn ends_address(after: &str) -> bool {
    let mut rest = after.chars();
    match rest.next() {
        Some('.' | '-') => !rest.next().is_some_and(char::is_alphanumeric),
        next => !next.is_some_and(char::is_alphanumeric),
    }
}

/// How much at the end of a text is what stands before an `@`: the characters of RFC 5322 but for `*`, or anything in
/// quotes. Punctuation that text puts in front of an address is no part of it.
fn local_part(before: &str) -> usize {
    if let Some(quoted) = before.strip_suffix('"') {
        return quoted.rfind('"').map_or(0, |open| before.len() - open);
    }
    let local = |c: char| c.is_alphanumeric() || "._%+-!#$&'/=?^`{|}~".contains(c);
    let word = &before[before.trim_end_matches(local).len()..];
    word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '+').len()
}

/// How much at the beginning of a text is a host.
fn host(after: &str) -> usize {
    if let Some(literal) = after.strip_prefix('[') {
        return literal.find(']').map_or(0, |close| close + 2);
    }
    let end = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(after.len());
    after[..end].trim_end_matches(['.', '-']).len()
}

/// The longest that an IP address can be: `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`.
const LONGEST_IP: usize = 45;

/// The next IP address at or after a place, also before a port (`203.0.113.7:443`) or after a label (`ip:203.0.113.7`).
pub(super) fn ip(text: &str, from: usize) -> Option<Range<usize>> {
    let part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
    let mut at = from;
    while let Some(found) = text[at..].find(part) {
        at += found;
        let run = at + text[at..].find(|c| !part(c)).unwrap_or(text.len() - at);
        let mut starts = (at..run).filter(|start| begins_ip(text, *start));
        if let Some(ip) = starts.find_map(|start| ip_at(text, start, run)) {
            return Some(ip);
        }
        at = run;
    }
    None
}

/// Not within a number or a word; after a colon only within a run of them, since a label may end so.
fn begins_ip(text: &str, start: usize) -> bool {
    !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '.')
}

/// The longest one that begins here and ends where a word ends.
fn ip_at(text: &str, start: usize, run: usize) -> Option<Range<usize>> {
    let ends = |end: &usize| {
        let mut after = text[*end..].chars();
        match after.next() {
            Some('.') => !after.next().is_some_and(|c| c.is_ascii_digit()),
            next => !next.is_some_and(char::is_alphanumeric),
        }
    };
    let is_ip = |end: &usize| {
        let word = &text[start..*end];
        word.contains(|c: char| c.is_ascii_hexdigit()) && word.parse::<IpAddr>().is_ok()
    };
    (start + 1..=run.min(start + LONGEST_IP)).rev().filter(ends).find(is_ip).map(|end| start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, next: impl Fn(&str, usize) -> Option<Range<usize>>) -> Vec<&str> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(range) = next(text, from) {
            from = range.end;
            found.push(&text[range]);
        }
        found
    }

    #[test]
    fn an_address_is_found_as_a_whole() {
        let dana = "dana@acme.example";
        for text in [
            "**dana@acme.example**",
            "_dana@acme.example_",
            "`dana@acme.example`",
            "<dana@acme.example>",
            "mailto:dana@acme.example?x",
            "'dana@acme.example',",
            "https://dana@acme.example/",
            "{dana@acme.example}.",
        ] {
            assert_eq!(all(text, address), [dana], "{text}");
        }
        for whole in
            ["\"quoted me\"@acme.example", "xi!o@acme.example", "wanda/ops@acme.example", "a@[10.0.0.1]", "o'neil@x"]
        {
            assert_eq!(all(&format!("ask {whole}, or not"), address), [whole]);
            assert!(is_address(whole));
        }
        assert_eq!(all("a@b.c, d@e.f", address), ["a@b.c", "d@e.f"]);
    }

    #[test]
    fn patterns_and_stray_signs_are_no_addresses() {
        for text in ["*@acme.example", "a*b@acme.example", "@ and a@", "(@acme.example)", "\"@acme.example", "a @ b"] {
            assert_eq!(all(text, address), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_ip_address_is_found_with_port_and_label() {
        for (text, wanted) in [
            ("203.0.113.7:443", "203.0.113.7"),
            ("ip:203.0.113.8", "203.0.113.8"),
            ("from:10.1.2.9.", "10.1.2.9"),
            ("ip6:fd00::3", "fd00::3"),
            ("[2606:4700::1]:80.", "2606:4700::1"),
            ("at ::1, ", "::1"),
            ("::ffff:10.0.0.1/96", "::ffff:10.0.0.1"),
            ("10.0.0.0/8", "10.0.0.0"),
            ("fe80::1%eth0", "fe80::1"),
        ] {
            assert_eq!(all(text, ip), [wanted], "{text}");
        }
        assert_eq!(all("10.0.0.1,10.0.0.2;10.0.0.3:80", ip), ["10.0.0.1", "10.0.0.2", "10.0.0.3"]);
    }

    #[test]
    fn versions_times_and_places_are_no_ip_addresses() {
        for text in [
            "2024.12.554.0 at 12:30:00, doorlist.yaml:3",
            "1.2.3.4.5",
            "v1.2.3.4",
            "aa:bb:cc:dd:ee:ff",
            "::",
            "a: b",
            "std::io",
        ] {
            assert_eq!(all(text, ip), [""; 0], "{text}");
        }
    }
}
