import { isMember, matchesDefinition } from "../../../../src/emulator/mixpanel/evaluation/segment-match";
import type { Cohort } from "../../../../src/emulator/mixpanel/store/records";

const profile = { plan: "premium", age: 36, tags: ["a", "b"], joined: "2026-01-05", nothing: null };
const candidate = { id: "ada", profile, cohorts: new Map<number, Cohort>() };

function cohort(id: number, definition: Record<string, unknown>, members: readonly string[] | null = null): Cohort {
  const creator = { id: 1, name: "Grace", email: null };
  const kept = { description: null, data_group_id: null, is_locked: false, is_visible: true, last_edited: "" };
  return { id, project: 1, creator, name: `cohort ${id}`, ...kept, definition, members };
}

describe("a cohort's definition (3.6)", () => {
  test.each<[string, string, unknown, boolean]>([
    ["plan", "==", "premium", true],
    ["plan", "==", ["free", "premium"], true],
    ["plan", "!=", "premium", false],
    ["unknown", "!=", "premium", true],
    ["plan", "in", "rem", true],
    ["plan", "in", ["premium"], true],
    ["tags", "in", "a", true],
    ["plan", "not in", "rem", false],
    ["age", ">", 30, true],
    ["age", ">=", 36, true],
    ["age", "<", 36, false],
    ["age", "<=", 36, true],
    ["age", ">", "30", false],
    ["joined", "<", "2026-02-01", true],
    ["plan", "defined", undefined, true],
    ["nothing", "defined", undefined, false],
    ["nothing", "not defined", undefined, true],
    ["plan", "resembles", "premium", false],
  ])("knows that %s %s %j is %s", (value, operator, operand, expected) => {
    const leaf = { property: "user", value, operator, operand };
    expect(matchesDefinition({ selector: { operator: "and", children: [leaf] } }, candidate)).toBe(expected);
  });

  test("nests, and matches nobody when it says nothing", () => {
    const is = (operand: string): unknown => ({ property: "user", value: "plan", operator: "==", operand });
    const nested = { operator: "and", children: [is("premium"), { operator: "or", children: [is("free"), is("premium")] }] };
    expect(matchesDefinition({ selector: nested }, candidate)).toBe(true);
    expect(matchesDefinition({ selector: { operator: "and", children: [] } }, candidate)).toBe(false);
    expect(matchesDefinition({ groups: [{ filters: [] }] }, candidate)).toBe(false);
    expect(matchesDefinition({}, candidate)).toBe(false);
  });

  test("that leads back to itself ends, and takes nobody in", () => {
    const loop = cohort(7, { selector: { property: "cohort", value: 7, operator: "in" } });
    expect(isMember(loop, { ...candidate, cohorts: new Map([[7, loop]]) })).toBe(false);
  });

  test("is not asked where members were planted", () => {
    const everybody = { selector: { property: "user", value: "plan", operator: "defined" } };
    expect(isMember(cohort(8, everybody, ["bob"]), candidate)).toBe(false);
    expect(isMember(cohort(8, everybody, ["ada"]), candidate)).toBe(true);
    expect(isMember(cohort(8, everybody), candidate)).toBe(true);
  });
});
