import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Environment } from "../../../src/platforms/port/environment";
import type { Segment } from "../../../src/platforms/port/segment";
import { totalOf, writesOf } from "../../support/adapter-workbench";
import { unitCalled } from "../../support/announced-unit";
import { plain, serving, Workbench } from "./workbench";

const FLAGS = 50;
const ENVIRONMENTS = ["production", "staging", "development"];

/** Requests, which are what a hosted platform counts. Its own provider sends 1,350 to create this, and 857 to look at it. */
describe.each([false, true])(
  "50 flags, 3 environments, a definition and two overrides each (versioning: %s)",
  (versioning) => {
    let workbench: Workbench;
    let environments: Environment[];
    let segments: Segment[];

    beforeEach(async () => {
      workbench = await Workbench.start({ versioning });
      environments = [];
      for (const name of ENVIRONMENTS) environments.push(await workbench.environment(name));
      segments = [await workbench.segment("GB"), await workbench.segment("FR")];
    });
    afterEach(() => workbench.stop());

    /**
     * A flag, then all that hangs on it, each planned just before it is applied. Everything at once shows what folding can do;
     * Terraform runs ten at once and seldom has the edits of one definition among them, so that it comes nearer to a write each.
     */
    async function createAll(parallelism: number): Promise<DefinitionUnit[]> {
      const platform = workbench.platform();
      const project = await platform.project(null);
      const units: DefinitionUnit[] = [];
      const walk = new Walk(parallelism);
      for (let index = 0; index < FLAGS; index++) {
        walk.add(async () => {
          const flag = await platform.flags.create(project, { name: `flag-${index}` });
          const edits = environments.flatMap((environment) => {
            const unit = { project, environment, flag };
            units.push(unit);
            return [undefined, ...segments].map((segment, priority) => ({ unit, segment, priority }));
          });
          for (const { unit, segment, priority } of edits) {
            walk.add(async () => {
              const name = `${unit.environment.name}/${unit.flag.name}`;
              platform.definitions.announce(unitCalled(name));
              // The plan's answer and the next request travel between the two processes.
              await new Promise((resolve) => setImmediate(resolve));
              await Promise.all([platform.environments.list(project), platform.segments.list(project)]);
              const value = { kind: "string", value: `${name} ${priority}` } as const;
              const edit: Edit = segment
                ? { kind: "put-segment-override", segment, enabled: true, ...serving(value), priority: priority - 1 }
                : { kind: "set-default", enabled: true, ...serving(value) };
              await platform.definitions.write(unit, [edit], unitCalled(name));
            });
          }
        });
      }
      await walk.done();
      return units;
    }

    test("with ten at once the edits of a definition meet as far as they are planned together", async () => {
      const creation = await workbench.requestsOf(() => createAll(10));
      // How many meet is a matter of timing; on a slow network they also meet while the first is under way.
      expect(writesOf(creation)).toBeLessThan(FLAGS + 2 * FLAGS * ENVIRONMENTS.length);
    });

    test("create, look, change one", async () => {
      let units: DefinitionUnit[] = [];
      const creation = await workbench.requestsOf(async () => {
        units = await createAll(Infinity);
      });
      expect(writesOf(creation)).toBeLessThanOrEqual(FLAGS + FLAGS * ENVIRONMENTS.length);
      expect(totalOf(creation)).toBeLessThanOrEqual(FLAGS + FLAGS * ENVIRONMENTS.length + 6);

      const platform = workbench.platform();
      const refresh = await workbench.requestsOf(async () => {
        await Promise.all(
          units.map(async (unit) => {
            const project = await platform.project(null);
            await Promise.all([
              platform.flags.list(project),
              platform.environments.list(project),
              platform.segments.list(project),
            ]);
            const definition = await platform.definitions.sweep(unit);
            expect(definition).toMatchObject({ enabled: true, segmentOverrides: [{ priority: 0 }, { priority: 1 }] });
          }),
        );
      });
      expect(totalOf(refresh)).toBeLessThanOrEqual(10);

      const [unit] = units;
      if (!unit) throw new Error("nothing was created");
      const change = await workbench.requestsOf(() =>
        workbench
          .platform()
          .definitions.write(unit, [{ kind: "set-default", ...serving({ kind: "string", value: "changed" }) }]),
      );
      expect(totalOf(change)).toBe(1);
      expect((await workbench.state(unit)).value).toEqual({ kind: "string", value: "changed" });
    });
  },
);

/** A walk of jobs, so many at once, first come first served; jobs may add jobs. */
class Walk {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;
  private finish: () => void = () => undefined;

  constructor(private readonly parallelism: number) {}

  add(job: () => Promise<void>): void {
    this.waiting.push(job);
  }

  done(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fill(reject);
    });
  }

  private fill(reject: (error: unknown) => void): void {
    while (this.running < this.parallelism) {
      const job = this.waiting.shift();
      if (!job) break;
      this.running++;
      job().then(() => {
        this.running--;
        this.fill(reject);
      }, reject);
    }
    if (this.running === 0) this.finish();
  }
}

test("a sweep is late at most: what differs is for an exact read to decide, and what we wrote is known", async () => {
  const workbench = await Workbench.start();
  const unit = await workbench.unit("production", "banner", "hello");
  const platform = workbench.platform();
  expect(await platform.definitions.sweep(unit)).toEqual({
    enabled: false,
    served: { kind: "value", value: { kind: "string", value: "hello" } },
    segmentOverrides: [],
  });
  await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
  expect(await platform.definitions.sweep(unit)).toMatchObject({ enabled: false });
  expect(await platform.definitions.read(unit)).toMatchObject({ enabled: true });
  await platform.definitions.write(unit, [{ kind: "set-default", ...serving({ kind: "integer", value: 1 }) }]);
  const definition = await workbench.state(unit);
  expect(plain(await platform.definitions.sweep(unit))).toEqual(definition);
  const later = { ...unit, flag: await workbench.flag("later") };
  expect(await platform.definitions.sweep(later)).toBeUndefined();
  const exact = workbench.platform({}, { refresh: "exact" });
  expect(await exact.definitions.sweep(unit)).toBeUndefined();
  expect(plain(await exact.definitions.read(unit))).toEqual(definition);
  await workbench.stop();
});

test("where the document cannot be had, exact reads do, and it is asked for once", async () => {
  const workbench = await Workbench.start();
  const unit = await workbench.unit();
  const path = `/api/v1/environments/${unit.environment.clientKey}/document/`;
  workbench.server.fault({ kind: "status", status: 500, path, times: 99 });
  const { definitions } = workbench.platform();
  const counts = await workbench.requestsOf(async () => {
    for (let i = 0; i < 3; i++) expect(await definitions.sweep(unit)).toBeUndefined();
  });
  expect(counts["GET /api/v1/environments/{environment}/document/"]).toBe(1);
  expect(await definitions.read(unit)).toMatchObject({ enabled: false });
  await workbench.stop();
});
