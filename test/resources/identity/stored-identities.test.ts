import type { StackState } from "../../../src/testing/core/state";
import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** What identifies each resource in the state: the platform's own ids, which no update and no older state may lose. */

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(stack(name));
  });
  afterEach(() => workbench.stop());

  const identities = () =>
    Object.fromEntries(workbench.driver.state.instances.map(({ address, identity }) => [address, identity]));

  /** As Terraform before 1.12 stores it. */
  const older = (state: StackState): StackState => ({
    ...state,
    instances: state.instances.map(({ identity: _, identityVersion: __, ...rest }) => rest),
  });

  test("each resource has the server's ids in its state, and is imported by them without a change", async () => {
    const { instances } = workbench.driver.state;
    const flag = workbench.attributes("feature_flag.f")["id"];
    expect(identities()["flagform_feature_flag.f"]).toMatchObject({ flag_id: flag });
    expect(identities()["flagform_environment_definition.d"]).toMatchObject({ flag_id: flag });
    expect(identities()["flagform_identity_override.i"]).toMatchObject({ identity: "anna" });
    for (const { identity = {} } of instances) {
      expect(Object.values(identity).every((part) => typeof part === "string" && part !== "")).toBe(true);
      expect(Object.keys(identity)).toContain("project_id");
    }
    const blocks = instances.map(({ address, identity }) => ({ to: address, identity }));
    const plan = await workbench.newDriver().plan({ ...workbench.stack(stack(name)), import: blocks });
    expect(plan.actions()).toEqual({});
    // The project's id may be left out: it is the provider's own.
    const short = instances.map(({ address, identity }) => ({ to: address, identity: withoutProject(identity) }));
    const again = await workbench.newDriver().plan({ ...workbench.stack(stack(name)), import: short });
    expect(again.actions()).toEqual({});
  });

  test("a state of an older Terraform gets them with the next refresh", async () => {
    const before = identities();
    workbench.driver = workbench.driver.withState(older(workbench.driver.state));
    const plan = await workbench.plan(stack(name));
    expect(plan.actions()).toEqual({});
    await workbench.driver.apply(plan);
    expect(identities()).toEqual(before);
    expect((await workbench.plan(stack(name))).actions()).toEqual({});
    // A refresh alone stores them too.
    workbench.driver = workbench.driver.withState(older(workbench.driver.state));
    await workbench.driver.apply(workbench.stack(stack(name)), { refreshOnly: true });
    expect(identities()).toEqual(before);
    expect((await workbench.plan(stack(name))).actions()).toEqual({});
  });

  test("an update of such a state without a refresh stores them, and no nulls", async () => {
    const before = identities();
    workbench.driver = workbench.driver.withState(older(workbench.driver.state));
    const changed = workbench.stack(stack(name, "changed"));
    await workbench.driver.apply(await workbench.driver.plan(changed, { refresh: false }));
    for (const address of ["flagform_feature_flag.f", "flagform_environment_definition.d"])
      expect(identities()[address]).toEqual(before[address]);
  });

  test("an update that fails keeps them", async () => {
    const before = identities();
    const plan = await workbench.plan(stack(name, "changed"));
    for (const method of ["PATCH", "PUT", "POST", "DELETE"])
      workbench.server.fault({ kind: "status", status: 400, method, times: 0, body: { detail: "no", message: "no" } });
    await refusal(workbench.driver.apply(plan));
    workbench.server.clearFaults();
    expect(identities()).toEqual(before);
  });
});

/** The definition is of one flag, and the overrides of another. */
function stack(name: PlatformName, description = "first"): Bodies {
  const at = (flag: string): object => ({
    environment: "production",
    flag: `\${flagform_feature_flag.${flag}.key}`,
    flag_id: `\${flagform_feature_flag.${flag}.id}`,
  });
  // Split keeps overrides in the definition.
  const over = { ...at("o"), depends_on: ["flagform_environment_definition.o"] };
  const own = name === "flagsmith" || name === "split";
  return {
    feature_flag: {
      f: { key: "checkout", type: "boolean", description },
      o: { key: "other", type: "boolean" },
    },
    environment_definition: {
      d: { ...at("f"), enabled: description === "first" },
      o: { ...at("o"), enabled: true },
    },
    segment_override: { s: { ...over, segment: "beta", enabled: true } },
    identity_override: { i: { ...over, identity: "anna", enabled: true } },
    ...(own && { environment: { e: { name: "staging" } } }),
  };
}

function withoutProject({ project_id: _, ...rest }: Readonly<Record<string, unknown>> = {}): object {
  return rest;
}
