#!/usr/bin/env bash
# What people write first: every page with curl, every row through jq, the ids of those who have no address here.
set -euo pipefail
cursor=
while :; do
  page=$(curl -sSf -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" \
    "$CLOUDFLARE_BASE_URL/accounts/1a2cf1e1d0000000000000000000face/devices/registrations?status=all&per_page=1000&cursor=$cursor")
  jq -r '.result[] | select(.user.email // "" | test("@(larkfield|.*)\\.example$") | not) | .id' <<<"$page"
  cursor=$(jq -r '.result_info.cursor // ""' <<<"$page")
  [ -n "$cursor" ] || break
done
