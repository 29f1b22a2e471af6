import { UNKNOWN } from "../../../src/terraform/value";
import type { Driver } from "../../../src/testing/driver";
import { raw, RAW_IDENTITY, rawDriver, rule, type Tampering, wireIdentity } from "../raw-provider";

const body = { name: "a", size: 3 };
const byIdentity = { ...raw(body), import: [{ to: "raw_thing.a", identity: { raw_id: "raw-1" } }] };

async function created(tampering: Tampering = {}): Promise<Driver> {
  const driver = rawDriver(tampering);
  await driver.apply(raw(body));
  return driver;
}

/** Breaks the answers of a driver whose object exists already. */
async function broken(tampering: Tampering): Promise<Driver> {
  return rawDriver(tampering).withState((await created()).state);
}

const other = wireIdentity({ raw_id: "another", space: "s" });
const unknown = wireIdentity({ raw_id: UNKNOWN, space: "s" });

test("a provider that keeps the rules passes them all", async () => {
  const driver = await created();
  expect(driver.state.instances[0]).toMatchObject({ identity: { raw_id: "made", space: "s" }, identityVersion: 2 });
  expect((await driver.plan(raw({ ...body, name: "b" }))).actions()).toEqual({ "raw_thing.a": "replace" });
  await driver.apply(raw({ ...body, size: 4 }));
  const imported = rawDriver();
  expect((await imported.plan(byIdentity)).actions()).toEqual({ "raw_thing.a": "update" });
});

test.each<[string, Tampering, string]>([
  [
    "N1, another type",
    { readResource: (answer) => ({ ...answer, newIdentity: { identityData: { msgpack: Buffer.from([1]) } } }) },
    "N1",
  ],
  ["N2, unknown after a read", { readResource: (answer) => ({ ...answer, newIdentity: unknown }) }, "N2"],
  [
    "N2, unknown in the plan of an update",
    { planResourceChange: (answer) => ({ ...answer, plannedIdentity: unknown }) },
    "N2",
  ],
  ["N3, lost by a read", { readResource: (answer) => ({ ...answer, newIdentity: undefined }) }, "N3"],
  ["N3, lost by a plan", { planResourceChange: (answer) => ({ ...answer, plannedIdentity: undefined }) }, "N3"],
  ["N4, changed by a read", { readResource: (answer) => ({ ...answer, newIdentity: other }) }, "N4 raw_id"],
  ["N4, changed by a plan", { planResourceChange: (answer) => ({ ...answer, plannedIdentity: other }) }, "N4 raw_id"],
])("%s", async (_name, tampering, expected) => {
  expect(await rule((await broken(tampering)).plan(raw({ ...body, size: 4 })))).toBe(expected);
});

test("N2, unknown in the plan of a creation", async () => {
  expect(
    await rule(rawDriver({ planResourceChange: (answer) => ({ ...answer, plannedIdentity: unknown }) }).plan(raw(body))),
  ).toBe("N2");
});

test.each<[string, Tampering, string]>([
  ["N2, unknown after an apply", { applyResourceChange: (answer) => ({ ...answer, newIdentity: unknown }) }, "N2"],
  ["N3, lost by an apply", { applyResourceChange: (answer) => ({ ...answer, newIdentity: undefined }) }, "N3"],
  ["N4, changed by an apply", { applyResourceChange: (answer) => ({ ...answer, newIdentity: other }) }, "N4 raw_id"],
])("%s", async (_name, tampering, expected) => {
  expect(await rule((await broken(tampering)).apply(raw({ ...body, size: 4 })))).toBe(expected);
});

test("N5, an import by identity that answers with none", async () => {
  const tampering: Tampering = {
    importResourceState: (answer) => ({
      importedResources: answer.importedResources?.map((each) => ({ ...each, identity: undefined })),
    }),
  };
  expect(await rule(rawDriver(tampering).plan(byIdentity))).toBe("N5");
});

test("N6, an upgrade that loses the identity", async () => {
  const { state } = await created();
  const instances = state.instances.map((each) => ({ ...each, identityVersion: 1 }));
  const driver = rawDriver({ upgradeResourceIdentity: () => ({}) }).withState({ ...state, instances });
  expect(await rule(driver.plan(raw(body)))).toBe("N6");
});

test("S2, a part of the identity that an import neither needs nor allows", async () => {
  const schema = { ...RAW_IDENTITY, identityAttributes: [{ name: "raw_id", type: Buffer.from('"string"') }] };
  const tampering: Tampering = { getResourceIdentitySchemas: () => ({ identitySchemas: { raw_thing: schema } }) };
  expect(await rule(rawDriver(tampering).plan(raw(body)))).toBe("S2");
});

test("a state of an earlier Terraform has no identity, and gets one from the next read", async () => {
  const { state } = await created();
  const instances = state.instances.map(({ identity: _identity, identityVersion: _version, ...rest }) => rest);
  const driver = rawDriver().withState({ ...state, instances });
  await driver.apply(raw({ ...body, size: 4 }));
  expect(driver.state.instances[0]?.identity).toEqual({ raw_id: "made", space: "s" });
});
