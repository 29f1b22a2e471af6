import { FlagsmithWorkbench, on, RUNGS_AND_VERSIONING, type Strategy } from "../../support/flagsmith-workbench";
import { changedState } from "../../support/flagsmith-writes-by-hand";

type State = Parameters<typeof changedState>[0];
interface Ids {
  readonly feature: number;
  readonly environment: number;
}

/** The requests of the ways to write a default: what changes, and what the API wants beside it. */
function wrote(strategy: Strategy, ids: Ids, changes: State, whole: State): object[] {
  switch (strategy) {
    case "__future__":
      return [{ method: "PATCH", body: { environment_default: changes } }];
    case "experiments":
      return [{ method: "POST", body: { feature: { id: ids.feature }, ...whole } }];
    case "legacy":
      return [{ method: "PUT", body: { ...ids, ...changedState(changes) } }];
    case "versions": {
      const state = { feature_segment: null, feature_state_value: {}, ...changedState(changes) };
      return [{ method: "POST", body: { publish_immediately: true, feature_states_to_update: [state] } }];
    }
  }
}

describe.each(RUNGS_AND_VERSIONING)("$strategy, versioning $versioning", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const definition = (settings: object = {}) => ({
    environment_definition: {
      d: { ...on(workbench.production, "production"), enabled: true, serve: text("hello"), ...settings },
    },
  });
  const text = (string: string) => ({ value: { string } });
  const bodies = (writes: readonly { method: string; body: unknown }[]) =>
    writes.map(({ method, body }) => ({ method, body }));
  const ids = async (): Promise<Ids> => ({ feature: Number(await flagId()), environment: Number(workbench.production.id) });
  async function flagId(): Promise<string> {
    const listed = await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/`);
    return String((listed["results"] as { id: number }[])[0]?.id);
  }

  test("a definition is written in one request, plans empty, and stays when it is destroyed", async () => {
    const writes = await workbench.apply(definition());
    const value = { type: "string", value: "hello" };
    expect(bodies(writes)).toEqual(wrote(strategy, await ids(), { enabled: true, value }, { enabled: true, value }));
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });
    expect(await workbench.served(workbench.staging, "banner")).toMatchObject({ enabled: false, value: "first" });
    expect((await workbench.plan(definition())).empty).toBe(true);
    expect(await workbench.destroy(definition())).toEqual([]);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });
  });

  test("an update of one attribute writes that attribute, with no more beside it than the API wants", async () => {
    await workbench.apply(definition());
    const off = await workbench.apply(definition({ enabled: false }));
    expect(bodies(off)).toEqual(
      wrote(strategy, await ids(), { enabled: false }, { enabled: false, value: { type: "string", value: "hello" } }),
    );
    const value = { type: "string", value: "bye" };
    const other = await workbench.apply(definition({ enabled: false, serve: text("bye") }));
    expect(bodies(other)).toEqual(wrote(strategy, await ids(), { value }, { enabled: false, value }));
    expect((await workbench.plan(definition({ enabled: false, serve: text("bye") }))).empty).toBe(true);
  });

  test("drift of each attribute is shown, and put right alone", async () => {
    await workbench.apply(definition());
    await workbench.defaultByHand(workbench.production, "banner", false, "hello");
    const disabled = await workbench.plan(definition());
    expect(disabled.drift[0]?.after).toMatchObject({ enabled: false });
    expect(disabled.actions()).toEqual({ "flagform_environment_definition.d": "update" });
    await workbench.apply(definition());
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });

    await workbench.defaultByHand(workbench.production, "banner", true, "by hand");
    expect((await workbench.plan(definition())).drift[0]?.after).toMatchObject({ serve: { value: { string: "by hand" } } });
    await workbench.apply(definition());
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });
    expect((await workbench.plan(definition())).empty).toBe(true);
  });

  test("what is left out is not written, and what others put there survives", async () => {
    await workbench.defaultByHand(workbench.production, "banner", true, "theirs");
    const onlyValue = definition({ enabled: null });
    await workbench.apply(onlyValue);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });
    await workbench.defaultByHand(workbench.production, "banner", false, "hello");
    expect((await workbench.plan(onlyValue)).empty).toBe(true);
    await workbench.apply(definition({ enabled: null, serve: text("two") }));
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: false, value: "two" });

    const onlySwitch = definition({ serve: null });
    const handOver = await workbench.plan(onlySwitch);
    expect(handOver.diagnostics).toMatchObject([{ summary: "`serve` is no longer managed", path: ["serve"] }]);
    await workbench.apply(onlySwitch);
    await workbench.defaultByHand(workbench.production, "banner", true, "theirs again");
    expect((await workbench.plan(onlySwitch)).empty).toBe(true);
    await workbench.apply(definition({ serve: null, enabled: false }));
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: false, value: "theirs again" });
  });

  test("what is handed over is not written, and neither is what it stood beside", async () => {
    await workbench.apply(definition());
    expect(await workbench.apply(definition({ serve: null }))).toEqual([]);
    workbench.driver = workbench.newDriver();
    await workbench.driver.import(
      workbench.stack(definition({ serve: null })),
      "flagform_environment_definition.d",
      "production/banner",
    );
    expect(await workbench.apply(definition({ serve: null }))).toEqual([]);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });
  });

  test("a definition that says nothing writes nothing", async () => {
    const nothing = definition({ enabled: null, serve: null });
    expect(await workbench.apply(nothing)).toEqual([]);
    expect((await workbench.plan(nothing)).empty).toBe(true);
  });

  test("an override that others made is left alone", async () => {
    await workbench.apply(definition());
    await workbench.overrideByHand(workbench.production, "banner", workbench.beta);
    expect((await workbench.plan(definition())).empty).toBe(true);
    await workbench.apply(definition({ serve: text("two") }));
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({
      overrides: [[workbench.beta, true, "by hand", 0]],
    });
  });

  test("a definition that moves to another environment leaves the first as it is", async () => {
    await workbench.apply(definition());
    const moved = {
      environment_definition: { d: { ...definition().environment_definition.d, ...on(workbench.staging, "staging") } },
    };
    const plan = await workbench.plan(moved);
    expect(plan.actions()).toEqual({ "flagform_environment_definition.d": "update" });
    await workbench.apply(moved);
    expect(await workbench.served(workbench.staging, "banner")).toMatchObject({ enabled: true, value: "hello" });
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: "hello" });
    expect((await workbench.plan(moved)).empty).toBe(true);
  });
});
