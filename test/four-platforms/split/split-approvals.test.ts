import { type Bodies, PlatformWorkbench, refusal, type WorkbenchOptions } from "../../support/platform-workbench";

/** An environment of Split that accepts changes only with approval: what an apply leaves behind, and what the next one finds. */

let workbench: PlatformWorkbench;
afterEach(() => workbench.stop());

async function start(own: WorkbenchOptions["split"] = {}): Promise<void> {
  const settings = { on_approval_required: "submit", title: "A release", comment: "From the pipeline", ...own.settings };
  const permissions = { areApprovalsRequired: true, ...own.permissions };
  workbench = await PlatformWorkbench.start("split", { split: { ...own, settings, permissions } });
}

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const FLAG = { feature_flag: { f: { key: "checkout", type: "boolean" } } };
const PEOPLE = ["u1", "u2", "u3"];

/** A definition and five overrides in one environment, none of which waits for another. */
function unit(isOn: boolean, environment = "production"): Bodies {
  const each = { ...F, environment };
  return {
    ...FLAG,
    environment_definition: { d: { ...each, enabled: isOn } },
    segment_override: {
      beta: { ...each, segment: "beta", enabled: !isOn },
      vip: { ...each, segment: "vip", enabled: !isOn },
    },
    identity_override: Object.fromEntries(PEOPLE.map((identity) => [identity, { ...each, identity, enabled: !isOn }])),
  };
}

interface Open {
  readonly id: string;
  readonly operationType: string;
  readonly title: string;
  readonly split: Readonly<Record<string, unknown>> | null;
}

function open(): readonly Open[] {
  return (JSON.parse(workbench.server.write("GET", "/internal/api/v2/changeRequests?limit=100").body) as { data: Open[] })
    .data;
}

function decideAll(status: "APPROVED" | "REJECTED"): void {
  for (const { id } of open()) workbench.server.write("PUT", `/internal/api/v2/changeRequests/${id}`, { status });
}

/** What an apply sent, by method and what it was about. */
async function sentBy(work: () => Promise<unknown>): Promise<string[]> {
  const sent = await workbench.requestsOf(work);
  return sent.map((each) =>
    each
      .replace("/internal/api/v2", "")
      .replace(/\?.*/, "")
      .replace(/\/ws\/[^/]+/, "")
      .replace(/[0-9a-f-]{36}/g, "{id}"),
  );
}

/** Applies what is planned, which fails: its diagnostics, and what was sent for it. */
async function refusedApply(stack: Bodies, options?: { destroy: true }) {
  const plan = await workbench.driver.plan(workbench.stack(stack), options);
  let diagnostics: Awaited<ReturnType<typeof refusal>> = [];
  const sent = await sentBy(async () => {
    diagnostics = await refusal(workbench.driver.apply(plan));
  });
  return { diagnostics, sent };
}

const addresses = (): string[] => workbench.driver.state.instances.map(({ address }) => address).sort();
const unsound = (): unknown[] => workbench.driver.state.instances.filter(({ status }) => status !== "ready");
const DEFINITION = "/splits/checkout/environments/{id}";

test("what is made there: one request for all of it, nothing in the state; once it is approved, nothing is sent", async () => {
  await start();
  const { diagnostics, sent } = await refusedApply(unit(true));
  const [request, ...more] = open();
  expect(more).toEqual([]);
  expect(request).toMatchObject({ operationType: "CREATE", title: "A release" });
  expect(diagnostics).toHaveLength(6);
  for (const { summary, detail } of diagnostics) {
    expect(summary).toBe("Could not update flag checkout in environment production");
    expect(detail).toContain(`change request ${String(request?.id)} ("A release") was submitted`);
    expect(detail).toMatch(/Nothing changes until somebody approves it[^]*run apply again/);
  }
  // Before the lists of names: the flag, one write in vain, a look whether it is there by now, what is open, the request.
  expect(sent.filter((each) => !/^GET \/(environments|trafficTypes|workspaces|[a-z-]*segments|splits$)/.test(each))).toEqual(
    [
      "POST /splits/trafficTypes/{id}",
      `POST ${DEFINITION}`,
      `GET ${DEFINITION}`,
      "GET /changeRequests",
      "POST /changeRequests/environments/{id}",
    ],
  );
  expect(addresses()).toEqual(["flagform_feature_flag.f"]);

  const again = await refusedApply(unit(true));
  expect(again.diagnostics[0]?.detail).toContain(`${String(request?.id)} ("A release") requests exactly this change`);
  expect(open()).toEqual([request]);

  decideAll("APPROVED");
  const plan = await workbench.plan(unit(true));
  const sentThen = await sentBy(() => workbench.driver.apply(plan));
  expect(sentThen.filter((each) => !each.startsWith("GET"))).toEqual([]);
  expect(addresses()).toHaveLength(7);
  expect(unsound()).toEqual([]);
  expect((await workbench.plan(unit(true))).empty).toBe(true);
  expect(await workbench.evaluate("production", "checkout", { identity: "anyone" })).toBe(true);
  expect(await workbench.evaluate("production", "checkout", { identity: "u1" })).toBe(false);
});

test("what is changed there: one request, the state as it was; rejected, it is submitted anew; approved, it is found", async () => {
  await start();
  await refusedApply(unit(false));
  decideAll("APPROVED");
  await workbench.apply(unit(false));
  const before = JSON.stringify(workbench.driver.state.instances.map(({ attributes }) => attributes));

  const { diagnostics, sent } = await refusedApply(unit(true));
  expect(diagnostics).toHaveLength(6);
  expect(open()).toMatchObject([
    {
      operationType: "UPDATE",
      split: {
        name: "checkout",
        defaultRule: [{ treatment: "on", size: 100 }],
        treatments: [{ name: "on" }, { name: "off", keys: PEOPLE, segments: ["beta", "vip"] }],
      },
    },
  ]);
  expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([
    `PATCH ${DEFINITION}`,
    "POST /changeRequests/environments/{id}",
  ]);
  // Read for the patch and once more for the request; nothing is read back for each of the six.
  expect(sent.filter((each) => each === `GET ${DEFINITION}`)).toHaveLength(2);
  expect(JSON.stringify(workbench.driver.state.instances.map(({ attributes }) => attributes))).toBe(before);
  expect(unsound()).toEqual([]);

  decideAll("REJECTED");
  await refusedApply(unit(true));
  expect(open()).toHaveLength(1);
  decideAll("APPROVED");
  const plan = await workbench.plan(unit(true));
  const sentThen = await sentBy(() => workbench.driver.apply(plan));
  expect(sentThen.filter((each) => !each.startsWith("GET"))).toEqual([]);
  expect((await workbench.plan(unit(true))).empty).toBe(true);
});

test("where the environment's own answer tells that approvals are required, no write is sent in vain", async () => {
  await start({ options: { permissionsInList: true } });
  await refusedApply(unit(false));
  decideAll("APPROVED");
  await workbench.apply(unit(false));
  const { sent } = await refusedApply(unit(true));
  expect(sent.filter((each) => !each.startsWith("GET"))).toEqual(["POST /changeRequests/environments/{id}"]);
  expect(sent.filter((each) => each === `GET ${DEFINITION}`)).toHaveLength(2);
});

test("the other environments change at once, and what depends on nothing there is made", async () => {
  await start();
  const stack: Bodies = {
    ...FLAG,
    environment_definition: Object.fromEntries(
      ["production", "preview"].map((environment) => [environment, { ...F, environment, enabled: true }]),
    ),
  };
  const { diagnostics } = await refusedApply(stack);
  expect(diagnostics).toHaveLength(1);
  expect(addresses()).toEqual(["flagform_environment_definition.preview", "flagform_feature_flag.f"]);
  expect(await workbench.evaluate("preview", "checkout", { identity: "anyone" })).toBe(true);
});

test("overrides that come after their definition are a request of their own, once that one is approved", async () => {
  await start();
  const after = { depends_on: ["flagform_environment_definition.d"] };
  const { segment_override: segments = {}, identity_override: identities = {}, ...rest } = unit(true);
  const later = (bodies: Bodies[string]): Bodies[string] =>
    Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, { ...body, ...after }]));
  const stack = { ...rest, segment_override: later(segments), identity_override: later(identities) };
  expect((await refusedApply(stack)).diagnostics).toHaveLength(1);
  decideAll("APPROVED");
  expect((await refusedApply(stack)).diagnostics).toHaveLength(5);
  expect(open()).toMatchObject([{ operationType: "UPDATE" }]);
  decideAll("APPROVED");
  await workbench.apply(stack);
  expect((await workbench.plan(stack)).empty).toBe(true);
});

test("in the definition itself, overrides of an exact set are part of its one request", async () => {
  await start();
  const stack: Bodies = {
    ...FLAG,
    environment_definition: {
      d: {
        ...F,
        environment: "production",
        enabled: true,
        segment_overrides: { beta: { enabled: false }, vip: { enabled: false } },
        identity_overrides: Object.fromEntries(PEOPLE.map((each) => [each, { enabled: false }])),
      },
    },
  };
  expect((await refusedApply(stack)).diagnostics).toHaveLength(1);
  expect(open()).toHaveLength(1);
  decideAll("APPROVED");
  await workbench.apply(stack);
  expect((await workbench.plan(stack)).empty).toBe(true);
});

test("a stack is destroyed in two requests: what its resources hold, then the definition itself with its flag", async () => {
  await start();
  await refusedApply(unit(true));
  decideAll("APPROVED");
  await workbench.apply(unit(true));

  const first = await refusedApply(unit(true), { destroy: true });
  expect(first.diagnostics.map(({ summary }) => summary)).toEqual(
    Array.from({ length: 5 }, () => "Could not update flag checkout in environment production"),
  );
  expect(open()).toMatchObject([{ operationType: "UPDATE", split: { treatments: [{ name: "on" }, { name: "off" }] } }]);
  expect(JSON.stringify(open()[0]?.split)).not.toContain("u1");
  decideAll("APPROVED");

  const second = await refusedApply(unit(true), { destroy: true });
  expect(second.diagnostics).toMatchObject([
    {
      summary: expect.stringMatching(/^Could not delete flag /) as string,
      detail: expect.stringContaining("was submitted") as string,
    },
  ]);
  expect(open()).toMatchObject([{ operationType: "ARCHIVE" }]);
  expect(addresses()).toEqual(["flagform_feature_flag.f"]);
  decideAll("APPROVED");

  await workbench.destroy(unit(true));
  expect(addresses()).toEqual([]);
});

test("a segment that is made there waits with nothing in the state, and is taken up once it is approved", async () => {
  await start();
  const stack = { segment: { s: { name: "crew", identities: ["ada", "grace"] } } };
  const { diagnostics } = await refusedApply(stack);
  expect(diagnostics[0]?.detail).toMatch(/environment production accepts changes only with approval[^]*was submitted/i);
  expect(addresses()).toEqual([]);
  expect((await refusedApply(stack)).diagnostics[0]?.detail).toContain("is already open");
  decideAll("APPROVED");
  await workbench.apply(stack);
  expect((await workbench.plan(stack)).empty).toBe(true);
  const changed = { segment: { s: { name: "crew", identities: ["ada", "alan"] } } };
  await refusedApply(changed);
  decideAll("APPROVED");
  await refusedApply(changed);
  decideAll("APPROVED");
  await workbench.apply(changed);
  expect((await workbench.plan(changed)).empty).toBe(true);
});
