//! A repository of its own for one recipe, with sandboxes for its accounts and stubs for what is not ours.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use tempfile::TempDir;

use super::expression::Context;
use super::served::Sandbox;
use super::workflow::{Step, Workflow};

/// Installs nothing: the program is on `PATH` already.
const CARGO: &str = "#!/bin/sh\n[ \"$1\" = install ]\n";

/// Remembers what it was asked, and has the memory of one repository: its comments and its one issue.
const GH: &str = r#"#!/bin/sh
set -eu
here=$(dirname "$0")
echo "$*" | tr '\n' ' ' >> "$here/gh.log"
echo >> "$here/gh.log"
touch "$here/comments" "$here/issue"
case "$*" in
  "api --paginate repos/"*"/comments --jq "*) cat "$here/comments" ;;
  "api --method POST repos/"*"/comments --field body=@"*)
    file=${6#body=@}
    printf '%s\t%s\n' "$(($(wc -l < "$here/comments") + 70))" "$(head -n 1 "$file")" >> "$here/comments" ;;
  "api --method PATCH repos/"*"/issues/comments/7"*" --field body=@"*) test -s "${6#body=@}" ;;
  "issue list "*) cat "$here/issue" ;;
  "issue create "*" --body-file issue.md") test -s issue.md; echo 5 > "$here/issue" ;;
  "issue edit 5 --body-file issue.md") test -s issue.md ;;
  "issue close 5 "*) : > "$here/issue" ;;
  "label create doorlist-drift "*) ;;
  *) echo "gh was asked what nobody has foreseen: $*" >&2; exit 9 ;;
esac
"#;

pub(super) struct Bench {
    root: Rc<TempDir>,
    repository: PathBuf,
    sandboxes: Rc<RefCell<BTreeMap<String, Sandbox>>>,
    /// Everything that the jobs have printed, for the message of a test that fails.
    log: Rc<RefCell<String>>,
    team: Option<String>,
}

impl Bench {
    pub(super) fn of(recipe: &str) -> Self {
        let root = Rc::new(tempfile::tempdir().expect("a temporary folder"));
        let repository = root.path().join("repository");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(recipe), &repository);
        let bench = Self { root, repository, sandboxes: Rc::default(), log: Rc::default(), team: None };
        bench.tool("cargo", CARGO);
        bench.tool("gh", GH);
        bench
    }

    pub(super) fn serve(self, team: &str, account: &str) -> Self {
        self.sandboxes.borrow_mut().insert(team.to_owned(), Sandbox::of(account));
        self
    }

    /// The same, for a job of one account.
    pub(super) fn for_team(&self, team: &str) -> Self {
        Self { team: Some(team.to_owned()), ..self.share() }
    }

    /// A fresh checkout and a fresh memory of artifacts, with the accounts as they are now.
    pub(super) fn again(&self) -> Self {
        for left in ["plans", "reports", "artifacts"] {
            let _ = fs::remove_dir_all(self.path(left));
        }
        self.share()
    }

    fn share(&self) -> Self {
        Self {
            root: Rc::clone(&self.root),
            repository: self.repository.clone(),
            sandboxes: Rc::clone(&self.sandboxes),
            log: Rc::clone(&self.log),
            team: self.team.clone(),
        }
    }

    fn tool(&self, name: &str, script: &str) {
        let tools = self.root.path().join("tools");
        fs::create_dir_all(&tools).expect("a folder for stubs");
        let path = tools.join(name);
        fs::write(&path, script).expect("a stub");
        let done = Command::new("chmod").arg("755").arg(&path).status().expect("chmod is there");
        assert!(done.success());
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.repository.join(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(super) fn edit(&self, name: &str, find: &str, replace: &str) {
        let text = self.read(name);
        assert!(text.contains(find), "{name} has no {find:?}");
        fs::write(self.path(name), text.replace(find, replace)).expect("a writable copy");
    }

    /// What the jobs have written for people.
    pub(super) fn summary(&self) -> String {
        fs::read_to_string(self.root.path().join("summary")).unwrap_or_default()
    }

    pub(super) fn gh_calls(&self, beginning: &str) -> usize {
        let log = fs::read_to_string(self.root.path().join("tools/gh.log")).unwrap_or_default();
        log.lines().filter(|line| line.contains(beginning)).count()
    }

    /// Moves what a job has left in its upload folder out of the way of the next job.
    pub(super) fn upload(&self) {
        for folder in ["plans", "drift"] {
            let from = self.path(folder);
            if from.exists() {
                copy(&from, &self.path("artifacts"));
                fs::remove_dir_all(from).expect("an uploaded folder");
            }
        }
    }

    /// All artifacts merged into one folder.
    pub(super) fn download(&self, folder: &str) {
        let from = self.path("artifacts");
        if from.exists() {
            copy(&from, &self.path(folder));
        }
    }

    /// Runs a job that has to succeed, and gives its outputs.
    pub(super) fn run(&self, workflow: &Workflow, job: &str, context: &Context) -> BTreeMap<String, String> {
        let (code, context) = self.steps(workflow, job, context);
        assert_eq!(code, 0, "the job {job} failed:\n{}", self.log.borrow());
        workflow.outputs(job).into_iter().map(|(name, value)| (name, context.fill(&value))).collect()
    }

    /// Runs a job and gives the exit code of the step that failed, or 0.
    pub(super) fn status(&self, workflow: &Workflow, job: &str, context: &Context) -> i32 {
        self.steps(workflow, job, context).0
    }

    fn steps(&self, workflow: &Workflow, job: &str, context: &Context) -> (i32, Context) {
        let mut context = context.clone();
        for step in workflow.steps(job) {
            let code = self.step(&step, &context);
            if code != 0 {
                return (code, context);
            }
            for (name, value) in self.step_outputs() {
                let id = step.id.as_deref().unwrap_or("a step without an id has no outputs");
                context = context.with(&format!("steps.{id}.outputs.{name}"), value);
            }
        }
        (0, context)
    }

    fn step(&self, step: &Step, context: &Context) -> i32 {
        let _ = fs::remove_file(self.root.path().join("outputs"));
        let env: Vec<(String, String)> =
            step.env.iter().map(|(name, value)| (name.clone(), context.fill(value))).collect();
        self.shell(&step.run, &env)
    }

    /// `name=value`, and `name<<END` up to `END`.
    fn step_outputs(&self) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.root.path().join("outputs")).unwrap_or_default();
        let mut lines = text.lines();
        let mut outputs = Vec::new();
        while let Some(line) = lines.next() {
            if let Some((name, end)) = line.split_once("<<") {
                let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
                outputs.push((name.to_owned(), value.join("\n")));
            } else if let Some((name, value)) = line.split_once('=') {
                outputs.push((name.to_owned(), value.to_owned()));
            }
        }
        outputs
    }

    /// Runs a GitLab job; the one that looks for drift may find some.
    pub(super) fn script(&self, pipeline: &Workflow, job: &str) {
        let (lines, mut variables) = pipeline.script(job);
        variables.push(("TEAM".to_owned(), self.team.clone().unwrap_or_default()));
        variables.push(("CLOUDFLARE_API_TOKEN".to_owned(), "token".to_owned()));
        let code = self.shell(&lines.join("\n"), &variables);
        assert_eq!(code, 0, "the job {job} failed:\n{}", self.log.borrow());
    }

    /// Runs a script as CI systems do: stop at the first error, nothing on stdin.
    pub(super) fn shell(&self, script: &str, env: &[(String, String)]) -> i32 {
        let program = Path::new(env!("CARGO_BIN_EXE_doorlist")).parent().expect("it is in a folder");
        let own = std::env::var_os("PATH").unwrap_or_default();
        let path = [self.root.path().join("tools"), program.to_owned()].into_iter().chain(std::env::split_paths(&own));
        let mut command = Command::new("sh");
        command.args(["-e", "-c", script]).current_dir(&self.repository).stdin(Stdio::null()).env_clear();
        command.env("PATH", std::env::join_paths(path).expect("folders without a colon"));
        command.env("HOME", self.root.path()).env("CI", "true");
        command.env("GITHUB_OUTPUT", self.root.path().join("outputs"));
        command.env("GITHUB_STEP_SUMMARY", self.root.path().join("summary"));
        if let Some(sandbox) = self.team.as_ref().and_then(|team| self.sandboxes.borrow().get(team).map(Sandbox::url)) {
            command.env("CLOUDFLARE_BASE_URL", sandbox);
        }
        command.envs(env.iter().map(|(name, value)| (name, value)));
        let done = command.output().expect("a POSIX shell");
        let said = [String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)].concat();
        self.log.borrow_mut().push_str(&said);
        done.status.code().unwrap_or(-1)
    }
}

/// What a tool makes of a text; nothing where the tool is not installed.
pub(super) fn filter(tool: &str, args: &[&str], input: &str) -> Option<String> {
    let mut process = Command::new(tool).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    process.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads what it is given");
    let done = process.wait_with_output().expect("it ends with its input");
    Some(String::from_utf8_lossy(&done.stdout).into_owned())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a readable file");
        }
    }
}
