//! A small mutator: what it makes follows from its seed and from the corpus alone.

/// Pieces that mean something to one reader or another.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\n#= ",
    "\t",
    " ",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ": ",
    "- ",
    "# ",
    "*a",
    "&a ",
    "!t ",
    "|\n",
    ">-\n",
    "null",
    "true",
    "0",
    "-1",
    "1e9",
    "0.1",
    "18446744073709551615",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "é",
    "@",
    "*",
    "~",
    "%",
    "..",
    "until: 2026-12-31\n",
    "state: absent\n",
];

/// Makes inputs out of inputs.
pub(super) struct Mutator(u64);

impl Mutator {
    /// One whose inputs are always the same.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(mixed).unwrap_or_default() % bound.max(1)
    }

    /// A part of an input: bytes, or whole lines.
    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        if self.below(2) == 0 {
            return start..(start + 1 + self.below(16)).min(bytes.len());
        }
        let line_start = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line_end = bytes[start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| start + at + 1);
        line_start..line_end
    }

    /// Another input, a few steps from one of the corpus.
    pub(super) fn next(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(4) {
            let range = self.range(&bytes);
            match self.below(6) {
                0 => drop(bytes.drain(range)),
                1 => bytes.iter_mut().skip(range.start).take(1).for_each(|byte| *byte ^= 1 << self.below(8)),
                2 => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(range.start..range.start, piece.bytes()).for_each(drop);
                }
                3 => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(range, piece.bytes()).for_each(drop);
                }
                4 => {
                    let (part, at) = (bytes[range].to_vec(), self.below(bytes.len() + 1));
                    bytes.splice(at..at, part).for_each(drop);
                }
                _ => {
                    let other = &corpus[self.below(corpus.len())];
                    let part = other[self.range(other)].to_vec();
                    bytes.splice(range.start..range.start, part).for_each(drop);
                }
            }
        }
        bytes
    }
}
