import { flagformProvider } from "../../../src/resources/provider/provider";
import type { Attributes, Type } from "../../../src/terraform/schema";
import { wirePath } from "../../../src/terraform/server/wire-diagnostic";
import { UNKNOWN } from "../../../src/terraform/value";
import { encodeObject } from "../../../src/terraform/values/dynamic-value";
import { ServerUnderTest } from "../../fixtures/demofile-server";

/**
 * Terraform holds only that a required attribute is written, so `key = var.k` with a null default comes as null. Each place of each
 * declaration where a value must be is given as null, with all else unknown: it is refused by its path, in validation and in the plan.
 */
interface NullAt {
  readonly path: readonly (string | number)[];
  readonly values: unknown;
}

const provider = flagformProvider("0.0.0-test");
const NOTHING = Buffer.alloc(0);

function nullsIn(type: Type): NullAt[] {
  switch (type.kind) {
    case "object":
      return nullsAmong(type.attributes);
    case "list":
    case "set":
      return [{ path: [0], values: [null] }, ...nullsIn(type.element).map((at) => within(0, [at.values], at))];
    case "map":
      return [{ path: ["k"], values: { k: null } }, ...nullsIn(type.element).map((at) => within("k", { k: at.values }, at))];
    default:
      return [];
  }
}

function within(step: string | number, values: unknown, { path }: NullAt): NullAt {
  return { path: [step, ...path], values };
}

function nullsAmong(attributes: Attributes): NullAt[] {
  const others = Object.fromEntries(
    Object.entries(attributes).map(([name, { presence }]) => [name, presence === "computed" ? null : UNKNOWN]),
  );
  return Object.entries(attributes).flatMap(([name, { presence, type }]) => {
    if (presence === "computed") return [];
    const own = presence === "required" ? [{ path: [name], values: { ...others, [name]: null } }] : [];
    return [...own, ...nullsIn(type).map((at) => within(name, { ...others, [name]: at.values }, at))];
  });
}

let server: ServerUnderTest;
beforeAll(async () => {
  server = await ServerUnderTest.start(provider);
});
afterAll(() => server.stop());

const config = (attributes: Attributes, { values }: NullAt) => encodeObject(attributes, values as Record<string, unknown>);

function expectRefusal(attributes: Attributes, { path }: NullAt, diagnostics: readonly unknown[]): void {
  expect(JSON.stringify(diagnostics)).not.toContain("report this");
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      severity: 1,
      summary: `Missing value of ${JSON.stringify(path.join("."))}`,
      detail: expect.stringContaining(" null") as unknown,
      attribute: expect.objectContaining(wirePath(attributes, path)) as unknown,
    }),
  );
}

test.each(provider.resources)("a null where $type needs a value is refused, in validation and at plan", async (resource) => {
  const { type: typeName, attributes } = resource;
  const places = nullsAmong(attributes);
  expect(places.length).toBeGreaterThan(0);
  for (const at of places) {
    const [sent, priorState] = [config(attributes, at), encodeObject(attributes, null)];
    const { diagnostics } = await server.client.validateResourceConfig({ typeName, config: sent });
    expectRefusal(attributes, at, diagnostics);
    const request = { typeName, priorState, proposedNewState: sent, config: sent, priorPrivate: NOTHING };
    expectRefusal(attributes, at, (await server.client.planResourceChange(request)).diagnostics);
  }
});

test.each(provider.dataSources)(
  "a null where data $type needs a value is refused, in validation and when read",
  async (source) => {
    const { type: typeName, attributes } = source;
    for (const at of nullsAmong(attributes)) {
      const sent = config(attributes, at);
      expectRefusal(
        attributes,
        at,
        (await server.client.validateDataResourceConfig({ typeName, config: sent })).diagnostics,
      );
      expectRefusal(attributes, at, (await server.client.readDataSource({ typeName, config: sent })).diagnostics);
    }
  },
);

test("a null where the provider block needs a value is refused, in validation and when configured", async () => {
  const { attributes } = provider;
  const places = nullsAmong(attributes);
  expect(places.length).toBeGreaterThan(0);
  for (const at of places) {
    const sent = config(attributes, at);
    expectRefusal(attributes, at, (await server.client.validateProviderConfig({ config: sent })).diagnostics);
    const configured = await server.client.configureProvider({ terraformVersion: "1.11.4", config: sent });
    expectRefusal(attributes, at, configured.diagnostics);
  }
});
