import { formatListedId, parseDefinitionId } from "../../../src/resources/environment-definition/sets/listed-import";
import { type Diagnostic, DiagnosticError } from "../../../src/terraform/diagnostic";
import { type Bodies, PLATFORMS, refusal } from "../../support/platform-workbench";
import { defined, listed, NAMED, ON, OTHERS, OWN, SharedUnit } from "./shared-unit";

test("an import id says which overrides it is about, with any names", () => {
  const keys = { segment_overrides: ["a&b=c", "50% off", "id:7"], identity_overrides: ["ann+x@y.z", "?overrides=listed"] };
  expect(parseDefinitionId(formatListedId("my/production/a?b", keys))).toEqual({
    unit: "my/production/a?b",
    overrides: "listed",
    keys,
  });
  const none = { segment_overrides: [], identity_overrides: [] };
  expect(parseDefinitionId("production/a?b")).toEqual({ unit: "production/a?b", overrides: null, keys: none });
  expect(parseDefinitionId("production/a?overrides=exact")).toMatchObject({ unit: "production/a", overrides: "exact" });
  expect(parseDefinitionId("p/a?overrides=listed&identity=a%20b+c").keys.identity_overrides).toEqual(["a b c"]);
  for (const [rest, why] of [
    ["all", 'overrides is "all"'],
    ["listed&segments=a", 'it has "segments"'],
    ["listed&segment=", "a segment is without a name"],
    ["exact&segment=a", "an exact set takes all overrides, and names none"],
  ]) {
    const refused = catchDiagnostic(() => parseDefinitionId(`production/checkout?overrides=${rest ?? ""}`));
    expect(refused?.detail).toContain(`What follows the "?" is wrong: ${why ?? ""}. It has the form ?overrides=listed`);
  }
});

function catchDiagnostic(act: () => unknown): Diagnostic | undefined {
  try {
    act();
  } catch (cause) {
    return cause instanceof DiagnosticError ? cause.diagnostics[0] : undefined;
  }
  return undefined;
}

/** An import knows no configuration: it finds every override, and one that lists some takes over these alone. */
describe.each(PLATFORMS)("%s", (name) => {
  let unit: SharedUnit;
  beforeEach(async () => {
    unit = await SharedUnit.started(name);
    unit.workbench.driver = unit.workbench.newDriver();
  });
  afterEach(() => unit.stop());

  const ALL = ["ann", "beta", "vip", "zed"];
  const D = "flagform_environment_definition.d";
  const only = (bodies: Bodies): Bodies => ({
    environment_definition: { d: { ...bodies["environment_definition"]?.["d"], flag: NAMED.flag, flag_id: null } },
  });
  const importedBy = (id: string, bodies: Bodies) => {
    return unit.workbench.driver.plan({ ...unit.workbench.stack(only(bodies)), import: [{ to: D, id }] });
  };
  const imported = (bodies: Bodies) => importedBy("production/checkout", bodies);

  test("what is listed as it is there is taken over, without a write and without others in the plan", async () => {
    const plan = await imported(listed(OWN));
    const { before, after } = plan.change(D) ?? {};
    expect(after?.["segment_overrides"]).toEqual(before?.["segment_overrides"]);
    expect(after?.["identity_overrides"]).toEqual(before?.["identity_overrides"]);
    unit.workbench.forget();
    await unit.workbench.driver.apply(plan);
    expect(unit.workbench.writes()).toEqual([]);
    expect((await unit.workbench.plan(only(listed(OWN)))).actions()).toEqual({});
    await unit.workbench.driver.apply(unit.workbench.stack(only(listed(OWN))));
    expect(unit.stated()).toEqual(["ann", "vip"]);
    expect(await unit.there()).toEqual(ALL);
  });

  test("what is listed in another way is changed, and others are released", async () => {
    const other = listed({
      segments: { vip: { enabled: false } },
      identities: { ann: { enabled: true }, bob: { enabled: true } },
    });
    const plan = await imported(other);
    expect(plan.diagnostics.map(({ summary }) => summary)).toContain("Overrides are no longer managed");
    await unit.workbench.driver.apply(plan);
    expect(unit.stated()).toEqual(["ann", "bob", "vip"]);
    expect(await unit.there()).toEqual(["ann", "beta", "bob", "vip", "zed"]);
    expect(await unit.servesOthers()).toBe(true);
    expect((await unit.workbench.plan(only(other))).empty).toBe(true);
    expect((await unit.others.plan(unit.workbench.stack(OTHERS))).actions()).toEqual({});
  });

  test("an end right after the import leaves others' overrides, listed or not", async () => {
    await unit.workbench.driver.apply(await imported(listed(OWN)));
    await unit.workbench.driver.apply(await unit.workbench.driver.plan(unit.workbench.stack({}), { refresh: false }));
    expect(await unit.there()).toEqual(["beta", "zed"]);
  });

  test("a list that leaves out what the import found leaves it there, with the next change too", async () => {
    const none = { segments: {}, identities: {} };
    await unit.workbench.driver.apply(await imported(listed(none)));
    await unit.workbench.apply(only(listed(none, { enabled: true })));
    expect(await unit.there()).toEqual(ALL);
  });

  test("an exact set is imported as ever", async () => {
    const plan = await imported(defined({ segments: { vip: { enabled: true }, beta: { enabled: true } } }));
    expect(plan.change(D)?.action).toBe("no-op");
  });

  test("an id that names what is listed imports nothing else, and changes nothing", async () => {
    const id = "production/checkout?overrides=listed&segment=vip&identity=ann";
    expect((await refusal(importedBy(id, defined(OWN))))[0]?.detail).toContain("segment beta, identity zed");
    const plan = await importedBy(id, listed(OWN));
    expect(plan.diagnostics).toEqual([]);
    expect(plan.change(D)?.action).toBe("no-op");
    unit.workbench.forget();
    await unit.workbench.driver.apply(plan);
    expect(unit.workbench.writes()).toEqual([]);
    expect(unit.stated()).toEqual(["ann", "vip"]);
    expect((await unit.workbench.plan(only(listed(OWN)))).empty).toBe(true);
    await unit.workbench.apply(only(listed({ segments: {}, identities: OWN.identities ?? {} })));
    expect(await unit.there()).toEqual(["ann", "beta", "zed"]);
  });

  test("the id that a plan advises leaves out what is not listed, and the plan shows what it changes", async () => {
    const other = listed({ segments: { vip: { enabled: false } }, identities: { bob: ON } });
    const [warning] = (await imported(other)).diagnostics;
    const advised = "production/checkout?overrides=listed&segment=vip&identity=bob";
    expect(warning?.detail).toContain(`"${advised}"`);
    unit.workbench.driver = unit.workbench.newDriver();
    const plan = await importedBy(advised, other);
    expect(plan.diagnostics).toEqual([]);
    const { before, after } = plan.change(D) ?? {};
    expect([before, after].map((each) => each?.["segment_overrides"])).toMatchObject([
      { vip: { enabled: true } },
      { vip: { enabled: false } },
    ]);
    expect([before, after].map((each) => Object.keys(each?.["identity_overrides"] ?? {}))).toEqual([[], ["bob"]]);
    await unit.workbench.driver.apply(plan);
    expect(await unit.there()).toEqual(["ann", "beta", "bob", "vip", "zed"]);
    expect((await unit.workbench.plan(only(other))).empty).toBe(true);
    expect((await unit.others.plan(unit.workbench.stack(OTHERS))).actions()).toEqual({});
  });

  test("what an id names and the configuration does not list is shown as removed, and is removed", async () => {
    const plan = await importedBy("production/checkout?overrides=listed&segment=vip&segment=beta", listed({ segments: {} }));
    expect(Object.keys(plan.change(D)?.before?.["segment_overrides"] ?? {}).sort()).toEqual(["beta", "vip"]);
    expect(plan.diagnostics).toEqual([]);
    await unit.workbench.driver.apply(plan);
    expect(await unit.there()).toEqual(["ann", "zed"]);
  });
});

test("what others are served is not checked against the configuration that leaves them out", async () => {
  const unit = await SharedUnit.start("split");
  try {
    const variants = { blue: { value: { string: "blue" } }, red: { value: { string: "red" } } };
    const red = { enabled: true, serve: { variant: "red" } };
    const flag: Bodies = { feature_flag: { f: { key: "checkout", type: "string", variants } } };
    const body = { ...NAMED, enabled: true, serve: { variant: "blue" }, variants };
    await unit.workbench.apply(flag);
    await unit.others.apply(
      unit.workbench.stack({ environment_definition: { d: { ...body, segment_overrides: { beta: red } } } }),
    );
    const listing = { overrides: "listed", segment_overrides: {}, identity_overrides: { ann: red } };
    const after = { depends_on: ["flagform_feature_flag.f"] };
    const mine: Bodies = { ...flag, environment_definition: { d: { ...body, ...listing, ...after } } };
    const block = { import: [{ to: "flagform_environment_definition.d", id: "production/checkout" }] };
    await unit.workbench.driver.apply({ ...unit.workbench.stack(mine), ...block });
    expect((await unit.workbench.plan(mine)).empty).toBe(true);
    expect(await unit.there()).toEqual(["ann", "beta"]);
  } finally {
    await unit.stop();
  }
});
