//! One allocation for values that many rows share: a person's rows, a profile, an operating system.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

/// Values by what they were made from.
#[derive(Debug)]
pub(super) struct Interner<T: ?Sized> {
    hasher: RandomState,
    values: HashMap<u64, Arc<T>>,
}

impl<T: ?Sized> Default for Interner<T> {
    fn default() -> Self {
        Self { hasher: RandomState::new(), values: HashMap::new() }
    }
}

impl<T: ?Sized> Interner<T> {
    /// The value of this key, made where it is new. Two keys with one hash are told apart by `is`; the second is then
    /// not shared.
    pub(super) fn share(&mut self, key: impl Hash, is: impl Fn(&T) -> bool, make: impl FnOnce() -> Arc<T>) -> Arc<T> {
        let hash = self.hasher.hash_one(key);
        match self.values.get(&hash) {
            Some(value) if is(value) => Arc::clone(value),
            Some(_) => make(),
            None => {
                let value = make();
                self.values.insert(hash, Arc::clone(&value));
                value
            }
        }
    }
}

impl Interner<str> {
    /// The shared copy of a text.
    pub(super) fn text(&mut self, text: &str) -> Arc<str> {
        self.share(text, |shared| shared == text, || Arc::from(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut interner = Interner::default();
        let (a, b, c) = (interner.text("linux"), interner.text("linux"), interner.text("mac"));
        assert!(Arc::ptr_eq(&a, &b));
        assert!(!Arc::ptr_eq(&a, &c));
    }
}
