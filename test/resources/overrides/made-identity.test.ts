import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { HOMES, IdentitiesByHand } from "../identity/identities-by-hand";

/** `remove_identity`: an identity that was made for an override goes with its last one. */
describe.each(HOMES)("$identities", ({ identities, options }) => {
  let workbench: FlagsmithWorkbench;
  let flag: string;
  let hand: IdentitiesByHand;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    flag = await workbench.flagByHand("banner");
    hand = new IdentitiesByHand(workbench, identities, workbench.production);
  });
  afterEach(() => workbench.stop());

  const override = (settings: object = {}, name = "o") => ({
    [name]: {
      ...on(workbench.production, "production"),
      identity: "user-1",
      serve: { value: { string: "yours" } },
      flagsmith: { remove_identity: true },
      ...settings,
    },
  });
  const stack = (...overrides: Readonly<Record<string, object>>[]) => ({
    identity_override: Object.assign({}, ...overrides) as Record<string, object>,
  });

  test("an identity that the override made goes with it", async () => {
    await workbench.apply(stack(override()));
    expect((await workbench.plan(stack(override()))).empty).toBe(true);
    await workbench.apply(stack(override({ enabled: false })));
    expect((await workbench.destroy(stack(override({ enabled: false })))).map(({ method }) => method)).toEqual([
      "DELETE",
      "DELETE",
    ]);
    expect(await hand.find("user-1")).toBeUndefined();
  });

  test("one that was there before stays", async () => {
    await hand.make("user-1");
    await workbench.apply(stack(override()));
    expect(await workbench.destroy(stack(override()))).toHaveLength(1);
    expect(await hand.find("user-1")).toBeDefined();
  });

  test("it stays where the configuration does not ask, or no longer does", async () => {
    await workbench.apply(stack(override({ flagsmith: null })));
    await workbench.destroy(stack(override({ flagsmith: null })));
    expect(await hand.find("user-1")).toBeDefined();
    await hand.delete("user-1");
    await workbench.apply(stack(override()));
    expect(await workbench.apply(stack(override({ flagsmith: { remove_identity: false } })))).toEqual([]);
    await workbench.destroy(stack(override({ flagsmith: { remove_identity: false } })));
    expect(await hand.find("user-1")).toBeDefined();
  });

  test("it goes with the last of several", async () => {
    await workbench.flagByHand("footer");
    const both = stack(override(), override({ flag: "footer" }, "f"));
    await workbench.apply(both);
    await workbench.apply(stack(override()));
    expect(await hand.find("user-1")).toBeDefined();
    expect(await hand.overrides(flag)).toEqual({ "user-1": [true, "yours"] });
    await workbench.apply(both);
    await workbench.destroy(both);
    expect(await hand.find("user-1")).toBeUndefined();
  });

  test("an override that somebody else made, or a trait, keeps it", async () => {
    const other = await workbench.flagByHand("footer");
    await workbench.apply(stack(override()));
    await hand.put(other, "user-1", true, "theirs");
    await workbench.destroy(stack(override()));
    expect(await hand.overrides(other)).toEqual({ "user-1": [true, "theirs"] });

    await hand.delete("user-1");
    await workbench.apply(stack(override()));
    await hand.setTrait("user-1", "plan", "pro");
    await workbench.destroy(stack(override()));
    expect(await hand.traits("user-1")).toEqual({ plan: "pro" });
  });

  test("an override that moves to another identity takes along what it had made", async () => {
    await workbench.apply(stack(override()));
    await workbench.apply(stack(override({ identity: "user-2" })));
    expect(await hand.find("user-1")).toBeUndefined();
    expect(await hand.overrides(flag)).toEqual({ "user-2": [true, "yours"] });
    await workbench.destroy(stack(override({ identity: "user-2" })));
    expect(await hand.find("user-2")).toBeUndefined();
  });
});
