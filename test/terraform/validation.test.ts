import * as z from "zod";
import { optional, required, t } from "../../src/terraform/schema";
import { checkAttributes } from "../../src/terraform/validation";
import { Decimal, UNKNOWN } from "../../src/terraform/value";
import { fc } from "../support/fast-check";

const attributes = {
  key: required(t.string, "k", { check: z.string().max(3, "must not exceed 3 characters") }),
  share: optional(t.number, "s", { check: z.number().max(100) }),
  pair: optional(t.list(t.string), "p", {
    check: z.array(z.string()).superRefine((all, context) => {
      if (all.length !== 2) context.addIssue({ code: "custom", message: "takes two", path: [all.length - 1] });
    }),
  }),
  old: optional(t.string, "o", { deprecated: "Use `key`." }),
  rules: optional(
    t.list(t.object({ by: optional(t.map(t.object({ n: optional(t.integer, "n", { check: z.number().min(0) }) })), "b") })),
    "r",
  ),
};
const sound = { key: "abc", share: null, pair: null, old: null, rules: null };
const check = (values: object) => checkAttributes(attributes, { ...sound, ...values });

describe("the attributes' own checks", () => {
  test("find nothing in what is sound", () => {
    expect(check({ share: new Decimal("99.999"), pair: ["a", "b"] })).toEqual([]);
  });

  test("report each fault at its path, at any depth, all at once", () => {
    const found = check({ key: "abcd", share: new Decimal("100.5"), rules: [{ by: null }, { by: { x: { n: -1 } } }] });
    expect(found.map(({ severity, path }) => [severity, path])).toEqual([
      ["error", ["key"]],
      ["error", ["share"]],
      ["error", ["rules", 1, "by", "x", "n"]],
    ]);
    expect(found[0]).toMatchObject({ summary: 'Invalid value of "key"', detail: "Must not exceed 3 characters." });
  });

  test("append the path of an issue to the attribute's", () => {
    expect(check({ pair: ["a", "b", "c"] })).toMatchObject([{ path: ["pair", 2] }]);
  });

  test("warn of what is deprecated, where it is set", () => {
    expect(check({ old: "x" })).toMatchObject([{ severity: "warning", detail: "Use `key`.", path: ["old"] }]);
  });

  test("never fail for what is unknown, whole or in part", () => {
    expect(check({ key: UNKNOWN, share: UNKNOWN, pair: ["a", "b", UNKNOWN], rules: [{ by: UNKNOWN }, UNKNOWN] })).toEqual(
      [],
    );
  });

  test("never throw", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (noise) => {
        expect(Array.isArray(check({ rules: noise }))).toBe(true);
      }),
    );
  });
});
