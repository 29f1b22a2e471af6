import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import { type Bodies, refusal, SECRET, type StackParts } from "../../support/platform-workbench";

/** A key that the server does not know. Each workbench looks whether it shows anywhere (see workbench.ts). */
const CANARY = `unknown0.${SECRET}`;

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(() => workbench.stop());

const FLAG: Bodies = { feature_flag: { x: { key: "new" } } };

async function diagnosed(stack: Bodies, more: StackParts) {
  const diagnostics = await refusal(workbench.apply(stack, more));
  expect(workbench.driver.state.instances).toEqual([]);
  return diagnostics[0];
}

test("a wrong credential: what it says, and what to do, without showing it", async () => {
  const diagnostic = await diagnosed(FLAG, { platform: { api_key: CANARY } });
  expect(diagnostic?.summary).toBe(`Flagsmith at ${new URL(workbench.server.url).host} does not accept the API key`);
  expect(diagnostic?.detail).toMatch(
    /Could not find the project "Shop"\. .*Valid Master API Key not found.*\(status 401\)[^]*Check the API key .*FLAGSMITH_MASTER_API_KEY/,
  );
  expect(workbench.writes()).toEqual([]);
});

test("no credential: asked for before anything is sent", async () => {
  const before = process.env["FLAGSMITH_MASTER_API_KEY"];
  delete process.env["FLAGSMITH_MASTER_API_KEY"];
  const diagnostic = await diagnosed(FLAG, { platform: { api_key: null } });
  if (before !== undefined) process.env["FLAGSMITH_MASTER_API_KEY"] = before;
  expect(diagnostic).toMatchObject({ summary: "No credential for Flagsmith", path: ["flagsmith"] });
  expect(diagnostic?.detail).toMatch(/environment variable FLAGSMITH_MASTER_API_KEY/);
  expect(workbench.requests()).toEqual([]);
});

test.each(["ftp://flags.example.com", "flags example", "https://"])("a host that is no address (%s)", async (host) => {
  const diagnostic = await diagnosed(FLAG, { platform: { host, api_key: CANARY } });
  expect(diagnostic).toMatchObject({ summary: "The host is not a valid address", path: ["flagsmith", "host"] });
  expect(diagnostic?.detail).toContain('"https://flagsmith.example.com"');
});

test("a host that nobody answers at", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const host = `http://127.0.0.1:${String(port)}`;
  const diagnostic = await diagnosed(FLAG, { platform: { host, api_key: CANARY } });
  expect(diagnostic?.summary).toBe(`Could not reach Flagsmith at 127.0.0.1:${String(port)}`);
  expect(diagnostic?.detail).toMatch(
    new RegExp(
      `127\\.0\\.0\\.1:${String(port)}: connection refused: nothing listens on that port[^]*Check the provider's host`,
    ),
  );
});

test("a page of a proxy where JSON was due, and a key that echoes in it", async () => {
  workbench.server.fault({ kind: "html", status: 200, times: 0 });
  const diagnostic = await diagnosed(FLAG, { platform: { api_key: CANARY } });
  expect(diagnostic?.detail).toMatch(/Check that the provider's host is Flagsmith's own root, and that no proxy/);
  workbench.server.clearFaults();
  workbench.server.fault({ kind: "status", status: 400, times: 0, body: { detail: `Api-Key ${CANARY} is odd` } });
  await diagnosed(FLAG, { platform: { api_key: CANARY } });
});

test("the log at its finest names requests, and never the credential", async () => {
  await workbench.apply(FLAG);
  const log = workbench.logged.join("");
  expect(log).toContain(`POST /api/v1/projects/${workbench.project}/features/`);
  expect(log).not.toContain(SECRET);
});

test("a key that may do nothing", async () => {
  const diagnostic = await diagnosed(FLAG, { platform: { api_key: workbench.server.limitedKey } });
  expect(diagnostic?.summary).toBe('There is no project "Shop"');
  expect(diagnostic?.detail).toMatch(/The credential cannot access any project: check that it is the right one/);
});

describe.each(RUNGS)("change requests, $strategy", ({ options }) => {
  let own: FlagsmithWorkbench;
  beforeEach(async () => {
    own = await FlagsmithWorkbench.open(options);
    await own.flagByHand("banner");
    await own.api("PATCH", `/api/v1/environments/${own.production.key}/`, { minimum_change_request_approvals: 1 });
  });
  afterEach(() => own.stop());

  const at = () => ({ ...on(own.production, "production"), serve: { value: { string: "x" } } });
  test.each<[string, () => Bodies]>([
    ["a definition", () => ({ environment_definition: { x: { ...at(), enabled: true } } })],
    ["a segment override", () => ({ segment_override: { x: { ...at(), segment: "beta" } } })],
  ])("%s is refused, pointing at the dashboard, and never passed by", async (_name, stack) => {
    const before = await own.served(own.production, "banner");
    own.forget();
    const [diagnostic] = await refusal(own.apply(stack()));
    expect(diagnostic).toMatchObject({ path: ["environment"], address: expect.stringMatching(/\.x$/) });
    expect(diagnostic?.detail).toMatch(/change requests[^]*Create a change request in Flagsmith's dashboard/i);
    expect(own.writes()).toEqual([]);
    expect(await own.served(own.production, "banner")).toEqual(before);
    expect(own.driver.state.instances).toEqual([]);
  });

  test("the data source says so beforehand, and a segment of such a project is refused too", async () => {
    await own.driver.apply(own.stack({}, { data: { environment: { e: { name: "production" } } } }));
    expect(own.driver.instance("data.flagform_environment.e")?.attributes).toMatchObject({ requires_approval: true });
    await own.api("PATCH", `/api/v1/projects/${own.project}/`, { minimum_change_request_approvals: 1 });
    const [diagnostic] = await refusal(own.apply({ segment: { x: { name: "pros", rules: planIs("pro") } } }));
    expect(diagnostic?.detail).toMatch(/requires change requests for segments/);
    own.driver = own.newDriver();
  });
});
