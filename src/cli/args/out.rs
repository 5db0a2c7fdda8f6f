//! `--format KIND` and `--out KIND=PATH`.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::render::Format;

/// Takes the formats that a command prints; completion scripts offer them.
pub(crate) fn one_of(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(formats.iter().map(|format| format.as_str())).try_map(|word| word.parse::<Format>())
}

/// The formats of what is no plan and no report; the others are about changes.
pub(crate) const PROSE: &[Format] = &[Format::Text, Format::Json, Format::Markdown, Format::Html];

/// A format and the file that it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Out {
    /// The format.
    pub(crate) format: Format,
    /// The file.
    pub(crate) path: String,
}

impl FromStr for Out {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or_else(|| "KIND=PATH is wanted, for example json=plan.json".to_owned())?;
        let format = kind.parse::<Format>().map_err(|error| error.to_string())?;
        Ok(Self { format, path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_hold_an_equals_sign() {
        let out: Out = "markdown=a=b.md".parse().expect("an output");
        assert_eq!(out, Out { format: Format::Markdown, path: "a=b.md".to_owned() });
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!("plan.json".parse::<Out>().expect_err("no kind").contains("KIND=PATH"));
        assert!("json=".parse::<Out>().expect_err("no path").contains("KIND=PATH"));
        assert!("yaml=x".parse::<Out>().expect_err("no such kind").contains("yaml"));
    }
}
