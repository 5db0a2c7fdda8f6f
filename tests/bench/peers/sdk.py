"""What people write today: every registration through the official SDK, and those not seen for 90 days."""

import datetime
import os

from cloudflare import Cloudflare

client = Cloudflare(api_token=os.environ["CLOUDFLARE_API_TOKEN"], base_url=os.environ["CLOUDFLARE_BASE_URL"])
limit = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc) - datetime.timedelta(days=90)
rows = stale = 0
for row in client.zero_trust.devices.registrations.list(
    account_id="1a2cf1e1d0000000000000000000face", status="all", per_page=1000
):
    rows += 1
    if row.last_seen_at and datetime.datetime.fromisoformat(row.last_seen_at) < limit:
        stale += 1
print(rows, stale)
