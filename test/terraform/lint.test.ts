import * as z from "zod";
import { lintProvider } from "../../src/terraform/lint";
import type { Attributes } from "../../src/terraform/schema";
import { computed, defaulted, optional, required, t } from "../../src/terraform/schema";
import { demofileProvider } from "../fixtures/demofile-provider";

const lint = (attributes: Attributes) =>
  lintProvider({ name: "p", attributes: {}, resources: [{ type: "p_thing", attributes }], dataSources: [] });

describe("the lint of declarations", () => {
  test("finds nothing in a sound provider", () => {
    expect(lintProvider(demofileProvider())).toEqual([]);
  });

  test.each<[string, Attributes]>([
    ["reserved", { count: optional(t.integer, "d") }],
    ["lower-case", { camelCase: optional(t.string, "d") }],
    ["no description", { a: optional(t.string, " ") }],
    ["not a number", { a: defaulted(t.integer, "d", "5") }],
    ["fails its own check", { a: defaulted(t.string, "d", "c", { check: z.enum(["a", "b"]) }) }],
    ["only single values", { a: defaulted(t.list(t.string), "d", "x") }],
    ["nothing to check", { a: computed(t.string, "d", { replace: true }) }],
    ["inside must be computed", { a: computed(t.list(t.object({ b: required(t.string, "d") })), "d") }],
    ["not two", { a: optional(t.list(t.map(t.object({ b: required(t.string, "d") }))), "d") }],
    ["inside a set", { a: optional(t.set(t.object({ b: required(t.string, "d", { replace: true }) })), "d") }],
  ])("finds: %s", (words, attributes) => {
    expect(lint(attributes)).toEqual([expect.stringContaining(words)]);
  });

  test("looks inside nested attributes, where Terraform reserves no name", () => {
    expect(
      lint({ a: optional(t.list(t.object({ count: optional(t.integer, "d"), B: optional(t.string, "d") })), "d") }),
    ).toEqual([expect.stringContaining("p_thing.a.B")]);
  });

  test("finds names of types that are foreign or taken, and the provider's own reserved ones", () => {
    const thing = { type: "other_thing", attributes: {} };
    const faults = lintProvider({
      name: "p",
      attributes: { alias: optional(t.string, "d") },
      resources: [thing, thing],
      dataSources: [],
    });
    expect(faults).toEqual([
      expect.stringContaining("reserved"),
      expect.stringContaining("must start with p_"),
      expect.stringContaining("must start with p_"),
      expect.stringContaining("twice"),
    ]);
  });
});
