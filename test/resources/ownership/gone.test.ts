import { FlagsmithWorkbench, planIs, RUNGS } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    await workbench.apply(stack());
  });
  afterEach(() => workbench.stop());

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

  const id = (address: string) => String(workbench.attributes(address)["id"]);
  const environment = () => `/api/v1/environments/${String(workbench.attributes("environment.e")["client_key"])}/`;
  const flag = () => `/api/v1/projects/${workbench.project}/features/${id("feature_flag.f")}/`;
  const segment = () => `/api/v1/projects/${workbench.project}/segments/${id("segment.s")}/`;
  const CHILDREN = ["environment_definition.d", "identity_override.i", "segment_override.o"];

  test.each([
    ["flag", flag, "feature_flag.f", CHILDREN],
    ["environment", environment, "environment.e", CHILDREN],
    ["segment", segment, "segment.s", ["segment_override.o"]],
  ] as const)(
    "a %s that was deleted outside is made again, with all that hung on it",
    async (_name, path, parent, children) => {
      await workbench.api("DELETE", path());
      const plan = await workbench.plan(stack());
      const addresses = [parent, ...children].map((each) => `flagform_${each}`);
      expect(plan.actions()).toEqual(Object.fromEntries(addresses.map((each) => [each, "create"])));
      expect(plan.drift.map((each) => [each.address, each.after])).toEqual(
        expect.arrayContaining(addresses.map((each) => [each, null])),
      );
      await workbench.driver.apply(plan);
      expect((await workbench.plan(stack())).empty).toBe(true);
    },
  );

  test.each([
    ["the flag", flag],
    ["the environment", environment],
    ["the segment", segment],
  ] as const)("all is destroyed although %s went away meanwhile", async (_name, path) => {
    const plan = await workbench.driver.plan(workbench.stack(stack()), { destroy: true });
    await workbench.api("DELETE", path());
    await workbench.driver.apply(plan);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("an override that was deleted outside is made again, and its destroy wants nothing", async () => {
    await workbench.destroyOverrideByHand("canary", "banner", id("segment.s"));
    const plan = await workbench.plan(stack());
    expect(plan.actions()).toEqual({ "flagform_segment_override.o": "create" });
    await workbench.driver.apply(plan);
    const destroy = await workbench.driver.plan(workbench.stack(stack()), {
      destroy: true,
      targets: ["flagform_segment_override.o"],
    });
    await workbench.destroyOverrideByHand("canary", "banner", id("segment.s"));
    await workbench.driver.apply(destroy);
    expect(workbench.driver.instance("flagform_segment_override.o")).toBeUndefined();
  });

  test("everything of a project that the key no longer sees is an error, never gone", async () => {
    workbench.server.fault({ kind: "status", status: 403, times: 0, body: { detail: "No permission." } });
    const before = workbench.driver.state;
    await expect(workbench.plan(stack())).rejects.toThrow("No permission");
    expect(workbench.driver.state).toEqual(before);
    workbench.server.clearFaults();
    workbench.server.fault({ kind: "status", status: 404, times: 0, body: { detail: "Not found." } });
    await expect(workbench.plan(stack())).rejects.toThrow("Not found");
    expect(workbench.driver.state).toEqual(before);
    workbench.server.clearFaults();
    expect((await workbench.plan(stack())).empty).toBe(true);
  });

  test("renamed outside, an environment and a segment are drift for all who name them, and go back to their names", async () => {
    await workbench.api("PATCH", environment(), { name: "renamed" });
    await workbench.api("PATCH", segment(), { name: "professionals" });
    const plan = await workbench.plan(stack());
    expect(Object.values(plan.actions()).every((action) => action === "update")).toBe(true);
    expect(plan.change("flagform_segment_override.o")?.before).toMatchObject({
      environment: "renamed",
      segment: "professionals",
    });
    expect((await workbench.apply(stack())).map(({ path }) => path).sort()).toEqual([environment(), segment()].sort());
    expect((await workbench.plan(stack())).empty).toBe(true);
  });

  test("renamed outside, and destroyed under its old name: the very same is removed", async () => {
    await workbench.api("PATCH", environment(), { name: "renamed" });
    await workbench.api("PATCH", segment(), { name: "professionals" });
    await workbench.destroy(stack());
    expect(workbench.driver.state.instances).toEqual([]);
    const listed = await workbench.api("GET", `/api/v1/environments/?project=${workbench.project}`);
    expect((listed["results"] as { name: string }[]).map(({ name }) => name)).toEqual(["staging", "production"]);
  });

  test("a flag that was replaced gets its definition and overrides written again", async () => {
    const old = id("feature_flag.f");
    const plan = await workbench.driver.plan(workbench.stack(stack()), { replace: ["flagform_feature_flag.f"] });
    expect(plan.actions()).toMatchObject({
      "flagform_feature_flag.f": "replace",
      "flagform_environment_definition.d": "update",
      "flagform_segment_override.o": "update",
      "flagform_identity_override.i": "update",
    });
    await workbench.driver.apply(plan);
    expect(id("feature_flag.f")).not.toBe(old);
    expect((await workbench.plan(stack())).empty).toBe(true);
    const { key } = { key: String(workbench.attributes("environment.e")["client_key"]) };
    expect(await workbench.served({ id: "", key }, "banner")).toEqual({
      enabled: true,
      value: "hello",
      overrides: [[id("segment.s"), true, "hello", 0]],
    });
  });

  test("a flag that was deleted and made again by hand is another one: what hung on the first is written to it", async () => {
    await workbench.api("DELETE", flag());
    await workbench.flagByHand("banner", { initial_value: "theirs" });
    const adopting = { ...stack(), feature_flag: { f: { key: "banner", type: "string", adopt_existing: true } } };
    await workbench.apply(adopting);
    expect((await workbench.plan(adopting)).empty).toBe(true);
    const key = String(workbench.attributes("environment.e")["client_key"]);
    expect(await workbench.served({ id: "", key }, "banner")).toMatchObject({
      enabled: true,
      value: "hello",
      overrides: [{}],
    });
  });
});
