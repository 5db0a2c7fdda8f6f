#!/bin/sh
# The five runbooks from the first command to the day after, each on a sandbox of its own over real HTTP: the runbook,
# the plan, the apply with its evidence, and then the clients, which all try to enroll again. `doorlist watch` says who
# is back. Each is done again without the step that makes it stick, to show that watch finds them.
# Needs Cargo and curl; touches no real account.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
manifest=$here/../../Cargo.toml

scratch=$(mktemp -d)
sandbox=
stop_sandbox() {
  if [ -n "$sandbox" ]; then
    kill "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
  fi
  sandbox=
}
clean_up() {
  stop_sandbox
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
cd "$scratch"

# Shows a command, then runs it.
run() {
  printf '\n$ doorlist %s\n' "$*"
  cargo run --quiet --manifest-path "$manifest" -- "$@"
}

# Acme before anybody leaves, served as a Cloudflare API whose clock shows $now; what was done before is forgotten.
begin() {
  stop_sandbox
  rm -rf evidence stdout
  cp "$here/doorlist.yaml" doorlist.yaml
  mkfifo stdout
  cargo run --quiet --manifest-path "$manifest" -- \
    sandbox --account "$here/account.json" --now "$now" > stdout 2> /dev/null &
  sandbox=$!
  exec 3< stdout
  read -r CLOUDFLARE_BASE_URL <&3
  export CLOUDFLARE_BASE_URL CLOUDFLARE_API_TOKEN=any-token-will-do
}

scenario() {
  printf '\n\n# %s\n' "$1"
  begin
}

# The same once more, without a step; the commands are as above and not shown.
without() {
  printf '\n## The same, except that this is left out: %s\n' "$1"
  begin
}

# A door list in which `offboarding` only reports what $1 says.
report_only() {
  sed "s/^  $1: .*/  $1: report/" doorlist.yaml > changed.yaml
  mv changed.yaml doorlist.yaml
}

runbook() { run offboard "$@" -f doorlist.yaml --now "$now" --write; }
plan() { run plan -f doorlist.yaml --now "$now" "$@"; }
apply() { run apply -f doorlist.yaml --now "$now" --auto-approve --evidence evidence; }
quietly() { "$@" > /dev/null; }
control() { quietly curl --fail --silent --show-error --data "$2" "${CLOUDFLARE_BASE_URL%/client/v4}/__sandbox/$1"; }

# A day passes, and every client that was cut off tries to enroll again. $1 is what no recording knows: who cannot sign
# in any more, and which token a machine has.
the_day_after() {
  control advance 24h
  control reenroll "$1"
  printf '\nA day later; every client that was cut off has tried to enroll again.\n'
}

# Nobody is back: watch ends with 0.
stayed_gone() { run watch --since evidence; }

# Somebody is, and the command says so: it ends with 2 and nothing else.
ends_with_2() {
  code=0
  "$@" || code=$?
  if [ "$code" -ne 2 ]; then
    echo "it ended with $code, not with 2"
    exit 1
  fi
}
came_back() { ends_with_2 run watch --since evidence; }

cargo build --manifest-path "$manifest"

now=2026-11-22T00:00:00Z

scenario '1. Erin leaves. Enrollment is closed before her registration goes.'
runbook erin@acme.example --ticket HR-1042
plan
apply
the_day_after '{}'
stayed_gone
without 'closing enrollment (offboarding.enrollment: report)'
report_only enrollment
quietly runbook erin@acme.example --ticket HR-1042
quietly apply
the_day_after '{}'
came_back

scenario "2. Carol's laptop is stolen, Carol stays. Everything on it is cut off; the rows stay for the record."
runbook PF3CCC333 --ticket SEC-77 --reason 'stolen on the train'
plan
apply
echo
echo "Carol's password is reset (step 1 of the runbook): whoever has the laptop cannot sign in as her."
the_day_after '{ "locked_out": ["carol@partner.example"] }'
stayed_gone
without "resetting Carol's password"
quietly runbook PF3CCC333 --ticket SEC-77
quietly apply
the_day_after '{}'
came_back
echo
echo 'The entry is still in the door list, so that the next plan cuts it off again, and ends with 2 until it has:'
ends_with_2 quietly plan --detailed-exitcode

now=2027-01-01T06:00:00Z

scenario "3. Carol's engagement ended on the last day of the year. Nothing was edited; the next morning's plan closes it."
plan
apply
the_day_after '{}'
stayed_gone
without 'closing enrollment (offboarding.enrollment: report)'
report_only enrollment
quietly apply
the_day_after '{}'
came_back

now=2026-11-22T00:00:00Z

scenario '4. The token of the CI runners is retired. It is out of the policies and off before its registrations go.'
runners='{ "tokens": { "de000000-0000-4000-8000-000000000005": "70ce0000-0000-4000-8000-000000000001",
                       "de000000-0000-4000-8000-000000000006": "70ce0000-0000-4000-8000-000000000001" } }'
runbook ci-runners --ticket IT-9
plan
apply
the_day_after "$runners"
stayed_gone
without 'taking the token out of the enrollment policies (offboarding.service_tokens: report)'
report_only service_tokens
quietly runbook ci-runners --ticket IT-9
quietly apply
the_day_after "$runners"
came_back

scenario "5. Bob's laptop goes to Heidi. Bob stays, with his other machines."
runbook 5CG0BBB222 --new-owner heidi@acme.example --ticket IT-55
plan
apply
echo
echo 'The laptop is wiped (step 2 of the runbook): nobody signs in on it as Bob.'
the_day_after '{ "locked_out": ["bob@acme.example"] }'
stayed_gone
echo
echo 'Heidi enrolls, and nothing is left to do: both entries can be taken out of the door list.'
control change '{ "list": "registrations", "id": "4e600000-0000-4000-8000-000000000099", "merge": {
  "created_at": "2026-11-23T09:00:00Z", "updated_at": "2026-11-23T09:00:00Z", "last_seen_at": "2026-11-23T09:00:00Z",
  "registration_type": "warp", "key_type": "secp256r1", "tunnel_type": "masque",
  "device": { "id": "de000000-0000-4000-8000-000000000002", "name": "heidi-xps" },
  "user": { "id": "9ce00000-0000-4000-8000-000000000099", "email": "heidi@acme.example", "name": "Heidi" } } }'
quietly plan --detailed-exitcode
without 'wiping the laptop'
quietly runbook 5CG0BBB222 --new-owner heidi@acme.example --ticket IT-55
quietly apply
the_day_after '{}'
came_back

printf '\nAll five stayed gone; without the step that closes the door, all five were back.\n'
