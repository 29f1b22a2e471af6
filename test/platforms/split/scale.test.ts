import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Platform } from "../../../src/platforms/port/platform";
import type { Segment } from "../../../src/platforms/port/segment";
import { unitCalled } from "../../support/announced-unit";
import { Workbench } from "./workbench";

const FLAGS = 50;
let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.start(
    {},
    {
      environments: ["Production", "Staging", "Test"].map((name) => ({ name, production: name === "Production" })),
    },
  );
});
afterAll(() => workbench.server.stop());

const split = { kind: "split", weights: { on: 20, off: 80 }, control: null, bucketBy: null, otherwise: null } as const;

async function counted(work: () => Promise<unknown>): Promise<number> {
  workbench.server.resetRequests();
  await work();
  return workbench.server.requests().length;
}

/** As the resources of one flag in one environment do it, ten at once. */
async function applyAll(platform: Platform, units: readonly DefinitionUnit[], edits: readonly (readonly Edit[])[]) {
  const queue = units.map((unit) => async () => {
    const name = `${unit.flag.name}/${unit.environment.name}`;
    edits.forEach(() => platform.definitions.announce(unitCalled(name)));
    await Promise.all(edits.map((each) => platform.definitions.write(unit, each, unitCalled(name))));
  });
  const workers = Array.from({ length: 10 }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await next();
  });
  await Promise.all(workers);
}

test("50 flags in 3 environments, each with a rollout, two segments and five identities", async () => {
  const first = workbench.platform();
  const environments = await first.environments.list(workbench.project);
  const segments: Segment[] = [];
  for (const name of ["beta", "press"]) segments.push(await first.segments.create(workbench.project, { name }));
  const edits: Edit[][] = [
    [{ kind: "set-default", enabled: true, serve: split }],
    ...segments.map((segment): Edit[] => [{ kind: "put-segment-override", segment, enabled: true }]),
    ...["u1", "u2", "u3", "u4", "u5"].map((identifier): Edit[] => [
      { kind: "put-identity-override", identifier, enabled: true },
    ]),
  ];
  const units: DefinitionUnit[] = [];
  const created = await counted(async () => {
    for (let index = 0; index < FLAGS; index++) {
      const flag = await first.flags.create(workbench.project, { name: `flag_${index}` });
      units.push(...environments.map((environment) => ({ project: workbench.project, environment, flag })));
    }
    await applyAll(first, units, edits);
  });

  const second = workbench.platform();
  const refreshed = await counted(async () => {
    await second.flags.list(workbench.project);
    await second.environments.list(workbench.project);
    for (const unit of units) {
      const definition = await second.definitions.sweep(unit);
      expect(definition?.segmentOverrides).toHaveLength(2);
      expect(definition?.identityOverrides?.size).toBe(5);
      expect(await second.identityOverrides.sweep(unit, "u1")).toMatchObject({ enabled: true });
    }
  });
  const nothing = await counted(() => applyAll(second, units.slice(0, 1), edits));
  const changed = await counted(() =>
    applyAll(workbench.platform(), units.slice(0, 1), [
      [{ kind: "set-settings", settings: { split: { trafficAllocation: 50 } } }],
    ]),
  );
  const deleted = await counted(async () => {
    const third = workbench.platform();
    for (const { flag } of units.filter((_, index) => index % environments.length === 0))
      await third.flags.delete(workbench.project, flag.id);
  });
  // One POST for each flag and for each definition; a change is a look at the project (it may demand words), a read, a patch.
  expect({ created, refreshed, nothing, changed, deleted }).toEqual({
    created: FLAGS + FLAGS * 3,
    refreshed: 2 + 3 * 1,
    nothing: 1,
    changed: 3,
    // Refused while it is configured, three definitions, then again; the lists once.
    deleted: FLAGS * 5 + 3,
  });
});
