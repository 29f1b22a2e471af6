import {
  type Bodies,
  PlatformWorkbench,
  refusal,
  type StackParts,
  type WorkbenchOptions,
} from "../../support/platform-workbench";

/**
 * Where Split's list of environments tells that one accepts changes only with approval, plans say so. It seldom tells: otherwise the first write
 * meets it (split-approvals.test.ts).
 */

let workbench: PlatformWorkbench;
afterEach(() => workbench.stop());

const ERROR: StackParts = { platform: { on_approval_required: "error" } };
const WARNED = [{ severity: "warning", summary: "An environment accepts changes only with approval" }];

async function start(permissions: object, settings: object = {}): Promise<void> {
  const split: WorkbenchOptions["split"] = { options: { permissionsInList: true }, permissions, settings };
  workbench = await PlatformWorkbench.start("split", { split });
}

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const IN = { ...F, environment: "production" };
const FLAG = { feature_flag: { f: { key: "checkout", type: "boolean" } } };

function unit(isOn: boolean, more: object = {}): Bodies {
  return {
    ...FLAG,
    environment_definition: { d: { ...IN, enabled: isOn, ...more } },
    segment_override: { s: { ...IN, segment: "beta", enabled: !isOn } },
    identity_override: { i: { ...IN, identity: "ada", enabled: !isOn } },
  };
}

/** What somebody with every permission does. */
async function requireApprovals(name: string): Promise<void> {
  const sent = await workbench.requestsOf(() =>
    workbench
      .newDriver()
      .plan(workbench.stack(unit(true)))
      .catch(() => undefined),
  );
  const list = sent.flatMap((each) => /GET (\S*\/environments\/ws\/[^?]+)/.exec(each)?.[1] ?? [])[0] ?? "";
  const all = JSON.parse(workbench.server.write("GET", list).body) as { id: string; name: string }[];
  const id = all.find((each) => each.name === name)?.id ?? "";
  const path = "/changePermissions/areApprovalsRequired";
  workbench.server.write("PATCH", `${list}/${id}`, [{ op: "replace", path, value: true }]);
}

function approveAll(): void {
  const { data } = JSON.parse(workbench.server.write("GET", "/internal/api/v2/changeRequests?limit=100").body) as {
    data: { id: string }[];
  };
  for (const { id } of data) workbench.server.write("PUT", `/internal/api/v2/changeRequests/${id}`, { status: "APPROVED" });
}

test("what changes there is refused at plan, with nothing sent; what stays is not, and a destroy goes on", async () => {
  await start({ areApprovalsRequired: false });
  await workbench.apply(unit(false));
  await requireApprovals("production");
  expect((await workbench.plan(unit(false))).empty).toBe(true);
  expect((await workbench.plan(unit(false, { on_destroy: "disable" }))).actions()).toEqual({
    "flagform_environment_definition.d": "update",
  });
  const sent = await workbench.requestsOf(async () => {
    const diagnostics = await refusal(workbench.plan(unit(true)));
    expect(diagnostics).toHaveLength(3);
    expect(diagnostics[0]).toMatchObject({ summary: "Could not update flag checkout in environment production" });
    expect(diagnostics[0]?.detail).toMatch(
      /accepts changes only with approval.*on_approval_required = "submit".*destroy anyway/s,
    );
  });
  expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([]);
  const destroy = await workbench.driver.plan(workbench.stack(unit(true)), { destroy: true, refresh: false });
  expect(Object.keys(destroy.actions())).toHaveLength(4);
});

test("what is made in a flag of this run is refused, with nothing of the run made", async () => {
  await start({ areApprovalsRequired: true });
  const sent = await workbench.requestsOf(async () => {
    const [diagnostic] = await refusal(workbench.plan(unit(true)));
    expect(diagnostic?.detail).toMatch(/accepts changes only with approval/);
  });
  expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([]);
});

test("what is submitted is warned of; what may be there just so by then too, and it is taken as it is", async () => {
  await start({ areApprovalsRequired: true }, { on_approval_required: "submit", title: "T", comment: "C" });
  const plan = await workbench.plan(unit(true));
  expect(plan.diagnostics).toMatchObject(WARNED);
  expect(plan.diagnostics[0]?.detail).toMatch(/submitted as a change request.*Apply again once it is approved/);
  await refusal(workbench.driver.apply(plan));
  approveAll();
  const again = await workbench.plan(unit(true), ERROR);
  expect(again.diagnostics).toMatchObject(WARNED);
  await workbench.driver.apply(again);
  expect((await workbench.plan(unit(true), ERROR)).empty).toBe(true);
});

test.each([
  ["goes on where the environment lets it", true],
  ["is refused where it does not", false],
])("a kill alone %s", async (_what, allowKills) => {
  await start({ areApprovalsRequired: false, allowKills });
  await workbench.apply(unit(true, { killed: false }));
  await requireApprovals("production");
  const killed = unit(true, { killed: true });
  if (!allowKills) {
    expect((await refusal(workbench.plan(killed)))[0]?.detail).toMatch(/accepts changes only with approval/);
    return;
  }
  await workbench.apply(killed);
  expect((await workbench.plan(killed)).empty).toBe(true);
});

test("a segment's members are refused or warned of like that, where they are written", async () => {
  await start({ areApprovalsRequired: true });
  const crew = (more: object = {}): Bodies => ({ segment: { s: { name: "crew", identities: ["ada"], ...more } } });
  const [diagnostic] = await refusal(workbench.plan(crew()));
  expect(diagnostic?.detail).toMatch(/environment production accepts changes only with approval/i);
  const elsewhere = crew({ split: { environments: ["preview"] } });
  await workbench.apply(elsewhere);
  expect((await workbench.plan(elsewhere)).empty).toBe(true);
  const submits: StackParts = { platform: { on_approval_required: "submit" } };
  const plan = await workbench.plan(
    { segment: { ...elsewhere["segment"], t: { name: "team", identities: ["ada"] } } },
    submits,
  );
  expect(plan.diagnostics).toMatchObject(WARNED);
});
