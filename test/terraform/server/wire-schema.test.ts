import { GetProviderSchemaResponse, NESTING, Schema } from "../../../src/terraform/protocol/messages";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { wireDiagnostics, wirePath } from "../../../src/terraform/server/wire-diagnostic";
import { typeSignature, wireSchema } from "../../../src/terraform/server/wire-schema";

const attributes = {
  key: required(t.string, "The key."),
  note: optional(t.string, "A note.", { sensitive: true, deprecated: "Use key." }),
  id: computed(t.integer, "An id."),
  mode: defaulted(t.string, "How.", "plain"),
  tags: optional(t.set(t.string), "Tags."),
  byName: optional(t.map(t.list(t.number)), "Numbers."),
  rules: optional(t.list(t.object({ when: optional(t.map(t.object({ value: required(t.string, "v") })), "w") })), "Rules."),
  people: optional(t.set(t.object({ name: required(t.string, "n") })), "People."),
  serve: optional(t.object({ value: optional(t.string, "v") }), "What."),
};

describe("the wire schema", () => {
  const decoded = Schema.decode(Schema.encode(wireSchema({ version: 3, description: "A *thing*.", attributes })));
  const byName = Object.fromEntries((decoded.block?.attributes ?? []).map((each) => [each.name, each]));

  test("has version, description in Markdown, and each attribute once", () => {
    expect(decoded).toMatchObject({ version: 3, block: { description: "A *thing*.", descriptionKind: 1 } });
    expect(Object.keys(byName)).toEqual(Object.keys(attributes));
  });

  test("has each presence as Terraform has it", () => {
    expect(byName["key"]).toMatchObject({ required: true, optional: false, computed: false });
    expect(byName["note"]).toMatchObject({ required: false, optional: true, computed: false, sensitive: true });
    expect(byName["note"]).toMatchObject({ deprecated: true, deprecationMessage: "Use key." });
    expect(byName["id"]).toMatchObject({ required: false, optional: false, computed: true });
    expect(byName["mode"]).toMatchObject({ required: false, optional: true, computed: true });
  });

  test("gives each attribute either a type or a nested type", () => {
    expect(byName["tags"]?.type.toString()).toBe('["set","string"]');
    expect(byName["byName"]?.type.toString()).toBe('["map",["list","number"]]');
    expect(byName["rules"]).toMatchObject({ nestedType: { nesting: NESTING.list } });
    expect(byName["people"]).toMatchObject({ nestedType: { nesting: NESTING.set } });
    expect(byName["serve"]).toMatchObject({
      nestedType: { nesting: NESTING.single, attributes: [{ name: "value", optional: true }] },
    });
    for (const each of Object.values(byName)) expect(each.type.length === 0).toBe(each.nestedType !== undefined);
  });

  test("nests as deep as the declaration does", () => {
    const inner = byName["rules"]?.nestedType?.attributes[0]?.nestedType;
    expect(inner).toMatchObject({ nesting: NESTING.map, attributes: [{ name: "value", required: true }] });
  });

  test("spells types in Terraform's JSON", () => {
    expect(typeSignature(t.list(t.object({ a: required(t.integer, "a"), b: optional(t.set(t.bool), "b") })))).toEqual([
      "list",
      ["object", { a: "number", b: ["set", "bool"] }],
    ]);
  });

  test("always has a block, without which Terraform panics", () => {
    const empty = GetProviderSchemaResponse.decode(
      GetProviderSchemaResponse.encode({ provider: wireSchema({ description: "", attributes: {} }) }),
    );
    expect(empty.provider?.block).toBeDefined();
  });
});

describe("a path on the wire", () => {
  test("has each part by what it is in the schema", () => {
    expect(wirePath(attributes, ["rules", 0, "when", "a.b", "value"])).toEqual({
      steps: [
        { attributeName: "rules" },
        { elementKeyInt: 0 },
        { attributeName: "when" },
        { elementKeyString: "a.b" },
        { attributeName: "value" },
      ],
    });
    expect(wirePath(attributes, ["byName", "7", 0])).toEqual({
      steps: [{ attributeName: "byName" }, { elementKeyString: "7" }, { elementKeyInt: 0 }],
    });
  });

  test("ends at a set, whose elements have no address", () => {
    expect(wirePath(attributes, ["people", 1, "name"])).toEqual({ steps: [{ attributeName: "people" }] });
  });

  test("ends where it leaves the schema", () => {
    expect(wirePath(attributes, ["key", "deeper"])).toEqual({ steps: [{ attributeName: "key" }] });
    expect(wirePath(attributes, ["constructor"])).toBeUndefined();
    expect(wirePath(attributes, [])).toBeUndefined();
  });

  test("goes with each diagnostic, of which each is sent once", () => {
    const one = { severity: "error", summary: "s", detail: "d", path: ["key"] } as const;
    expect(wireDiagnostics(attributes, [one, { ...one }, { ...one, severity: "warning" }])).toEqual([
      { severity: 1, summary: "s", detail: "d", attribute: { steps: [{ attributeName: "key" }] } },
      { severity: 2, summary: "s", detail: "d", attribute: { steps: [{ attributeName: "key" }] } },
    ]);
  });

  test("an error inside of an attribute names it, unless its text does: Terraform shows where the attribute begins", () => {
    const at = (path: readonly (string | number)[], detail: string, summary = "s") =>
      wireDiagnostics(attributes, [{ severity: "error", summary, detail, path }])[0]?.detail;
    expect(at(["key"], "d")).toBe("d");
    const inside = ["segment_overrides", "staff day", "serve", "value"];
    expect(at(inside, "d")).toBe('d\n\nAttribute: segment_overrides["staff day"].serve.value');
    expect(at(["rules", 0, "when"], "d")).toBe("d\n\nAttribute: rules[0].when");
    expect(at(["rules", 0, "when"], "d", 'Invalid value of "rules.0.when"')).toBe("d");
  });
});
