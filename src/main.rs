//! The command line: see [`doorlist::cli`].

fn main() {}
