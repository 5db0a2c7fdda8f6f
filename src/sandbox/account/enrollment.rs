//! Who refers to which policy, group and token, and what follows from it.

use serde_json::Value;

use super::State;
use super::json::{self, Object};
use super::shelf::{Shelf, id_of};

/// The policies of an application, where they were recorded.
pub(crate) fn policies_of(application: &Object) -> Option<Vec<&Object>> {
    Some(application.get("policies")?.as_array()?.iter().filter_map(Value::as_object).collect())
}

/// The rules of a policy or group.
pub(crate) fn rules(object: &Object) -> impl Iterator<Item = &Value> {
    let sets = ["include", "exclude", "require"].into_iter().filter_map(|set| object.get(set)?.as_array());
    sets.flatten()
}

impl State {
    /// How many applications use a reusable policy; nothing where the applications were not recorded.
    pub(crate) fn app_count(&self, policy: &str) -> Option<usize> {
        let uses = |app: &&Object| policies_of(app).is_some_and(|of| of.iter().any(|used| id_of(used) == policy));
        Some(self.applications.as_ref()?.iter().filter(uses).count())
    }

    /// A reusable policy as the API gives it.
    pub(crate) fn reusable_view(&self, policy: &Object) -> Object {
        let mut view = policy.clone();
        if let Some(count) = self.app_count(id_of(policy)) {
            view.insert("app_count".into(), count.into());
        }
        view
    }

    /// Whether a policy of an application is a reusable one: its id is among them (API page, section 6.2). Where they
    /// were not recorded, the policy's own word is taken.
    pub(crate) fn is_reusable(&self, policy: &Object) -> bool {
        let said = policy.get("reusable").and_then(Value::as_bool).unwrap_or_default();
        self.policies.as_ref().map_or(said, |policies| policies.get(id_of(policy)).is_some())
    }

    /// Writes a reusable policy into every application that uses it.
    pub(crate) fn spread(&mut self, policy: &Object) {
        let applications = self.applications.iter_mut().flat_map(Shelf::iter_mut);
        let lists = applications.filter_map(|app| app.get_mut("policies")?.as_array_mut());
        for used in lists.flatten().filter_map(Value::as_object_mut).filter(|used| id_of(used) == id_of(policy)) {
            let precedence = used.remove("precedence");
            *used = attached(policy, precedence);
        }
    }

    /// Whether something refers to a service token: policies of any kind and groups by its id, SCIM settings of
    /// applications by its client id.
    pub(crate) fn refers_to_token(&self, token: &Object) -> bool {
        self.refers(|value| at(value, &["service_token", "token_id"]) == Some(id_of(token))) || self.scim_refers(token)
    }

    /// Whether a policy or another group refers to a group.
    pub(crate) fn refers_to_group(&self, group: &str) -> bool {
        self.refers(|value| at(value, &["group", "id"]) == Some(group))
    }

    fn refers(&self, is_it: impl Fn(&Value) -> bool) -> bool {
        let attached = self.applications.iter().flat_map(Shelf::iter).filter_map(policies_of).flatten();
        let own = [&self.policies, &self.groups].into_iter().flatten().flat_map(Shelf::iter);
        own.chain(attached).flat_map(rules).any(is_it)
    }

    fn scim_refers(&self, token: &Object) -> bool {
        let names: Vec<&str> = ["id", "client_id"].into_iter().filter_map(|key| json::text(token, &[key])).collect();
        let mut settings = self.applications.iter().flat_map(Shelf::iter).filter_map(|app| app.get("scim_config"));
        settings.any(|config| json::holds(config, &|text| names.contains(&text)))
    }
}

/// A reusable policy as an application shows it.
pub(crate) fn attached(policy: &Object, precedence: Option<Value>) -> Object {
    let mut view = policy.clone();
    view.remove("app_count");
    view.insert("reusable".into(), true.into());
    view.extend(precedence.map(|precedence| ("precedence".to_owned(), precedence)));
    view
}

fn at<'a>(rule: &'a Value, path: &[&str]) -> Option<&'a str> {
    json::text(rule.as_object()?, path)
}
