import { FlagsmithWorkbench, on, planIs, RUNGS } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

/** An update that fails leaves the state that the platform has, whatever became of its requests. */
describe.each(RUNGS)("$strategy", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const lost = { kind: "status", status: 500, commit: "after" } as const;
  const undone = { kind: "status", status: 500, commit: "before" } as const;
  /** Where definitions and overrides are written. */
  const writes =
    strategy === "__future__"
      ? { method: "PATCH", path: "/api/__future__/*" }
      : { method: "POST", path: "/api/experiments/*/update-flag-v*/" };

  interface Case {
    readonly address: string;
    readonly request: { readonly method: string; readonly path: string };
    /** What changes between the two, and how it reads in the state. */
    readonly attribute: string;
    stack(changed: boolean): Bodies;
  }

  const CASES: readonly Case[] = [
    {
      address: "feature_flag.f",
      request: { method: "PATCH", path: "/api/v1/projects/*" },
      attribute: "description",
      stack: (changed) => ({ feature_flag: { f: { key: "footer", description: changed ? "new" : "old" } } }),
    },
    {
      address: "environment.e",
      request: { method: "PATCH", path: "/api/v1/environments/*" },
      attribute: "name",
      stack: (changed) => ({ environment: { e: { name: changed ? "new" : "old" } } }),
    },
    {
      address: "segment.s",
      request: { method: "PATCH", path: "/api/v1/projects/*" },
      attribute: "name",
      stack: (changed) => ({ segment: { s: { name: changed ? "new" : "old", rules: planIs("pro") } } }),
    },
    {
      address: "environment_definition.d",
      request: writes,
      attribute: "serve",
      stack: (changed) => ({
        environment_definition: {
          d: { ...on(workbench.production, "production"), enabled: true, serve: text(changed ? "new" : "old") },
        },
      }),
    },
    {
      address: "segment_override.o",
      request: writes,
      attribute: "serve",
      stack: (changed) => ({
        segment_override: {
          o: {
            ...on(workbench.production, "production"),
            segment: "beta",
            priority: 2,
            serve: text(changed ? "new" : "old"),
          },
        },
      }),
    },
    {
      address: "identity_override.i",
      request: { method: "PUT", path: "/api/v1/environments/*" },
      attribute: "serve",
      stack: (changed) => ({
        identity_override: {
          i: { ...on(workbench.production, "production"), identity: "user", serve: text(changed ? "new" : "old") },
        },
      }),
    },
  ];

  test.each(CASES)("$address: what landed without an answer is in the state, and plans nothing", async (each) => {
    await workbench.apply(each.stack(false));
    const before = workbench.attributes(each.address);
    workbench.server.fault({ ...lost, ...each.request, times: 0 });
    const [diagnostic] = await refusal(workbench.apply(each.stack(true)));
    expect(diagnostic).toMatchObject({ address: `flagform_${each.address}` });
    expect(diagnostic?.detail).toContain("(status 500)");
    workbench.server.clearFaults();
    expect(JSON.stringify(workbench.attributes(each.address)[each.attribute])).toContain("new");
    // What depends on the revision has not run yet: it must see that there is something new.
    if ("revision" in before) expect(workbench.attributes(each.address)["revision"]).not.toBe(before["revision"]);
    expect(workbench.driver.state.instances.map(({ status }) => status)).toEqual(["ready"]);
    workbench.forget();
    expect((await workbench.plan(each.stack(true))).empty).toBe(true);
    expect(await workbench.apply(each.stack(true))).toEqual([]);
  });

  test.each(CASES)("$address: what did not land leaves the state as it was, and the next apply does it", async (each) => {
    await workbench.apply(each.stack(false));
    const before = workbench.driver.state.instances;
    workbench.server.fault({ ...undone, ...each.request, times: 0 });
    await refusal(workbench.apply(each.stack(true)));
    expect(workbench.driver.state.instances).toEqual(before);
    workbench.server.clearFaults();
    expect(await workbench.apply(each.stack(true))).toHaveLength(1);
    expect((await workbench.plan(each.stack(true))).empty).toBe(true);
  });

  test("where the platform cannot be read either, the state stays as it was, and the next refresh shows what is", async () => {
    const [definition] = CASES.filter(({ attribute, address }) => attribute === "serve" && address.includes("definition"));
    if (!definition) throw new Error("no such case");
    await workbench.apply(definition.stack(false));
    const before = workbench.driver.state.instances;
    const plan = await workbench.plan(definition.stack(true));
    workbench.server.fault({ ...lost, ...writes, times: 0 });
    const reads = strategy === "__future__" ? "/api/__future__/*" : "/api/v1/features/featurestates/";
    // The older API looks before it writes.
    workbench.server.fault({
      kind: "status",
      status: 500,
      method: "GET",
      path: reads,
      nth: strategy === "__future__" ? 1 : 2,
      times: 0,
    });
    await refusal(workbench.driver.apply(plan));
    expect(workbench.driver.state.instances).toEqual(before);
    workbench.server.clearFaults();
    expect((await workbench.plan(definition.stack(true))).empty).toBe(true);
  });

  test("of an override that moves, the half that was done is made whole by the next apply", async () => {
    const at = on(workbench.production, "production");
    const stack = (segment: string): Bodies => ({ segment_override: { o: { ...at, segment, serve: text("hello") } } });
    await workbench.apply(stack("beta"));
    const removal =
      strategy === "__future__"
        ? { method: "PUT", path: "/api/__future__/*" }
        : { method: "POST", path: "/api/experiments/*/delete-segment-override/" };
    workbench.server.fault({ ...undone, ...removal, times: 0 });
    await refusal(workbench.apply(stack("vip")));
    expect(workbench.attributes("segment_override.o")).toMatchObject({ segment: "beta" });
    workbench.server.clearFaults();
    await workbench.apply(stack("vip"));
    expect((await workbench.served(workbench.production, "banner")).overrides).toEqual([
      [workbench.vip, true, "hello", expect.any(Number)],
    ]);
    expect((await workbench.plan(stack("vip"))).empty).toBe(true);
  });

  test("a dropped connection is an answer that was lost", async () => {
    const definition = (value: string): Bodies => ({
      environment_definition: { d: { ...on(workbench.production, "production"), enabled: true, serve: text(value) } },
    });
    await workbench.apply(definition("old"));
    workbench.server.fault({ kind: "drop", commit: "after", ...writes, times: 0 });
    await refusal(workbench.apply(definition("new")));
    expect(workbench.attributes("environment_definition.d")).toMatchObject({ serve: { value: { string: "new" } } });
    workbench.server.clearFaults();
    expect((await workbench.plan(definition("new"))).empty).toBe(true);
  });
});
