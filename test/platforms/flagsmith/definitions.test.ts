import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Segment } from "../../../src/platforms/port/segment";
import { failure, totalOf, writesOf } from "../../support/adapter-workbench";
import { unitCalled } from "../../support/announced-unit";
import { DEEP } from "../../support/fast-check";
import { plain, type PlainDefinition, serving, Workbench } from "./workbench";

const STRATEGIES = [
  { strategy: "__future__", server: "2.265", versioning: true },
  { strategy: "experiments", server: "2.240", versioning: false },
  { strategy: "legacy", server: "2.200", versioning: false },
  { strategy: "versions", server: "2.200", versioning: true },
] as const;
const OTHER_KINDS = [
  { strategy: "__future__", server: "2.265", versioning: false },
  { strategy: "experiments", server: "2.240", versioning: true },
] as const;
const TRIED = DEEP ? [...STRATEGIES, ...OTHER_KINDS] : STRATEGIES;

/** What all strategies must come to alike; the deep suite has those that write to both kinds of environments in both. */
describe.each(TRIED)("definitions through $strategy (versioning: $versioning)", ({ strategy, server, versioning }) => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let segments: [Segment, Segment, Segment];

  beforeEach(async () => {
    workbench = await Workbench.start({ server, versioning });
    unit = await workbench.unit("production", "banner", "hello");
    segments = [await workbench.segment("GB"), await workbench.segment("FR"), await workbench.segment("DE")];
  });
  afterEach(() => workbench.stop());

  function put(index: 0 | 1 | 2, value: string, more: { priority?: number; enabled?: boolean } = {}): Edit {
    return {
      kind: "put-segment-override",
      segment: segments[index],
      ...serving({ kind: "string", value }),
      enabled: true,
      ...more,
    };
  }

  function served(definition: PlainDefinition): [string, number, boolean, unknown][] {
    return definition.segmentOverrides.map(({ segmentId, priority, enabled, value }) => [
      segments.find(({ id }) => id === segmentId)?.name ?? "?",
      priority,
      enabled,
      value?.value,
    ]);
  }

  test("a definition changes exactly what is stated", async () => {
    const { definitions } = workbench.platform();
    await definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    const first = { enabled: true, value: { kind: "string", value: "hello" }, segmentOverrides: [] };
    expect(await workbench.state(unit)).toEqual(first);
    expect([first, undefined]).toContainEqual(plain(await definitions.sweep(unit)));
    await definitions.write(unit, [{ kind: "set-default", ...serving({ kind: "integer", value: -7 }) }]);
    const second = { enabled: true, value: { kind: "integer", value: -7 }, segmentOverrides: [] };
    expect(await workbench.state(unit)).toEqual(second);
    expect([second, undefined]).toContainEqual(plain(await definitions.sweep(unit)));
  });

  test.each([
    [
      { kind: "boolean", value: false },
      { kind: "boolean", value: false },
    ],
    [
      { kind: "integer", value: -2147483648 },
      { kind: "integer", value: -2147483648 },
    ],
    [
      { kind: "string", value: "12" },
      { kind: "string", value: "12" },
    ],
    [
      { kind: "string", value: "TRUE" },
      { kind: "string", value: "TRUE" },
    ],
    [
      { kind: "string", value: "" },
      { kind: "string", value: "" },
    ],
    [
      { kind: "string", value: "zwei\nZeilen 🎈" },
      { kind: "string", value: "zwei\nZeilen 🎈" },
    ],
    [
      { kind: "number", value: "1.50" },
      { kind: "string", value: "1.50" },
    ],
    [
      { kind: "json", value: ' {"a": [1]}\n' },
      { kind: "string", value: '{"a": [1]}' },
    ],
  ] as const)("the value %j is kept", async (given, kept) => {
    const { definitions } = workbench.platform();
    await definitions.write(unit, [{ kind: "set-default", ...serving(given) }]);
    expect([kept, undefined]).toContainEqual(plain(await definitions.sweep(unit))?.value);
    expect((await workbench.state(unit)).value).toEqual(kept);
  });

  test("new overrides without a priority go last, one after the other", async () => {
    for (const index of [0, 1, 2] as const) await workbench.platform().definitions.write(unit, [put(index, `v${index}`)]);
    expect(served(await workbench.state(unit))).toEqual([
      ["GB", 0, true, "v0"],
      ["FR", 1, true, "v1"],
      ["DE", 2, true, "v2"],
    ]);
  });

  test("an override that exists keeps its place and what is not stated", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 4 }), put(1, "b", { priority: 9 })]);
    await workbench
      .platform()
      .definitions.write(unit, [{ kind: "put-segment-override", segment: segments[1], enabled: false, whole: {} }]);
    expect(served(await workbench.state(unit))).toEqual([
      ["GB", 4, true, "a"],
      ["FR", 9, false, "b"],
    ]);
  });

  test.each([
    ["with its place", 3],
    ["wherever it stood", undefined],
  ])(
    "an override that somebody removed since it was seen is made again, %s, with all it is to have",
    async (_name, place) => {
      const priority = place === undefined ? {} : { priority: place };
      const update: Edit = {
        kind: "put-segment-override",
        segment: segments[1],
        ...serving({ kind: "string", value: "new" }),
        whole: { enabled: true, ...serving({ kind: "string", value: "new" }), ...priority },
      };
      await workbench.platform().definitions.write(unit, [put(1, "b", priority)]);
      await workbench.platform().definitions.write(unit, [{ kind: "remove-segment-override", segment: segments[1] }]);
      await workbench.platform().definitions.write(unit, [update]);
      expect(served(await workbench.state(unit))).toEqual([["FR", place ?? 0, true, "new"]]);

      await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 0 })]);
      await workbench.platform().definitions.write(unit, [{ kind: "remove-segment-override", segment: segments[1] }]);
      await workbench.platform().definitions.write(unit, [update]);
      expect(served(await workbench.state(unit))).toEqual([
        ["GB", 0, true, "a"],
        ["FR", place ?? 1, true, "new"],
      ]);
    },
  );

  test("an override that somebody changed since it was seen keeps that", async () => {
    await workbench
      .platform()
      .definitions.write(unit, [{ kind: "set-default", enabled: true }, put(1, "b", { priority: 3 })]);
    const value = { kind: "string", value: "new" } as const;
    const killed: Edit = { kind: "put-segment-override", segment: segments[1], enabled: false };
    await workbench.platform().definitions.write(unit, [killed]);
    const whole = { enabled: true, value, priority: 3 };
    await workbench
      .platform()
      .definitions.write(unit, [{ kind: "put-segment-override", segment: segments[1], ...serving(value), whole }]);
    expect(served(await workbench.state(unit))).toEqual([["FR", 3, false, "new"]]);
  });

  test("what a new override does not state is inherited from the default", async () => {
    await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    await workbench
      .platform()
      .definitions.write(unit, [{ kind: "put-segment-override", segment: segments[0], priority: 3 }]);
    expect(served(await workbench.state(unit))).toEqual([["GB", 3, true, "hello"]]);
  });

  test("priorities can be swapped in one batch and in several", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 0 }), put(1, "b", { priority: 1 })]);
    await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 1 }), put(1, "b", { priority: 0 })]);
    expect(served(await workbench.state(unit)).map(([name, place]) => [name, place])).toEqual([
      ["FR", 0],
      ["GB", 1],
    ]);
    const { definitions } = workbench.platform();
    await definitions.write(unit, [put(0, "a", { priority: 0 })]);
    await definitions.write(unit, [put(1, "b", { priority: 1 })]);
    expect(served(await workbench.state(unit)).map(([name, place]) => [name, place])).toEqual([
      ["GB", 0],
      ["FR", 1],
    ]);
  });

  test("whoever stands in the way of a priority moves down, but not what this run has placed", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 0 }), put(1, "b", { priority: 1 })]);
    const { definitions } = workbench.platform();
    await definitions.write(unit, [put(1, "b", { priority: 1 })]);
    await definitions.write(unit, [put(2, "c", { priority: 0 })]);
    expect(served(await workbench.state(unit)).filter(([name]) => name !== "GB")).toEqual([
      ["DE", 0, true, "c"],
      ["FR", 1, true, "b"],
    ]);
  });

  test("an override is removed, and removing it again is no error", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 0 }), put(1, "b", { priority: 5 })]);
    const remove: Edit = { kind: "remove-segment-override", segment: segments[0] };
    await workbench.platform().definitions.write(unit, [remove]);
    const definition = await workbench.state(unit);
    expect(served(definition)).toEqual([["FR", 5, true, "b"]]);
    await workbench.platform().definitions.write(unit, [remove]);
    expect(await workbench.state(unit)).toEqual(definition);
  });

  test("a put and a removal in one operation move an override to another segment in its place", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a", { priority: 0 }), put(1, "b", { priority: 1 })]);
    await workbench
      .platform()
      .definitions.write(unit, [put(2, "a", { priority: 0 }), { kind: "remove-segment-override", segment: segments[0] }]);
    expect(served(await workbench.state(unit))).toEqual([
      ["DE", 0, true, "a"],
      ["FR", 1, true, "b"],
    ]);
  });

  test("an exact set removes what it does not list", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a"), put(1, "b"), put(2, "c")]);
    await workbench.platform().definitions.write(unit, [
      { kind: "set-default", enabled: true },
      { kind: "keep-only-segment-overrides", segments: [segments[1]], unlisted: "remove" },
    ]);
    const definition = await workbench.state(unit);
    expect(definition.enabled).toBe(true);
    expect(served(definition).map(([name]) => name)).toEqual(["FR"]);
  });

  test("a copy of an environment has the overrides of the original, also for the run that made it", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "copied")]);
    const platform = workbench.platform();
    const copy = await platform.environments.create(workbench.project, {
      name: "preview",
      making: { cloneFrom: "production" },
    });
    const inCopy = { ...unit, environment: copy };
    await platform.definitions.write(inCopy, [
      put(1, "own"),
      { kind: "keep-only-segment-overrides", segments: [segments[1]], unlisted: "remove" },
    ]);
    expect(served(await workbench.state(inCopy))).toEqual([["FR", expect.any(Number), true, "own"]]);
  });

  test("an exact set that may not remove fails before the first write, and names what stands there", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a"), put(1, "b")]);
    const { definitions } = workbench.platform();
    let error: Awaited<ReturnType<typeof failure>> | undefined;
    const counts = await workbench.requestsOf(async () => {
      error = await failure(
        definitions.write(unit, [
          put(2, "c"),
          { kind: "keep-only-segment-overrides", segments: [segments[2]], unlisted: "refuse" },
        ]),
      );
    });
    expect(writesOf(counts)).toBe(0);
    expect(error?.code).toBe("exists");
    expect(error?.message).toContain('"GB", "FR"');
    expect(error?.details.nextStep).toContain("production/banner");
  });

  test("what changes nothing is not written where the flag was looked at", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a")]);
    const { definitions } = workbench.platform();
    const counts = await workbench.requestsOf(() => definitions.write(unit, [put(0, "a")]));
    expect(writesOf(counts)).toBe(0);
  });

  test("a put wins over another operation's removal in the same batch, whichever comes first", async () => {
    await workbench.platform().definitions.write(unit, [put(0, "a")]);
    const { definitions } = workbench.platform();
    for (let i = 0; i < 3; i++) definitions.announce(unitCalled("u"));
    await Promise.all([
      definitions.write(unit, [put(0, "new")], unitCalled("u")),
      definitions.write(unit, [{ kind: "remove-segment-override", segment: segments[0] }], unitCalled("u")),
      definitions.write(unit, [{ kind: "set-default", enabled: true }], unitCalled("u")),
    ]);
    expect(served(await workbench.state(unit))).toEqual([["GB", 0, true, "new"]]);
  });

  test("only the culprit of a batch fails", async () => {
    const { definitions } = workbench.platform();
    for (let i = 0; i < 3; i++) definitions.announce(unitCalled("u"));
    const ghost: Edit = {
      kind: "put-segment-override",
      segment: { id: "999999", name: "ghost" },
      enabled: true,
      ...serving({ kind: "string", value: "x" }),
      priority: 1,
    };
    const results = await Promise.allSettled([
      definitions.write(unit, [put(0, "a", { priority: 0 })], unitCalled("u")),
      definitions.write(unit, [ghost], unitCalled("u")),
      definitions.write(unit, [{ kind: "set-default", enabled: true }], unitCalled("u")),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const error = await failure(
      results[1]?.status === "rejected" ? Promise.reject(results[1].reason as Error) : Promise.resolve(),
    );
    expect(error.details).toMatchObject({ code: "invalid", subject: "segment", status: 400 });
    const state = await workbench.state(unit);
    expect(state.enabled).toBe(true);
    expect(served(state)).toEqual([["GB", 0, true, "a"]]);
  });

  test("a flag or an environment that is gone is told apart from one that may not be seen", async () => {
    const limited = workbench.platform({ apiKey: workbench.server.limitedKey });
    expect((await failure(limited.definitions.read(unit))).code).toBe("denied");
    await workbench.platform().flags.delete(unit.project, unit.flag.id);
    const { definitions } = workbench.platform();
    expect(await definitions.read(unit)).toBeUndefined();
    expect((await failure(definitions.write(unit, [put(0, "a", { priority: 0 })]))).details).toMatchObject({ code: "gone" });
    const other = { ...unit, flag: await workbench.flag("other") };
    await workbench.platform().environments.delete(unit.project, unit.environment.id);
    expect(await workbench.platform().definitions.read(other)).toBeUndefined();
    const error = await failure(workbench.platform().definitions.write(other, [{ kind: "set-default", enabled: true }]));
    expect(error.details).toMatchObject({ code: "gone", subject: "environment" });
  });

  test("an environment that requires change requests is refused before the first write", async () => {
    await workbench.api("PATCH", `/api/v1/environments/${unit.environment.clientKey}/`, {
      minimum_change_request_approvals: 1,
    });
    const platform = workbench.platform();
    const edits: Edit[] = [{ kind: "set-default", enabled: true }];
    const stale = await failure(platform.definitions.write(unit, edits));
    expect(stale.code).toBe("approval-required");
    const fresh = await platform.environments.get(unit.project, unit.environment.id);
    expect(fresh?.requiresApproval).toBe(true);
    const counts = await workbench.requestsOf(async () => {
      const error = await failure(platform.definitions.write({ ...unit, environment: fresh ?? unit.environment }, edits));
      expect(error.details).toMatchObject({ code: "approval-required", subject: "environment" });
    });
    expect(totalOf(counts)).toBe(0);
    expect((await workbench.state(unit)).enabled).toBe(false);
  });

  test("the strategy of the server is found by the first use", async () => {
    await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    expect(workbench.logged).toContain(`flags are read and written through the ${strategy} API`);
  });
});

describe("of a server that has the whole-flag endpoint", () => {
  let workbench: Workbench;
  beforeEach(async () => {
    workbench = await Workbench.start();
  });
  afterEach(() => workbench.stop());

  test("one changed value is one request", async () => {
    const unit = await workbench.unit();
    const segment = await workbench.segment("GB");
    await workbench.platform().definitions.write(unit, [{ kind: "put-segment-override", segment, priority: 0 }]);
    const { definitions } = workbench.platform();
    const value = { kind: "string", value: "new" } as const;
    expect(
      totalOf(await workbench.requestsOf(() => definitions.write(unit, [{ kind: "set-default", ...serving(value) }]))),
    ).toBe(1);
    const edits: Edit[] = [{ kind: "put-segment-override", segment, ...serving(value), whole: { enabled: false } }];
    expect(totalOf(await workbench.requestsOf(() => workbench.platform().definitions.write(unit, edits)))).toBe(1);
    const removal: Edit[] = [{ kind: "remove-segment-override", segment }];
    expect(totalOf(await workbench.requestsOf(() => workbench.platform().definitions.write(unit, removal)))).toBe(1);
  });

  test("overrides of a flag made in the same run need no look", async () => {
    const platform = workbench.platform();
    const environment = await workbench.environment("production");
    const segments = [await workbench.segment("GB"), await workbench.segment("FR")];
    const flag = await platform.flags.create(workbench.project, { name: "new" });
    const unit = { project: workbench.project, environment, flag };
    const counts = await workbench.requestsOf(async () => {
      for (const segment of segments) await platform.definitions.write(unit, [{ kind: "put-segment-override", segment }]);
    });
    expect(totalOf(counts)).toBe(2);
    expect((await workbench.state(unit)).segmentOverrides.map(({ priority }) => priority)).toEqual([0, 1]);
  });

  test("a pinned API that the server lacks is named, with what it needs", async () => {
    const old = await Workbench.start({ server: "2.240" });
    const unit = await old.unit();
    const error = await failure(
      old.platform({ writeApi: "__future__" }).definitions.write(unit, [{ kind: "set-default", enabled: true }]),
    );
    expect(error.details).toMatchObject({ code: "unsupported", subject: "write_api" });
    expect(error.details.nextStep).toContain("2.263");
    await old.stop();
  });

  test("a server with neither API is asked for them once, and written to as each environment takes it", async () => {
    const old = await Workbench.start({ server: "2.200" });
    const plainUnit = await old.unit("staging");
    const key = (await old.environment("production")).clientKey;
    await old.api("POST", `/api/v1/environments/${key}/enable-v2-versioning/`);
    const platform = old.platform();
    const production = (await platform.environments.list(old.project)).find(({ clientKey }) => clientKey === key);
    const versioned = { ...plainUnit, environment: production ?? plainUnit.environment };
    expect(await platform.definitions.read(plainUnit)).toMatchObject({ enabled: false });
    old.server.resetRequests();
    const edits: Edit[] = [{ kind: "set-default", enabled: true, ...serving({ kind: "string", value: "x" }) }];
    await Promise.all([plainUnit, versioned].map((unit) => platform.definitions.write(unit, edits)));
    await platform.definitions.write(versioned, [{ kind: "set-default", enabled: false }]);
    const absent = old.server.requests().filter(({ status }) => status === 404);
    expect(absent.map(({ path }) => path.split("/").slice(2, 3))).toEqual([["experiments"]]);
    expect(await old.state(plainUnit)).toMatchObject({ enabled: true, value: { value: "x" } });
    expect(await old.state(versioned)).toMatchObject({ enabled: false, value: { value: "x" } });
    expect(old.logged).toContain("flags are read and written through the legacy API");
    expect(old.logged).toContain("flags are read and written through the versions API");
    await old.stop();
  });

  test("something that is no Flagsmith server at all is told from one", async () => {
    workbench.server.fault({ kind: "html", status: 404, times: 0 });
    const environment = { id: "1", name: "production", description: null, clientKey: "key", requiresApproval: false };
    const unit = { project: workbench.project, environment, flag: { id: "1", name: "banner" } };
    const error = await failure(workbench.platform().definitions.read(unit));
    expect(error.details).toMatchObject({ code: "unsupported", subject: "write_api" });
    expect(error.message).toContain("none of the flag APIs");
  });

  test("an override without a value survives a batch that removes another, though a PUT could not say it", async () => {
    const unit = await workbench.unit("production", "plain");
    const segments = [await workbench.segment("GB"), await workbench.segment("FR"), await workbench.segment("DE")] as const;
    const { definitions } = workbench.platform();
    await definitions.write(unit, [
      { kind: "put-segment-override", segment: segments[0], enabled: true, priority: 0 },
      { kind: "put-segment-override", segment: segments[1], enabled: true, priority: 1 },
    ]);
    await workbench.platform().definitions.write(unit, [
      { kind: "set-default", ...serving({ kind: "string", value: "now" }) },
      { kind: "put-segment-override", segment: segments[2], enabled: true, priority: 1 },
      { kind: "remove-segment-override", segment: segments[1] },
    ]);
    const definition = await workbench.state(unit);
    expect(definition.value).toEqual({ kind: "string", value: "now" });
    expect(definition.segmentOverrides).toEqual([
      { segmentId: segments[0].id, priority: 0, enabled: true, value: null },
      { segmentId: segments[2].id, priority: 1, enabled: true, value: { kind: "string", value: "now" } },
    ]);
  });
});

test("the older API makes an empty text of no value, and says so", async () => {
  const workbench = await Workbench.start({ server: "2.240" });
  const unit = await workbench.unit();
  const { warnings } = await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
  expect((await workbench.state(unit)).value).toEqual({ kind: "string", value: "" });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("no value");
  await workbench.stop();
});
