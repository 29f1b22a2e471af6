import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Segment } from "../../../src/platforms/port/segment";
import { failure } from "../../support/adapter-workbench";
import { fc, runs } from "../../support/fast-check";
import { plain, type PlainDefinition, serving, Workbench } from "./workbench";

test.each([
  ["each batch in a process of its own", false],
  ["all in the process that made the flag", true],
])("any edits come to the same end through all APIs, versioned or not: %s", async (_name, inOneProcess) => {
  const workbenches = await Promise.all(
    (["2.265", "2.240", "2.200"] as const).flatMap((server) =>
      [false, true].map((versioning) => Workbench.start({ server, versioning })),
    ),
  );
  const segmentsOf = new Map<Workbench, Segment[]>();
  for (const workbench of workbenches) {
    segmentsOf.set(workbench, [
      await workbench.segment("A"),
      await workbench.segment("B"),
      await workbench.segment("C"),
      await workbench.segment("D"),
    ]);
    await workbench.environment("production");
  }
  const value = fc.constantFrom("x", "y", "7", "");
  const index = fc.nat({ max: 3 });
  const edit = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), enabled: fc.option(fc.boolean()), value: fc.option(value) }),
    fc.record({
      kind: fc.constant("put" as const),
      index,
      priority: fc.option(fc.nat({ max: 5 })),
      enabled: fc.boolean(),
      value: fc.option(value),
    }),
    fc.record({ kind: fc.constant("remove" as const), index }),
    fc.record({ kind: fc.constant("only" as const), indexes: fc.uniqueArray(index) }),
  );
  // Two operations of one batch never want the same place: which of them won would be chance.
  const batch = fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .filter((edits) => edits.filter(({ kind }) => kind === "only").length <= 1)
    .filter((edits) => {
      const puts = edits.flatMap((each) => (each.kind === "put" ? [each] : []));
      const places = puts.flatMap(({ priority }) => (priority === null ? [] : [priority]));
      return new Set(places).size === places.length && new Set(puts.map((put) => put.index)).size === puts.length;
    });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
      run++;
      const ends = await Promise.all(
        workbenches.map(async (workbench) => {
          const segments = segmentsOf.get(workbench) ?? [];
          const own = workbench.platform();
          const [environment] = await own.environments.list(workbench.project);
          if (!environment) throw new Error("no environment");
          const unit: DefinitionUnit = {
            project: workbench.project,
            environment,
            flag: await own.flags.create(workbench.project, {
              name: `flag-${run}`,
              initial: { value: { kind: "string", value: "hello" } },
            }),
          };
          const at = (position: number): Segment => segments[position] as Segment;
          for (const edits of batches) {
            const neutral = edits.map((each): Edit => {
              const shown =
                "value" in each && each.value !== null ? { value: { kind: "string", value: each.value } as const } : {};
              switch (each.kind) {
                case "set":
                  return { kind: "set-default", ...(each.enabled === null ? {} : { enabled: each.enabled }), ...shown };
                case "put":
                  return {
                    kind: "put-segment-override",
                    segment: at(each.index),
                    enabled: each.enabled,
                    ...(each.priority === null ? {} : { priority: each.priority }),
                    ...shown,
                  };
                case "remove":
                  return { kind: "remove-segment-override", segment: at(each.index) };
                case "only":
                  return { kind: "keep-only-segment-overrides", segments: each.indexes.map(at), unlisted: "remove" };
              }
            });
            const { definitions } = inOneProcess ? own : workbench.platform();
            const { warnings } = await definitions.write(unit, neutral);
            expect(warnings).toEqual([]);
            const definition = await workbench.state(unit);
            expect([undefined, definition]).toContainEqual(plain(await definitions.sweep(unit)));
            for (const [position, put] of edits.entries()) {
              if (put.kind !== "put" || put.priority === null) continue;
              // Within one operation the last word counts.
              const later = edits.slice(position + 1);
              if (later.some((each) => each.kind === "remove" && each.index === put.index)) continue;
              const found = definition.segmentOverrides.find(({ segmentId }) => segmentId === at(put.index).id);
              expect(found?.priority).toBe(put.priority);
            }
          }
          return named(await workbench.state(unit), segments);
        }),
      );
      for (const end of ends.slice(1)) expect(end).toEqual(ends[0]);
    }),
    { numRuns: runs(10) },
  );
  await Promise.all(workbenches.map((workbench) => workbench.stop()));
});

function named(definition: PlainDefinition, segments: readonly Segment[]): unknown {
  return {
    ...definition,
    segmentOverrides: definition.segmentOverrides.map(({ segmentId, ...rest }) => ({
      segment: segments.find(({ id }) => id === segmentId)?.name,
      ...rest,
    })),
  };
}

describe.each([
  ["2.265", true],
  ["2.240", true],
  ["2.200", true],
  ["2.200", false],
] as const)("faults of a server of release %s (versioning: %s)", (server, versioning) => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let segment: Segment;
  const value = { kind: "string", value: "x" } as const;

  beforeEach(async () => {
    workbench = await Workbench.start({ server, versioning });
    unit = await workbench.unit("production", "banner", "hello");
    segment = await workbench.segment("GB");
  });
  afterEach(() => workbench.stop());

  const edits = (): Edit[] => [
    { kind: "set-default", enabled: true, ...serving(value) },
    { kind: "put-segment-override", segment, enabled: true, ...serving(value), priority: 2 },
  ];
  const written: unknown = { enabled: true, value, segmentOverrides: [{ priority: 2, enabled: true, value }] };

  test.each([
    ["an answer of 503 before the write", { kind: "status", status: 503, commit: "before" }],
    ["an answer of 502 after the write", { kind: "status", status: 502, commit: "after" }],
    ["a connection dropped before the write", { kind: "drop", commit: "before" }],
    ["a connection dropped after the write", { kind: "drop", commit: "after" }],
    ["a throttle that says no time", { kind: "throttle" }],
    ["a throttle that says a time", { kind: "throttle", retryAfter: 0 }],
    ["a firewall's page", { kind: "html", status: 403 }],
  ] as const)("%s is survived by each request of a write", async (_name, fault) => {
    for (let nth = 1; nth <= 3; nth++) {
      workbench.server.clearFaults();
      workbench.server.fault({ ...fault, nth });
      await workbench.platform().definitions.write(unit, edits());
      expect(await workbench.state(unit)).toMatchObject(written as object);
      await workbench.platform().definitions.write(unit, [
        { kind: "set-default", enabled: false },
        { kind: "remove-segment-override", segment },
      ]);
    }
  });

  test("a server that is down is unavailable, never gone", async () => {
    workbench.server.fault({ kind: "status", status: 500, times: 99 });
    const { definitions } = workbench.platform();
    expect((await failure(definitions.read(unit))).details).toMatchObject({ code: "unavailable", status: 500 });
    expect((await failure(definitions.write(unit, edits()))).code).toBe("unavailable");
  });

  test("a login page in front of the server is told as such", async () => {
    workbench.server.fault({ kind: "html", status: 200, times: 99 });
    const platform = workbench.platform();
    const error = await failure(platform.project(null));
    expect(error.details).toMatchObject({ code: "unreachable", subject: "host" });
    expect(error.message).toContain("the answer is not from the API");
  });

  test("somebody who takes the priority between our look and our write is moved down", async () => {
    const other = await workbench.segment("FR");
    const { environment, flag } = unit;
    const override = {
      feature_segment: { segment: Number(other.id), priority: 2 },
      enabled: true,
      feature_state_value: { type: "unicode", string_value: "theirs" },
    };
    const theirs = versioning
      ? {
          path: `/api/v1/environments/${environment.id}/features/${flag.id}/versions/`,
          body: { publish_immediately: true, feature_states_to_create: [override] },
        }
      : {
          path: `/api/v1/environments/${environment.clientKey}/features/${flag.id}/create-segment-override/`,
          body: override,
        };
    const isFuture = server === "2.265";
    workbench.server.fault({
      kind: "write",
      commit: "after",
      method: "GET",
      path: isFuture
        ? `/api/__future__/environments/${environment.clientKey}/features/${flag.id}/`
        : `/api/v1/features/featurestates/`,
      write: { method: "POST", ...theirs },
    });
    const put: Edit = { kind: "put-segment-override", segment, enabled: true, ...serving(value), priority: 2 };
    const keep: Edit = { kind: "set-default", enabled: true };
    const removal: Edit = { kind: "remove-segment-override", segment: { id: "999999", name: "never there" } };
    await workbench.platform().definitions.write(unit, [put, keep, removal]);
    expect((await workbench.state(unit)).segmentOverrides).toEqual([
      { segmentId: segment.id, priority: 2, enabled: true, value },
      { segmentId: other.id, priority: 3, enabled: true, value: { kind: "string", value: "theirs" } },
    ]);
  });

  test("stopping the run ends what waits, as cancelled", async () => {
    const stop = new AbortController();
    workbench.server.fault({ kind: "throttle", retryAfter: 3600, times: 99 });
    const platform = workbench.platform({}, { signal: stop.signal, log: (level) => level === "warn" && stop.abort() });
    expect((await failure(platform.definitions.write(unit, edits()))).code).toBe("cancelled");
  });
});
