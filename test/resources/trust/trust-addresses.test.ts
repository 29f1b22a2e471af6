import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

/** Addresses change without a `moved` block, and what is served stays, whichever of the two comes first. */
describe.each(RUNGS)("$strategy", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const at = () => on(workbench.production, "production");
  const served = () => workbench.served(workbench.production, "banner");
  const override = (settings: object = {}) => ({ ...at(), segment: "beta", serve: text("for beta"), ...settings });
  const identity = () => ({ ...at(), identity: "user-1", serve: text("for you") });
  const definition = (settings: object = {}) => ({ ...at(), enabled: true, serve: text("hello"), ...settings });
  const exact = () => definition({ segment_overrides: { beta: { serve: text("for beta") } } });

  /** A segment that was made after something is destroyed before it, and its deletion takes a while: the rest overtakes it. */
  const detaining = (address: string): Bodies => ({
    segment: { slow: { name: "slow", rules: planIs("slow"), depends_on: [`flagform_${address}`] } },
  });

  /** From one stack to another that serves the same. */
  async function expectNothingLost(from: Bodies, to: Bodies): Promise<void> {
    await workbench.apply(from);
    const before = await served();
    workbench.server.fault({
      kind: "delay",
      method: "DELETE",
      path: "/api/v1/projects/{project}/segments/*",
      milliseconds: 150,
    });
    await workbench.apply(to);
    workbench.server.clearFaults();
    expect(await served()).toEqual(before);
    expect((await workbench.plan(to)).empty).toBe(true);
  }

  const CASES: readonly [string, string, () => object, () => object][] = [
    [
      "a definition that would be switched off",
      "environment_definition",
      () => definition({ on_destroy: "disable" }),
      () => definition({ on_destroy: "disable" }),
    ],
    [
      "a definition that would be reset",
      "environment_definition",
      () => definition({ on_destroy: "reset" }),
      () => definition({ on_destroy: "reset" }),
    ],
    ["a definition with its exact set", "environment_definition", exact, exact],
    ["an identity override", "identity_override", identity, identity],
    ["a segment override", "segment_override", override, override],
    [
      "a segment override, by id from now on",
      "segment_override",
      override,
      () => override({ segment: `id:${workbench.beta}` }),
    ],
    ["a segment override, with its project from now on", "segment_override", override, () => override({ project: "Shop" })],
    [
      "a segment override, its environment by id",
      "segment_override",
      override,
      () => override({ environment: `id:${workbench.production.id}` }),
    ],
  ];

  describe.each(CASES)("%s", (_what, type, old, renamed) => {
    test("when the put comes first", async () => {
      await expectNothingLost({ [type]: { old: old() }, ...detaining(`${type}.old`) }, { [type]: { new: renamed() } });
    });

    // The platform's API does not bear upon the others: once is enough.
    if (strategy !== "__future__") return;

    test("when its for_each key is renamed", async () => {
      const keyed = (key: string, attributes: object): Bodies => ({
        [type]: { x: { for_each: { [key]: true }, ...attributes } },
      });
      await expectNothingLost(keyed("old", old()), keyed("new", renamed()));
    });

    test("when the remove comes first", async () => {
      await expectNothingLost(
        { [type]: { old: old() }, segment: { slow: { name: "slow", rules: planIs("slow") } } },
        {
          [type]: { new: { ...renamed(), depends_on: ["flagform_segment.later"] } },
          segment: { later: { name: "later", rules: planIs("later") } },
        },
      );
    });
  });

  test("an override whose address changes with the name of its segment", async () => {
    const named = (name: string, address: string, more: Bodies = {}): Bodies => ({
      segment: { s: { name, rules: planIs("pro") }, ...more["segment"] },
      segment_override: {
        [address]: override({ segment: "${flagform_segment.s.name}", segment_id: "${flagform_segment.s.id}" }),
      },
    });
    await expectNothingLost(named("pros", "old", detaining("segment_override.old")), named("insiders", "new"));
  });

  test("an exact set that becomes single overrides without its definition, and the way back", async () => {
    const single: Bodies = { segment_override: { o: override() } };
    const both: Bodies = { ...single, environment_definition: { d: definition() } };
    const set: Bodies = { environment_definition: { d: exact() } };
    await expectNothingLost({ ...set, ...detaining("environment_definition.d") }, single);
    await expectNothingLost({ ...single, ...detaining("segment_override.o") }, set);
    await expectNothingLost(set, both);
  });
});
