import fc from "fast-check";
import { ALL_RUNGS, FlagsmithWorkbench, on } from "../support/flagsmith-workbench";
import type { Bodies } from "../support/platform-workbench";
import { DEEP_TIMEOUT_MS, holds } from "./deep";
import { Reused } from "./reused";

/**
 * Addresses that are shuffled without moved blocks, by name or by key of a `for_each`, with flags replaced underneath and the new made
 * first or last: what the configuration says at the end is what the platform serves.
 */

const SEGMENTS = ["beta", "vip"] as const;
const place = fc.record({ segment: fc.constantFrom(...SEGMENTS), flag: fc.constantFrom("a", "b") });
const keyOf = ({ segment, flag }: { readonly segment: string; readonly flag: string }) => `${flag}/${segment}`;
const layout = fc.record({
  /** Which address holds which override: two of one place are refused at plan. */
  overrides: fc.uniqueArray(place, { selector: keyOf, maxLength: 4 }),
  addresses: fc.shuffledSubarray(["p", "q", "r", "s"], { minLength: 4 }),
  how: fc.constantFrom("names", "for_each"),
  createFirst: fc.boolean(),
  value: fc.constantFrom("one", "two"),
  /** Flags that are replaced in this run. */
  replaced: fc.subarray(["a", "b"]),
});
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

let cases = 0;

function stackOf(said: Layout, workbench: FlagsmithWorkbench, run: string): Bodies {
  const flags = ["a", "b"].map((name) => [name, { key: `${name}-${run}`, type: "string" }] as const);
  const lifecycle = { create_before_destroy: said.createFirst };
  const bodies = said.overrides.map(({ segment, flag }, index) => {
    const address = `\${flagform_feature_flag.${flag}`;
    const at = { ...on(workbench.production, "production"), flag: `${address}.key}`, flag_id: `${address}.id}` };
    return [
      said.addresses[index] ?? "",
      { ...at, segment, serve: { value: { string: `${segment} ${said.value}` } } },
    ] as const;
  });
  const each = Object.fromEntries(
    bodies.map(([name, { flag, flag_id, segment, serve }]) => [name, { flag, flag_id, segment, text: serve.value.string }]),
  );
  const keyed = {
    ...on(workbench.production, "production"),
    for_each: each,
    flag: "${each.value.flag}",
    flag_id: "${each.value.flag_id}",
    segment: "${each.value.segment}",
    serve: { value: { string: "${each.value.text}" } },
    lifecycle,
  };
  const named = Object.fromEntries(bodies.map(([name, body]) => [name, { ...body, lifecycle }]));
  return {
    feature_flag: Object.fromEntries(flags),
    ...(bodies.length > 0 && { segment_override: said.how === "for_each" ? { keyed } : named }),
  };
}

/** What is served, by flag and segment. */
async function servedBy(workbench: FlagsmithWorkbench, run: string): Promise<Readonly<Record<string, unknown>>> {
  const rows = await Promise.all(
    ["a", "b"].map(async (flag) => {
      const { overrides } = await workbench.served(workbench.production, `${flag}-${run}`);
      return overrides.map(([id, , value]) => [`${flag}/${id === workbench.beta ? "beta" : "vip"}`, value] as const);
    }),
  );
  return Object.fromEntries(rows.flat());
}

describe.each(ALL_RUNGS)("$strategy", ({ strategy, options }) => {
  const workbenches = new Reused(() => FlagsmithWorkbench.open(options));
  afterAll(() => workbenches.stop());

  test(
    "whatever becomes of addresses, what the configuration says at the end is what is served",
    () =>
      holds(
        `Claims (${strategy})`,
        { part: 1, whole: 300 },
        fc.array(layout, { minLength: 2, maxLength: 4 }),
        async (layouts) => {
          const workbench = await workbenches.take();
          const run = `c${String(++cases)}`;
          workbench.driver = workbench.newDriver();
          for (const said of layouts) {
            const stack = workbench.stack(stackOf(said, workbench, run));
            const known = said.replaced
              .map((name) => `flagform_feature_flag.${name}`)
              .filter((each) => workbench.driver.instance(each));
            // A flag that is replaced while its key stays cannot be there twice.
            await workbench.driver.apply(stack, { replace: said.createFirst ? [] : known });
            const wanted = said.overrides.map((each) => [keyOf(each), `${each.segment} ${said.value}`] as const);
            expect(await servedBy(workbench, run)).toEqual(Object.fromEntries(wanted));
            expect((await workbench.driver.plan(stack)).actions()).toEqual({});
          }
          await workbench.driver.destroy(workbench.stack(stackOf(layouts[0] ?? never(), workbench, run)));
          expect(workbench.driver.state.instances).toEqual([]);
        },
      ),
    DEEP_TIMEOUT_MS,
  );
});

function never(): never {
  throw new Error("a case without layouts");
}
