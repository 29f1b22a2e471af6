import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";
import { HOMES, IdentitiesByHand } from "../identity/identities-by-hand";

const ADDRESS = "flagform_environment_definition.d";

/** The exact set of identity overrides inside a definition. */
describe.each(HOMES)("$identities", ({ identities, options }) => {
  let workbench: FlagsmithWorkbench;
  let flag: string;
  let hand: IdentitiesByHand;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    flag = await workbench.flagByHand("banner", { initial_value: "first" });
    hand = new IdentitiesByHand(workbench, identities, workbench.production);
  });
  afterEach(() => workbench.stop());

  const gets = (string: string, settings: object = {}) => ({ serve: { value: { string } }, ...settings });
  const exact = (overrides: object | null, settings: object = {}) => ({
    environment_definition: {
      d: { ...on(workbench.production, "production"), enabled: true, identity_overrides: overrides, ...settings },
    },
  });
  const single = (identity: string) => ({
    identity_override: { o: { ...on(workbench.production, "production"), identity, ...gets("single") } },
  });
  const overrides = () => hand.overrides(flag);
  const both = { ann: gets("for ann"), "bob/1": gets("for bob", { enabled: false }) };
  /** One that puts or removes an identity's override; what makes the identity itself is not counted. */
  const putsIn = (writes: readonly { readonly path: string }[]) => writes.filter(({ path }) => /featurestates/.test(path));

  test("a set is put, plans empty, and is removed with its definition; the identities stay", async () => {
    const writes = await workbench.apply(exact(both));
    expect(putsIn(writes)).toHaveLength(2);
    // The definition's own request, and the identities where an upsert does not make them.
    expect(writes).toHaveLength(identities === "core" ? 5 : 3);
    expect(await overrides()).toEqual({ ann: [true, "for ann"], "bob/1": [false, "for bob"] });
    expect((await workbench.plan(exact(both))).empty).toBe(true);
    const removed = await workbench.destroy(exact(both));
    expect(removed.map(({ method }) => method)).toEqual(["DELETE", "DELETE"]);
    expect(await overrides()).toEqual({});
    expect(await hand.find("ann")).toBeDefined();
  });

  test("a refresh asks once for a whole set", async () => {
    await workbench.apply(exact(both));
    workbench.forget();
    expect((await workbench.plan(exact(both))).empty).toBe(true);
    const asked = workbench.requests().filter((line) => /identit|document/.test(line));
    // The document is the sweep of the definition too; at the edge the identities have a list of their own.
    expect(asked).toHaveLength(identities === "core" ? 1 : 2);
  });

  test("an update is one put for each that changed", async () => {
    await workbench.apply(exact(both));
    const changed = { ...both, ann: gets("for ann", { enabled: false }) };
    const writes = await workbench.apply(exact(changed));
    expect(writes).toMatchObject([{ method: "PUT", body: { enabled: false } }]);
    expect(await overrides()).toEqual({ ann: [false, "for ann"], "bob/1": [false, "for bob"] });
    expect((await workbench.plan(exact(changed))).empty).toBe(true);
  });

  test("what is no longer listed is removed, and what is new is added", async () => {
    await workbench.apply(exact({ ann: both.ann }));
    const writes = await workbench.apply(exact({ eve: gets("for eve") }));
    expect(putsIn(writes)).toHaveLength(2);
    expect(await overrides()).toEqual({ eve: [true, "for eve"] });
    await workbench.apply(exact({}));
    expect(await overrides()).toEqual({});
    expect((await workbench.plan(exact({}))).empty).toBe(true);
  });

  test("one that somebody added, changed or removed is drift, and put right", async () => {
    const stack = exact({ ann: both.ann });
    await workbench.apply(stack);
    await hand.put(flag, "eve", true, "by hand");
    const added = await workbench.plan(stack);
    expect(added.drift[0]?.after).toMatchObject({
      identity_overrides: { eve: { enabled: true, serve: { value: { string: "by hand" } } } },
    });
    await workbench.driver.apply(added);
    expect(await overrides()).toEqual({ ann: [true, "for ann"] });

    await hand.put(flag, "ann", false, "other");
    expect((await workbench.plan(stack)).actions()).toEqual({ [ADDRESS]: "update" });
    await workbench.apply(stack);
    expect(await overrides()).toEqual({ ann: [true, "for ann"] });

    await hand.remove(flag, "ann");
    expect((await workbench.plan(stack)).actions()).toEqual({ [ADDRESS]: "update" });
    await workbench.apply(stack);
    expect(await overrides()).toEqual({ ann: [true, "for ann"] });
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("an override of which only `enabled` is managed keeps the value that others gave it", async () => {
    await hand.put(flag, "ann", true, "theirs");
    const stack = exact({ ann: { enabled: false } });
    await workbench.apply(stack);
    expect(await overrides()).toEqual({ ann: [false, "theirs"] });
    await hand.put(flag, "ann", false, "theirs again");
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("handed over, the overrides stay, and the plan says so", async () => {
    await workbench.apply(exact(both));
    const plan = await workbench.plan(exact(null));
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", path: ["identity_overrides"] }]);
    workbench.forget();
    await workbench.driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
    await workbench.destroy(exact(null));
    expect(Object.keys(await overrides())).toHaveLength(2);
  });

  test("a create refuses before the first write where unlisted ones stand, and lists them", async () => {
    await hand.put(flag, "eve", true, "by hand");
    workbench.forget();
    const [diagnostic] = await refusal(workbench.apply(exact(both)));
    expect(diagnostic).toMatchObject({ address: ADDRESS, path: ["identity_overrides"] });
    expect(diagnostic?.detail).toContain('"eve"');
    expect(diagnostic?.detail).toContain('"production/banner"');
    expect(diagnostic?.detail).toContain("adopt_existing = true");
    expect(workbench.writes()).toEqual([]);
    expect(await overrides()).toEqual({ eve: [true, "by hand"] });
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("a listed one that stands there is no obstacle; with adopt_existing the others are removed", async () => {
    await hand.put(flag, "ann", true, "by hand");
    await workbench.apply(exact({ ann: both.ann }));
    expect(await overrides()).toEqual({ ann: [true, "for ann"] });
    await hand.put(flag, "eve", true, "by hand");
    workbench.driver = workbench.newDriver();
    const adopting = exact({ ann: both.ann }, { adopt_existing: true });
    await workbench.apply(adopting);
    expect(await overrides()).toEqual({ ann: [true, "for ann"] });
    expect((await workbench.plan(adopting)).empty).toBe(true);
  });

  test("a set stated for the first time on a definition that is there refuses what it does not list", async () => {
    await workbench.apply(exact(null));
    await hand.put(flag, "eve", true, "by hand");
    workbench.forget();
    const [diagnostic] = await refusal(workbench.apply(exact(both, { enabled: false })));
    expect(diagnostic?.detail).toContain('"eve"');
    expect(workbench.writes()).toEqual([]);
  });

  test("an import brings the set as it stands, so that a plan shows what would go", async () => {
    await hand.put(flag, "eve", true, "by hand");
    const stack = exact({ ann: both.ann });
    await workbench.driver.import(workbench.stack(stack), ADDRESS, "production/banner");
    const plan = await workbench.plan(stack);
    expect(plan.change(ADDRESS)).toMatchObject({
      action: "update",
      before: { identity_overrides: { eve: { enabled: true, serve: { value: { string: "by hand" } } } } },
      after: { identity_overrides: { ann: {} } },
    });
    await workbench.driver.apply(plan);
    expect(await overrides()).toEqual({ ann: [true, "for ann"] });
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("a set beside a single override of the same flag is refused at plan, whoever comes first", async () => {
    workbench.forget();
    const [diagnostic] = await refusal(workbench.plan({ ...exact({ ann: both.ann }), ...single("eve") }));
    expect(diagnostic?.summary).toContain("has overrides in two places");
    expect(workbench.writes()).toEqual([]);
  });

  test("one that moves from the set to a resource of its own is not removed on the way", async () => {
    await workbench.apply(exact(both));
    await workbench.apply({ ...exact(null), ...single("ann") });
    expect(await overrides()).toEqual({ ann: [true, "single"], "bob/1": [false, "for bob"] });
    expect((await workbench.plan({ ...exact(null), ...single("ann") })).empty).toBe(true);
  });

  test("a flag that is gone takes its set with it", async () => {
    await workbench.apply(exact(both));
    await workbench.api("DELETE", `/api/v1/projects/${workbench.project}/features/${flag}/`);
    expect((await workbench.plan({})).actions()).toEqual({});
    await workbench.destroy(exact(both));
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("an update of which a part is refused keeps what was done, and the next one does the rest", async () => {
    await workbench.apply(exact(both));
    const wanted = { ann: gets("new"), "bob/1": gets("new too") };
    const plan = await workbench.plan(exact(wanted));
    workbench.server.fault({ kind: "status", status: 400, method: "PUT", path: "*featurestates*", body: { detail: "no" } });
    await refusal(workbench.driver.apply(plan));
    const values = Object.values(await overrides()).map(([, value]) => value);
    expect(values.filter((value) => String(value).startsWith("new"))).toHaveLength(1);
    await workbench.apply(exact(wanted));
    expect(await overrides()).toEqual({ ann: [true, "new"], "bob/1": [true, "new too"] });
    expect((await workbench.plan(exact(wanted))).empty).toBe(true);
  });
});
