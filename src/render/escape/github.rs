//! Text for the commands that the GitHub runner reads from a log: `::error file=…,line=…::message`.

/// The value of a property.
pub(crate) fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// The message; its line breaks stay, encoded.
pub(crate) fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runner_reads_is_encoded() {
        assert_eq!(property("a:b,c%d\r\n"), "a%3Ab%2Cc%25d%0D%0A");
        assert_eq!(message("100 %, a: b\nc"), "100 %25, a: b%0Ac");
    }
}
