//! Addresses and patterns over them (product.md, section 1; fine print A24, A43).

use super::codes;
use super::node::Node;
use super::reader::Reader;
use super::trouble::Trouble;
use crate::model::email::flaw;
use crate::model::identity::is_synthetic;
use crate::model::{Email, Pattern};

impl Reader<'_, '_> {
    /// An address or a pattern.
    pub(super) fn address(&mut self, text: &str, node: &Node) -> Option<Pattern> {
        if let Some(flaw) = flaw(text) {
            let message = format!("`{text}` is not an e-mail address: {flaw}");
            let help = "write `name@domain`, or a pattern with `*`, for example \"*@acme.example\"";
            self.report(Trouble::new(codes::BAD_EMAIL, node.range(), message).help(help));
            return None;
        }
        Some(Pattern::new(text))
    }

    /// Warns of a pattern that strangers' addresses could match.
    pub(super) fn check_open(&mut self, pattern: &Pattern, node: &Node) {
        let Some(danger) = openness(pattern.as_str()) else { return };
        let message = format!("the pattern `{}` {danger}", pattern.as_str());
        let help = "write the whole domain with its `@`, for example \"*@acme.example\"";
        self.report(Trouble::new(codes::OPEN_PATTERN, node.range(), message).help(help));
    }

    /// The same where only people are meant: exact synthetic addresses are refused (fine print A43).
    pub(super) fn person(&mut self, text: &str, node: &Node) -> Option<Pattern> {
        let pattern = self.address(text, node)?;
        if !pattern.is_exact() || !is_synthetic(pattern.as_str()) {
            return Some(pattern);
        }
        let message = format!("`{text}` is the shared address of machines, not a person's");
        let help = "list machines under `service_tokens`; protect connectors under `protected`";
        self.report(Trouble::new(codes::SYNTHETIC_ADDRESS, node.range(), message).help(help));
        None
    }
}

/// The address of an exact pattern.
pub(super) fn exact(pattern: &Pattern) -> Option<Email> {
    pattern.is_exact().then(|| Email::new(pattern.as_str()))
}

/// Whether a cell of a CSV file holds one address.
pub(super) fn is_address(text: &str) -> bool {
    !text.contains('*') && flaw(text).is_none()
}

/// What is dangerous about a pattern.
fn openness(pattern: &str) -> Option<&'static str> {
    let all_stars = pattern.bytes().all(|b| b == b'*');
    if !pattern.contains('*') || all_stars {
        return None;
    }
    match pattern.rsplit_once('@') {
        None => Some("does not say where the domain begins"),
        Some((_, domain)) if domain.ends_with('*') && domain != "*" => Some("does not say where the domain ends"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_an_end_or_a_beginning_of_the_domain_is_open() {
        for text in ["*acme.example", "alice*", "*@acme.*", "*@acme*"] {
            assert!(openness(text).is_some(), "{text}");
        }
        for text in ["*", "**", "*@acme.example", "*@*.acme.example", "alice@*", "alice@acme.example"] {
            assert_eq!(openness(text), None, "{text}");
        }
    }
}
