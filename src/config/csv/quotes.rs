//! Whether the quotes of a CSV file are balanced. The library reads what follows an open quote as one cell, to the end of
//! the file if need be, and people in those rows would be nobody.

/// Where the reading of a cell stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    /// Inside quotes, which opened at this byte.
    Quoted(usize),
    /// After a quote inside quotes: it closes the cell, or is the first of two that stand for one.
    Closing(usize),
}

/// The byte of a quote that is not closed, or that closes before the cell ends. A quote inside a cell without quotes is
/// plain text.
pub(super) fn unbalanced_quote(text: &str) -> Option<usize> {
    let mut at = At::Start;
    for (byte, character) in text.bytes().enumerate() {
        at = match (at, character) {
            (At::Start, b'"') => At::Quoted(byte),
            (At::Quoted(opened), b'"') => At::Closing(opened),
            (At::Closing(opened), b'"') | (At::Quoted(opened), _) => At::Quoted(opened),
            (_, b',' | b'\n' | b'\r') => At::Start,
            (At::Closing(opened), _) => return Some(opened),
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    match at {
        At::Quoted(opened) => Some(opened),
        At::Start | At::Plain | At::Closing(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_quotes_are_fine() {
        for text in
            ["", "a,b\n", "\"a\",\"b, c\"\n", "\"a\"\"b\"\r\n", "\"two\nlines\",x", "27\" screen,b\n", "\"\",\"\""]
        {
            assert_eq!(unbalanced_quote(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_swallows_rows_is_found() {
        assert_eq!(unbalanced_quote("mail,team\na@x,\"eng\nb@x,ops\n"), Some(14));
        assert_eq!(unbalanced_quote("mail,team\na@x,\"eng\nb@x,\"ops\"\n"), Some(14));
        assert_eq!(unbalanced_quote("\""), Some(0));
        assert_eq!(unbalanced_quote("\"a\"b"), Some(0));
    }
}
