//! The headers `Ratelimit` and `Ratelimit-Policy`: lists of RFC 9651 items, a name with integer parameters (API page,
//! section 9). Items and parameters that are not understood are passed over; a header that is no list says nothing.

use http::HeaderMap;

/// One item of either header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitItem {
    /// The name of the limit.
    pub name: String,
    /// Its integer parameters, in their order.
    pub numbers: Vec<(String, u64)>,
}

impl LimitItem {
    /// The value of a parameter.
    pub fn number(&self, key: &str) -> Option<u64> {
        self.numbers.iter().find(|(name, _)| name == key).map(|(_, value)| *value)
    }
}

/// What one answer says about the budget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// `Ratelimit`: `r` requests remain until `t` seconds from now.
    pub state: Vec<LimitItem>,
    /// `Ratelimit-Policy`: `q` requests in `w` seconds.
    pub policy: Vec<LimitItem>,
}

impl Limits {
    /// Reads both headers of an answer; several lines of one are one list.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self { state: header(headers, "ratelimit"), policy: header(headers, "ratelimit-policy") }
    }

    /// The policy that a state belongs to: the one of its name, else the only one.
    pub(super) fn policy_of(&self, state: &LimitItem) -> Option<&LimitItem> {
        self.policy.iter().find(|item| item.name == state.name).or(match self.policy.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    }
}

fn header(headers: &HeaderMap, name: &str) -> Vec<LimitItem> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).flat_map(parse).collect()
}

/// Reads a list of items.
pub(super) fn parse(text: &str) -> Vec<LimitItem> {
    split(text, ',').filter_map(item).collect()
}

fn item(text: &str) -> Option<LimitItem> {
    let mut parts = split(text, ';');
    let name = unquote(parts.next()?.trim())?;
    let numbers = parts
        .filter_map(|part| {
            let (key, value) = part.split_once('=')?;
            Some((key.trim().to_ascii_lowercase(), value.trim().parse().ok()?))
        })
        .collect();
    Some(LimitItem { name, numbers })
}

/// The text of a string or a token.
fn unquote(text: &str) -> Option<String> {
    let Some(inner) = text.strip_prefix('"') else { return (!text.is_empty()).then(|| text.to_owned()) };
    let inner = inner.strip_suffix('"')?;
    Some(inner.replace("\\\"", "\"").replace("\\\\", "\\"))
}

/// Splits at a separator outside quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c| {
        if escaped {
            escaped = false;
        } else if quoted && c == '\\' {
            escaped = true;
        } else if c == '"' {
            quoted = !quoted;
        }
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(String, Vec<(String, u64)>)> {
        parse(text).into_iter().map(|item| (item.name, item.numbers)).collect()
    }

    #[test]
    fn the_documented_examples_are_read() {
        let state = parse("\"default\";r=50;t=30");
        assert_eq!(state.len(), 1);
        assert_eq!(
            (state[0].name.as_str(), state[0].number("r"), state[0].number("t")),
            ("default", Some(50), Some(30))
        );
        let policy = parse("\"burst\";q=100;w=60");
        assert_eq!((policy[0].number("q"), policy[0].number("w"), policy[0].number("r")), (Some(100), Some(60), None));
    }

    #[test]
    fn several_items_and_unknown_parameters_are_taken_apart() {
        let items = parse("\"a,b;c\" ; r=1 ;t=2;pk=:Zm9v:;x, token;r=3 , \"q\\\"q\";R=4");
        let short: Vec<_> = items.iter().map(|item| (item.name.as_str(), item.number("r"))).collect();
        assert_eq!(short, [("a,b;c", Some(1)), ("token", Some(3)), ("q\"q", Some(4))]);
        assert_eq!(items[0].number("pk"), None);
    }

    #[test]
    fn nonsense_says_nothing() {
        for text in ["", ",", ";;;", "\"open", "\"a\"b\";r=1", "=", ";r=1"] {
            assert!(numbers(text).iter().all(|(_, numbers)| numbers.is_empty()), "{text}");
        }
        assert_eq!(parse("\"a\";r=-1;t=1.5;q=99999999999999999999")[0].numbers, []);
    }

    #[test]
    fn a_policy_is_found_by_name_or_by_being_alone() {
        let limits = |policy: &str| Limits { state: parse("\"default\";r=1;t=2"), policy: parse(policy) };
        let quota = |limits: &Limits| limits.policy_of(&limits.state[0]).and_then(|item| item.number("q"));
        assert_eq!(quota(&limits("\"burst\";q=100;w=60")), Some(100));
        assert_eq!(quota(&limits("\"burst\";q=100;w=60, \"default\";q=7")), Some(7));
        assert_eq!(quota(&limits("\"burst\";q=100, \"other\";q=7")), None);
        assert_eq!(quota(&limits("")), None);
    }
}
