#!/bin/sh
# Runs a target under libFuzzer, on stable Rust: run.sh TARGET [SECONDS]. New inputs go below target/fuzz, never into the
# committed corpus; an input that breaks a law is saved there, too.
set -eu
cd "$(dirname "$0")/../.."
name=$1 seconds=${2:-300} out=target/fuzz
mkdir -p "$out/corpus/$name" "$out/artifacts/$name"
exec cargo fuzz run "$name" --fuzz-dir tests/fuzz --target-dir "$out/build" --sanitizer none \
  "$out/corpus/$name" "tests/fuzz/corpus/$name" -- \
  -max_total_time="$seconds" -timeout=20 -max_len=16384 -artifact_prefix="$out/artifacts/$name/" -print_final_stats=1
