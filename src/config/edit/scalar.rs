//! Text as a YAML scalar that reads back as the same text.

/// Plain where nothing can be meant by it, else in double quotes.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { json(text) }
}

/// Letters, digits and a few signs, beginning with a letter and no word that YAML takes for something else.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "@._-/ +".contains(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// In double quotes, as JSON has it: control, format and separator characters by their numbers, so that what is written
/// is what is seen.
pub(super) fn json(text: &str) -> String {
    let inner: String = text.chars().map(escaped).collect();
    format!("\"{inner}\"")
}

fn escaped(c: char) -> String {
    match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        c if c.is_control() || is_invisible(c) => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
