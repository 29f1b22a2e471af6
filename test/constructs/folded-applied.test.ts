import { type EnvironmentDefinition, FeatureFlag, FlagEnvironment, Segment } from "../../src";
import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { stackOn, synthesize } from "./synthesize";

/** Overrides in their definition, on every platform, from the line in the program to what is served. */

const OURS = "flagform_";

/** The resources of a program that defines one flag in production. */
function resourcesOf(name: PlatformName, program: (definition: EnvironmentDefinition) => unknown): Bodies {
  const stack = stackOn(name);
  const flag = new FeatureFlag(stack, "flag", { key: "checkout" });
  const options = name === "split" ? { whenOff: "off" } : {};
  program(flag.define(FlagEnvironment.fromName(stack, "p", "production"), { enabled: false, ...options }));
  const { resource } = synthesize(stack);
  return Object.fromEntries(Object.entries(resource).map(([type, named]) => [type.slice(OURS.length), named]));
}

const BETA = { identity: "b1", traits: { plan: "beta" } };

describe.each(PLATFORMS)("on %s", (name) => {
  test("an override is served while its line is in the program, and no longer; others' stay", async () => {
    const workbench = await PlatformWorkbench.start(name);
    const served = (identity: string, traits = {}) => workbench.evaluate("production", "checkout", { identity, traits });
    try {
      const before = resourcesOf(name, (definition) => {
        definition.overrideSegment(Segment.fromName(definition, "beta", "beta"));
        definition.overrideIdentity("ann");
      });
      await workbench.apply(before);
      const theirs = { flag: "checkout", environment: "production", identity: "zed", enabled: true };
      await workbench.newDriver().apply(workbench.stack({ identity_override: { zed: theirs } }));
      const on = await served("ann");
      expect(await Promise.all([served(BETA.identity, BETA.traits), served("zed")])).toEqual([on, on]);
      expect((await workbench.plan(before)).empty).toBe(true);
      const off = await served("bob");
      expect(off).not.toEqual(on);

      const after = resourcesOf(name, () => undefined);
      await workbench.apply(after);
      expect(await Promise.all([served("ann"), served(BETA.identity, BETA.traits), served("zed")])).toEqual([off, off, on]);
      expect((await workbench.plan(after)).empty).toBe(true);
    } finally {
      await workbench.stop();
    }
  });

  test("a definition without overrides costs no request more for listing none", async () => {
    const listing = resourcesOf(name, () => undefined);
    const [definition = {}] = Object.values(listing["environment_definition"] ?? {});
    const {
      overrides,
      segment_overrides: segments,
      identity_overrides: identities,
      ...rest
    } = { ...definition } as Record<string, unknown>;
    expect([overrides, segments, identities]).toEqual(["listed", {}, {}]);
    const counts = [];
    for (const bodies of [{ ...listing, environment_definition: { d: rest } }, listing]) {
      const workbench = await PlatformWorkbench.start(name);
      const create = await workbench.requestsOf(() => workbench.apply(bodies));
      const plan = await workbench.requestsOf(() => workbench.plan(bodies));
      const destroy = await workbench.requestsOf(() => workbench.destroy(bodies));
      counts.push([create.length, plan.length, destroy.length]);
      await workbench.stop();
    }
    expect(counts[1]).toEqual(counts[0]);
  });
});
