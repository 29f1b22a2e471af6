import { Lab, on, planIs, refusal, RUNGS, type Bodies } from "./lab";

/** An update that fails leaves the state that the platform has, whatever became of its requests. */
describe.each(RUNGS)("$rung", ({ rung, options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
    await lab.flagByHand("banner", { initial_value: "first" });
  });
  afterEach(() => lab.stop());

  const text = (string: string) => ({ value: { string } });
  const lost = { kind: "status", status: 500, commit: "after" } as const;
  const undone = { kind: "status", status: 500, commit: "before" } as const;
  /** Where definitions and overrides are written. */
  const writes =
    rung === "__future__"
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
          d: { ...on(lab.production, "production"), enabled: true, serve: text(changed ? "new" : "old") },
        },
      }),
    },
    {
      address: "segment_override.o",
      request: writes,
      attribute: "serve",
      stack: (changed) => ({
        segment_override: {
          o: { ...on(lab.production, "production"), segment: "beta", priority: 2, serve: text(changed ? "new" : "old") },
        },
      }),
    },
    {
      address: "identity_override.i",
      request: { method: "PUT", path: "/api/v1/environments/*" },
      attribute: "serve",
      stack: (changed) => ({
        identity_override: {
          i: { ...on(lab.production, "production"), identity: "user", serve: text(changed ? "new" : "old") },
        },
      }),
    },
  ];

  test.each(CASES)("$address: what landed without an answer is in the state, and plans nothing", async (each) => {
    await lab.apply(each.stack(false));
    const before = lab.attributes(each.address);
    lab.server.fault({ ...lost, ...each.request, times: 0 });
    const [diagnostic] = await refusal(lab.apply(each.stack(true)));
    expect(diagnostic).toMatchObject({ address: `flagform_${each.address}` });
    expect(diagnostic?.detail).toContain("(status 500)");
    lab.server.clearFaults();
    expect(JSON.stringify(lab.attributes(each.address)[each.attribute])).toContain("new");
    // What depends on the revision has not run yet: it must see that there is something new.
    if ("revision" in before) expect(lab.attributes(each.address)["revision"]).not.toBe(before["revision"]);
    expect(lab.driver.state.instances.map(({ status }) => status)).toEqual(["ready"]);
    lab.forget();
    expect((await lab.plan(each.stack(true))).empty).toBe(true);
    expect(await lab.apply(each.stack(true))).toEqual([]);
  });

  test.each(CASES)("$address: what did not land leaves the state as it was, and the next apply does it", async (each) => {
    await lab.apply(each.stack(false));
    const before = lab.driver.state.instances;
    lab.server.fault({ ...undone, ...each.request, times: 0 });
    await refusal(lab.apply(each.stack(true)));
    expect(lab.driver.state.instances).toEqual(before);
    lab.server.clearFaults();
    expect(await lab.apply(each.stack(true))).toHaveLength(1);
    expect((await lab.plan(each.stack(true))).empty).toBe(true);
  });

  test("where the platform cannot be read either, the state stays as it was, and the next refresh shows what is", async () => {
    const [definition] = CASES.filter(({ attribute, address }) => attribute === "serve" && address.includes("definition"));
    if (!definition) throw new Error("no such case");
    await lab.apply(definition.stack(false));
    const before = lab.driver.state.instances;
    const plan = await lab.plan(definition.stack(true));
    lab.server.fault({ ...lost, ...writes, times: 0 });
    const reads = rung === "__future__" ? "/api/__future__/*" : "/api/v1/features/featurestates/";
    // The older API looks before it writes.
    lab.server.fault({
      kind: "status",
      status: 500,
      method: "GET",
      path: reads,
      nth: rung === "__future__" ? 1 : 2,
      times: 0,
    });
    await refusal(lab.driver.apply(plan));
    expect(lab.driver.state.instances).toEqual(before);
    lab.server.clearFaults();
    expect((await lab.plan(definition.stack(true))).empty).toBe(true);
  });

  test("of an override that moves, the half that was done is made whole by the next apply", async () => {
    const at = on(lab.production, "production");
    const stack = (segment: string): Bodies => ({ segment_override: { o: { ...at, segment, serve: text("hello") } } });
    await lab.apply(stack("beta"));
    const removal =
      rung === "__future__"
        ? { method: "PUT", path: "/api/__future__/*" }
        : { method: "POST", path: "/api/experiments/*/delete-segment-override/" };
    lab.server.fault({ ...undone, ...removal, times: 0 });
    await refusal(lab.apply(stack("vip")));
    expect(lab.attributes("segment_override.o")).toMatchObject({ segment: "beta" });
    lab.server.clearFaults();
    await lab.apply(stack("vip"));
    expect((await lab.served(lab.production, "banner")).overrides).toEqual([[lab.vip, true, "hello", expect.any(Number)]]);
    expect((await lab.plan(stack("vip"))).empty).toBe(true);
  });

  test("a dropped connection is an answer that was lost", async () => {
    const definition = (value: string): Bodies => ({
      environment_definition: { d: { ...on(lab.production, "production"), enabled: true, serve: text(value) } },
    });
    await lab.apply(definition("old"));
    lab.server.fault({ kind: "drop", commit: "after", ...writes, times: 0 });
    await refusal(lab.apply(definition("new")));
    expect(lab.attributes("environment_definition.d")).toMatchObject({ serve: { value: { string: "new" } } });
    lab.server.clearFaults();
    expect((await lab.plan(definition("new"))).empty).toBe(true);
  });
});
