//! The rows of each person together, without a map per row: people are numbered, rows are sorted by number.

use std::ops::Range;

use super::facts::Facts;

/// The rows of every person.
#[derive(Debug, Default)]
pub struct People {
    starts: Vec<usize>,
    rows: Vec<usize>,
}

impl People {
    /// Sorts the rows by person; rows of nobody and of machines are left out.
    pub fn new(facts: &[Facts]) -> Self {
        let count = facts.iter().filter_map(|facts| facts.person).max().map_or(0, |last| last + 1);
        let mut starts = vec![0; count + 1];
        for person in facts.iter().filter_map(|facts| facts.person) {
            starts[person + 1] += 1;
        }
        for person in 0..count {
            starts[person + 1] += starts[person];
        }
        let mut rows = vec![0; starts[count]];
        let mut next = starts.clone();
        for (row, person) in facts.iter().enumerate().filter_map(|(row, facts)| Some((row, facts.person?))) {
            rows[next[person]] = row;
            next[person] += 1;
        }
        Self { starts, rows }
    }

    /// The numbers of all people.
    pub fn numbers(&self) -> Range<usize> {
        0..self.starts.len().saturating_sub(1)
    }

    /// The rows of one.
    pub fn rows(&self, person: usize) -> &[usize] {
        &self.rows[self.starts[person]..self.starts[person + 1]]
    }
}
