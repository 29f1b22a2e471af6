import { resolveName } from "../../src/platforms/adapter/lists/names";
import { PlatformError } from "../../src/platforms/port/platform-error";

const NOUNS = ["flag", "environment", "segment", "project", "server key"] as const;

function nextStep(names: readonly string[], noun: (typeof NOUNS)[number]): string {
  const things = names.map((name, index) => ({ id: String(index), name }));
  try {
    resolveName(things, "wanted", noun, "plan");
  } catch (cause) {
    if (cause instanceof PlatformError) return cause.details.nextStep ?? "";
  }
  throw new Error("It was found");
}

test.each(NOUNS)("a %s that is not there: near names are shown, and only an empty list is called empty", (noun) => {
  expect(nextStep([], noun)).toMatch(/at all|cannot access any/);
  expect(nextStep(["want", "one"], noun)).toContain('Did you mean "want" or "one"?');
  const far = nextStep(["alpha-one", "beta-two", "gamma-three", "delta-four"], noun);
  expect(far).toMatch(/^[CR].*eference it by id:<id>/);
  expect(far).not.toMatch(/at all|cannot access any/);
});
