import { Lab, planIs, RUNGS, type Bodies } from "../lab";

describe.each(RUNGS)("$rung", ({ options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
    await lab.apply(stack());
  });
  afterEach(() => lab.stop());

  /** One of each, in an environment and a segment of its own. */
  function stack(): Bodies {
    const parents = {
      environment: "${flagform_environment.e.name}",
      environment_id: "${flagform_environment.e.id}",
      flag: "${flagform_feature_flag.f.key}",
      flag_id: "${flagform_feature_flag.f.id}",
      serve: { value: { string: "hello" } },
    };
    return {
      feature_flag: { f: { key: "banner", type: "string" } },
      environment: { e: { name: "canary" } },
      segment: { s: { name: "pros", rules: planIs("pro") } },
      environment_definition: { d: { ...parents, enabled: true } },
      segment_override: { o: { ...parents, segment: "${flagform_segment.s.name}", segment_id: "${flagform_segment.s.id}" } },
      identity_override: { i: { ...parents, identity: "user-1" } },
    };
  }

  const id = (address: string) => String(lab.attributes(address)["id"]);
  const environment = () => `/api/v1/environments/${String(lab.attributes("environment.e")["client_key"])}/`;
  const flag = () => `/api/v1/projects/${lab.project}/features/${id("feature_flag.f")}/`;
  const segment = () => `/api/v1/projects/${lab.project}/segments/${id("segment.s")}/`;
  const CHILDREN = ["environment_definition.d", "identity_override.i", "segment_override.o"];

  test.each([
    ["flag", flag, "feature_flag.f", CHILDREN],
    ["environment", environment, "environment.e", CHILDREN],
    ["segment", segment, "segment.s", ["segment_override.o"]],
  ] as const)(
    "a %s that was deleted outside is made again, with all that hung on it",
    async (_name, path, parent, children) => {
      await lab.api("DELETE", path());
      const plan = await lab.plan(stack());
      const addresses = [parent, ...children].map((each) => `flagform_${each}`);
      expect(plan.actions()).toEqual(Object.fromEntries(addresses.map((each) => [each, "create"])));
      expect(plan.drift.map((each) => [each.address, each.after])).toEqual(
        expect.arrayContaining(addresses.map((each) => [each, null])),
      );
      await lab.driver.apply(plan);
      expect((await lab.plan(stack())).empty).toBe(true);
    },
  );

  test.each([
    ["the flag", flag],
    ["the environment", environment],
    ["the segment", segment],
  ] as const)("all is destroyed although %s went away meanwhile", async (_name, path) => {
    const plan = await lab.driver.plan(lab.stack(stack()), { destroy: true });
    await lab.api("DELETE", path());
    await lab.driver.apply(plan);
    expect(lab.driver.state.instances).toEqual([]);
  });

  test("an override that was deleted outside is made again, and its destroy wants nothing", async () => {
    await lab.destroyOverrideByHand("canary", "banner", id("segment.s"));
    const plan = await lab.plan(stack());
    expect(plan.actions()).toEqual({ "flagform_segment_override.o": "create" });
    await lab.driver.apply(plan);
    const destroy = await lab.driver.plan(lab.stack(stack()), { destroy: true, targets: ["flagform_segment_override.o"] });
    await lab.destroyOverrideByHand("canary", "banner", id("segment.s"));
    await lab.driver.apply(destroy);
    expect(lab.driver.instance("flagform_segment_override.o")).toBeUndefined();
  });

  test("everything of a project that the key no longer sees is an error, never gone", async () => {
    lab.server.fault({ kind: "status", status: 403, times: 0, body: { detail: "No permission." } });
    const before = lab.driver.state;
    await expect(lab.plan(stack())).rejects.toThrow("No permission");
    expect(lab.driver.state).toEqual(before);
    lab.server.clearFaults();
    lab.server.fault({ kind: "status", status: 404, times: 0, body: { detail: "Not found." } });
    await expect(lab.plan(stack())).rejects.toThrow("Not found");
    expect(lab.driver.state).toEqual(before);
    lab.server.clearFaults();
    expect((await lab.plan(stack())).empty).toBe(true);
  });

  test("renamed outside, an environment and a segment are drift for all who name them, and go back to their names", async () => {
    await lab.api("PATCH", environment(), { name: "renamed" });
    await lab.api("PATCH", segment(), { name: "professionals" });
    const plan = await lab.plan(stack());
    expect(Object.values(plan.actions()).every((action) => action === "update")).toBe(true);
    expect(plan.change("flagform_segment_override.o")?.before).toMatchObject({
      environment: "renamed",
      segment: "professionals",
    });
    expect((await lab.apply(stack())).map(({ path }) => path).sort()).toEqual([environment(), segment()].sort());
    expect((await lab.plan(stack())).empty).toBe(true);
  });

  test("renamed outside, and destroyed under its old name: the very same is removed", async () => {
    await lab.api("PATCH", environment(), { name: "renamed" });
    await lab.api("PATCH", segment(), { name: "professionals" });
    await lab.destroy(stack());
    expect(lab.driver.state.instances).toEqual([]);
    const listed = await lab.api("GET", `/api/v1/environments/?project=${lab.project}`);
    expect((listed["results"] as { name: string }[]).map(({ name }) => name)).toEqual(["staging", "production"]);
  });

  test("a flag that was replaced gets its definition and overrides written again", async () => {
    const old = id("feature_flag.f");
    const plan = await lab.driver.plan(lab.stack(stack()), { replace: ["flagform_feature_flag.f"] });
    expect(plan.actions()).toMatchObject({
      "flagform_feature_flag.f": "replace",
      "flagform_environment_definition.d": "update",
      "flagform_segment_override.o": "update",
      "flagform_identity_override.i": "update",
    });
    await lab.driver.apply(plan);
    expect(id("feature_flag.f")).not.toBe(old);
    expect((await lab.plan(stack())).empty).toBe(true);
    const { key } = { key: String(lab.attributes("environment.e")["client_key"]) };
    expect(await lab.served({ id: "", key }, "banner")).toEqual({
      enabled: true,
      value: "hello",
      overrides: [[id("segment.s"), true, "hello", 0]],
    });
  });

  test("a flag that was deleted and made again by hand is another one: what hung on the first is written to it", async () => {
    await lab.api("DELETE", flag());
    await lab.flagByHand("banner", { initial_value: "theirs" });
    const adopting = { ...stack(), feature_flag: { f: { key: "banner", type: "string", adopt_existing: true } } };
    await lab.apply(adopting);
    expect((await lab.plan(adopting)).empty).toBe(true);
    const key = String(lab.attributes("environment.e")["client_key"]);
    expect(await lab.served({ id: "", key }, "banner")).toMatchObject({ enabled: true, value: "hello", overrides: [{}] });
  });
});
