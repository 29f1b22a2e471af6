import { FlagsmithWorkbench, on, RUNGS_AND_VERSIONING, type Strategy } from "../../support/flagsmith-workbench";
import { changedState } from "../../support/flagsmith-writes-by-hand";
import type { Write } from "../../support/platform-workbench";

type State = Parameters<typeof changedState>[0];

const REMOVALS: Readonly<Record<Strategy, RegExp>> = {
  __future__: /segment-overrides\/\d+\/$/,
  experiments: /delete-segment-override\/$/,
  legacy: /feature-segments\/\d+\/$/,
  versions: /versions\/$/,
};

describe.each(RUNGS_AND_VERSIONING)("$strategy, versioning $versioning", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  let flag: number;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    flag = Number(await workbench.flagByHand("banner", { initial_value: "first", default_enabled: true }));
  });
  afterEach(() => workbench.stop());

  const ids = () => ({ segment: "beta", segment_id: workbench.beta });
  const text = (string: string) => ({ value: { string } });
  const override = (settings: object = {}) => ({
    segment_override: { o: { ...on(workbench.production, "production"), ...ids(), serve: text("for beta"), ...settings } },
  });
  const overrides = async () => (await workbench.served(workbench.production, "banner")).overrides;
  /** One override as it is sent: alone in a list, or the whole of the request. */
  const sent = (writes: readonly Write[]) =>
    writes.map(({ body }) => {
      const lists = body as Readonly<Record<string, readonly object[] | undefined>>;
      const names = ["segment_overrides", "feature_states_to_create", "feature_states_to_update"];
      return names.flatMap((name) => lists[name] ?? [])[0] ?? body;
    });
  const beta = () => ({ segment: { id: Number(workbench.beta) } });
  /** What changes of an override, and what the API wants beside it. */
  function wrote(changes: State & { priority?: number }, whole: State): unknown[] {
    const { priority, ...state } = changes;
    const place = priority === undefined ? {} : { priority };
    const isPlaceOnly = Object.keys(state).length === 0;
    switch (strategy) {
      case "__future__":
        return [{ ...beta(), ...changes }];
      case "experiments":
        return [{ feature: { id: flag }, segment: { id: Number(workbench.beta), ...place }, ...whole }];
      case "legacy": {
        const ids = { feature: flag, environment: Number(workbench.production.id), feature_segment: expect.any(Number) };
        return isPlaceOnly ? [[{ id: expect.any(Number), ...place }]] : [{ ...ids, ...changedState(state) }];
      }
      case "versions":
        return [
          {
            feature_segment: { segment: Number(workbench.beta), ...place },
            feature_state_value: {},
            ...changedState(state),
          },
        ];
    }
  }

  const isRemoval = ({ path, body }: Pick<Write, "path" | "body">): boolean =>
    strategy === "versions" ? "segment_ids_to_delete_overrides" in (body as object) : REMOVALS[strategy].test(path);

  test("an override is put in one request, plans empty, and is deleted", async () => {
    const writes = await workbench.apply(override());
    const value = { type: "string", value: "for beta" };
    const state = { enabled: true, value };
    const created = { feature_segment: { segment: Number(workbench.beta), priority: 0 }, ...changedState(state) };
    const isOld = strategy === "legacy" || strategy === "versions";
    const [first] = wrote({ ...state, ...(strategy === "__future__" && { priority: 0 }) }, state);
    expect(sent(writes)).toEqual([isOld ? created : first]);
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);
    expect((await workbench.plan(override())).empty).toBe(true);
    const removed = await workbench.destroy(override());
    expect(removed).toHaveLength(1);
    expect(removed[0]?.path).toMatch(REMOVALS[strategy]);
    expect(await workbench.served(workbench.production, "banner")).toEqual({ enabled: true, value: "first", overrides: [] });
  });

  test("an update of one attribute sends that, with no more beside it than the API wants", async () => {
    await workbench.apply(override({ priority: 3 }));
    const whole = { enabled: false, value: { type: "string", value: "for beta" } };
    expect(sent(await workbench.apply(override({ priority: 3, enabled: false })))).toEqual(wrote({ enabled: false }, whole));
    const value = { type: "string", value: "two" };
    expect(sent(await workbench.apply(override({ priority: 3, enabled: false, serve: text("two") })))).toEqual(
      wrote({ value }, { enabled: false, value }),
    );
    expect(sent(await workbench.apply(override({ priority: 1, enabled: false, serve: text("two") })))).toEqual(
      wrote({ priority: 1 }, { enabled: false, value }),
    );
    expect((await workbench.plan(override({ priority: 1, enabled: false, serve: text("two") }))).empty).toBe(true);
  });

  test.each([
    ["enabled", { enabled: false, value: { type: "string", value: "for beta" } }, { enabled: false }],
    ["serve", { value: { type: "string", value: "by hand" } }, { serve: { value: { string: "by hand" } } }],
    ["priority", { value: { type: "string", value: "for beta" } }, { priority: 5 }],
  ])("drift of %s is shown, and put right", async (name, byHand, seen) => {
    await workbench.apply(override({ priority: 2 }));
    const segment = { segment: { id: Number(workbench.beta), ...(name === "priority" && { priority: 5 }) } };
    await workbench.overrideByHand(workbench.production, "banner", workbench.beta, { ...byHand, ...segment });
    const plan = await workbench.plan(override({ priority: 2 }));
    expect(plan.drift[0]?.after).toMatchObject(seen);
    expect(plan.actions()).toEqual({ "flagform_segment_override.o": "update" });
    await workbench.apply(override({ priority: 2 }));
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 2]]);
    expect((await workbench.plan(override({ priority: 2 }))).empty).toBe(true);
  });

  test("a priority that is left out is not managed: it goes last, and where others move it", async () => {
    await workbench.overrideByHand(workbench.production, "banner", workbench.vip, {
      segment: { id: Number(workbench.vip), priority: 4 },
    });
    await workbench.apply(override());
    expect((await overrides()).map(([segment]) => segment)).toEqual([workbench.vip, workbench.beta]);
    const moved = { segment: { id: Number(workbench.beta), priority: 0 }, value: { type: "string", value: "for beta" } };
    await workbench.overrideByHand(workbench.production, "banner", workbench.beta, moved);
    const before = await overrides();
    expect((await workbench.plan(override())).empty).toBe(true);
    await workbench.apply(override({ serve: text("two") }));
    expect((await overrides()).map(([segment, , , priority]) => [segment, priority])).toEqual(
      before.map(([segment, , , priority]) => [segment, priority]),
    );
  });

  test("an override moves to another segment in one go, and the old one is removed", async () => {
    await workbench.apply(override());
    const moved = override({ segment: "vip", segment_id: workbench.vip });
    expect((await workbench.plan(moved)).actions()).toEqual({ "flagform_segment_override.o": "update" });
    const writes = await workbench.apply(moved);
    expect(writes.length).toBeLessThanOrEqual(strategy === "__future__" ? 1 : 3);
    expect((await overrides()).map(([segment, , value]) => [segment, value])).toEqual([[workbench.vip, "for beta"]]);
    expect((await workbench.plan(moved)).empty).toBe(true);
  });

  test("an override moves to another environment: put there first, then removed here", async () => {
    await workbench.apply(override());
    const moved = override(on(workbench.staging, "staging"));
    const writes = await workbench.apply(moved);
    const puts = writes.map(({ path, body }) => ({ path, isRemoval: isRemoval({ path, body }) }));
    expect(puts.map(({ isRemoval: each }) => each)).toEqual([false, true]);
    const ofStaging = strategy === "versions" ? `/environments/${workbench.staging.id}/` : "/staging-key/";
    expect(puts[0]?.path).toContain(ofStaging);
    expect(await overrides()).toEqual([]);
    expect((await workbench.served(workbench.staging, "banner")).overrides).toHaveLength(1);
    expect((await workbench.plan(moved)).empty).toBe(true);
  });

  test("two overrides swap their places, in few requests", async () => {
    const both = (one: number, other: number) => ({
      segment_override: {
        one: { ...override().segment_override.o, priority: one },
        other: { ...override().segment_override.o, segment: "vip", segment_id: workbench.vip, priority: other },
      },
    });
    await workbench.apply(both(0, 1));
    const writes = await workbench.apply(both(1, 0));
    expect(writes.length).toBeLessThanOrEqual(strategy === "__future__" ? 1 : 4);
    expect((await overrides()).map(([segment]) => segment)).toEqual([workbench.vip, workbench.beta]);
    expect((await workbench.plan(both(1, 0))).empty).toBe(true);
  });
});
