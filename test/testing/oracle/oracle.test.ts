import { UNKNOWN } from "../../../src/terraform/value";
import type { Driver } from "../../../src/testing/driver";
import { DYNAMIC } from "../../../src/testing/values/cty-type";
import { encodeValue } from "../../../src/testing/values/msgpack";
import { errorDiagnostic, put, raw, rawDriver, rule, type Tampering, unwire, wire } from "../raw-provider";

const body = { name: "a", size: 3, labels: { k: "v" }, tags: ["t"], parts: [{ title: "p" }], token: "hush" };

async function created(tampering: Tampering = {}): Promise<Driver> {
  const driver = rawDriver(tampering);
  await driver.apply(raw(body));
  return driver;
}

test("a provider that keeps the rules passes them all", async () => {
  const driver = await created();
  expect((await driver.plan(raw(body))).actions()).toEqual({});
  expect((await driver.plan(raw({ ...body, size: 4 }))).actions()).toEqual({ "raw_thing.a": "update" });
  expect((await driver.plan(raw({ ...body, name: "b" }))).actions()).toEqual({ "raw_thing.a": "replace" });
  await driver.destroy(raw(body));
  await driver.import(raw(body), "raw_thing.a", "a");
  await driver.plan({ data: { raw_thing: { d: { name: "d" } } } });
});

describe("plan", () => {
  const planned = (changes: Parameters<typeof put>[1]): Tampering => ({
    planResourceChange: (answer) => ({ ...answer, plannedState: put(answer.plannedState, changes) }),
  });
  test.each([
    [
      "P1, nothing planned for what is configured",
      { planResourceChange: (answer: object) => ({ ...answer, plannedState: wire(null) }) },
      "P1",
    ],
    [
      "P2, another type",
      { planResourceChange: (answer: object) => ({ ...answer, plannedState: { msgpack: encodeValue(DYNAMIC, 1) } }) },
      "P2",
    ],
    ["P3, a write-only value kept", planned({ token: "hush" }), "P3 token"],
    ["P4, another value than configured", planned({ name: "A" }), "P4 name"],
    ["P4, null where there is a value", planned({ size: null }), "P4 size"],
    ["P4, unknown where there is a value", planned({ size: UNKNOWN }), "P4 size"],
    ["P6, an unknown nested attribute", planned({ parts: UNKNOWN }), "P6 parts"],
    ["P7, fewer elements than configured", planned({ parts: [] }), "P7 parts"],
    ["P4, inside an element", planned({ parts: [{ title: "q", anchor: null }] }), "P4 parts.0.title"],
    [
      "P9, a replacement for nothing",
      {
        planResourceChange: (answer: object) => ({
          ...answer,
          requiresReplace: [{ steps: [{ attributeName: "nothing" }] }],
        }),
      },
      "nothing",
    ],
  ] as const)("%s", async (_name, tampering: Tampering, broken) => {
    expect(await rule(rawDriver(tampering).plan(raw(body)))).toBe(broken);
  });

  test("P5, a value for an attribute that is neither configured nor computed", async () => {
    const driver = rawDriver(planned({ size: 0 }));
    expect(await rule(driver.plan(raw({ name: "a" })))).toBe("P5 size");
  });

  test("P1, something planned for what is destroyed", async () => {
    const driver = await created({
      planResourceChange: (answer, { priorState, proposedNewState }) =>
        unwire(proposedNewState) === null ? { ...answer, plannedState: priorState } : answer,
    });
    expect(await rule(driver.plan(raw(body), { destroy: true }))).toBe("P1");
  });

  test("P9, a replacement for a path that does not exist", async () => {
    const driver = await created({
      planResourceChange: (answer) => ({ ...answer, requiresReplace: [{ steps: [{ attributeName: "nothing" }] }] }),
    });
    expect(await rule(driver.plan(raw({ ...body, size: 4 })))).toBe("P9 nothing");
  });

  test("P10, the second plan of a replacement keeps a write-only value", async () => {
    let calls = 0;
    const driver = await created({
      planResourceChange: (answer) =>
        ++calls > 3 ? { ...answer, plannedState: put(answer.plannedState, { token: "hush" }) } : answer,
    });
    expect(calls).toBe(2);
    expect(await rule(driver.plan(raw({ ...body, name: "b" })))).toBe("P10 token");
  });

  test("prior's value is allowed where the provider takes both to mean the same", async () => {
    const driver = await created({
      planResourceChange: (answer, { priorState }) =>
        unwire(priorState) === null ? answer : { ...answer, plannedState: priorState },
    });
    expect((await driver.plan(raw({ ...body, size: 4 }))).actions()).toEqual({});
  });

  test("a replacement for what does not differ is no replacement", async () => {
    const driver = await created({
      planResourceChange: (answer) => ({ ...answer, requiresReplace: [{ steps: [{ attributeName: "name" }] }] }),
    });
    expect((await driver.plan(raw({ ...body, size: 4 }))).actions()).toEqual({ "raw_thing.a": "update" });
  });
});

describe("apply", () => {
  const twice = (change: (count: number) => Parameters<typeof put>[1]): Tampering => {
    let count = 0;
    return { planResourceChange: (answer) => ({ ...answer, plannedState: put(answer.plannedState, change(++count)) }) };
  };

  test("F1, a planned value that is another in the second plan", async () => {
    expect(await rule(rawDriver(twice((count) => ({ mode: String(count) }))).apply(raw(body)))).toBe("F1 mode");
  });

  test("F1, a known value that is unknown in the second plan", async () => {
    expect(await rule(rawDriver(twice((count) => ({ mode: count === 1 ? "x" : UNKNOWN }))).apply(raw(body)))).toBe(
      "F1 mode",
    );
  });

  test("F2, an update that becomes a replacement", async () => {
    let calls = 0;
    const driver = await created({
      planResourceChange: (answer) =>
        ++calls > 3 ? { ...answer, requiresReplace: [{ steps: [{ attributeName: "size" }] }] } : answer,
    });
    expect(await rule(driver.apply(raw({ ...body, size: 4 })))).toMatch(/^F[12]/);
  });

  const applied = (changes: Parameters<typeof put>[1]): Tampering => ({
    applyResourceChange: (answer) => ({ ...answer, newState: put(answer.newState, changes) }),
  });
  test.each([
    [
      "A1, another type",
      { applyResourceChange: (answer: object) => ({ ...answer, newState: { msgpack: encodeValue(DYNAMIC, 1) } }) },
      "A1",
    ],
    ["A2, a write-only value kept", applied({ token: "hush" }), "A2 token"],
    ["A3, a value still unknown", applied({ id: UNKNOWN }), "A3 id"],
    ["A4, another value than planned", applied({ name: "A" }), "A4 name"],
    ["A4, null where a value was planned", applied({ size: null }), "A4 size"],
    ["A4, a key more in a map", applied({ labels: { k: "v", l: "w" } }), "A4 labels.l"],
    ["A4, an element less in a list", applied({ parts: [] }), "A4 parts"],
    ["A4, an element more in a set", applied({ tags: ["t", "u"] }), "A4 tags"],
    [
      "A5, nothing after a creation",
      { applyResourceChange: (answer: object) => ({ ...answer, newState: wire(null) }) },
      "A5",
    ],
  ] as const)("%s", async (_name, tampering: Tampering, broken) => {
    expect(await rule(rawDriver(tampering).apply(raw(body)))).toBe(broken);
  });

  test("A5, an object left after a deletion", async () => {
    const driver = await created({
      applyResourceChange: (answer, { priorState, plannedState }) =>
        unwire(plannedState) === null ? { ...answer, newState: priorState } : answer,
    });
    expect(await rule(driver.destroy(raw(body)))).toBe("A5");
  });

  test("a broken rule about something sensitive is reported without its value", async () => {
    await expect(rawDriver(applied({ pin: "4711" })).apply(raw({ ...body, pin: "0815" }))).rejects.toMatchObject({
      rule: "A4",
      path: ["pin"],
      message: "A4: raw_thing.a.pin: inconsistent values of a sensitive attribute",
    });
  });

  test("what a broken answer holds is saved all the same, as core does it", async () => {
    const driver = rawDriver(applied({ name: "A", id: UNKNOWN }));
    await rule(driver.apply(raw(body)));
    expect(driver.instance("raw_thing.a")?.attributes).toMatchObject({ name: "A", id: null });
  });
});

describe("state", () => {
  test.each([
    ["U2, no state from an upgrade", { upgradeResourceState: () => ({ upgradedState: wire(null) }) }, "U2"],
    [
      "U2, an unknown in it",
      {
        upgradeResourceState: (a: { upgradedState?: object }) => ({
          upgradedState: put(a.upgradedState, { size: UNKNOWN }),
        }),
      },
      "U2 size",
    ],
    ["U2, another type", { upgradeResourceState: () => ({ upgradedState: { msgpack: encodeValue(DYNAMIC, true) } }) }, "U2"],
    [
      "R1, an unknown after a read",
      { readResource: (a: { newState?: object }) => ({ newState: put(a.newState, { id: UNKNOWN }) }) },
      "R1 id",
    ],
    [
      "R1, a write-only value after a read",
      { readResource: (a: { newState?: object }) => ({ newState: put(a.newState, { token: "x" }) }) },
      "R1 token",
    ],
    ["R1, another type", { readResource: () => ({ newState: { msgpack: encodeValue(DYNAMIC, true) } }) }, "R1"],
  ] as const)("%s", async (_name, tampering, broken) => {
    const driver = await created(tampering as Tampering);
    expect(await rule(driver.plan(raw(body)))).toBe(broken);
  });

  test.each([
    ["I1, nothing imported", () => ({ importedResources: [] }), "I1"],
    [
      "I1, two objects",
      (a: { importedResources?: object[] }) => ({
        importedResources: [...(a.importedResources ?? []), ...(a.importedResources ?? [])],
      }),
      "I1",
    ],
    ["I1, a null object", () => ({ importedResources: [{ typeName: "raw_thing", state: wire(null) }] }), "I1"],
    ["I1, another type of resource", () => ({ importedResources: [{ typeName: "raw_other", state: wire(null) }] }), "I1"],
  ] as const)("%s", async (_name, importResourceState, broken) => {
    const driver = rawDriver({ importResourceState } as Tampering);
    expect(await rule(driver.import(raw(body), "raw_thing.a", "a"))).toBe(broken);
  });

  test("M3, no state from a move", async () => {
    const driver = await created({ moveResourceState: () => ({ targetState: wire(null) }) });
    const state = {
      ...driver.state,
      instances: driver.state.instances.map((each) => ({ ...each, type: "raw_old", address: "raw_old.a" })),
    };
    const moved = raw(body, { moved: [{ from: "raw_old.a", to: "raw_thing.a" }] });
    expect(
      await rule(
        rawDriver({ moveResourceState: () => ({ targetState: wire(null) }) })
          .withState(state)
          .plan(moved),
      ),
    ).toBe("M3");
  });

  test.each([
    ["D1, nothing read", () => ({ state: wire(null) }), "D1"],
    ["D1, an unknown", (a: { state?: object }) => ({ state: put(a.state, { id: UNKNOWN }) }), "D1 id"],
    [
      "D2, a configured value not echoed",
      (a: { state?: object }) => ({ state: put(a.state, { name: "other" }) }),
      "D2 name",
    ],
  ] as const)("%s", async (_name, readDataSource, broken) => {
    const driver = rawDriver({ readDataSource } as Tampering);
    expect(await rule(driver.plan({ data: { raw_thing: { d: { name: "d" } } } }))).toBe(broken);
  });
});

describe("diagnostics and schemas", () => {
  test("X1, a diagnostic without summary", async () => {
    const driver = rawDriver({ validateResourceConfig: () => ({ diagnostics: [errorDiagnostic("")] }) });
    expect(await rule(driver.validate(raw(body)))).toBe("X1");
  });

  test("X2, a diagnostic that points at an attribute there is not", async () => {
    const attribute = { steps: [{ attributeName: "parts" }, { elementKeyInt: 0 }, { attributeName: "height" }] };
    const driver = rawDriver({
      validateResourceConfig: () => ({ diagnostics: [{ ...errorDiagnostic("Wrong"), attribute }] }),
    });
    expect(await rule(driver.validate(raw(body)))).toBe("X2 parts.0.height");
  });

  test("S1, an attribute that is required and computed", async () => {
    const attributes = [{ name: "a", type: Buffer.from('"string"'), required: true, computed: true }];
    const driver = rawDriver({
      getProviderSchema: (answer) => ({ ...answer, resourceSchemas: { raw_thing: { version: 0, block: { attributes } } } }),
    });
    expect(await rule(driver.validate(raw(body)))).toBe("S1");
  });
});
