import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** People switch, delete and make things between what Terraform sees and what it does. */
describe.each(RUNGS)("$strategy", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
  });
  afterEach(() => workbench.stop());

  const at = () => ({
    ...on(workbench.production, "production"),
    flag: "${flagform_feature_flag.f.key}",
    flag_id: "${flagform_feature_flag.f.id}",
  });
  const stack = (value = "hello", forBeta = "for beta"): Bodies => ({
    feature_flag: { f: { key: "banner", type: "string" } },
    environment_definition: { d: { ...at(), enabled: true, serve: { value: { string: value } } } },
    segment_override: { o: { ...at(), segment: "beta", segment_id: workbench.beta, serve: { value: { string: forBeta } } } },
  });
  const served = () => workbench.served(workbench.production, "banner");
  const kill = () => workbench.defaultByHand(workbench.production, "banner", false, "hello");
  const flagPath = () =>
    `/api/v1/projects/${workbench.project}/features/${String(workbench.attributes("feature_flag.f")["id"])}/`;

  test("a flag that somebody switches off between plan and apply stays off, and is drift afterwards", async () => {
    await workbench.apply(stack());
    const plan = await workbench.plan(stack("changed"));
    await kill();
    await workbench.driver.apply(plan);
    expect(await served()).toMatchObject({ enabled: false, value: "changed" });
    expect((await workbench.plan(stack("changed"))).actions()).toEqual({ "flagform_environment_definition.d": "update" });
  });

  test("a flag that somebody switches off while an override of it is changed stays off", async () => {
    await workbench.apply(stack());
    const plan = await workbench.plan(stack("hello", "better for beta"));
    await kill();
    await workbench.driver.apply(plan);
    expect(await served()).toMatchObject({ enabled: false, overrides: [[workbench.beta, true, "better for beta", 0]] });
  });

  test("an override that somebody switches off between plan and apply stays off while its value changes", async () => {
    await workbench.apply(stack());
    const plan = await workbench.plan(stack("hello", "better for beta"));
    const off = { enabled: false, value: { type: "string", value: "for beta" } };
    await workbench.overrideByHand(workbench.production, "banner", workbench.beta, off);
    await workbench.driver.apply(plan);
    expect(await served()).toMatchObject({ overrides: [[workbench.beta, false, "better for beta", 0]] });
  });

  test("a flag that somebody switches off after the apply is drift; with ignore_changes it stays off", async () => {
    const ignoring = (value: string): Bodies => ({
      ...stack(),
      environment_definition: {
        d: { ...at(), enabled: true, serve: { value: { string: value } }, lifecycle: { ignore_changes: ["enabled"] } },
      },
    });
    await workbench.apply(ignoring("hello"));
    await kill();
    expect((await workbench.plan(stack())).drift.map(({ address }) => address)).toEqual([
      "flagform_environment_definition.d",
    ]);
    expect((await workbench.plan(ignoring("hello"))).empty).toBe(true);
    await workbench.apply(ignoring("changed"));
    expect(await served()).toMatchObject({ enabled: false, value: "changed" });
    expect((await workbench.plan(ignoring("changed"))).empty).toBe(true);
  });

  test("a flag that somebody deletes between plan and apply: the apply fails and says so, the next one makes all again", async () => {
    await workbench.apply(stack());
    const plan = await workbench.plan(stack("changed", "better for beta"));
    await workbench.api("DELETE", flagPath());
    workbench.forget();
    const diagnostics = await refusal(workbench.driver.apply(plan));
    expect(diagnostics.map(({ address }) => address).sort()).toEqual([
      "flagform_environment_definition.d",
      "flagform_segment_override.o",
    ]);
    expect(workbench.writes()).toEqual([]);
    expect(workbench.driver.state.instances.filter(({ status }) => status === "tainted")).toEqual([]);
    await workbench.apply(stack("changed", "better for beta"));
    expect(await served()).toMatchObject({ value: "changed", overrides: [[workbench.beta, true, "better for beta", 0]] });
    expect((await workbench.plan(stack("changed", "better for beta"))).empty).toBe(true);
  });

  test("a flag that somebody deletes between the read and the write", async () => {
    await workbench.apply(stack());
    const change =
      strategy === "__future__"
        ? { method: "PATCH", path: "/api/__future__/*" }
        : { method: "POST", path: "/api/experiments/*" };
    workbench.server.fault({ kind: "write", ...change, write: { method: "DELETE", path: flagPath() } });
    const diagnostics = await refusal(workbench.apply(stack("changed")));
    expect(diagnostics.map(({ address }) => address)).toEqual(["flagform_environment_definition.d"]);
    workbench.server.clearFaults();
    await workbench.apply(stack("changed"));
    expect(await served()).toMatchObject({ value: "changed", overrides: [[workbench.beta, true, "for beta", 0]] });
  });

  test("a flag, a segment and an environment that somebody makes between plan and apply are not taken over", async () => {
    const made: Bodies = {
      feature_flag: { f: { key: "banner", description: "ours" } },
      segment: { s: { name: "pros", description: "ours", rules: planIs("pro") } },
      environment: { e: { name: "canary", description: "ours" } },
    };
    const plan = await workbench.plan(made);
    const theirs = workbench.newDriver();
    const other = Object.entries(made).map(([type, named]) => [
      type,
      Object.fromEntries(Object.entries(named).map(([name, each]) => [name, { ...each, description: "theirs" }])),
    ]);
    await theirs.apply(workbench.stack(Object.fromEntries(other) as Bodies));
    workbench.forget();
    const diagnostics = await refusal(workbench.driver.apply(plan));
    expect(diagnostics.map(({ detail }) => /import it with the id "(\w+)"/.exec(detail)?.[1]).sort()).toEqual([
      "banner",
      "canary",
      "pros",
    ]);
    expect(workbench.writes()).toEqual([]);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("a saved plan that is applied when another run has applied meanwhile is stale", async () => {
    await workbench.apply(stack());
    const saved = await workbench.plan(stack("changed"));
    await workbench.apply(stack("newer"));
    workbench.forget();
    await expect(workbench.driver.apply(saved)).rejects.toThrow("stale");
    expect(workbench.writes()).toEqual([]);
  });
});
