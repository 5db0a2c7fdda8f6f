//! The short lists: applications, policies, groups, lists, tokens. Objects in the order in which they were recorded.

use super::json::{self, Object};

/// A list of objects with ids.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Vec<Object>);

impl Shelf {
    /// All objects.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Object> {
        self.0.iter()
    }

    /// All objects, to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Object> {
        self.0.iter_mut()
    }

    /// The object with an id.
    pub(crate) fn get(&self, id: &str) -> Option<&Object> {
        self.0.iter().find(|object| id_of(object) == id)
    }

    /// The object with an id, to be changed.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Object> {
        self.0.iter_mut().find(|object| id_of(object) == id)
    }

    /// Adds an object at the end.
    pub(crate) fn push(&mut self, object: Object) {
        self.0.push(object);
    }

    /// Takes an object out.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Object> {
        let place = self.0.iter().position(|object| id_of(object) == id)?;
        Some(self.0.remove(place))
    }
}

/// The id of an object; an empty text where it has none.
pub(crate) fn id_of(object: &Object) -> &str {
    json::text(object, &["id"]).unwrap_or_default()
}
