/**
 * The official TypeScript SDK against the sandbox: run.js BASE_URL ACCOUNT_ID.
 *
 * The sandbox must serve tests/fixtures/api/account.json, fresh. Every call goes through the SDK's own methods and
 * pagers, with pages of two, and what it left behind is asserted.
 */
import assert from "node:assert/strict";
import Cloudflare from "cloudflare";

const [baseURL, account_id] = process.argv.slice(2) as [string, string];
const client = new Cloudflare({ apiToken: "any-token", baseURL, maxRetries: 0 });
const { devices, access, gateway, organizations, seats } = client.zeroTrust;

const numbered = (prefix: string, width: number) => (n: number) => prefix + String(n).padStart(width, "0");
const R = numbered("6f0c0b6e-6f0f-4a58-9a53-0b6a4bd7c0", 2);
const D = numbered("2b1f6c1e-93d0-4d7c-9a55-0000000000", 2);
const U = numbered("90e1a1c4-1b3c-4a9e-8d20-00000000a", 3);
const T = numbered("4c1d9d3d-3333-4a9e-8d20-00000000d", 3);
const P = numbered("8d5b7b2b-2222-4a9e-8d20-00000000c", 3);
const G = numbered("1a2b3c4d-4444-4a9e-8d20-00000000e", 3);
const L = numbered("9f8e7d6c-5555-4a9e-8d20-00000000f", 3);
const SEAT = numbered("5b0b5c1c-0000-4a9e-8d20-00000000a", 3);
const WARP = "7e4a6a1a-1111-4a9e-8d20-00000000b001";
const WIKI = "7e4a6a1a-1111-4a9e-8d20-00000000b002";

async function all<Row>(pages: AsyncIterable<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of pages) rows.push(row);
  return rows;
}

async function ids(pages: AsyncIterable<object>): Promise<string[]> {
  return (await all(pages)).map((row) => (row as { id: string }).id);
}

/** The call fails with this status and this error code. */
async function refused(call: PromiseLike<unknown>, status: number, code: number) {
  await assert.rejects(Promise.resolve(call), (error) => {
    assert.ok(error instanceof Cloudflare.APIError, String(error));
    assert.deepEqual([error.status, error.errors[0]?.code], [status, code]);
    return true;
  });
}

async function registrations() {
  const api = devices.registrations;
  const every = await ids(api.list({ account_id, per_page: 2, status: "all" }));
  assert.equal(new Set(every).size, 9);
  assert.equal(every.length, 9);
  assert.equal((await ids(api.list({ account_id, per_page: 2 }))).length, 7);
  assert.deepEqual(await ids(api.list({ account_id, status: "revoked" })), [R(3)]);
  assert.deepEqual(await ids(api.list({ account_id, id: [R(1), R(2)], per_page: 2 })), [R(1), R(2)]);
  assert.deepEqual(await ids(api.list({ account_id, user: { id: [U(3)] } })), [R(4), R(5)]);
  assert.deepEqual(await ids(api.list({ account_id, device: { id: D(1) } })), [R(1), R(4)]);
  const newest = await ids(api.list({ account_id, per_page: 2, sort_by: "last_seen_at", sort_order: "desc" }));
  assert.deepEqual(newest.slice(0, 2), [R(6), R(4)]);

  const row = await api.get(R(1), { account_id, include: "policy" });
  assert.deepEqual([row.user?.email, row.device.name, row.policy?.name], ["anna@example.com", "LT-ANNA-01", "Default"]);
  assert.equal((await api.get("a/b?c&d%20e", { account_id })).id, "a/b?c&d%20e");

  await api.revoke({ account_id, id: [R(1), R(4)] });
  assert.ok((await api.get(R(1), { account_id })).revoked_at);
  await api.unrevoke({ account_id, id: [R(1)] });
  assert.equal((await api.get(R(1), { account_id })).revoked_at, null);

  await api.delete("a/b?c&d%20e", { account_id });
  await refused(api.delete("a/b?c&d%20e", { account_id }), 404, 7003);
  await api.bulkDelete({ account_id, id: [R(2), "a"] });
  assert.equal((await ids(api.list({ account_id, per_page: 2, status: "all" }))).length, 6);
  await refused(api.bulkDelete({ account_id, id: ["none"] }), 404, 7003);
  await refused(api.list({ account_id: "f".repeat(32) }), 403, 9109);
}

async function physicalDevices() {
  const api = devices.devices;
  assert.equal((await ids(api.list({ account_id, per_page: 2, active_registrations: "include" }))).length, 7);
  assert.ok(!(await ids(api.list({ account_id, per_page: 2 }))).includes(D(9)));
  const found = await ids(api.list({ account_id, active_registrations: "include", search: "mock-sn-0001" }));
  assert.deepEqual(found, [D(1)]);
  assert.deepEqual(await ids(api.list({ account_id, last_seen_user: { email: "ben@example.com" } })), [D(5)]);

  const device = await api.get(D(1), { account_id, include: "last_seen_registration.policy" });
  assert.deepEqual([device.serial_number, device.active_registrations], ["MOCK-SN-0001", 1]);
  assert.equal(device.last_seen_registration?.policy?.name, "Default");
  await api.revoke(D(1), { account_id });
  assert.equal((await api.get(D(1), { account_id })).active_registrations, 0);
  await api.delete(D(1), { account_id });
  await refused(api.get(D(1), { account_id }), 404, 7003);
  assert.deepEqual(await ids(devices.registrations.list({ account_id, device: { id: D(1) }, status: "all" })), []);
}

/** Two people are active on one device: the end-of-life calls are refused. */
async function multiUser() {
  await refused(devices.list({ account_id }), 400, 2008);
  await refused(devices.get(R(6), { account_id }), 400, 2008);
  await refused(devices.revoke.create({ account_id, body: [R(6)] }), 400, 2008);
  await refused(devices.unrevoke.create({ account_id, body: [R(6)] }), 400, 2008);
}

/** Now that nobody shares a device, the end-of-life calls work, under registration ids. */
async function endOfLife() {
  assert.deepEqual(await ids(devices.list({ account_id })), [R(3), R(5), R(6)]);
  assert.equal(((await devices.get(R(6), { account_id })) as { name?: string }).name, "site-router");
  await devices.revoke.create({ account_id, body: [R(5), R(6)] });
  assert.ok((await devices.registrations.get(R(6), { account_id })).revoked_at);
  await devices.unrevoke.create({ account_id, body: [R(5), R(6)] });
  assert.equal((await devices.registrations.get(R(6), { account_id })).revoked_at, null);
  await refused(devices.get("none", { account_id }), 404, 7003);
  const codes = await devices.overrideCodes.get(R(6), { account_id });
  assert.deepEqual(Object.keys(codes.disable_for_time ?? {}), ["1", "3", "6", "12", "24"]);
}

async function users() {
  const api = access.users;
  assert.equal((await ids(api.list({ account_id, per_page: 2 }))).length, 4);
  assert.deepEqual(await ids(api.list({ account_id, email: "cora@partner.example" })), [U(4)]);
  assert.equal((await api.get(U(3), { account_id })).email, "Ben@Example.com");
  assert.equal((await all(api.activeSessions.list(U(3), { account_id }))).length, 1);
  assert.deepEqual(await all(api.failedLogins.list(U(3), { account_id })), []);

  // The SDK would send body_devices under that very name, which the API does not know.
  assert.ok(await organizations.revokeUsers({ account_id, email: "ben@example.com", query_devices: true }));
  assert.deepEqual(await all(api.activeSessions.list(U(3), { account_id })), []);
  assert.ok((await devices.registrations.get(R(5), { account_id })).revoked_at);

  const seat = { seat_uid: SEAT(3), access_seat: false, gateway_seat: false };
  const [left] = await all(seats.edit({ account_id, body: [seat] }));
  assert.deepEqual([left?.seat_uid, left?.gateway_seat], [SEAT(3), false]);
  await refused(devices.registrations.get(R(5), { account_id }), 404, 7003);
  await api.delete(U(4), { account_id });
  assert.equal((await api.get(U(4), { account_id })).gateway_seat, false);
}

async function tokens() {
  const api = access.serviceTokens;
  assert.deepEqual(await ids(api.list({ account_id, per_page: 2 })), [T(1), T(2), T(3)]);
  assert.equal((await api.get(T(1), { account_id })).name, "ci-runners");
  assert.equal((await api.update(T(1), { account_id, name: "ci-runners", enabled: false })).enabled, false);
  const first = (await api.rotate(T(1), { account_id })).client_secret;
  assert.ok(first);
  assert.notEqual(first, (await api.rotate(T(1), { account_id })).client_secret);
  await refused(api.delete(T(1), { account_id }), 400, 12139);
  assert.equal((await api.delete(T(3), { account_id })).name, "unused");
  const made = await api.create({ account_id, name: "made" });
  assert.ok(made.client_secret && made.id);
  assert.equal((await api.refresh(made.id, { account_id })).id, made.id);
}

async function policies() {
  const everyone = [{ everyone: {} }];
  const include = [{ email_domain: { domain: "example.com" } }];
  const exclude = [{ email: { email: "sally@example.com" } }];
  assert.equal((await ids(access.policies.list({ account_id, per_page: 2 }))).length, 4);
  const staff = await access.policies.get(P(1), { account_id });
  assert.deepEqual([staff.name, staff.app_count, staff.reusable], ["Staff enrolment", 1, true]);
  const changed = await access.policies.update(P(1), {
    account_id, name: "Staff enrolment", decision: "allow", include, exclude,
  });
  assert.deepEqual(changed.exclude, exclude);
  assert.ok(String(changed.updated_at) > String(staff.updated_at));
  const attached = await access.applications.policies.get(P(1), { account_id, app_id: WARP });
  assert.deepEqual(attached.exclude, exclude);
  await refused(access.policies.delete(P(1), { account_id }), 409, 12132);
  assert.equal((await access.policies.delete(P(4), { account_id })).id, P(4));
  const made = await access.policies.create({ account_id, name: "made", decision: "deny", include: everyone });
  const empty = { account_id, name: "x", decision: "deny" as const, include: [] };
  await refused(access.policies.create(empty), 400, 12130);

  const links = [{ id: made.id!, precedence: 1 }, { id: P(1), precedence: 2 }];
  await access.applications.update(WARP, { account_id, type: "warp", policies: links });
  const listed = access.applications.policies.list(WARP, { account_id, per_page: 2 });
  assert.deepEqual(await ids(listed), [made.id, P(1)]);

  const own = access.applications.policies;
  const rules = { name: "own", decision: "allow", include: everyone };
  const second = await own.create(WIKI, { account_id, ...rules } as never);
  const written = { account_id, app_id: WIKI, ...rules, name: "renamed" };
  const renamed = await own.update(second.id!, written as never);
  assert.deepEqual([renamed.name, (renamed as { precedence?: number }).precedence], ["renamed", 2]);
  assert.equal((await own.delete(second.id!, { account_id, app_id: WIKI })).id, second.id);
  const apps = await all(access.applications.list({ account_id, per_page: 2 }));
  assert.deepEqual(apps.filter((app) => app.type === "warp").map((app) => app.id), [WARP]);
  const warp = await access.applications.get(WARP, { account_id });
  assert.equal((warp as { domain?: string }).domain, "example.cloudflareaccess.com/warp");
}

async function groups() {
  const api = access.groups;
  assert.equal((await ids(api.list({ account_id, per_page: 2 }))).length, 3);
  const include = [{ email: { email: "dana@example.com" } }];
  const made = await api.create({ account_id, name: "made", include });
  const changed = await api.update(made.id!, { account_id, name: "changed", include });
  assert.deepEqual([changed.name, changed.exclude], ["changed", []]);
  assert.equal((await api.get(made.id!, { account_id })).name, "changed");
  assert.equal((await api.delete(made.id!, { account_id })).id, made.id);
  await refused(api.delete(G(2), { account_id }), 409, 12132);
}

async function lists() {
  const api = gateway.lists;
  const values = async (list: string, per_page?: number) =>
    (await all(api.items.list(list, { account_id, per_page }))).map((item) => item.value);
  assert.deepEqual(await ids(api.list({ account_id, filter: ["type:EMAIL"] })), [L(1)]);
  assert.equal((await ids(api.list({ account_id }))).length, 3);
  const append = [{ value: "sally@example.com", description: "left" }];
  assert.equal((await api.edit(L(1), { account_id, append, remove: ["former@example.com"] })).count, 1);
  assert.deepEqual(await values(L(1)), ["sally@example.com"]);
  assert.equal((await values(L(2), 2)).length, 3);
  await api.update(L(2), { account_id, name: "laptops", items: [{ value: "NEW" }] });
  assert.deepEqual(await values(L(2)), ["NEW"]);
  const made = await api.create({ account_id, name: "made", type: "EMAIL", items: [{ value: "a@example.com" }] });
  assert.equal((await api.get(made.id!, { account_id })).count, 1);
  await api.delete(made.id!, { account_id });
  await refused(api.get(made.id!, { account_id }), 404, 7003);
}

async function organization(of: Cloudflare) {
  const api = of.zeroTrust.organizations;
  assert.equal((await api.list({ account_id })).auth_domain, "example.cloudflareaccess.com");
  const changed = await api.update({ account_id, session_duration: "12h" });
  assert.deepEqual([changed.session_duration, changed.name], ["12h", "Example"]);
}

async function verification() {
  assert.equal((await client.user.tokens.verify()).status, "active");
  assert.equal((await client.accounts.get({ account_id }))?.name, "Example");
  assert.equal((await client.accounts.tokens.verify({ account_id })).status, "active");
}

const parts = [
  multiUser, registrations, physicalDevices, endOfLife, users, tokens, policies, groups, lists, verification,
];
for (const part of parts) await part();
await organization(client);
await organization(new Cloudflare({ apiEmail: "admin@example.com", apiKey: "any-key", baseURL, maxRetries: 0 }));
console.log("ok");
