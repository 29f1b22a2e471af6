import { parseAddress, parsePath } from "../../../src/testing/stack/address";
import { fullSource, readConfiguration } from "../../../src/testing/stack/configuration";

test("a synthesized stack is read whole", () => {
  const stack = {
    "//": { metadata: { backend: "local" } },
    terraform: { backend: { local: {} }, required_providers: { lab: { source: "flagform/lab", version: "1.0" }, null: {} } },
    provider: { lab: [{ zone: "a" }, { alias: "b", zone: "b" }] },
    variable: { secret: { type: "string", sensitive: true, default: 0.1 } },
    locals: { one: 1 },
    resource: {
      lab_thing: {
        x: {
          "//": { metadata: { path: "x" } },
          name: "x",
          provider: "lab.b",
          depends_on: ["data.lab_thing.y"],
          lifecycle: {
            prevent_destroy: true,
            create_before_destroy: true,
            ignore_changes: ["tags", 'labels["a.b"]', "parts[0].title"],
          },
        },
      },
    },
    data: { lab_thing: { y: { name: "y" } } },
    output: { o: { value: "${lab_thing.x.id}", sensitive: true } },
    moved: [{ from: "lab_thing.w", to: "lab_thing.x" }],
    import: { to: "lab_thing.x", id: "x" },
  };
  const configuration = readConfiguration(stack);
  expect([...configuration.sources]).toEqual([
    ["lab", "registry.terraform.io/flagform/lab"],
    ["null", "registry.terraform.io/hashicorp/null"],
  ]);
  expect([...configuration.providers.keys()]).toEqual(["lab", "lab.b"]);
  expect(configuration.resources.get("lab_thing.x")).toMatchObject({
    provider: "lab.b",
    dependsOn: ["data.lab_thing.y"],
    lifecycle: {
      preventDestroy: true,
      createBeforeDestroy: true,
      ignoreChanges: [["tags"], ["labels", "a.b"], ["parts", 0, "title"]],
    },
  });
  expect([...(configuration.resources.get("lab_thing.x")?.body.keys() ?? [])]).toEqual(["name"]);
  expect(configuration.resources.get("data.lab_thing.y")?.provider).toBe("lab");
  expect(configuration.variables.get("secret")).toEqual({ sensitive: true, fallback: 0.1 });
  expect(configuration.moved).toEqual([{ from: "lab_thing.w", to: "lab_thing.x" }]);
  expect(configuration.imports.map(({ to }) => to)).toEqual(["lab_thing.x"]);
});

test.each([
  ["a module", { module: { m: {} } }, /"module"/],
  ["a provisioner", { resource: { a_b: { c: { provisioner: [{ "local-exec": {} }] } } } }, /"provisioner"/],
  ["a precondition", { resource: { a_b: { c: { lifecycle: { precondition: [{}] } } } } }, /lifecycle.precondition/],
  [
    "an expression, with where it stands",
    { resource: { a_b: { c: { d: "${[for x in y : x]}" } } } },
    /a_b.c.d.*for-expressions/,
  ],
])("%s is refused by name", (_name, stack, message) => {
  expect(() => readConfiguration(stack)).toThrow(message);
});

test("addresses, paths and sources", () => {
  expect(parseAddress('data.a_b.c["x.y"]')).toEqual({ mode: "data", type: "a_b", name: "c", key: "x.y" });
  expect(parseAddress("a_b.c[2]")).toEqual({ mode: "managed", type: "a_b", name: "c", key: 2 });
  expect(() => parseAddress("a_b.c.d")).toThrow("Invalid address");
  expect(() => parseAddress("module.a.b_c.d")).toThrow("Invalid address");
  expect(() => parsePath("a b")).toThrow("Invalid path");
  expect(fullSource("example.com/a/b")).toBe("example.com/a/b");
});
