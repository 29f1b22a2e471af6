import { KnownParents } from "../../../src/resources/parents/known-parents";
import { Claims } from "../../../src/resources/run/claims";
import { DiagnosticError } from "../../../src/terraform/diagnostic";

const segment = (name: string, id?: string) => ({ kind: "segment", project: null, name, id }) as const;

function refused(claim: () => void): string | undefined {
  try {
    claim();
  } catch (cause) {
    if (cause instanceof DiagnosticError) return cause.diagnostics[0]?.summary;
    throw cause;
  }
  return undefined;
}

test("things of one name, or of names that differ in case only, are told apart by their ids, and twice the same one is not", () => {
  const claims = new Claims(new KnownParents());
  claims.own(segment("Beta", "1"), "a");
  claims.own(segment("beta", "2"), "b");
  claims.own(segment("beta", "3"), "c");
  expect(refused(() => claims.own(segment("BETA", "2"), "d"))).toBe('The segment "BETA" is managed twice');
  expect(refused(() => claims.own(segment("beta"), "d"))).toBe('The segment "beta" is managed twice');
  // The end of one is no end of the others.
  claims.destroy(segment("beta", "4"), "e");
  expect(refused(() => claims.destroy(segment("beta", "3"), "f"))).toMatch(/would be deleted and created again$/);
});

test("a name stands for the id that it was learned with, as it is written, before one that differs in case", () => {
  const parents = new KnownParents();
  parents.learn("flag", null, "Checkout", "1");
  parents.learn("flag", null, "checkout", "2");
  expect(["Checkout", "checkout", "CHECKOUT"].map((name) => parents.idOf("flag", null, name))).toEqual(["1", "2", "2"]);
  parents.making("flag", null, "checkout");
  expect(parents.idOf("flag", null, "checkout")).toBeUndefined();
});
