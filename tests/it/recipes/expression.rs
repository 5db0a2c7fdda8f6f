//! The expressions of GitHub's workflows, as far as the recipes use them: a path into a context.

use std::collections::BTreeMap;

use serde_json::Value;

/// What stands where.
#[derive(Clone, Default)]
pub(super) struct Context(BTreeMap<String, Value>);

impl Context {
    pub(super) fn with(mut self, path: &str, value: impl Into<ContextValue>) -> Self {
        self.0.insert(path.to_owned(), value.into().0);
        self
    }

    /// Puts values in place of every `${{ … }}`. An unknown path is a mistake of the recipe or of the test.
    pub(super) fn fill(&self, text: &str) -> String {
        let braces = regex::Regex::new(r"\$\{\{\s*(.*?)\s*\}\}").expect("a fixed expression");
        braces.replace_all(text, |found: &regex::Captures| self.look_up(&found[1])).into_owned()
    }

    fn look_up(&self, path: &str) -> String {
        let known = self.0.iter().find_map(|(prefix, value)| {
            let rest = path.strip_prefix(prefix.as_str())?;
            value.pointer(&rest.replace('.', "/"))
        });
        match known {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => panic!("nothing is known of `{path}`"),
        }
    }
}

/// Text, or a value that paths lead into.
pub(super) struct ContextValue(Value);

impl From<&str> for ContextValue {
    fn from(text: &str) -> Self {
        Self(Value::from(text))
    }
}

impl From<String> for ContextValue {
    fn from(text: String) -> Self {
        Self(Value::from(text))
    }
}

impl From<&Value> for ContextValue {
    fn from(value: &Value) -> Self {
        Self(value.clone())
    }
}

#[test]
fn an_expression_is_a_path_into_what_is_known() {
    let account = serde_json::json!({ "team": "acme", "tags": [1] });
    let context = Context::default().with("matrix.account", &account).with("github.token", "t");
    assert_eq!(context.fill("${{ matrix.account.team }}/${{github.token}} ${{ matrix.account.tags }}"), "acme/t [1]");
}
