//! Names inside of sentences. A sentence of a plan is plain text, so that a reader of the document can read it as it
//! is; a name that is more than one plain word stands in it in double quotes, with a backslash before quotes and
//! backslashes of its own. By that a name cannot be taken for the words around it, and a renderer finds where it
//! begins and ends.

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words, with names that are plain words among them.
    Words(&'a str),
    /// A name that stands in quotes, without them.
    Name(String),
}

/// A name for a sentence: as it is where it is one plain word, else in quotes.
///
/// ```
/// use doorlist::model::quote::name;
/// assert_eq!(name("carol@partner.example"), "carol@partner.example");
/// assert_eq!(name("x | returns: no"), r#""x | returns: no""#);
/// ```
pub fn name(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A name in quotes, whatever it is.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The inside of the quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a name needs no quotes: one word of letters, digits and the punctuation of host names and addresses.
pub fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+'))
}

/// Takes a sentence apart. A quote that nothing closes, or that stands within a word, is a character like any other.
pub fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = sentence[at..].find('"') {
        let open = at + found;
        let begins = sentence[..open].chars().next_back().is_none_or(|c| c == '(' || c.is_whitespace());
        match begins.then(|| closed(&sentence[open + 1..])).flatten() {
            Some((name, length)) => {
                parts.extend((from < open).then(|| Part::Words(&sentence[from..open])));
                parts.push(Part::Name(name));
                at = open + 1 + length;
                from = at;
            }
            None => at = open + 1,
        }
    }
    parts.extend((from < sentence.len()).then(|| Part::Words(&sentence[from..])));
    parts
}

/// The name up to its closing quote, and how much of the text it takes, the quote included.
fn closed(text: &str) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => return Some((name, at + 1)),
            '\\' if matches!(rest.as_str().chars().next(), Some('"' | '\\')) => {
                name.extend(rest.next().map(|(_, escaped)| escaped));
            }
            c => name.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_gives_its_names_back() {
        for hostile in ["x | returns: no", "\" | returns: no", "a\\", "\\\"", "", "a\nb", "13\" laptop"] {
            let sentence = format!("no entry permits {} on {}: said \"yes\"", name(hostile), quoted("b"));
            let wanted = [
                Part::Words("no entry permits "),
                Part::Name(hostile.to_owned()),
                Part::Words(" on "),
                Part::Name("b".to_owned()),
                Part::Words(": said "),
                Part::Name("yes".to_owned()),
            ];
            assert_eq!(parts(&sentence), wanted, "{sentence}");
        }
    }

    #[test]
    fn other_quotes_are_words() {
        for sentence in ["", "a 13\" laptop", "\"open", "plain words", "a=\"b\""] {
            let words: String = parts(sentence)
                .iter()
                .map(|part| match part {
                    Part::Words(words) => *words,
                    Part::Name(_) => "NAME",
                })
                .collect();
            assert_eq!(words, sentence);
        }
    }

    #[test]
    fn plain_words_stay_bare() {
        for plain in ["carol@partner.example", "kiosk-2025", "4e60_1", "müller"] {
            assert_eq!(name(plain), plain);
        }
        assert_eq!(name("o'neil@acme.example"), "\"o'neil@acme.example\"");
    }
}
