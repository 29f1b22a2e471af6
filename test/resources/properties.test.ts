import { fc, runs } from "../support/fast-check";
import { FlagsmithWorkbench, on, RUNGS_THAT_DIFFER } from "../support/flagsmith-workbench";
import type { Bodies } from "../support/platform-workbench";

/** Whatever is configured before and after, by hand in between, it converges; what is imported plans no write. */

const RUNS = runs(2);

const text = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .filter((each) => each.trim() === each && !/[\u0000-\u001f\u0080-\u009f\ud800-\udfff]/.test(each))
  .map((each) => each.replace(/\$(?=\{)/g, "$$$$").replace(/%(?=\{)/g, "%%"));
const value = fc.oneof(
  text.map((string) => ({ string })),
  fc.boolean().map((boolean) => ({ boolean })),
  fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }).map((integer) => ({ integer })),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((thousandths) => ({ number: thousandths / 1000 })),
  fc
    .jsonValue({ maxDepth: 2, noUnicodeString: true })
    .map((json) => ({ json: JSON.stringify(json).replace(/[$%]/g, "") }))
    .filter(({ json }) => json === json.trim()),
);
const optionalValue = fc.option(value, { nil: null });
const priorities = fc.uniqueArray(fc.nat(6), { minLength: 2, maxLength: 2 });
const override = fc.option(fc.record({ enabled: fc.boolean(), value, hasPriority: fc.boolean() }), { nil: null });

const wanted = fc.record({
  definition: fc.option(fc.record({ enabled: fc.option(fc.boolean(), { nil: null }), value: optionalValue }), { nil: null }),
  beta: override,
  vip: override,
  priorities,
  identity: fc.option(fc.record({ enabled: fc.boolean(), value }), { nil: null }),
});
type Wanted = typeof wanted extends fc.Arbitrary<infer T> ? T : never;

const byHand = fc.constantFrom("nothing", "switch the default", "change beta", "remove beta", "add vip", "move beta");

describe.each(RUNGS_THAT_DIFFER)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeAll(async () => {
    workbench = await FlagsmithWorkbench.open(options);
  });
  afterAll(() => workbench.stop());

  let count = 0;
  async function freshFlag(): Promise<string> {
    const flag = `flag-${String(++count)}`;
    await workbench.flagByHand(flag, { initial_value: "first" });
    workbench.driver = workbench.newDriver();
    return flag;
  }

  function stack(flag: string, each: Wanted): Bodies {
    const at = on(workbench.production, "production", flag);
    const serve = (given: object | null) => (given === null ? null : { value: given });
    const overrides = (["beta", "vip"] as const).flatMap((segment, index) => {
      const one = each[segment];
      if (one === null) return [];
      const priority = one.hasPriority ? (each.priorities[index] ?? null) : null;
      return [[segment, { ...at, segment, priority, enabled: one.enabled, serve: serve(one.value) }] as const];
    });
    return {
      ...(each.definition && {
        environment_definition: { d: { ...at, enabled: each.definition.enabled, serve: serve(each.definition.value) } },
      }),
      ...(overrides.length > 0 && { segment_override: Object.fromEntries(overrides) }),
      ...(each.identity && {
        identity_override: {
          i: { ...at, identity: "user", enabled: each.identity.enabled, serve: serve(each.identity.value) },
        },
      }),
    };
  }

  async function doByHand(flag: string, what: string): Promise<void> {
    const { overrides } = await workbench.served(workbench.production, flag);
    const isThere = overrides.some(([segment]) => segment === workbench.beta);
    if (what === "switch the default") await workbench.defaultByHand(workbench.production, flag, true, "by hand");
    if (what === "change beta")
      await workbench.overrideByHand(workbench.production, flag, workbench.beta, { enabled: false });
    if (what === "remove beta" && isThere) await workbench.destroyOverrideByHand("production", flag, workbench.beta);
    if (what === "add vip") await workbench.overrideByHand(workbench.production, flag, workbench.vip);
    const moved = { segment: { id: Number(workbench.beta), priority: 3 } };
    if (what === "move beta") await workbench.overrideByHand(workbench.production, flag, workbench.beta, moved);
  }

  test("any update from one configuration to another converges, whatever was done by hand in between", async () => {
    await fc.assert(
      fc.asyncProperty(wanted, byHand, wanted, async (before, what, after) => {
        const flag = await freshFlag();
        await workbench.apply(stack(flag, before));
        expect((await workbench.plan(stack(flag, before))).actions()).toEqual({});
        await doByHand(flag, what);
        await workbench.apply(stack(flag, after));
        expect((await workbench.plan(stack(flag, after))).actions()).toEqual({});
        await workbench.destroy(stack(flag, after));
        expect(workbench.driver.state.instances).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test("what was created and is imported elsewhere plans no write", async () => {
    await fc.assert(
      fc.asyncProperty(wanted, async (each) => {
        const flag = await freshFlag();
        const resources = stack(flag, each);
        await workbench.apply(resources);
        workbench.driver = workbench.newDriver();
        for (const [type, bodies] of Object.entries(resources)) {
          for (const [name, body] of Object.entries(bodies)) {
            const { segment, identity } = body as { segment?: string; identity?: string };
            const id = ["production", flag, segment ?? identity].filter(Boolean).join("/");
            await workbench.driver.import(workbench.stack(resources), `flagform_${type}.${name}`, id);
          }
        }
        expect(await workbench.apply(resources)).toEqual([]);
        expect((await workbench.plan(resources)).actions()).toEqual({});
      }),
      { numRuns: RUNS },
    );
  });
});
