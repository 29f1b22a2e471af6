import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** A replacement deletes what is served, as a destroy does, and says so; one that cannot end well is refused at plan. */

const PARENT = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const stack = (flag: object, definition: object = {}): Bodies => ({
  feature_flag: { f: flag },
  environment_definition: { d: { ...PARENT, environment: "production", enabled: true, ...definition } },
});
const BOOLEAN = stack({ key: "checkout", type: "boolean" });
const VARIANTS = { long: { value: { string: "long" } }, short: { value: { string: "short" } } };
const text = (name: PlatformName): Bodies =>
  stack(
    { key: "checkout", type: "string", variants: VARIANTS },
    {
      serve: { variant: "long" },
      ...(name !== "flagsmith" && name !== "mixpanel" && { when_off: "short" }),
      ...((name === "split" || name === "mixpanel") && { variants: VARIANTS }),
    },
  );

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(BOOLEAN);
  });
  afterEach(() => workbench.stop());

  const WARNING = {
    severity: "warning",
    summary: "Flags that are still served will be replaced",
    detail: expect.stringMatching(
      /^Flag checkout is on in production\. .*only what this configuration defines\.$/,
    ) as string,
    address: "flagform_feature_flag.f",
  };
  const replacing = (resources: Bodies) =>
    workbench.driver.plan(workbench.stack(resources), { replace: ["flagform_feature_flag.f"] });

  test("another key replaces the flag, and the plan says where the old one is served", async () => {
    const plan = await workbench.plan(stack({ key: "payment", type: "boolean" }));
    expect(plan.change("flagform_feature_flag.f")?.action).toBe("replace");
    expect(plan.diagnostics).toEqual([expect.objectContaining(WARNING)]);
    await workbench.driver.apply(plan);
    expect(await workbench.evaluate("production", "payment", { identity: "ann" })).toBe(true);
  });

  test("another type is a change in place, a replacement, or refused", async () => {
    if (name === "mixpanel") {
      const [diagnostic] = await refusal(workbench.plan(text(name)));
      expect(diagnostic).toMatchObject({
        summary: "Mixpanel never allows the key of a deleted flag again",
        path: ["type"],
      });
      return;
    }
    const plan = await workbench.plan(text(name));
    const isInPlace = name !== "vercel";
    expect(plan.change("flagform_feature_flag.f")?.action).toBe(isInPlace ? "update" : "replace");
    expect(plan.diagnostics).toEqual(isInPlace ? [] : [expect.objectContaining(WARNING)]);
    const id = workbench.driver.instance("flagform_feature_flag.f")?.attributes["id"];
    await workbench.driver.apply(plan);
    expect(workbench.driver.instance("flagform_feature_flag.f")?.attributes["id"] === id).toBe(isInPlace);
    expect(await workbench.evaluate("production", "checkout", { identity: "ann" })).toBe("long");
    expect((await workbench.plan(text(name))).empty).toBe(true);
  });

  test("-replace is refused where the key would be lost", async () => {
    if (name === "mixpanel") {
      const [diagnostic] = await refusal(replacing(BOOLEAN));
      expect(diagnostic?.summary).toBe("Mixpanel never allows the key of a deleted flag again");
      return;
    }
    const plan = await replacing(BOOLEAN);
    // Core passes on none of its warnings.
    expect(plan.diagnostics).toEqual([]);
    await workbench.driver.apply(plan);
    expect(await workbench.evaluate("production", "checkout", { identity: "ann" })).toBe(true);
  });

  test("what is protected or kept is not replaced by one of the same key", async () => {
    for (const [settings, words] of [
      [{ deletion_protection: true }, /protected against deletion/],
      [{ on_destroy: "keep" }, /would prevent its own replacement/],
    ] as const) {
      const kept = stack({ key: "checkout", type: "boolean", ...settings });
      await workbench.apply(kept);
      const [diagnostic] = await refusal(replacing(kept));
      expect(diagnostic?.summary).toMatch(words);
    }
  });
});

describe.each(["flagsmith", "split"] as const)("%s", (name) => {
  test("an environment and a segment that are deleted say who is served in them", async () => {
    const workbench = await PlatformWorkbench.start(name);
    try {
      const resources: Bodies = {
        environment: { e: { name: "canary" } },
        segment: {
          s: {
            name: "crew",
            depends_on: ["flagform_environment.e"],
            ...(name === "split"
              ? { identities: ["ann"] }
              : { rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "crew" }] }] }),
          },
        },
        feature_flag: { f: { key: "checkout", type: "boolean" } },
        environment_definition: {
          d: {
            ...PARENT,
            environment: "${flagform_environment.e.name}",
            environment_id: "${flagform_environment.e.id}",
            enabled: true,
            segment_overrides: { crew: { segment_id: "${flagform_segment.s.id}", enabled: false } },
          },
        },
      };
      await workbench.apply(resources);
      const plan = await workbench.driver.plan(workbench.stack(resources), { destroy: true });
      const warnings = plan.diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).sort();
      expect(warnings).toEqual([
        expect.stringMatching(
          /^Definitions are kept: their flags stay served, unless the flags are deleted too: Flag checkout in environment canary: on/,
        ),
        "Environments in which flags are on will be deleted: In environment canary: checkout.",
        expect.stringMatching(
          /^Flags that are still served will be deleted: Flag checkout is on in canary, with 1 segment override/,
        ),
        expect.stringMatching(
          /^Segments that are still used in overrides will be deleted: Segment crew overrides checkout in canary/,
        ),
      ]);
    } finally {
      await workbench.stop();
    }
  });
});
