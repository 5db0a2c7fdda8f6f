//! Which rows belong to which owner.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

/// Pairs of an owner (a device id, a user id, a folded address) and a row id, in that order. One flat set: most
/// owners have one row, and a set for each would cost more than the rows.
#[derive(Debug, Default)]
pub(crate) struct Index(BTreeSet<(Arc<str>, Arc<str>)>);

impl Index {
    /// Adds a pair and gives back the owner's shared text.
    pub(crate) fn insert(&mut self, owner: &str, id: &Arc<str>) -> Arc<str> {
        let owner = self.shared(owner);
        self.0.insert((Arc::clone(&owner), Arc::clone(id)));
        owner
    }

    /// Takes a pair out.
    pub(crate) fn remove(&mut self, owner: &str, id: &Arc<str>) {
        self.0.remove(&(Arc::from(owner), Arc::clone(id)));
    }

    /// The rows of an owner, in the order of their ids.
    pub(crate) fn of<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = &'a Arc<str>> {
        let start = (Arc::from(owner), Arc::from(""));
        let pairs = self.0.range((Bound::Included(start), Bound::Unbounded));
        pairs.take_while(move |(of, _)| **of == *owner).map(|(_, id)| id)
    }

    fn shared(&self, owner: &str) -> Arc<str> {
        let start = (Arc::from(owner), Arc::from(""));
        let first = self.0.range((Bound::Included(start), Bound::Unbounded)).next();
        first.filter(|(of, _)| **of == *owner).map_or_else(|| Arc::from(owner), |(of, _)| Arc::clone(of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_kept_apart() {
        let mut index = Index::default();
        for (owner, id) in [("b", "2"), ("a", "9"), ("b", "1"), ("ba", "3")] {
            index.insert(owner, &Arc::from(id));
        }
        assert_eq!(index.of("b").map(|id| &**id).collect::<Vec<_>>(), ["1", "2"]);
        index.remove("b", &Arc::from("1"));
        assert_eq!(index.of("b").count(), 1);
        assert_eq!(index.of("c").count(), 0);
    }
}
