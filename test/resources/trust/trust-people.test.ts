import { Lab, on, planIs, refusal, RUNGS, type Bodies } from "../lab";

/** People switch, delete and make things between what Terraform sees and what it does. */
describe.each(RUNGS)("$rung", ({ rung, options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
  });
  afterEach(() => lab.stop());

  const at = () => ({
    ...on(lab.production, "production"),
    flag: "${flagform_feature_flag.f.key}",
    flag_id: "${flagform_feature_flag.f.id}",
  });
  const stack = (value = "hello", forBeta = "for beta"): Bodies => ({
    feature_flag: { f: { key: "banner", type: "string" } },
    environment_definition: { d: { ...at(), enabled: true, serve: { value: { string: value } } } },
    segment_override: { o: { ...at(), segment: "beta", segment_id: lab.beta, serve: { value: { string: forBeta } } } },
  });
  const served = () => lab.served(lab.production, "banner");
  const kill = () => lab.defaultByHand(lab.production, "banner", false, "hello");
  const flagPath = () => `/api/v1/projects/${lab.project}/features/${String(lab.attributes("feature_flag.f")["id"])}/`;

  test("a flag that somebody switches off between plan and apply stays off, and is drift afterwards", async () => {
    await lab.apply(stack());
    const plan = await lab.plan(stack("changed"));
    await kill();
    await lab.driver.apply(plan);
    expect(await served()).toMatchObject({ enabled: false, value: "changed" });
    expect((await lab.plan(stack("changed"))).actions()).toEqual({ "flagform_environment_definition.d": "update" });
  });

  test("a flag that somebody switches off while an override of it is changed stays off", async () => {
    await lab.apply(stack());
    const plan = await lab.plan(stack("hello", "better for beta"));
    await kill();
    await lab.driver.apply(plan);
    expect(await served()).toMatchObject({ enabled: false, overrides: [[lab.beta, true, "better for beta", 0]] });
  });

  test("an override that somebody switches off between plan and apply stays off while its value changes", async () => {
    await lab.apply(stack());
    const plan = await lab.plan(stack("hello", "better for beta"));
    const off = { enabled: false, value: { type: "string", value: "for beta" } };
    await lab.overrideByHand(lab.production, "banner", lab.beta, off);
    await lab.driver.apply(plan);
    expect(await served()).toMatchObject({ overrides: [[lab.beta, false, "better for beta", 0]] });
  });

  test("a flag that somebody switches off after the apply is drift; with ignore_changes it stays off", async () => {
    const ignoring = (value: string): Bodies => ({
      ...stack(),
      environment_definition: {
        d: { ...at(), enabled: true, serve: { value: { string: value } }, lifecycle: { ignore_changes: ["enabled"] } },
      },
    });
    await lab.apply(ignoring("hello"));
    await kill();
    expect((await lab.plan(stack())).drift.map(({ address }) => address)).toEqual(["flagform_environment_definition.d"]);
    expect((await lab.plan(ignoring("hello"))).empty).toBe(true);
    await lab.apply(ignoring("changed"));
    expect(await served()).toMatchObject({ enabled: false, value: "changed" });
    expect((await lab.plan(ignoring("changed"))).empty).toBe(true);
  });

  test("a flag that somebody deletes between plan and apply: the apply fails and says so, the next one makes all again", async () => {
    await lab.apply(stack());
    const plan = await lab.plan(stack("changed", "better for beta"));
    await lab.api("DELETE", flagPath());
    lab.forget();
    const diagnostics = await refusal(lab.driver.apply(plan));
    expect(diagnostics.map(({ address }) => address).sort()).toEqual([
      "flagform_environment_definition.d",
      "flagform_segment_override.o",
    ]);
    expect(lab.writes()).toEqual([]);
    expect(lab.driver.state.instances.filter(({ status }) => status === "tainted")).toEqual([]);
    await lab.apply(stack("changed", "better for beta"));
    expect(await served()).toMatchObject({ value: "changed", overrides: [[lab.beta, true, "better for beta", 0]] });
    expect((await lab.plan(stack("changed", "better for beta"))).empty).toBe(true);
  });

  test("a flag that somebody deletes between the read and the write", async () => {
    await lab.apply(stack());
    const change =
      rung === "__future__"
        ? { method: "PATCH", path: "/api/__future__/*" }
        : { method: "POST", path: "/api/experiments/*" };
    lab.server.fault({ kind: "write", ...change, write: { method: "DELETE", path: flagPath() } });
    const diagnostics = await refusal(lab.apply(stack("changed")));
    expect(diagnostics.map(({ address }) => address)).toEqual(["flagform_environment_definition.d"]);
    lab.server.clearFaults();
    await lab.apply(stack("changed"));
    expect(await served()).toMatchObject({ value: "changed", overrides: [[lab.beta, true, "for beta", 0]] });
  });

  test("a flag, a segment and an environment that somebody makes between plan and apply are not taken over", async () => {
    const made: Bodies = {
      feature_flag: { f: { key: "banner", description: "ours" } },
      segment: { s: { name: "pros", description: "ours", rules: planIs("pro") } },
      environment: { e: { name: "canary", description: "ours" } },
    };
    const plan = await lab.plan(made);
    const theirs = lab.newDriver();
    const other = Object.entries(made).map(([type, named]) => [
      type,
      Object.fromEntries(Object.entries(named).map(([name, each]) => [name, { ...each, description: "theirs" }])),
    ]);
    await theirs.apply(lab.stack(Object.fromEntries(other) as Bodies));
    lab.forget();
    const diagnostics = await refusal(lab.driver.apply(plan));
    expect(diagnostics.map(({ detail }) => /import it with the id "(\w+)"/.exec(detail)?.[1]).sort()).toEqual([
      "banner",
      "canary",
      "pros",
    ]);
    expect(lab.writes()).toEqual([]);
    expect(lab.driver.state.instances).toEqual([]);
  });

  test("a saved plan that is applied when another run has applied meanwhile is stale", async () => {
    await lab.apply(stack());
    const saved = await lab.plan(stack("changed"));
    await lab.apply(stack("newer"));
    lab.forget();
    await expect(lab.driver.apply(saved)).rejects.toThrow("stale");
    expect(lab.writes()).toEqual([]);
  });
});
