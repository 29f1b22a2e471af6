import type { EmulatorOptions } from "../../../src/emulator/split/emulator";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Platform } from "../../../src/platforms/port/platform";
import { PlatformError } from "../../../src/platforms/port/platform-error";
import type { SplitConfig } from "../../../src/platforms/split/run/config";
import { unitCalled } from "../../support/announced-unit";
import { hastyClock } from "../../support/clocks";
import { openRequests, submitted, Workbench } from "./workbench";

/** Environments that take changes by approval only, where changes are to be submitted. */

let workbench: Workbench;
afterEach(async () => {
  await workbench.server.stop();
});

const on = { kind: "variant", variant: "on" } as const;
const enable: Edit = { kind: "set-default", enabled: true };
const put = (identifier: string): Edit => {
  return { kind: "put-identity-override", identifier, enabled: true, serve: on };
};

async function start(permissions: object = {}, options: EmulatorOptions = {}): Promise<void> {
  const changePermissions = { areApprovalsRequired: true, ...permissions };
  const environments = [{ name: "Production", production: true, changePermissions }, { name: "Staging" }];
  workbench = await Workbench.start(options, { environments });
}

const submitting = (config: Partial<SplitConfig> = {}): Platform =>
  workbench.platform({ onApprovalRequired: "submit", ...config });

/** As somebody in the console made it. */
async function defined(parts: object = {}): Promise<DefinitionUnit> {
  const unit = await workbench.unit("checkout");
  const definition = {
    treatments: [{ name: "on", keys: ["theirs"] }, { name: "off" }],
    defaultTreatment: "off",
    baselineTreatment: "on",
    trafficAllocation: 80,
    rules: [
      {
        buckets: [{ treatment: "on", size: 100 }],
        condition: { combiner: "AND", matchers: [{ type: "STARTS_WITH_STRING", strings: ["vip-"] }] },
      },
    ],
    defaultRule: [{ treatment: "off", size: 100 }],
    ...parts,
  };
  expect(workbench.server.write("POST", workbench.path(unit), definition).status).toBe(200);
  workbench.server.resetRequests();
  return unit;
}

async function refusal(work: Promise<unknown>): Promise<PlatformError["details"]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof PlatformError) return error.details;
  throw error instanceof Error ? error : new Error("it was not refused");
}

/** What many resources want in one unit, at once. */
function all({ definitions }: Platform, unit: DefinitionUnit, operations: readonly (readonly Edit[])[]) {
  operations.forEach(() => definitions.announce(unitCalled("checkout")));
  return operations.map((edits) => definitions.write(unit, edits, unitCalled("checkout")));
}

const SIX: readonly (readonly Edit[])[] = [
  [enable],
  ...["u1", "u2", "u3"].map((each) => [put(each)]),
  [{ kind: "set-settings", settings: { split: { trafficAllocation: 50 } } }],
  [{ kind: "set-when-off", variant: "off" }],
];

/** A look whether anything is to change, one for the request's contents, what is open, the request. */
const ASKED = ["GET definition", "GET definition", "GET /changeRequests", "POST /changeRequests"];

test("by default a change is refused, and the error says how it is submitted", async () => {
  await start();
  const unit = await defined();
  const details = await refusal(workbench.platform().definitions.write(unit, [enable]));
  expect(details).toMatchObject({
    code: "approval-required",
    nextStep: expect.stringContaining('on_approval_required = "submit"') as string,
  });
  expect(openRequests(workbench)).toEqual([]);
});

test("a definition that is to be made: all that comes together is one request, and each operation names it", async () => {
  await start();
  const unit = await workbench.unit("checkout");
  workbench.server.resetRequests();
  const errors = await Promise.all(all(submitting(), unit, SIX).map(refusal));
  const [request, ...more] = openRequests(workbench);
  expect(more).toEqual([]);
  expect(request).toMatchObject({
    operationType: "CREATE",
    title: "Add to flag checkout in Production",
    split: {
      name: "checkout",
      trafficAllocation: 50,
      treatments: [{ name: "on", keys: ["u1", "u2", "u3"] }, { name: "off" }],
    },
  });
  for (const error of errors) {
    expect(error).toMatchObject({
      code: "approval-required",
      reason: expect.stringContaining(`change request ${String(request?.id)}`) as string,
      nextStep: expect.stringMatching(/Nothing changes until somebody approves it[^]*run apply again/) as string,
    });
  }
  // It was not known that approvals are required: one write found out.
  expect(workbench.requested()).toEqual([
    "GET definition",
    "GET /workspaces",
    "POST definition",
    "GET definition",
    "GET /changeRequests",
    "POST /changeRequests",
  ]);

  workbench.server.decide(String(request?.id), "APPROVED");
  workbench.server.resetRequests();
  await Promise.all(all(submitting(), unit, SIX));
  expect(workbench.requested()).toEqual(["GET definition"]);
  expect(await workbench.read(unit)).toMatchObject({ enabled: true });
});

test("a change: the whole definition with what others wrote, without what is only read", async () => {
  await start();
  const unit = await defined();
  const [error] = await Promise.all([refusal(submitting().definitions.write(unit, [put("u1"), enable]))]);
  expect(error.code).toBe("approval-required");
  expect(submitted(workbench)).toEqual([
    {
      split: {
        name: "checkout",
        killed: false,
        treatments: [{ name: "on", keys: ["theirs", "u1"] }, { name: "off" }],
        defaultTreatment: "off",
        baselineTreatment: "on",
        trafficAllocation: 80,
        rules: [
          {
            buckets: [{ treatment: "on", size: 100 }],
            condition: { combiner: "AND", matchers: [{ type: "STARTS_WITH_STRING", strings: ["vip-"] }] },
          },
        ],
        defaultRule: [{ treatment: "on", size: 100 }],
        impressionsDisabled: false,
      },
      operationType: "UPDATE",
      title: "Change flag checkout in Production",
      approvers: [],
    },
  ]);
  expect([...((await workbench.read(unit)).identityOverrides?.keys() ?? [])]).toEqual(["theirs"]);
});

test("title, comment and approvers are those of the provider, or the definition's own", async () => {
  await start();
  const unit = await defined();
  const words = { title: "Release 7", comment: "see the pipeline", approvers: ["ada@example.com"] };
  await refusal(submitting(words).definitions.write(unit, [enable]));
  expect(submitted(workbench)).toMatchObject([words]);
  workbench.server.decide(String(openRequests(workbench)[0]?.id), "REJECTED");
  const settings = { kind: "set-settings", settings: { split: { title: "Turn it on" } } } as const;
  await refusal(submitting(words).definitions.write(unit, [enable, settings]));
  expect(submitted(workbench).at(-1)).toMatchObject({ ...words, title: "Turn it on" });
});

test("where the environment's own answer tells, no write is sent in vain", async () => {
  await start({}, { permissionsInList: true });
  const unit = await defined();
  const environment = await workbench.environment();
  workbench.server.resetRequests();
  const platform = submitting({ title: "t", comment: "c" });
  await refusal(platform.definitions.write({ ...unit, environment }, [enable]));
  expect(workbench.requested()).toEqual(ASKED);
});

test("one write in vain is enough for an environment and a run", async () => {
  await start();
  const units = [await defined(), { ...(await workbench.unit("other")) }];
  const platform = submitting({ title: "t", comment: "c" });
  workbench.server.resetRequests();
  for (const unit of units) await refusal(platform.definitions.write(unit, [enable]));
  expect(workbench.requested().filter((each) => each.endsWith(" definition") && !each.startsWith("GET"))).toEqual([
    "PATCH definition",
  ]);
  // One list of what is open serves all flags of the environment.
  expect(workbench.requested().filter((each) => each === "GET /changeRequests")).toHaveLength(1);
  expect(openRequests(workbench)).toHaveLength(2);
});

describe("the kill switch", () => {
  const kill: Edit = { kind: "set-killed", killed: true };
  const restore: Edit = { kind: "set-killed", killed: false };

  test("goes past approvals where the environment lets it", async () => {
    await start({ allowKills: true });
    const unit = await defined();
    await submitting().definitions.write(unit, [kill]);
    expect(await workbench.read(unit)).toMatchObject({ killed: true });
    expect(openRequests(workbench)).toEqual([]);
  });

  test.each([
    ["KILL", false, kill],
    ["RESTORE", true, restore],
  ] as const)("is submitted by name alone as %s where it does not", async (operation, killed, edit) => {
    await start();
    const unit = await defined({ killed });
    expect((await refusal(submitting().definitions.write(unit, [edit]))).code).toBe("approval-required");
    expect(submitted(workbench)).toEqual([
      { split: { name: "checkout" }, operationType: operation, title: expect.any(String) as string, approvers: [] },
    ]);
    workbench.server.decide(String(openRequests(workbench)[0]?.id), "APPROVED");
    await submitting().definitions.write(unit, [edit]);
    expect(await workbench.read(unit)).toMatchObject({ killed: !killed });
  });

  test("with anything else it is a part of the definition", async () => {
    await start({ allowKills: true });
    const unit = await defined();
    await refusal(submitting().definitions.write(unit, [kill, enable]));
    expect(submitted(workbench)).toMatchObject([{ operationType: "UPDATE", split: { killed: true } }]);
  });

  test("is not tried where the environment's own answer says that it is not let past", async () => {
    await start({}, { permissionsInList: true });
    const unit = await defined();
    const platform = submitting({ title: "t", comment: "c" });
    const [environment] = await platform.environments.list(workbench.project);
    if (!environment) throw new Error("no environment");
    workbench.server.resetRequests();
    await refusal(platform.definitions.write({ ...unit, environment }, [kill]));
    expect(workbench.requested()).toEqual(ASKED);
  });
});

describe("a request that is already open", () => {
  test("for just this: nothing is submitted again, in this run or the next", async () => {
    await start();
    const unit = await defined();
    await refusal(submitting().definitions.write(unit, [enable, put("u1")]));
    const [request] = openRequests(workbench);
    const error = await refusal(submitting().definitions.write(unit, [enable, put("u1")]));
    expect(error).toMatchObject({
      code: "approval-required",
      reason: expect.stringMatching(
        new RegExp(`${String(request?.id)}[^]*is already open \\(submitted by main\\)`),
      ) as string,
    });
    expect(submitted(workbench)).toHaveLength(1);
  });

  test("for something else, whoever made it: refused with its id and their name, and left alone", async () => {
    await start();
    workbench.server.seed({ keys: [{ key: "second", roles: ["API_ALL_GRANTED"] }] });
    const unit = await defined();
    await refusal(submitting({ apiKey: "second" }).definitions.write(unit, [put("u9")]));
    const [request] = openRequests(workbench);
    const error = await refusal(submitting().definitions.write(unit, [enable]));
    expect(error).toMatchObject({
      code: "approval-required",
      reason: expect.stringMatching(
        new RegExp(`${String(request?.id)}[^]*submitted by seeded[^]*flag checkout[^]*Production[^]*another change`),
      ) as string,
      nextStep: expect.stringContaining("approved, rejected or withdrawn") as string,
    });
    expect(openRequests(workbench)).toEqual([request]);
    expect(submitted(workbench)).toHaveLength(1);
  });

  test("in another environment, or for another flag, is no hindrance", async () => {
    await start();
    const unit = await defined();
    const other = await workbench.unit("other");
    const staging = await workbench.environment("Staging");
    const kill = { split: { name: "checkout" }, operationType: "KILL", title: "t", comment: "c", approvers: [] };
    await workbench.platform().definitions.write({ ...unit, environment: staging }, [enable]);
    const path = `/internal/api/v2/changeRequests/ws/${workbench.project.id}/environments/${staging.id}`;
    expect(workbench.server.write("POST", path, kill).status).toBe(200);
    await refusal(submitting().definitions.write(other, [enable]));
    await refusal(submitting().definitions.write(unit, [enable]));
    expect(openRequests(workbench)).toHaveLength(3);
  });

  test.each([409, 423] as const)("that came after our look is told by the server's %d", async (openRequestStatus) => {
    await start({}, { openRequestStatus });
    const unit = await defined();
    const path = `/internal/api/v2/changeRequests/ws/${workbench.project.id}/environments/${unit.environment.id}`;
    const body = { split: { name: "checkout" }, operationType: "KILL", title: "Stop it", comment: "", approvers: [] };
    workbench.server.fault({ kind: "write", method: "POST", path, write: { method: "POST", path, body } });
    const error = await refusal(submitting().definitions.write(unit, [enable]));
    expect(error).toMatchObject({ code: "approval-required", reason: expect.stringContaining("Stop it") as string });
    expect(openRequests(workbench)).toHaveLength(1);
  });
});

test("a rejected request is followed by a new one", async () => {
  await start();
  const unit = await defined();
  await refusal(submitting().definitions.write(unit, [enable]));
  workbench.server.decide(String(openRequests(workbench)[0]?.id), "REJECTED");
  await refusal(submitting().definitions.write(unit, [enable]));
  expect(submitted(workbench)).toHaveLength(2);
  expect(openRequests(workbench)).toHaveLength(1);
});

test("what comes after the request was submitted, in the same run, takes its place with all of it", async () => {
  await start();
  const unit = await defined();
  const { definitions } = submitting();
  await refusal(definitions.write(unit, [enable]));
  const [first] = openRequests(workbench);
  const error = await refusal(definitions.write(unit, [put("u1")]));
  expect(error.reason).toContain(`and replaces ${String(first?.id)}`);
  expect(openRequests(workbench)).toMatchObject([
    { split: { treatments: [{ keys: ["theirs", "u1"] }, { name: "off" }], defaultRule: [{ treatment: "on", size: 100 }] } },
  ]);
});

test.each(["before", "after"] as const)("a request whose answer is lost %s it was made is made once", async (commit) => {
  await start();
  const unit = await defined();
  workbench.server.fault({ kind: "drop", method: "POST", path: "/internal/api/v2/changeRequests/*", commit });
  expect((await refusal(submitting().definitions.write(unit, [enable]))).code).toBe("approval-required");
  expect(openRequests(workbench)).toHaveLength(1);
});

test("of what cannot be done only that fails; the rest is one request", async () => {
  await start();
  const unit = await defined();
  const purple: Edit = { kind: "put-identity-override", identifier: "u7", serve: { kind: "variant", variant: "purple" } };
  const results = await Promise.all(all(submitting(), unit, [[enable], [purple], [put("u1")]]).map(refusal));
  expect(results.map(({ code }) => code)).toEqual(["approval-required", "invalid", "approval-required"]);
  expect(submitted(workbench)).toMatchObject([{ split: { treatments: [{ keys: ["theirs", "u1"] }, { name: "off" }] } }]);
});

test("a flag is deleted once its definition there may go; until then it keeps the others", async () => {
  await start();
  const unit = await defined();
  const staging = { ...unit, environment: await workbench.environment("Staging") };
  await workbench.platform().definitions.write(staging, [enable]);
  const remove = (): Promise<void> => submitting().flags.delete(workbench.project, unit.flag.id);
  expect((await refusal(remove())).code).toBe("approval-required");
  expect(submitted(workbench)).toMatchObject([{ split: { name: "checkout" }, operationType: "ARCHIVE" }]);
  expect((await refusal(remove())).reason).toContain("is already open");
  expect(submitted(workbench)).toHaveLength(1);
  expect(await workbench.read(staging)).toMatchObject({ enabled: true });
  workbench.server.decide(String(openRequests(workbench)[0]?.id), "APPROVED");
  await remove();
  expect(await workbench.platform().flags.get(workbench.project, unit.flag.id)).toBeUndefined();
});

test("many definitions at once, ten operations at a time in any order: one request each, and each is named", async () => {
  await start();
  const environment = await workbench.environment();
  const units: DefinitionUnit[] = [];
  for (let index = 0; index < 12; index++)
    units.push({ project: workbench.project, environment, flag: await workbench.flag(`flag_${String(index)}`) });
  const now = Date.now();
  workbench.clock = { ...hastyClock(), now: () => now };
  const platform = submitting({ title: "t", comment: "c" });
  // All definitions first, then all first overrides, and so on: what belongs together comes far apart.
  const edits: readonly (readonly Edit[])[] = [
    [enable, put("u0")],
    ...["u1", "u2", "u3"].map((each) => [enable, put(each)]),
  ];
  const left = edits.flatMap((each) => units.map((unit) => () => refusal(platform.definitions.write(unit, each))));
  workbench.server.resetRequests();
  const told: PlatformError["details"][] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) told.push(await next());
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  expect(told).toHaveLength(48);
  expect(told.every(({ code }) => code === "approval-required")).toBe(true);
  expect(openRequests(workbench)).toHaveLength(12);
  for (const request of openRequests(workbench)) {
    expect(request).toMatchObject({ split: { treatments: [{ keys: ["u0", "u1", "u2", "u3"] }, {}] } });
    expect(told.some(({ reason }) => reason.includes(request.id))).toBe(true);
  }
  const writes = workbench.requested().filter((each) => !each.startsWith("GET"));
  expect(writes.filter((each) => each === "POST definition")).toHaveLength(1);
  expect(writes.filter((each) => each === "POST /changeRequests")).toHaveLength(12);
  expect(writes).toHaveLength(13);
});

describe("segments", () => {
  const when = [
    {
      match: "all" as const,
      conditions: [{ operator: "equal_to" as const, trait: "plan", value: "pro", values: null, type: null }],
      rules: [],
    },
  ];
  const decideAll = (status: "APPROVED" | "REJECTED"): void => {
    for (const { id } of openRequests(workbench)) workbench.server.decide(id, status);
  };

  test("identities are added, then removed, each by a request; other environments have theirs at once", async () => {
    await start();
    const made = await workbench.platform().segments.create(workbench.project, { name: "beta", identities: [] });
    const update = (identities: readonly string[]) =>
      submitting().segments.update(workbench.project, made.id, { identities });
    expect(await refusal(update(["b", "a"]))).toMatchObject({
      code: "approval-required",
      reason: expect.stringContaining("environment Production accepts changes only with approval") as string,
    });
    await refusal(update(["a", "b"]));
    expect(submitted(workbench)).toEqual([
      {
        segment: { name: "beta", keys: ["b", "a"] },
        operationType: "CREATE",
        title: "Add to segment beta in Production",
        approvers: [],
      },
    ]);
    decideAll("APPROVED");
    expect((await update(["a", "b"])).identities).toEqual(["a", "b"]);

    workbench.server.resetRequests();
    await refusal(update(["b", "c"]));
    decideAll("APPROVED");
    await refusal(update(["b", "c"]));
    decideAll("REJECTED");
    await refusal(update(["b", "c"]));
    decideAll("APPROVED");
    expect((await update(["b", "c"])).identities).toEqual(["b", "c"]);
    expect(submitted(workbench)).toMatchObject([
      { segment: { keys: ["c"] }, operationType: "CREATE" },
      { segment: { keys: ["a"] }, operationType: "ARCHIVE" },
      { segment: { keys: ["a"] }, operationType: "ARCHIVE" },
    ]);
  });

  test("one that is to be made goes on where it waited, and is not made twice", async () => {
    await start();
    const create = () => submitting().segments.create(workbench.project, { name: "beta", identities: ["a"] });
    expect((await refusal(create())).code).toBe("approval-required");
    expect((await refusal(create())).reason).toContain("is already open");
    decideAll("REJECTED");
    expect((await refusal(create())).reason).toContain("was submitted");
    expect(submitted(workbench)).toHaveLength(2);
    decideAll("APPROVED");
    // All there is to it is there: that it is one's own, the resource tells.
    expect((await refusal(create())).code).toBe("exists");
    expect(await workbench.platform().segments.get(workbench.project, "standard:beta")).toMatchObject({ identities: ["a"] });
    const others = () => submitting().segments.create(workbench.project, { name: "beta", identities: ["z"] });
    expect((await refusal(others())).code).toBe("exists");
  });

  test("rules are submitted whole, with whom they exclude", async () => {
    await start();
    const made = await workbench
      .platform()
      .segments.create(workbench.project, { name: "pros", settings: { split: { kind: "rule_based" } } });
    const { id } = await workbench.environment();
    const path = `/internal/api/v2/rule-based-segments/ws/${workbench.project.id}/pros/environments/${id}`;
    expect(workbench.server.write("PUT", path, { rules: [], excludedKeys: ["bob"], excludedSegments: [] }).status).toBe(200);
    workbench.server.resetRequests();
    const update = () => submitting().segments.update(workbench.project, made.id, { rules: when });
    await refusal(update());
    expect((await refusal(update())).reason).toContain("is already open");
    expect(submitted(workbench)).toMatchObject([
      { ruleBasedSegment: { name: "pros", excludedKeys: ["bob"], rules: [{}] }, operationType: "UPDATE" },
    ]);
    decideAll("APPROVED");
    expect((await update()).rules).toEqual(when);
    expect(submitted(workbench)).toHaveLength(1);
  });

  test("an environment is left once the identities may go", async () => {
    await start();
    const staging = ["Staging"];
    const made = await workbench.platform().segments.create(workbench.project, {
      name: "beta",
      settings: { split: { environments: ["Production", "Staging"] } },
    });
    const { id } = await workbench.environment();
    const path = `/internal/api/v2/segments/${id}/beta/uploadKeys?replace=false`;
    expect(workbench.server.write("PUT", path, { keys: ["a"] }).status).toBe(200);
    const leave = () =>
      submitting().segments.update(workbench.project, made.id, { settings: { split: { environments: staging } } });
    await refusal(leave());
    expect(submitted(workbench)).toMatchObject([{ segment: { keys: ["a"] }, operationType: "ARCHIVE" }]);
    decideAll("APPROVED");
    expect((await leave()).settings?.split?.environments).toEqual(staging);
  });

  test("by default they are refused, in Split's words", async () => {
    await start();
    const create = workbench.platform().segments.create(workbench.project, { name: "beta", identities: ["a"] });
    expect(await refusal(create)).toMatchObject({
      code: "approval-required",
      reason: expect.stringContaining("pprovals are required") as string,
    });
    expect(openRequests(workbench)).toEqual([]);
  });
});
