"""The official Python SDK against the sandbox: run.py BASE_URL ACCOUNT_ID.

The sandbox must serve tests/fixtures/api/account.json, fresh. Every call goes through the SDK's own methods and pagers,
with pages of two, and what it left behind is asserted.
"""

import sys

import cloudflare
from cloudflare import Cloudflare

R = "6f0c0b6e-6f0f-4a58-9a53-0b6a4bd7c0{:02}"
D = "2b1f6c1e-93d0-4d7c-9a55-0000000000{:02}"
U = "90e1a1c4-1b3c-4a9e-8d20-00000000a{:03}"
T = "4c1d9d3d-3333-4a9e-8d20-00000000d{:03}"
P = "8d5b7b2b-2222-4a9e-8d20-00000000c{:03}"
G = "1a2b3c4d-4444-4a9e-8d20-00000000e{:03}"
L = "9f8e7d6c-5555-4a9e-8d20-00000000f{:03}"
WARP = "7e4a6a1a-1111-4a9e-8d20-00000000b001"
WIKI = "7e4a6a1a-1111-4a9e-8d20-00000000b002"
SEAT = "5b0b5c1c-0000-4a9e-8d20-00000000a{:03}"


def ids(rows):
    return [row.id for row in rows]


def refused(call, status, code):
    """The call fails with this status and this error code."""
    try:
        call()
    except cloudflare.APIStatusError as error:
        codes = [each["code"] for each in error.body["errors"]]
        assert (error.status_code, codes[0]) == (status, code), (error.status_code, codes)
    else:
        raise AssertionError(f"expected {status} {code}")


def registrations(client, account):
    api = client.zero_trust.devices.registrations
    every = ids(api.list(account_id=account, per_page=2, status="all"))
    assert len(every) == 9 and len(set(every)) == 9, every
    assert len(ids(api.list(account_id=account, per_page=2))) == 7
    assert ids(api.list(account_id=account, status="revoked")) == [R.format(3)]
    assert ids(api.list(account_id=account, id=[R.format(1), R.format(2)], per_page=2)) == [R.format(1), R.format(2)]
    assert ids(api.list(account_id=account, user={"id": [U.format(3)]})) == [R.format(4), R.format(5)]
    assert ids(api.list(account_id=account, device={"id": D.format(1)})) == [R.format(1), R.format(4)]
    newest = api.list(account_id=account, per_page=2, sort_by="last_seen_at", sort_order="desc")
    assert ids(newest)[:2] == [R.format(6), R.format(4)]

    row = api.get(R.format(1), account_id=account, include="policy")
    assert (row.user.email, row.device.name, row.policy.name) == ("anna@example.com", "LT-ANNA-01", "Default")
    odd = api.get("a/b?c&d%20e", account_id=account)
    assert odd.id == "a/b?c&d%20e", odd

    api.revoke(account_id=account, id=[R.format(1), R.format(4)])
    assert api.get(R.format(1), account_id=account).revoked_at is not None
    api.unrevoke(account_id=account, id=[R.format(1)])
    assert api.get(R.format(1), account_id=account).revoked_at is None

    api.delete("a/b?c&d%20e", account_id=account)
    refused(lambda: api.delete("a/b?c&d%20e", account_id=account), 404, 7003)
    api.bulk_delete(account_id=account, id=[R.format(2), "a"])
    assert len(ids(api.list(account_id=account, per_page=2, status="all"))) == 6
    refused(lambda: api.bulk_delete(account_id=account, id=["none"]), 404, 7003)
    refused(lambda: list(api.list(account_id="f" * 32)), 403, 9109)


def devices(client, account):
    api = client.zero_trust.devices.devices
    assert len(ids(api.list(account_id=account, per_page=2, active_registrations="include"))) == 7
    assert D.format(9) not in ids(api.list(account_id=account, per_page=2))
    tagged = api.list(account_id=account, active_registrations="include", search="mock-sn-0001")
    assert ids(tagged) == [D.format(1)]
    by_email = api.list(account_id=account, last_seen_user={"email": "ben@example.com"})
    assert ids(by_email) == [D.format(5)]

    device = api.get(D.format(1), account_id=account, include="last_seen_registration.policy")
    assert (device.serial_number, device.active_registrations) == ("MOCK-SN-0001", 1)
    assert device.last_seen_registration.policy.name == "Default"
    api.revoke(D.format(1), account_id=account)
    assert api.get(D.format(1), account_id=account).active_registrations == 0
    api.delete(D.format(1), account_id=account)
    refused(lambda: api.get(D.format(1), account_id=account), 404, 7003)
    left = client.zero_trust.devices.registrations.list(account_id=account, device={"id": D.format(1)}, status="all")
    assert ids(left) == []


def multi_user(client, account):
    """Two people are active on one device: the end-of-life calls are refused."""
    api = client.zero_trust.devices
    refused(lambda: list(api.list(account_id=account)), 400, 2008)
    refused(lambda: api.get(R.format(6), account_id=account), 400, 2008)
    refused(lambda: api.revoke.create(account_id=account, body=[R.format(6)]), 400, 2008)
    refused(lambda: api.unrevoke.create(account_id=account, body=[R.format(6)]), 400, 2008)


def end_of_life(client, account):
    """Now that nobody shares a device, the end-of-life calls work, under registration ids."""
    api = client.zero_trust.devices
    assert ids(api.list(account_id=account)) == [R.format(3), R.format(5), R.format(6)]
    assert api.get(R.format(6), account_id=account).name == "site-router"
    api.revoke.create(account_id=account, body=[R.format(5), R.format(6)])
    assert api.registrations.get(R.format(6), account_id=account).revoked_at is not None
    api.unrevoke.create(account_id=account, body=[R.format(5), R.format(6)])
    assert api.registrations.get(R.format(6), account_id=account).revoked_at is None
    refused(lambda: api.get("none", account_id=account), 404, 7003)
    codes = api.override_codes.get(R.format(6), account_id=account).disable_for_time
    assert sorted(codes) == ["1", "12", "24", "3", "6"], codes


def users(client, account):
    api = client.zero_trust.access.users
    assert len(ids(api.list(account_id=account, per_page=2))) == 4
    assert ids(api.list(account_id=account, email="cora@partner.example")) == [U.format(4)]
    assert api.get(U.format(3), account_id=account).email == "Ben@Example.com"
    assert len(list(api.active_sessions.list(U.format(3), account_id=account))) == 1
    assert list(api.failed_logins.list(U.format(3), account_id=account)) == []

    assert client.zero_trust.organizations.revoke_users(account_id=account, email="ben@example.com", body_devices=True)
    assert list(api.active_sessions.list(U.format(3), account_id=account)) == []
    ben = client.zero_trust.devices.registrations.get(R.format(5), account_id=account)
    assert ben.revoked_at is not None

    seat = {"seat_uid": SEAT.format(3), "access_seat": False, "gateway_seat": False}
    seats = list(client.zero_trust.seats.edit(account_id=account, body=[seat]))
    assert (seats[0].seat_uid, seats[0].gateway_seat) == (SEAT.format(3), False)
    refused(lambda: client.zero_trust.devices.registrations.get(R.format(5), account_id=account), 404, 7003)
    api.delete(U.format(4), account_id=account)
    assert api.get(U.format(4), account_id=account).gateway_seat is False


def tokens(client, account):
    api = client.zero_trust.access.service_tokens
    assert ids(api.list(account_id=account, per_page=2)) == [T.format(1), T.format(2), T.format(3)]
    assert api.get(T.format(1), account_id=account).name == "ci-runners"
    assert api.update(T.format(1), account_id=account, name="ci-runners", enabled=False).enabled is False
    first = api.rotate(T.format(1), account_id=account).client_secret
    assert first and first != api.rotate(T.format(1), account_id=account).client_secret
    refused(lambda: api.delete(T.format(1), account_id=account), 400, 12139)
    assert api.delete(T.format(3), account_id=account).name == "unused"
    made = api.create(account_id=account, name="made")
    assert made.client_secret and api.refresh(made.id, account_id=account).id == made.id


def policies(client, account):
    access = client.zero_trust.access
    everyone = [{"everyone": {}}]
    assert len(ids(access.policies.list(account_id=account, per_page=2))) == 4
    staff = access.policies.get(P.format(1), account_id=account)
    assert (staff.name, staff.app_count, staff.reusable) == ("Staff enrolment", 1, True)
    exclude = [{"email": {"email": "sally@example.com"}}]
    include = [{"email_domain": {"domain": "example.com"}}]
    changed = access.policies.update(
        P.format(1), account_id=account, name=staff.name, decision="allow", include=include, exclude=exclude
    )
    assert changed.exclude[0].email.email == "sally@example.com" and changed.updated_at > staff.updated_at
    attached = access.applications.policies.get(P.format(1), account_id=account, app_id=WARP)
    assert attached.exclude[0].email.email == "sally@example.com"
    refused(lambda: access.policies.delete(P.format(1), account_id=account), 409, 12132)
    assert access.policies.delete(P.format(4), account_id=account).id == P.format(4)
    made = access.policies.create(account_id=account, name="made", decision="deny", include=everyone)
    refused(
        lambda: access.policies.create(account_id=account, name="x", decision="deny", include=[]), 400, 12130
    )

    links = [{"id": made.id, "precedence": 1}, {"id": P.format(1), "precedence": 2}]
    app = access.applications.update(WARP, account_id=account, type="warp", policies=links)
    assert [policy.name for policy in app.policies] == ["made", "Staff enrolment"]
    listed = access.applications.policies.list(WARP, account_id=account, per_page=2)
    assert ids(listed) == [made.id, P.format(1)]

    own = access.applications.policies
    rules = {"name": "own", "decision": "allow", "include": everyone}
    second = own.create(WIKI, account_id=account, extra_body=rules)
    renamed = own.update(second.id, account_id=account, app_id=WIKI, extra_body={**rules, "name": "renamed"})
    assert (renamed.name, renamed.precedence) == ("renamed", 2)
    assert own.delete(second.id, account_id=account, app_id=WIKI).id == second.id
    warp = [app for app in access.applications.list(account_id=account, per_page=2) if app.type == "warp"]
    assert ids(warp) == [WARP]
    assert access.applications.get(WARP, account_id=account).domain == "example.cloudflareaccess.com/warp"


def groups(client, account):
    api = client.zero_trust.access.groups
    assert len(ids(api.list(account_id=account, per_page=2))) == 3
    include = [{"email": {"email": "dana@example.com"}}]
    made = api.create(account_id=account, name="made", include=include)
    changed = api.update(made.id, account_id=account, name="changed", include=include)
    assert (changed.name, changed.exclude) == ("changed", [])
    assert api.get(made.id, account_id=account).name == "changed"
    assert api.delete(made.id, account_id=account).id == made.id
    refused(lambda: api.delete(G.format(2), account_id=account), 409, 12132)


def lists(client, account):
    api = client.zero_trust.gateway.lists
    assert ids(api.list(account_id=account, filter=["type:EMAIL"])) == [L.format(1)]
    assert len(ids(api.list(account_id=account))) == 3
    appended = [{"value": "sally@example.com", "description": "left"}]
    patched = api.edit(L.format(1), account_id=account, append=appended, remove=["former@example.com"])
    assert patched.count == 1
    values = [item.value for item in api.items.list(L.format(1), account_id=account)]
    assert values == ["sally@example.com"], values
    assert len(list(api.items.list(L.format(2), account_id=account, per_page=2))) == 3
    api.update(L.format(2), account_id=account, name="laptops", items=[{"value": "NEW"}])
    assert [item.value for item in api.items.list(L.format(2), account_id=account)] == ["NEW"]
    made = api.create(account_id=account, name="made", type="EMAIL", items=[{"value": "a@example.com"}])
    assert api.get(made.id, account_id=account).count == 1
    api.delete(made.id, account_id=account)
    refused(lambda: api.get(made.id, account_id=account), 404, 7003)


def organization(client, account):
    api = client.zero_trust.organizations
    assert api.list(account_id=account).auth_domain == "example.cloudflareaccess.com"
    changed = api.update(account_id=account, session_duration="12h")
    assert (changed.session_duration, changed.name) == ("12h", "Example")


def verification(client, account):
    assert client.user.tokens.verify().status == "active"
    assert client.accounts.get(account_id=account).name == "Example"
    assert client.accounts.tokens.verify(account_id=account).status == "active"


def main():
    base_url, account = sys.argv[1:]
    client = Cloudflare(api_token="any-token", base_url=base_url, max_retries=0)
    for part in [
        multi_user, registrations, devices, end_of_life, users, tokens, policies, groups, lists, organization,
        verification,
    ]:
        part(client, account)
    keyed = Cloudflare(api_email="admin@example.com", api_key="any-key", base_url=base_url, max_retries=0)
    organization(keyed, account)
    print("ok")


if __name__ == "__main__":
    main()
