import { FlagsmithWorkbench, on, RUNGS_AND_VERSIONING } from "../support/flagsmith-workbench";
import type { Bodies } from "../support/platform-workbench";

/** What several resources want of one flag in one environment goes out together. */
describe.each(RUNGS_AND_VERSIONING)("$strategy, versioning $versioning", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  function stack(value = "hello", beta = "for beta", vip = "for vip"): Bodies {
    const at = on(workbench.production, "production");
    return {
      environment_definition: { d: { ...at, enabled: true, serve: text(value) } },
      segment_override: {
        beta: { ...at, segment: "beta", priority: 1, serve: text(beta) },
        vip: { ...at, segment: "vip", priority: 0, serve: text(vip) },
      },
    };
  }
  /** What one batch is sent to. Only states by themselves take a request each. */
  function batch(...states: readonly string[]): readonly unknown[] {
    switch (strategy) {
      case "__future__":
        return [expect.stringMatching(/__future__\/environments\/production-key\/features\/\d+\/$/)];
      case "experiments":
        return [`/api/experiments/environments/production-key/update-flag-v${states.length > 1 ? 2 : 1}/`];
      case "versions":
        return [expect.stringMatching(/environments\/\d+\/features\/\d+\/versions\/$/)];
      case "legacy":
        return states.map((path) => expect.stringContaining(path) as unknown);
    }
  }
  const whole = { enabled: true, value: "hello", overrides: expect.any(Array) };

  test("one definition and two overrides are created in one request", async () => {
    const writes = await workbench.apply(stack());
    expect(writes.map(({ path }) => path)).toEqual(
      batch("create-segment-override", "create-segment-override", "featurestates"),
    );
    expect(await workbench.served(workbench.production, "banner")).toEqual({
      ...whole,
      overrides: [
        [workbench.vip, true, "for vip", 0],
        [workbench.beta, true, "for beta", 1],
      ],
    });
    expect((await workbench.plan(stack())).empty).toBe(true);
  });

  test("an update of all three is one request, an update of one is one that says it alone", async () => {
    await workbench.apply(stack());
    expect((await workbench.apply(stack("a", "b", "c"))).map(({ path }) => path)).toEqual(
      batch("featurestates", "featurestates", "featurestates"),
    );
    const writes = await workbench.apply(stack("a", "b", "d"));
    expect(writes.map(({ path }) => path)).toEqual(batch("featurestates"));
    expect(JSON.stringify(writes[0]?.body)).not.toContain('"b"');
    expect((await workbench.plan(stack("a", "b", "d"))).empty).toBe(true);
  });

  test("a swap of what two overrides serve and where they stand comes to what was asked", async () => {
    await workbench.apply(stack());
    const at = on(workbench.production, "production");
    const swapped = {
      segment_override: {
        beta: { ...at, segment: "beta", priority: 0, serve: text("for vip") },
        vip: { ...at, segment: "vip", priority: 1, serve: text("for beta") },
      },
    };
    const writes = await workbench.apply({ ...stack(), ...swapped });
    expect(writes.length).toBeLessThanOrEqual(strategy === "__future__" || strategy === "versions" ? 1 : 4);
    expect((await workbench.served(workbench.production, "banner")).overrides).toEqual([
      [workbench.beta, true, "for vip", 0],
      [workbench.vip, true, "for beta", 1],
    ]);
    expect((await workbench.plan({ ...stack(), ...swapped })).empty).toBe(true);
  });

  test("an update and a destroy of one flag's overrides come to what was asked", async () => {
    await workbench.apply(stack());
    const { environment_definition: definition } = stack("bye");
    await workbench.apply({ ...(definition && { environment_definition: definition }) });
    expect(await workbench.served(workbench.production, "banner")).toEqual({ enabled: true, value: "bye", overrides: [] });
  });

  test("flags and environments do not wait for each other", async () => {
    await workbench.flagByHand("footer");
    const at = [
      on(workbench.production, "production"),
      on(workbench.staging, "staging"),
      on(workbench.staging, "staging", "footer"),
    ];
    const definitions = at.map(
      (each, index) => [`d${String(index)}`, { ...each, enabled: true, serve: text("x") }] as const,
    );
    const writes = await workbench.apply({ environment_definition: Object.fromEntries(definitions) });
    expect(writes).toHaveLength(3);
  });

  test("of a batch that the server refuses only the culprit fails", async () => {
    const stacked = stack();
    const at = on(workbench.production, "production");
    const doomed = {
      ...at,
      segment: `id:${workbench.beta}`,
      segment_id: workbench.beta,
      priority: 1,
      serve: text("for beta"),
    };
    const plan = await workbench.plan({ ...stacked, segment_override: { ...stacked["segment_override"], beta: doomed } });
    await workbench.api("DELETE", `/api/v1/projects/${workbench.project}/segments/${workbench.beta}/`);
    await expect(workbench.driver.apply(plan)).rejects.toThrow(/segment/i);
    expect(await workbench.served(workbench.production, "banner")).toEqual({
      ...whole,
      overrides: [[workbench.vip, true, "for vip", 0]],
    });
    expect(workbench.driver.state.instances.map(({ address }) => address).sort()).toEqual([
      "flagform_environment_definition.d",
      "flagform_segment_override.vip",
    ]);
  });
});
