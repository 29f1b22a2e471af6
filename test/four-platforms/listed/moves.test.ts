import { type Bodies, PLATFORMS, PlatformWorkbench, type Write } from "../../support/platform-workbench";
import { defined, FLAG, listed, NAMED, ON } from "./shared-unit";

/** Overrides move between resources of their own and a definition's map in one run: nothing is lost, nothing is written twice. */

const SINGLE = { ...NAMED, ...ON, depends_on: ["flagform_feature_flag.f"] };
const apart: Bodies = {
  ...defined({}),
  segment_override: { vip: { ...SINGLE, segment: "vip" } },
  identity_override: { ann: { ...SINGLE, identity: "ann" } },
};
const half: Bodies = {
  ...listed({ segments: { vip: ON }, identities: {} }),
  identity_override: { ann: { ...SINGLE, identity: "ann" } },
};
const folded = listed({ segments: { vip: ON }, identities: { ann: ON } });
const exact = defined({ segments: { vip: ON }, identities: { ann: ON } });

const STACKS: Readonly<Record<string, Bodies>> = { apart, half, folded, exact };

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  test.each([
    ["apart", "folded"],
    ["folded", "apart"],
    ["apart", "half"],
    ["half", "folded"],
    ["folded", "half"],
    ["half", "apart"],
    ["apart", "exact"],
    ["exact", "folded"],
  ])("from %s to %s", async (from, to) => {
    await workbench.apply(FLAG);
    await workbench.apply(STACKS[from] ?? {});
    const writes = await workbench.apply(STACKS[to] ?? {});
    expect(twice(writes)).toEqual([]);
    expect((await workbench.plan(STACKS[to] ?? {})).actions()).toEqual({});
    const served = await workbench.evaluate("production", "checkout", { identity: "ann" });
    expect(served).toBe(true);
    const driver = workbench.newDriver();
    const alone = workbench.stack({ environment_definition: { d: NAMED } });
    await driver.import(alone, "flagform_environment_definition.d", "production/checkout");
    const there = driver.instance("flagform_environment_definition.d")?.attributes ?? {};
    expect(Object.keys(there["segment_overrides"] ?? {})).toEqual(["vip"]);
    expect(Object.keys(there["identity_overrides"] ?? {})).toEqual(["ann"]);
  });
});

/** Requests that were sent more than once. */
function twice(writes: readonly Write[]): readonly string[] {
  const sent = writes.map((write) => JSON.stringify(write));
  return sent.filter((each, index) => sent.indexOf(each) !== index);
}
