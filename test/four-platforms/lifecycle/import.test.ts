import { readSchema, type AttributeSchemas } from "../../../src/testing/values/schema";
import { isRecord, type Value } from "../../../src/testing/values/value";
import { resourceWireSchema } from "../../../src/terraform/wire-schema";
import { Schema } from "../../../src/terraform/protocol/messages";
import { flagformProvider } from "../../../src/resources/provider/provider";
import { Decimal } from "../../../src/terraform/value";
import type { Bodies } from "../../resources/lab";
import { PLATFORMS, PlatformLab, type PlatformName } from "../platform-lab";

/**
 * What stands on a platform is taken over by import blocks: under a configuration that states less than the platform has the first plan
 * shows imports and nothing else, and so does one under what `-generate-config-out` writes, which is every attribute that was read.
 */

/** As a user would write them, beside each other. */
function stack(name: PlatformName): Bodies {
  const at = { environment: "production", flag: "banner" };
  const variants = name === "flagsmith" ? {} : { variants: { long: text("a long text"), short: text("short") } };
  const serve = (variant: string, value: string) => (name === "flagsmith" ? { serve: text(value) } : { serve: { variant } });
  const off = name === "flagsmith" || name === "mixpanel" ? {} : { when_off: "short" };
  const repeated = name === "split" || name === "mixpanel" ? variants : {};
  const priority = name === "split" ? {} : { priority: 0 };
  return {
    feature_flag: {
      text: { key: "banner", type: "string", description: "On top", ...variants },
      switch: { key: "checkout", type: "boolean", description: "The new one" },
    },
    environment_definition: {
      text: { ...at, enabled: true, ...serve("long", "a long text"), ...off, ...repeated, ...after("feature_flag.text") },
      switch: { environment: "production", flag: "checkout", enabled: true, ...after("feature_flag.switch") },
    },
    segment_override: {
      beta: { ...at, segment: "beta", ...priority, ...serve("short", "short"), ...after("environment_definition.text") },
    },
    identity_override: {
      one: { ...at, identity: "user-1", ...serve("short", "short"), ...after("segment_override.beta") },
    },
  };
}

const text = (string: string) => ({ value: { string } });
const after = (...addresses: string[]) => ({ depends_on: addresses.map((each) => `flagform_${each}`) });

const IDS = {
  "feature_flag.text": "banner",
  "feature_flag.switch": "checkout",
  "environment_definition.text": "production/banner",
  "environment_definition.switch": "production/checkout",
  "segment_override.beta": "production/banner/beta",
  "identity_override.one": "production/banner/user-1",
} as const;

const BLOCKS = Object.entries(IDS).map(([to, id]) => ({ to: `flagform_${to}`, id }));

/** Leaves out what a configuration need not say: all but names, and what overrides serve. */
function least(all: Bodies): Bodies {
  const kept = ["key", "environment", "flag", "segment", "identity"];
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
  let lab: PlatformLab;
  beforeEach(async () => {
    lab = await PlatformLab.start(name);
    await lab.apply(stack(name));
    lab.driver = lab.newDriver();
  });
  afterEach(() => lab.stop());

  const writes = () =>
    lab.server
      .requests()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);

  async function expectOnlyImports(configuration: Bodies, blocks = BLOCKS): Promise<void> {
    const plan = await lab.driver.plan({ ...lab.stack(configuration), import: blocks });
    const changed = plan.changes.filter(({ action }) => action !== "no-op");
    expect(changed.map(({ address, before, after }) => ({ address, before, after }))).toEqual([]);
    expect(plan.changes.filter(({ importId }) => importId !== undefined)).toHaveLength(blocks.length);
    expect(plan.diagnostics).toEqual([]);
    const before = writes();
    await lab.driver.apply(plan);
    expect(writes()).toEqual(before);
    const again = await lab.plan(configuration);
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
    for (const { to, id } of BLOCKS) await lab.driver.import(lab.stack(stack(name)), to, id);
    const written = mapBodies(stack(name), (_, type, each) => {
      const schema = SCHEMAS.get(`flagform_${type}`);
      const state = lab.driver.instance(`flagform_${type}.${each}`)?.attributes ?? null;
      return generated(schema?.attributes ?? {}, state);
    });
    lab.driver = lab.newDriver();
    await expectOnlyImports(written);
  });

  test("what was imported and never stated stays when its resource goes", async () => {
    const few = least(stack(name));
    await lab.driver.apply({ ...lab.stack(few), import: BLOCKS });
    const { environment_definition: _, ...rest } = few;
    const who = { identity: "user-1", traits: { plan: "none" } };
    const before = await lab.evaluate("production", "banner", who);
    await lab.driver.apply(lab.stack(rest));
    expect(await lab.evaluate("production", "banner", who)).toEqual(before);
  });
});
