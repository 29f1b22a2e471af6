import { TerraformResource, TerraformStack, Testing, Token } from "cdktf";
import { hclAttributes, jsonAttributes } from "../../../src/constructs/internal/literals/attributes";
import { escapeTemplate } from "../../../src/constructs/internal/literals/escape-template";
import { hasTerraform, Workspace } from "../../fixtures/terraform-run";
import { fc } from "../../support/fast-check";

/** terraform_data, with our way of synthesizing HCL. */
class Stored extends TerraformResource {
  constructor(
    scope: TerraformStack,
    id: string,
    private readonly stored: unknown,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data" });
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return hclAttributes({ input: this.stored });
  }
}

const TRICKY = [
  "",
  "plain",
  "${a}",
  "$${a}",
  "$$${a}",
  "%{if}",
  "%%{if}",
  "$%{a}",
  "${",
  "%{",
  "$",
  'a "quoted" ${b}',
  "[list]",
  '{"json": "${x}"}',
  '"',
  "7",
  "007",
  "true",
  "null",
  "two\nlines",
  "back\\slash",
  "tab\t \b \f \u0001",
  "日本 ☕",
];

describe("literals", () => {
  test("that look like templates are escaped, tokens in them are not", () => {
    const token = Token.asString({ resolve: () => "x", creationStack: [] });
    expect(escapeTemplate(`\${a} ${token} %{b}`)).toBe(`$\${a} ${token} %%{b}`);
  });

  test("are escaped wherever they stand; what is undefined is no attribute", () => {
    expect(jsonAttributes({ a: "${x}", b: { "k${y}": ["%{z}", 1, true] }, c: undefined, d: { e: undefined } })).toEqual({
      a: "$${x}",
      b: { "k$${y}": ["%%{z}", 1, true] },
      d: {},
    });
  });

  test("without a brace are never touched", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("{")),
        (text) => escapeTemplate(text) === text,
      ),
    );
  });
});

(hasTerraform() ? describe : describe.skip)("the real terraform reads back what was written", () => {
  let workspace: Workspace;
  beforeEach(() => (workspace = new Workspace()));
  afterEach(() => workspace.remove());

  function outputs(): Record<string, unknown> {
    workspace.must("init");
    workspace.must("apply", "-auto-approve");
    const parsed = JSON.parse(workspace.must("output", "-json")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(parsed).map(([name, { value }]) => [name, value]));
  }

  test("from JSON", () => {
    const values = Object.fromEntries(TRICKY.map((text, index) => [`o${index}`, { value: jsonAttributes({ text }) }]));
    workspace.write("main.tf.json", JSON.stringify({ output: values }));
    expect(Object.values(outputs())).toHaveLength(TRICKY.length);
    expect(outputs()).toEqual(Object.fromEntries(TRICKY.map((text, index) => [`o${index}`, { text }])));
  });

  test.each([
    ["at the top", (text: string) => text],
    ["inside", (text: string) => ({ "a key.": [{ text }] })],
  ])("from HCL, %s", (_where, place) => {
    const stack = new TerraformStack(Testing.app(), "hcl");
    TRICKY.forEach((text, index) => new Stored(stack, `r${index}`, place(text)));
    const resources = String(Testing.synthHcl(stack));
    const each = TRICKY.map((_, index) => `output "o${index}" {\n  value = terraform_data.r${index}.output\n}\n`);
    workspace.write("main.tf", `${resources}\n${each.join("")}`);
    const expected = TRICKY.map((text, index) => [`o${index}`, place(text)]);
    // The renderer writes 7 for "7": the provider's attributes are typed, terraform_data's are not.
    const seven = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_key, inner: unknown) => (inner === 7 ? "7" : inner));
    expect(seven(outputs())).toEqual(Object.fromEntries(expected));
  });
});
