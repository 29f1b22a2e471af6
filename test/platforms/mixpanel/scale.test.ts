import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Platform } from "../../../src/platforms/port/platform";
import type { Segment } from "../../../src/platforms/port/segment";
import { totalOf } from "../../support/adapter-workbench";
import { unitCalled } from "../../support/announced-unit";
import { Workbench } from "./workbench";

const FLAGS = 50;
const ENVIRONMENTS = ["production", "staging", "dev"];
const UNITS = FLAGS * ENVIRONMENTS.length;

/** The adapter's part of what Terraform asks for: ten at a time, everything of one unit at once. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < items.length; index += 10) await Promise.all(items.slice(index, index + 10).map(work));
}

function write(platform: Platform, unit: DefinitionUnit, segments: readonly Segment[]): Promise<unknown> {
  const weights = { on: 30, off: 70 };
  const split = { kind: "split", weights, control: null, bucketBy: null, otherwise: null } as const;
  const users = ["a", "b", "c", "d", "e"].map((identifier): Edit => ({
    kind: "put-identity-override",
    identifier,
    enabled: true,
  }));
  const overrides = segments.map((segment): Edit => ({ kind: "put-segment-override", segment, enabled: true }));
  const operations: Edit[] = [{ kind: "set-default", enabled: true, serve: split }, ...overrides, ...users];
  return Promise.all(operations.map((edit) => platform.definitions.write(unit, [edit], unitCalled("unit"))));
}

test("fifty flags in three environments take a counted number of requests", async () => {
  const workbench = await Workbench.start();
  try {
    const first = workbench.platform();
    const project = await first.project(null);
    const names = Array.from({ length: FLAGS }, (_, index) => `flag-${index}`);
    const flags: Flag[] = [];
    const segments: Segment[] = [];
    const units: DefinitionUnit[] = [];

    const create = await workbench.requestsOf(async () => {
      segments.push(await workbench.segment(first, "Beta", "de"), await workbench.segment(first, "Staff", "at"));
      await each(names, async (name) => flags.push(await workbench.flag(first, name)));
      for (const flag of flags) for (const name of ENVIRONMENTS) units.push(await workbench.unit(first, flag, name));
      await each(units, (unit) => {
        for (let edits = 0; edits < 8; edits++) first.definitions.announce(unitCalled("unit"));
        return write(first, unit, segments);
      });
    });
    // Data views, lists of flags and of cohorts (anew after each segment that is made); a POST per copy; a look and a PUT each.
    const lists = 3 + 3 + 12;
    expect(totalOf(create)).toBeLessThanOrEqual(lists + 6 + UNITS + 2 * UNITS);

    const refresh = await workbench.requestsOf(async () => {
      const fresh = workbench.platform();
      await fresh.flags.list(project);
      await fresh.segments.list(project);
      for (const unit of units) await fresh.definitions.sweep(unit);
      for (const unit of units) await fresh.identityOverrides.sweep(unit, "a");
    });
    expect(totalOf(refresh)).toBe(9);

    const [unit] = units;
    if (!unit) throw new Error("no unit");
    const change = await workbench.requestsOf(() => {
      const fresh = workbench.platform();
      return fresh.definitions.write(unit, [{ kind: "put-identity-override", identifier: "f", enabled: true }]);
    });
    // Its data view and list, cohorts of all three (with their views), the read, the look before the write, the write.
    expect(totalOf(change)).toBeLessThanOrEqual(10);

    const fresh = workbench.platform();
    const remove = await workbench.requestsOf(() => each(flags, (flag) => fresh.flags.delete(project, flag.id)));
    // Read, switched off, deleted: an enabled flag may not be deleted.
    expect(totalOf(remove)).toBeLessThanOrEqual(6 + 3 * UNITS);
    if (process.env.FLAGFORM_COUNTS)
      process.stderr.write(`${JSON.stringify({ create, refresh, change, remove }, null, 1)}\n`);
  } finally {
    await workbench.stop();
  }
});
