//! Text for the commands that the GitHub runner reads from a log: `::error file=…,line=…::message`.

/// The value of a property.
pub(crate) fn property(text: &str) -> String {
    encoded(text).replace(':', "%3A").replace(',', "%2C")
}

/// The message; its line breaks stay, encoded. The runner takes the first `::` after the command for the end of its
/// properties; other readers of a log may not.
pub(crate) fn message(text: &str) -> String {
    encoded(text).replace("::", r":\u{3a}")
}

fn encoded(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runner_reads_is_encoded() {
        assert_eq!(property("a:b,c%d\r\n"), "a%3Ab%2Cc%25d%0D%0A");
        assert_eq!(message("100 %, a: b\nc"), "100 %25, a: b%0Ac");
        assert_eq!(message("a::b :::"), r"a:\u{3a}b :\u{3a}:");
    }
}
