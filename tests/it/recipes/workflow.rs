//! A workflow file as a value.

use std::path::Path;

use serde_json::Value;

/// The whole file.
pub(super) struct Workflow(pub(super) Value);

/// One shell step.
pub(super) struct Step {
    pub(super) id: Option<String>,
    pub(super) run: String,
    pub(super) env: Vec<(String, String)>,
}

impl Workflow {
    pub(super) fn read(path: &str) -> Self {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
        let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
        Self(serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}")))
    }

    pub(super) fn jobs(&self) -> impl Iterator<Item = (&str, &Value)> {
        let jobs = self.0["jobs"].as_object().expect("a workflow has jobs");
        jobs.iter().map(|(name, body)| (name.as_str(), body))
    }

    /// The shell steps of a job, in order.
    pub(super) fn steps(&self, job: &str) -> Vec<Step> {
        let steps = self.0["jobs"][job]["steps"].as_array().unwrap_or_else(|| panic!("no job {job}"));
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let shell = steps.iter().filter_map(|step| Some((step, text(&step["run"])?)));
        shell.map(|(step, run)| Step { id: text(&step["id"]), run, env: environment(&step["env"]) }).collect()
    }

    /// The outputs that a job hands on, as written.
    pub(super) fn outputs(&self, job: &str) -> Vec<(String, String)> {
        environment(&self.0["jobs"][job]["outputs"])
    }

    /// The lines of a GitLab job, with its variables.
    pub(super) fn script(&self, job: &str) -> (Vec<String>, Vec<(String, String)>) {
        let strings = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned)).collect()
        };
        let mut lines = strings(&self.0["default"]["before_script"]);
        lines.extend(strings(&self.0[job]["script"]));
        let mut variables = environment(&self.0["variables"]);
        variables.extend(environment(&self.0[job]["variables"]));
        (lines, variables)
    }
}

fn environment(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_object().into_iter().flatten();
    pairs.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}
