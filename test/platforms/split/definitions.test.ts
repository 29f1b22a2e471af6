import type { Edit } from "../../../src/platforms/port/edit";
import { unitCalled } from "../../support/announced-unit";
import { Workbench } from "./workbench";

let workbench: Workbench;

beforeEach(async () => {
  workbench = await Workbench.start();
});
afterEach(() => workbench.server.stop());

const on = { kind: "variant", variant: "on" } as const;
const off = { kind: "variant", variant: "off" } as const;
const split = (weights: Record<string, number>) =>
  ({ kind: "split", weights, control: null, bucketBy: null, otherwise: null }) as const;
const put = (identifier: string, serve: typeof on | typeof off): Edit => ({
  kind: "put-identity-override",
  identifier,
  enabled: true,
  serve,
});

test("a flag without a definition in the environment reads as none, and its first edit makes one", async () => {
  const unit = await workbench.unit("checkout");
  expect(await workbench.platform().definitions.read(unit)).toBeUndefined();
  workbench.server.resetRequests();
  await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }, put("u1", off)]);
  expect(workbench.writes()).toHaveLength(1);
  const definition = await workbench.read(unit);
  expect(definition).toMatchObject({ enabled: true, killed: false, whenOff: "off", served: { variant: "on" } });
  expect([...(definition.identityOverrides ?? [])]).toMatchObject([["u1", { enabled: false }]]);
});

test("variants with values live in the definition: as configurations, typed", async () => {
  const unit = await workbench.unit("colour");
  const variants = [
    { key: "blue", value: { kind: "string", value: "#00f" }, description: "sea" },
    { key: "five", value: { kind: "integer", value: 5 }, description: null },
    { key: "shape", value: { kind: "json", value: '{"round":true}' }, description: null },
  ] as const;
  await workbench.platform().definitions.write(unit, [
    { kind: "set-variants", variants },
    { kind: "set-default", enabled: true, serve: { kind: "value", value: { kind: "integer", value: 5 } } },
    { kind: "set-when-off", variant: "blue" },
  ]);
  const definition = await workbench.read(unit);
  expect(definition.variants).toEqual(variants);
  expect(definition).toMatchObject({ enabled: true, served: { kind: "variant", variant: "five" }, whenOff: "blue" });
  await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: false }]);
  expect(await workbench.read(unit)).toMatchObject({
    served: { variant: "blue" },
    off: { variant: "blue", boolean: false },
  });
});

test("nothing is sent where nothing changes", async () => {
  const unit = await workbench.defined("checkout", put("u1", on));
  await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: false }, put("u1", on)]);
  expect(workbench.writes()).toEqual([]);
});

test("edits of many resources in flight together are one patch", async () => {
  const unit = await workbench.defined("checkout");
  const { definitions } = workbench.platform();
  const identifiers = Array.from({ length: 20 }, (_, index) => `u${index}`);
  for (const each of identifiers) definitions.announce(unitCalled(each));
  await Promise.all(identifiers.map((each) => definitions.write(unit, [put(each, on)], unitCalled(each))));
  expect(workbench.writes().length).toBeLessThanOrEqual(2);
  expect([...((await workbench.read(unit)).identityOverrides ?? [])]).toHaveLength(20);
});

test("kill and restore, with the rest of the definition as it was", async () => {
  const unit = await workbench.defined("checkout", put("u1", on));
  const { definitions } = workbench.platform();
  await definitions.write(unit, [{ kind: "set-killed", killed: true }]);
  expect(await workbench.read(unit)).toMatchObject({ killed: true });
  await definitions.write(unit, [{ kind: "set-killed", killed: false }]);
  const restored = await workbench.read(unit);
  expect(restored.killed).toBe(false);
  expect([...(restored.identityOverrides ?? [])]).toHaveLength(1);
});

test("a killed definition can be made at once", async () => {
  const unit = await workbench.unit("checkout");
  await workbench.platform().definitions.write(unit, [
    { kind: "set-default", enabled: true },
    { kind: "set-killed", killed: true },
  ]);
  expect(await workbench.read(unit)).toMatchObject({ killed: true, served: { variant: "on" } });
});

test("a segment's override is a treatment's segment, its split a rule; each becomes the other", async () => {
  const unit = await workbench.defined("checkout");
  const { segments, definitions } = workbench.platform();
  const beta = await segments.create(workbench.project, { name: "beta", identities: ["u1"] });
  await definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: true, serve: on }]);
  expect((await workbench.read(unit)).segmentOverrides).toMatchObject([{ segmentId: "standard:beta", enabled: true }]);
  const shares = split({ on: 30, off: 70 });
  await definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: true, serve: shares }]);
  expect((await workbench.read(unit)).segmentOverrides).toMatchObject([{ segmentId: "standard:beta", served: shares }]);
  await definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: false }]);
  expect((await workbench.read(unit)).segmentOverrides).toMatchObject([{ segmentId: "standard:beta", enabled: false }]);
  await definitions.write(unit, [{ kind: "remove-segment-override", segment: beta }]);
  expect((await workbench.read(unit)).segmentOverrides).toEqual([]);
});

test("rules go in order, foreign ones of other resources stay as they are", async () => {
  const unit = await workbench.defined("checkout");
  const when = (value: string) => [
    {
      match: "all" as const,
      conditions: [{ operator: "equal_to" as const, trait: "plan", value, values: null, type: null }],
      rules: [],
    },
  ];
  const rule = (plan: string, share: number) => ({
    key: plan,
    description: null,
    enabled: null,
    when: when(plan),
    serve: split({ on: share, off: 100 - share }),
  });
  const { definitions } = workbench.platform();
  const rules = [rule("pro", 50), rule("free", 10)];
  await definitions.write(unit, [{ kind: "set-rules", rules, unlisted: "refuse" }]);
  expect((await workbench.read(unit)).rules).toMatchObject(rules.map((each) => ({ when: each.when, served: each.serve })));
  workbench.server.resetRequests();
  await definitions.write(unit, [
    { kind: "set-rules", rules: [rule("pro", 50), rule("team", 5), rule("free", 10)], unlisted: "remove" },
  ]);
  expect((await workbench.read(unit)).rules?.map(({ when: told }) => told)).toEqual([
    when("pro"),
    when("team"),
    when("free"),
  ]);
  await expect(
    definitions.write(unit, [{ kind: "set-rules", rules: [rule("pro", 50)], unlisted: "refuse" }]),
  ).rejects.toMatchObject({ details: { code: "exists", reason: expect.stringContaining("free") as string } });
});

test("a variant still in use stays, is named, and goes with its last use", async () => {
  const variant = (key: string) => ({ key, value: { kind: "string", value: key }, description: null }) as const;
  const unit = await workbench.unit("colour");
  const { definitions } = workbench.platform();
  await definitions.write(unit, [
    { kind: "set-variants", variants: [variant("red"), variant("green"), variant("blue")] },
    { kind: "set-when-off", variant: "green" },
    { kind: "set-settings", settings: { split: { baselineTreatment: "green" } } },
    { kind: "set-default", enabled: true, serve: { kind: "variant", variant: "green" } },
    { kind: "put-identity-override", identifier: "u1", serve: { kind: "variant", variant: "red" } },
  ]);
  const { warnings } = await definitions.write(unit, [
    { kind: "set-variants", variants: [variant("green"), variant("blue")] },
  ]);
  expect(warnings.join()).toContain('"u1"');
  expect((await workbench.read(unit)).variants?.map(({ key }) => key)).toEqual(["red", "green", "blue"]);
  await definitions.write(unit, [{ kind: "remove-identity-override", identifier: "u1" }]);
  expect((await workbench.read(unit)).variants?.map(({ key }) => key)).toEqual(["green", "blue"]);
});

test("an override where the flag is not configured is refused, its removal is done", async () => {
  const unit = await workbench.unit("checkout");
  const { definitions } = workbench.platform();
  await expect(definitions.write(unit, [put("u1", on)])).rejects.toMatchObject({
    details: { code: "invalid", reason: expect.stringContaining("not configured") as string },
  });
  await definitions.write(unit, [{ kind: "remove-identity-override", identifier: "u1" }]);
});

test("of a refused batch only the culprit fails", async () => {
  const unit = await workbench.defined("checkout");
  const { definitions } = workbench.platform();
  definitions.announce(unitCalled("checkout"));
  definitions.announce(unitCalled("checkout"));
  const bad = definitions.write(
    unit,
    [{ kind: "put-identity-override", identifier: "u2", enabled: true, serve: { kind: "variant", variant: "purple" } }],
    unitCalled("checkout"),
  );
  const good = definitions.write(unit, [put("u1", on)], unitCalled("checkout"));
  await expect(bad).rejects.toMatchObject({ details: { code: "invalid" } });
  await good;
  expect([...((await workbench.read(unit)).identityOverrides ?? new Map()).keys()]).toEqual(["u1"]);
});

test("the sweep answers every definition of an environment with one request", async () => {
  const units = await Promise.all(["a1", "b1", "c1"].map((name) => workbench.defined(name)));
  workbench.server.resetRequests();
  const { definitions } = workbench.platform();
  const swept = await Promise.all(units.map((unit) => definitions.sweep(unit)));
  expect(swept).toMatchObject([{ whenOff: "off" }, { whenOff: "off" }, { whenOff: "off" }]);
  expect(workbench.server.requests()).toHaveLength(1);
});

test("somebody else's change between our read and our patch is kept", async () => {
  const unit = await workbench.defined("checkout", put("u1", on), put("u2", on));
  workbench.server.fault({
    kind: "write",
    method: "PATCH",
    path: workbench.path(unit),
    write: {
      method: "PATCH",
      path: workbench.path(unit),
      body: [{ op: "add", path: "/treatments/0/keys/-", value: "u9" }],
    },
  });
  await workbench.platform().definitions.write(unit, [put("u3", on)]);
  expect([...((await workbench.read(unit)).identityOverrides ?? new Map()).keys()]).toEqual(["u1", "u2", "u9", "u3"]);
});

test("with guards a place that moved refuses the patch, and the edits are applied anew", async () => {
  const unit = await workbench.defined("checkout", put("u1", on), put("u2", on), put("u3", on));
  workbench.server.fault({
    kind: "write",
    method: "PATCH",
    path: workbench.path(unit),
    write: { method: "PATCH", path: workbench.path(unit), body: [{ op: "remove", path: "/treatments/0/keys/0" }] },
  });
  const { definitions } = workbench.platform();
  await definitions.write(unit, [{ kind: "remove-identity-override", identifier: "u2" }]);
  expect([...((await workbench.read(unit)).identityOverrides ?? new Map()).keys()]).toEqual(["u3"]);
});

test.each(["before", "after"] as const)("a patch whose answer is lost %s it was done is done once", async (commit) => {
  const unit = await workbench.defined("checkout", put("u1", on), put("u2", on));
  workbench.server.fault({ kind: "drop", method: "PATCH", commit });
  await workbench.platform().definitions.write(unit, [{ kind: "remove-identity-override", identifier: "u1" }]);
  expect([...((await workbench.read(unit)).identityOverrides ?? new Map()).keys()]).toEqual(["u2"]);
});

test.each(["before", "after"] as const)("a creation whose answer is lost %s it was done is done once", async (commit) => {
  const unit = await workbench.unit("checkout");
  workbench.server.fault({ kind: "drop", method: "POST", commit });
  await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
  expect(await workbench.read(unit)).toMatchObject({ enabled: true });
});
