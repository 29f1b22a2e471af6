import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Segment } from "../../../src/platforms/port/segment";
import { Workbench } from "./workbench";

/** Counted requests for fifty flags in three environments, each with a split, two segments and five identities. */

const FLAGS = 50;
const ENVIRONMENTS = ["production", "preview", "development"];

let workbench: Workbench;
let flags: Flag[];
let segments: Segment[];

beforeAll(async () => {
  workbench = await Workbench.start();
  segments = await Promise.all(["beta", "staff"].map((name) => workbench.segment(name)));
});

afterAll(() => workbench.stop());

function units(flag: Flag): DefinitionUnit[] {
  return ENVIRONMENTS.map((name) => ({ project: workbench.project, environment: workbench.environment(name), flag }));
}

const rollout: Edit = {
  kind: "set-default",
  enabled: true,
  serve: { kind: "split", weights: { on: 10, off: 90 }, control: null, bucketBy: null, otherwise: null },
};

function overrides(): Edit[] {
  const ofSegments = segments.map((segment, priority): Edit => ({
    kind: "put-segment-override",
    segment,
    enabled: true,
    priority,
  }));
  const identities = [1, 2, 3, 4, 5].map((number): Edit => {
    return { kind: "put-identity-override", identifier: `user-${number}`, enabled: true };
  });
  return [...ofSegments, ...identities];
}

async function counted(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts = await workbench.requestsOf(work);
  const byMethod: Record<string, number> = {};
  for (const [route, count] of Object.entries(counts)) {
    const method = route.split(" ")[0] ?? "";
    byMethod[method] = (byMethod[method] ?? 0) + count;
  }
  return byMethod;
}

test("create: one PUT a flag, and one read and one write for all that it serves", async () => {
  const platform = workbench.platform();
  const counts = await counted(async () => {
    const project = await platform.project(null);
    flags = [];
    for (let index = 0; index < FLAGS; index++) flags.push(await platform.flags.create(project, { name: `flag-${index}` }));
    await Promise.all(
      flags
        .flatMap(units)
        .flatMap((unit) => [
          platform.definitions.write(unit, [rollout]),
          ...overrides().map((edit) => platform.definitions.write(unit, [edit])),
        ]),
    );
  });
  expect(counts).toEqual({ GET: 1 + FLAGS, PUT: FLAGS, PATCH: FLAGS });
});

test("a refresh without a change: the project and two lists", async () => {
  const platform = workbench.platform();
  const counts = await counted(async () => {
    await platform.project(null);
    await platform.flags.list(workbench.project);
    for (const unit of flags.flatMap(units)) {
      expect(await platform.definitions.sweep(unit)).toMatchObject({ enabled: true });
      expect(await platform.identityOverrides.sweep(unit, "user-3")).toMatchObject({ enabled: true });
    }
  });
  expect(counts).toEqual({ GET: 3 });
});

test("one change: a read and a write", async () => {
  const [flag] = flags;
  const [unit] = flag ? units(flag) : [];
  if (!unit) throw new Error("no unit");
  const platform = workbench.platform();
  const counts = await counted(() => platform.definitions.write(unit, [{ kind: "set-killed", killed: true }]));
  expect(counts).toEqual({ GET: 1, PATCH: 1 });
});

test("delete: archived and deleted, each after a look", async () => {
  const platform = workbench.platform();
  const counts = await counted(() => Promise.all(flags.map(({ id }) => platform.flags.delete(workbench.project, id))));
  expect(counts).toEqual({ GET: 2 * FLAGS, PATCH: FLAGS, DELETE: FLAGS });
});
