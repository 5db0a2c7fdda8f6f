//! `case.yaml` of a runbook test: which command is run on which door list and recorded account, at what time.
//!
//! A case is run wherever it is found, and several share a door list and an account. So its command may print what it
//! likes and write nothing: what would is refused here, before anything runs.

use jiff::Timestamp;

use super::codes;
use super::keys;
use super::node::{Kind, Node};
use super::reader::{Field, Reader};
use super::trouble::Trouble;
use super::words::{did_you_mean, one_of};

/// One case (product.md, section 4, `doorlist test`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What it is about, for people.
    pub about: String,
    /// The command with its arguments, in words: door list, account, time and colour are added.
    pub command: Vec<String>,
    /// The door list, relative to the case's folder.
    pub doorlist: String,
    /// The recorded account, relative to the case's folder.
    pub account: String,
    /// The time.
    pub now: Timestamp,
}

/// What can be tested. `apply` rehearses on the embedded API, on a copy of the case's account.
const COMMANDS: [&str; 5] = ["plan", "apply", "offboard", "explain", "validate"];

/// The options that write files, of any command.
pub const WRITING_OPTIONS: &[&str] = &["write", "out", "evidence", "junit", "update"];

impl Reader<'_, '_> {
    /// The whole file.
    pub(super) fn case(&mut self, node: &Node) -> Option<Case> {
        let fields = self.fields(node, &keys::CASE)?;
        let mut text = |name: &str| fields.get(name).and_then(|field| self.text(field)).map(str::to_owned);
        let (about, doorlist, account) = (text("about"), text("doorlist"), text("account"));
        let command = fields.get("command").map(|field| self.case_command(field));
        let now = fields.get("now").and_then(|field| self.instant(field));
        Some(Case {
            about: about.unwrap_or_default(),
            command: command?,
            doorlist: doorlist.unwrap_or_else(|| "doorlist.yaml".to_owned()),
            account: account.unwrap_or_else(|| "account.json".to_owned()),
            now: now?,
        })
    }

    fn case_command(&mut self, field: Field<'_>) -> Vec<String> {
        let Kind::List(_) = &field.value.kind else {
            self.wrong_type(field.name, "a list of words, for example `[plan]`", field.value);
            return Vec::new();
        };
        let words = self.some_texts(field, "write the words of the command, for example `[plan]`");
        if let Some((word, node)) = words.first()
            && !COMMANDS.contains(word)
        {
            let message = format!("`{word}` cannot be tested; {} can", one_of(COMMANDS));
            let trouble = Trouble::new(codes::UNKNOWN_WORD, node.range(), message);
            self.report(trouble.maybe_help(did_you_mean(word, COMMANDS)));
        }
        for (word, node) in words.iter().filter(|(word, _)| writes(word)) {
            let message = format!("`{word}` writes files, and a case may change none");
            let help = "leave it out: `doorlist test` compares what is printed";
            self.report(Trouble::new(codes::CASE_WRITES, node.range(), message).help(help));
        }
        words.into_iter().map(|(word, _)| word.to_owned()).collect()
    }

    fn instant(&mut self, field: Field<'_>) -> Option<Timestamp> {
        let text = self.text(field)?;
        let read = text.parse().ok();
        if read.is_none() {
            let trouble = Trouble::new(
                codes::BAD_TIME,
                field.value.range(),
                format!("`{}` takes a time, not `{text}`", field.name),
            );
            self.report(trouble.help("write it as 2026-11-22T00:00:00Z"));
        }
        read
    }
}

fn writes(word: &str) -> bool {
    let option = word.strip_prefix("--").map(|option| option.split('=').next().unwrap_or(option));
    option.is_some_and(|option| WRITING_OPTIONS.contains(&option))
}

#[cfg(test)]
mod tests {
    use crate::config::{FileData, FileProblem, Files, case};

    struct One(&'static str);

    impl Files for One {
        fn read(&self, _: &str, _: u64) -> Result<FileData, FileProblem> {
            Ok(FileData { bytes: self.0.as_bytes().to_vec(), modified: None })
        }
    }

    fn codes_of(text: &'static str) -> Vec<&'static str> {
        case("case.yaml", &One(text)).expect_err(text).into_iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_case_has_a_command_and_a_time() {
        let text = "command: [offboard, erin@acme.example]\nnow: 2026-11-22T00:00:00Z\n";
        let read = case("case.yaml", &One(text)).expect("right");
        assert_eq!(read.command, ["offboard", "erin@acme.example"]);
        assert_eq!((read.doorlist.as_str(), read.account.as_str()), ("doorlist.yaml", "account.json"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(codes_of("command: [plan]\n"), ["missing-key"]);
        assert_eq!(codes_of("command: [plan]\nnow: yesterday\n"), ["bad-time"]);
        assert_eq!(codes_of("command: []\nnow: 2026-11-22T00:00:00Z\n"), ["empty-list"]);
        assert_eq!(codes_of("command: plan\nnow: 2026-11-22T00:00:00Z\n"), ["wrong-type"]);
        assert_eq!(codes_of("command: [sandbox]\nnow: 2026-11-22T00:00:00Z\n"), ["unknown-word"]);
        assert_eq!(codes_of("command: [plan]\nnow: 2026-11-22T00:00:00Z\nwhen: now\n"), ["unknown-key"]);
        assert_eq!(codes_of("command: [plan\n"), ["yaml-syntax"]);
    }

    #[test]
    fn every_option_that_writes_is_refused() {
        let text = "command: [offboard, a@b, --write, --out=json=x, --evidence, ev, --update, --junit=x]\n\
                    now: 2026-11-22T00:00:00Z\n";
        assert_eq!(codes_of(text), ["case-writes"; 5]);
        let reason = "command: [offboard, a@b, --reason, write it]\nnow: 2026-11-22T00:00:00Z\n";
        assert!(case("case.yaml", &One(reason)).is_ok());
    }
}
