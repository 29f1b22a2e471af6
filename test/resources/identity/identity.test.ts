import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";
import { HOMES, IdentitiesByHand } from "./identities-by-hand";

const ADDRESS = "flagform_identity.i";

describe.each(HOMES)("$identities", ({ identities, options }) => {
  let workbench: FlagsmithWorkbench;
  let hand: IdentitiesByHand;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    hand = new IdentitiesByHand(workbench, identities, workbench.production);
  });
  afterEach(() => workbench.stop());

  const BULK = identities === "core" ? "/api/v1/traits/bulk/" : "/api/v1/bulk-identities";
  const body = (settings: object = {}) => ({
    environment: "production",
    environment_id: workbench.production.id,
    identity: "user-1",
    ...settings,
  });
  const stack = (settings: object = {}) => ({ identity: { i: body(settings) } });
  const TRAITS = { plan: { string: "pro" }, seats: { integer: 42 }, rate: { number: 123.5 }, beta: { boolean: true } };
  const KEPT = { plan: "pro", seats: 42, rate: 123.5, beta: true };

  test("an identity with its traits is one request, plans empty, and is deleted with its resource", async () => {
    const writes = await workbench.apply(stack({ traits: TRAITS }));
    expect(writes.map(({ path }) => path)).toEqual([BULK]);
    expect(await hand.traits("user-1")).toEqual(KEPT);
    expect((await workbench.plan(stack({ traits: TRAITS }))).empty).toBe(true);
    expect(workbench.attributes("identity.i")["id"]).toBe("production/user-1");
    expect((await workbench.destroy(stack({ traits: TRAITS }))).map(({ method }) => method)).toEqual(["DELETE"]);
    expect(await hand.find("user-1")).toBeUndefined();
  });

  test("an identity without traits is made", async () => {
    expect(await workbench.apply(stack())).toMatchObject([
      { method: "POST", path: hand.path, body: { identifier: "user-1" } },
    ]);
    await hand.setTrait("user-1", "plan", "theirs");
    expect((await workbench.plan(stack())).empty).toBe(true);
  });

  test("many identities share requests", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `i${String(index)}`,
        body({ identity: `user-${String(index)}`, traits: TRAITS }),
      ]),
    );
    const writes = await workbench.apply({ identity: many });
    // How many meet is a matter of milliseconds; that some do is not.
    expect(writes.length).toBeLessThan(20);
    expect(new Set(writes.map(({ path }) => path))).toEqual(new Set([BULK]));
    for (const index of [0, 7, 19]) expect(await hand.traits(`user-${String(index)}`)).toEqual(KEPT);
    expect((await workbench.plan({ identity: many })).empty).toBe(true);
  });

  test("an update sends the traits that differ, and no others", async () => {
    await workbench.apply(stack({ traits: TRAITS }));
    const { rate: _rate, ...rest } = TRAITS;
    const changed = { ...rest, plan: { string: "max" }, born: { integer: 1984 } };
    const [write, ...more] = await workbench.apply(stack({ traits: changed }));
    expect(more).toEqual([]);
    const sent = JSON.stringify(write?.body);
    for (const key of ["plan", "born", "rate"]) expect(sent).toContain(`"${key}"`);
    for (const key of ["seats", "beta"]) expect(sent).not.toContain(`"${key}"`);
    expect(await hand.traits("user-1")).toEqual({ plan: "max", born: 1984, seats: 42, beta: true });
    expect((await workbench.plan(stack({ traits: changed }))).empty).toBe(true);
  });

  test("traits that are not managed are left alone", async () => {
    await hand.setTrait("user-1", "theirs", "untouched");
    await workbench.apply(stack({ traits: { plan: { string: "pro" } } }));
    await hand.setTrait("user-1", "more", 7);
    expect((await workbench.plan(stack({ traits: { plan: { string: "pro" } } }))).empty).toBe(true);
    await workbench.apply(stack({ traits: {} }));
    expect(await hand.traits("user-1")).toEqual({ theirs: "untouched", more: 7 });
  });

  test("a trait that an application changed or removed is drift, and put right", async () => {
    await workbench.apply(stack({ traits: TRAITS }));
    await hand.setTrait("user-1", "plan", "free");
    await hand.setTrait("user-1", "seats", null);
    const plan = await workbench.plan(stack({ traits: TRAITS }));
    expect(plan.drift).toHaveLength(1);
    await workbench.driver.apply(plan);
    expect(await hand.traits("user-1")).toEqual(KEPT);
  });

  test("a number is a number, whatever its type there; a text never is", async () => {
    await hand.setTrait("user-1", "seats", "42");
    await workbench.apply(stack({ traits: { seats: { number: 42 } } }));
    expect(await hand.traits("user-1")).toEqual({ seats: 42 });
    expect((await workbench.plan(stack({ traits: { seats: { number: 42 } } }))).empty).toBe(true);
  });

  test("a trait that must not be there is removed, also when it comes back", async () => {
    await hand.setTrait("user-1", "old", "x");
    await workbench.apply(stack({ absent_traits: ["old"] }));
    expect(await hand.traits("user-1")).toEqual({});
    await hand.setTrait("user-1", "old", "again");
    expect((await workbench.plan(stack({ absent_traits: ["old"] }))).actions()).toEqual({ [ADDRESS]: "update" });
    await workbench.apply(stack({ absent_traits: ["old"] }));
    expect(await hand.traits("user-1")).toEqual({});
    expect((await workbench.plan(stack({ absent_traits: ["old"] }))).empty).toBe(true);
  });

  test("what was there before is kept on destroy, with a word; `on_destroy` says otherwise", async () => {
    await hand.make("user-1");
    await workbench.apply(stack({ traits: TRAITS }));
    await workbench.destroy(stack({ traits: TRAITS }));
    expect(await hand.traits("user-1")).toEqual(KEPT);
    await workbench.apply(stack({ traits: TRAITS, on_destroy: "delete" }));
    await workbench.destroy(stack({ traits: TRAITS, on_destroy: "delete" }));
    expect(await hand.find("user-1")).toBeUndefined();
    await workbench.apply(stack({ on_destroy: "keep" }));
    expect(await workbench.destroy(stack({ on_destroy: "keep" }))).toEqual([]);
    expect(await hand.find("user-1")).toBeDefined();
  });

  test("traits handed over stay, and the plan says so", async () => {
    await workbench.apply(stack({ traits: TRAITS }));
    const plan = await workbench.plan(stack());
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", path: ["traits"] }]);
    workbench.forget();
    await workbench.driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
    expect(await hand.traits("user-1")).toEqual(KEPT);
  });

  test("an import brings all traits", async () => {
    await hand.setTrait("a/b%c", "plan", "pro");
    await hand.setTrait("a/b%c", "seats", 42);
    const wanted = stack({ identity: "a/b%c", traits: { plan: { string: "pro" }, seats: { integer: 42 } } });
    await workbench.driver.import(workbench.stack(wanted), ADDRESS, "production/a/b%25c");
    expect((await workbench.plan(wanted)).empty).toBe(true);
  });

  test("an identity that somebody deleted is made again; one that is gone is destroyed without a word", async () => {
    await workbench.apply(stack({ traits: TRAITS }));
    await hand.delete("user-1");
    expect((await workbench.plan(stack({ traits: TRAITS }))).actions()).toEqual({ [ADDRESS]: "create" });
    await workbench.apply(stack({ traits: TRAITS }));
    const plan = await workbench.driver.plan(workbench.stack(stack({ traits: TRAITS })), { destroy: true });
    await hand.delete("user-1");
    await workbench.driver.apply(plan);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("another identifier is another identity: made there, then deleted here", async () => {
    await workbench.apply(stack({ traits: TRAITS }));
    await workbench.apply(stack({ identity: "user-2", traits: TRAITS }));
    expect(await hand.find("user-1")).toBeUndefined();
    expect(await hand.traits("user-2")).toEqual(KEPT);
    await workbench.destroy(stack({ identity: "user-2", traits: TRAITS }));
    expect(await hand.find("user-2")).toBeUndefined();
  });

  test("another environment: the same", async () => {
    await workbench.apply(stack({ traits: TRAITS }));
    const moved = stack({ environment: "staging", environment_id: workbench.staging.id, traits: TRAITS });
    await workbench.apply(moved);
    expect(await hand.find("user-1")).toBeUndefined();
    expect(await new IdentitiesByHand(workbench, identities, workbench.staging).traits("user-1")).toEqual(KEPT);
    expect((await workbench.plan(moved)).empty).toBe(true);
  });

  test("the bulk endpoint that is not for this key gives way to the administrators'", async () => {
    if (identities === "core") {
      const path = `/api/v1/environments/${workbench.production.key}/`;
      await workbench.api("PATCH", path, {
        name: "production",
        project: Number(workbench.project),
        allow_client_traits: false,
      });
    } else {
      workbench.server.fault({ kind: "status", status: 404, path: BULK, times: 0, body: { detail: "no such route" } });
    }
    const writes = await workbench.apply(stack({ traits: TRAITS }));
    expect(writes.filter(({ path }) => path === BULK)).toEqual([]);
    expect(await hand.traits("user-1")).toEqual(KEPT);
    const changed = { plan: { string: "max" }, seats: { integer: 42 } };
    await workbench.apply(stack({ traits: changed }));
    expect(await hand.traits("user-1")).toEqual({ plan: "max", seats: 42 });
    expect((await workbench.plan(stack({ traits: changed }))).empty).toBe(true);
  });

  test("an override of the identity and its traits arrive side by side", async () => {
    const flag = await workbench.flagByHand("banner");
    const both = {
      ...stack({ traits: TRAITS }),
      identity_override: {
        o: { ...on(workbench.production, "production"), identity: "user-1", serve: { value: { string: "yours" } } },
      },
    };
    await workbench.apply(both);
    expect(await hand.traits("user-1")).toEqual(KEPT);
    expect(await hand.overrides(flag)).toEqual({ "user-1": [true, "yours"] });
    expect((await workbench.plan(both)).empty).toBe(true);
  });
});

describe("what is refused", () => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open();
  });
  afterEach(() => workbench.stop());

  const stack = (settings: object) => ({ identity: { i: { environment: "production", identity: "u", ...settings } } });

  test.each([
    ["a trait of two types", { traits: { a: { string: "x", integer: 1 } } }, ["traits", "a"]],
    ["a trait without a value", { traits: { a: {} } }, ["traits", "a"]],
    ["a trait both wanted and not", { traits: { a: { string: "x" } }, absent_traits: ["a"] }, ["absent_traits"]],
    ["a trait that is too long", { traits: { a: { string: "x".repeat(2001) } } }, ["traits", "a"]],
    ["a name with space at its end", { traits: { "a ": { string: "x" } } }, ["traits", "a "]],
  ])("%s, at plan", async (_what, settings, path) => {
    workbench.forget();
    const [diagnostic] = await refusal(workbench.plan(stack(settings)));
    expect(diagnostic?.path).toEqual(path);
    expect(workbench.writes()).toEqual([]);
  });

  test("a whole number that the database has no room for, before anything is sent", async () => {
    const [diagnostic] = await refusal(workbench.apply(stack({ traits: { a: { integer: 2 ** 31 } } })));
    expect(diagnostic?.detail).toContain("32-bit integers");
    expect(workbench.writes()).toEqual([]);
  });

  test("two resources of one identity; those that differ in case are two", async () => {
    const twice = (other: string) => ({
      identity: {
        a: { environment: "production", identity: "u" },
        b: { environment: "production", identity: other },
      },
    });
    const [diagnostic] = await refusal(workbench.plan(twice("u")));
    expect(diagnostic?.summary).toContain("managed twice");
    workbench.driver = workbench.newDriver();
    expect(Object.keys((await workbench.plan(twice("U"))).actions())).toHaveLength(2);
  });

  test("an address that changed is told to be moved, for a deletion would take the overrides along", async () => {
    await workbench.apply(stack({}));
    const renamed = { identity: { other: { environment: "production", identity: "u" } } };
    const [diagnostic] = await refusal(workbench.plan(renamed));
    expect(diagnostic?.detail).toContain("moved");
  });
});
