import { KnownParents } from "../../src/resources/parents/known-parents";
import { Claims } from "../../src/resources/run/claims";
import type { Thing } from "../../src/resources/run/thing";

/** Who owns what, by names and ids that become known one after another. */
describe("claims", () => {
  const place = { project: "Shop", environment: "production", environment_id: "9" };
  const byName = (flag: string): Thing => ({ ...place, kind: "definition", flag, flag_id: null });
  const byId = (flag_id: string): Thing => ({ ...place, kind: "definition", flag: null, flag_id });

  test("made by a name are found by the id that becomes known, and by both spellings of the name", () => {
    const parents = new KnownParents();
    const claims = new Claims(parents);
    claims.own(byName("Banner"), "first");
    expect(claims.isOwnedByAnother(byId("1"), "second")).toBe(false);
    parents.learn("flag", "Shop", "banner", "1");
    expect(claims.isOwnedByAnother(byId("1"), "second")).toBe(true);
    expect(claims.isOwnedByAnother(byName("BANNER"), "second")).toBe(true);
    expect(claims.isOwnedByAnother(byId("1"), "first")).toBe(false);
    expect(claims.isOwnedByAnother(byId("2"), "second")).toBe(false);
  });

  test("of an override wait for each of their parents", () => {
    const parents = new KnownParents();
    const claims = new Claims(parents);
    const override = (flag: string | null, flag_id: string | null, item: string | null, item_id: string | null): Thing => ({
      ...{ project: "Shop", environment: "production", environment_id: null },
      ...{ kind: "segment override", flag, flag_id, item, item_id },
    });
    claims.own(override("banner", null, "beta", null), "first");
    parents.learn("segment", "Shop", "beta", "5");
    expect(claims.isOwnedByAnother(override("banner", null, null, "5"), "second")).toBe(true);
    parents.learn("flag", "Shop", "banner", "1");
    expect(claims.isOwnedByAnother(override(null, "1", null, "5"), "second")).toBe(true);
    parents.learn("environment", "Shop", "production", "9");
    const whole = { ...override(null, "1", null, "5"), environment: null, environment_id: "9" };
    expect(claims.isOwnedByAnother(whole, "second")).toBe(true);
  });

  test("that turn out to be of one object stay with the earlier resource", () => {
    const parents = new KnownParents();
    const claims = new Claims(parents);
    claims.hold(byName("banner"), "first");
    claims.hold(byId("1"), "second");
    parents.learn("flag", "Shop", "banner", "1");
    expect(claims.hold(byId("1"), "first")).toBe(false);
    expect(claims.hold(byName("banner"), "second")).toBe(true);
  });

  test("are found again by the parents that became known, not all anew for each", () => {
    const looksFor = (count: number): number => {
      const parents = new KnownParents();
      const claims = new Claims(parents);
      const looks = jest.spyOn(parents, "refer");
      const names = Array.from({ length: count }, (_, index) => `flag-${String(index)}`);
      for (const name of names) claims.own(byName(name), name);
      for (const [index, name] of names.entries()) {
        parents.learn("flag", "Shop", name, String(index));
        expect(claims.isOwnedByAnother(byId(String(index)), name)).toBe(false);
      }
      return looks.mock.calls.length;
    };
    expect(looksFor(200)).toBeLessThanOrEqual(2 * looksFor(100));
  });
});
