#!/bin/sh
# Plans and applies a door list against a sandbox, and shows that a second run has nothing to do. Needs Cargo; touches
# no real account.
set -eu
cd "$(dirname "$0")"

scratch=$(mktemp -d)
sandbox=
clean_up() {
  if [ -n "$sandbox" ]; then kill "$sandbox" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Shows a command, then runs it. The clock stands still, so that what is printed is always the same.
run() {
  printf '\n$ doorlist %s\n' "$*"
  cargo run --quiet -- "$@"
}

cargo build
now=2026-11-22T00:00:00Z

echo
echo 'A recorded account is served as a Cloudflare API. Its first line on stdout is where:'
printf '\n$ doorlist sandbox --account account.json &\n'
mkfifo "$scratch/stdout"
cargo run --quiet -- sandbox --account account.json --listen 127.0.0.1:0 --now "$now" > "$scratch/stdout" &
sandbox=$!
exec 3< "$scratch/stdout"
read -r CLOUDFLARE_BASE_URL <&3
export CLOUDFLARE_BASE_URL CLOUDFLARE_API_TOKEN=any-token-will-do
echo "$CLOUDFLARE_BASE_URL"

run validate -f doorlist.yaml
run plan -f doorlist.yaml --now "$now"
run apply -f doorlist.yaml --now "$now" --auto-approve

echo
echo 'The same plan again: nothing is left to do, or this script would end with 2.'
run plan -f doorlist.yaml --now "$now" --detailed-exitcode

echo
echo 'The same in one process: apply serves a copy of the recording itself.'
run apply -f doorlist.yaml --now "$now" --auto-approve --sandbox account.json
