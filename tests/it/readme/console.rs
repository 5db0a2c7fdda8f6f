//! Console examples: a command after `$ `, then what it prints, in which a line of `...` stands for any lines.

use std::path::Path;
use std::process::{Command, Stdio};

/// One command and its output.
pub(super) struct Example {
    command: String,
    output: Vec<String>,
}

impl Example {
    /// All examples of a Markdown text, in order: a later one may build on an earlier one.
    pub(super) fn all(markdown: &str) -> Vec<Self> {
        let blocks = markdown.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
        blocks.flat_map(Self::of_block).collect()
    }

    fn of_block(block: &str) -> Vec<Self> {
        let mut examples: Vec<Self> = Vec::new();
        for line in block.lines() {
            match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => examples.push(Self { command: command.to_owned(), output: Vec::new() }),
                (None, Some(example)) if example.command.ends_with('\\') => example.continue_with(line),
                (None, Some(example)) => example.output.push(line.to_owned()),
                (None, None) => panic!("a console block begins with a command, not with {line:?}"),
            }
        }
        examples
    }

    fn continue_with(&mut self, line: &str) {
        let begun = self.command.trim_end_matches('\\').trim_end();
        self.command = format!("{begun} {}", line.trim_start_matches('>').trim_start());
    }

    /// Runs it in the folder and compares.
    pub(super) fn check(&self, folder: &Path) {
        let printed = run(&self.command, folder);
        let lines: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        let wanted = self.output.join("\n");
        let wanted: Vec<&str> = wanted.trim_end().lines().map(str::trim_end).collect();
        assert!(agree(&wanted, &lines), "$ {}\nprints\n{printed}\nwhich is not\n{}", self.command, wanted.join("\n"));
    }
}

fn run(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_doorlist")).parent().expect("it is in a folder");
    let own = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(program.to_owned()).chain(std::env::split_paths(&own)));
    let done = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path.expect("folders without a colon"))
        .env("HOME", folder)
        .stdin(Stdio::null())
        .output()
        .expect("a POSIX shell");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Whether the lines are those that are wanted, each `...` standing for any number of them.
fn agree(wanted: &[&str], lines: &[&str]) -> bool {
    match wanted.split_first() {
        None => lines.is_empty(),
        Some((&"...", rest)) => (0..=lines.len()).any(|skipped| agree(rest, &lines[skipped..])),
        Some((first, rest)) => lines.first() == Some(first) && agree(rest, &lines[1..]),
    }
}

#[test]
fn dots_stand_for_any_lines() {
    assert!(agree(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(agree(&["a", "..."], &["a"]));
    assert!(!agree(&["a", "...", "d"], &["a", "b"]));
    assert!(!agree(&["a"], &["a", "b"]));
}

#[test]
fn a_block_holds_several_commands() {
    let text = "```console\n$ one \\\n>   two\nout\n$ three\n```\n```sh\n$ no\n```";
    let all: Vec<(String, Vec<String>)> =
        Example::all(text).into_iter().map(|example| (example.command, example.output)).collect();
    assert_eq!(all, [("one two".to_owned(), vec!["out".to_owned()]), ("three".to_owned(), vec![])]);
}
