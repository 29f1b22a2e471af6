import { flagformProvider } from "../../../src/resources/provider/provider";
import { Schema } from "../../../src/terraform/protocol/messages";
import { resourceWireSchema } from "../../../src/terraform/server/wire-schema";
import { Decimal } from "../../../src/terraform/value";
import { type AttributeSchemas, readSchema } from "../../../src/testing/values/schema";
import { isRecord, type Value } from "../../../src/testing/values/value";
import { type Bodies, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { importBlocks, importStack as stack } from "./import-stack";

/**
 * What stands on a platform is taken over by import blocks: under a configuration that states less than the platform has the first plan
 * shows imports and nothing else, and so does one under what `-generate-config-out` writes, which is every attribute that was read.
 */

/** Leaves out what a configuration need not say: all but names, and what overrides serve. */
function least(all: Bodies): Bodies {
  const kept = ["key", "environment", "flag", "segment", "identity", "name"];
  return mapBodies(all, (body, type) =>
    Object.fromEntries(
      Object.entries(body).filter(([name]) => kept.includes(name) || (name === "serve" && type.endsWith("override"))),
    ),
  );
}

function mapBodies(all: Bodies, change: (body: object, type: string, name: string) => object): Bodies {
  return Object.fromEntries(
    Object.entries(all).map(([type, bodies]) => [
      type,
      Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, change(body, type, name)])),
    ]),
  );
}

const SCHEMAS = new Map(
  flagformProvider("0.0.0-test").resources.map((each) => [
    each.type,
    readSchema(Schema.decode(Schema.encode(resourceWireSchema(each)))),
  ]),
);

/** As Terraform writes configuration from a state: whatever can be configured, null or not. */
function generated(attributes: AttributeSchemas, state: Value): object {
  if (!isRecord(state)) throw new TypeError("no object");
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { required, optional, nested }]) => {
      if (!required && !optional) return [];
      const value = state[name] ?? null;
      if (value === null || !nested) return [[name, plain(value)]];
      if (nested.nesting === "single") return [[name, generated(nested.attributes, value)]];
      if (Array.isArray(value)) return [[name, value.map((each: Value) => generated(nested.attributes, each))]];
      const entries = Object.entries(value as Readonly<Record<string, Value>>);
      return [[name, Object.fromEntries(entries.map(([key, each]) => [key, generated(nested.attributes, each)]))]];
    }),
  );
}

function plain(value: Value): unknown {
  if (value instanceof Decimal) return value.toNumber();
  if (Array.isArray(value)) return value.map(plain);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)])) : value;
}

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(stack(name));
    workbench.driver = workbench.newDriver();
  });
  afterEach(() => workbench.stop());

  const writes = () =>
    workbench.server
      .requests()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);

  async function expectOnlyImports(configuration: Bodies, blocks = importBlocks(configuration)): Promise<void> {
    const plan = await workbench.driver.plan({ ...workbench.stack(configuration), import: blocks });
    const changed = plan.changes.filter(({ action }) => action !== "no-op");
    expect(changed.map(({ address, before, after }) => ({ address, before, after }))).toEqual([]);
    expect(plan.changes.filter(({ importId }) => importId !== undefined)).toHaveLength(blocks.length);
    expect(plan.diagnostics).toEqual([]);
    const before = writes();
    await workbench.driver.apply(plan);
    expect(writes()).toEqual(before);
    const again = await workbench.plan(configuration);
    expect(again.diagnostics).toEqual([]);
    expect(again.empty).toBe(true);
  }

  test("what is stated as it stands is imported, and nothing else is planned", async () => {
    await expectOnlyImports(stack(name));
  });

  test("a configuration that states only names imports, and nothing else is planned", async () => {
    await expectOnlyImports(least(stack(name)));
  });

  test("a configuration that Terraform generates from what was read validates and plans empty, overrides beside definitions", async () => {
    for (const { to, id } of importBlocks(stack(name))) await workbench.driver.import(workbench.stack(stack(name)), to, id);
    const written = mapBodies(stack(name), (_, type, each) => {
      const schema = SCHEMAS.get(`flagform_${type}`);
      const state = workbench.driver.instance(`flagform_${type}.${each}`)?.attributes ?? null;
      return generated(schema?.attributes ?? {}, state);
    });
    workbench.driver = workbench.newDriver();
    await expectOnlyImports(written);
  });

  test("what was imported and never stated stays when its resource goes", async () => {
    const few = least(stack(name));
    await workbench.driver.apply({ ...workbench.stack(few), import: importBlocks(few) });
    const { environment_definition: _, ...rest } = few;
    const who = { identity: "user-1", traits: { plan: "none" } };
    const before = await workbench.evaluate("production", "banner", who);
    await workbench.driver.apply(workbench.stack(rest));
    expect(await workbench.evaluate("production", "banner", who)).toEqual(before);
  });
});
