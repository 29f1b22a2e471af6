import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import { Workbench } from "./workbench";

/** Patches that name places in lists, and somebody else who moves those places between our read and our patch. */

let workbench: Workbench;
afterEach(() => workbench.server.stop());

const on = { kind: "variant", variant: "on" } as const;
const put = (identifier: string): Edit => ({ kind: "put-identity-override", identifier, enabled: true, serve: on });
const OURS: Edit = { kind: "remove-identity-override", identifier: "u2" };

async function keysOf(unit: DefinitionUnit): Promise<string[]> {
  return [...((await workbench.read(unit)).identityOverrides ?? new Map<string, unknown>()).keys()];
}

/** Somebody else's patch, just before ours arrives. */
function meanwhile(unit: DefinitionUnit, ...body: readonly object[]): void {
  const path = workbench.path(unit);
  workbench.server.fault({ kind: "write", method: "PATCH", path, write: { method: "PATCH", path, body } });
}

const SHIFT = { op: "remove", path: "/treatments/0/keys/0" };

test.each([
  [400, "auto"],
  [409, "auto"],
  [412, "auto"],
  [422, "auto"],
  [400, "on"],
] as const)("a failed test (%d, guards %s) is read and done again: nobody else's key goes", async (status, patchGuards) => {
  workbench = await Workbench.start({ failedTestStatus: status });
  const unit = await workbench.defined("checkout", put("u1"), put("u2"), put("u3"));
  meanwhile(unit, SHIFT);
  await workbench.platform({ patchGuards }).definitions.write(unit, [OURS]);
  expect(await keysOf(unit)).toEqual(["u3"]);
  expect(workbench.logged.join()).toContain("somebody else changed it in the meantime");
});

test("without guards the place that moved is somebody else's: their key goes, which is what `off` risks", async () => {
  workbench = await Workbench.start();
  const unit = await workbench.defined("checkout", put("u1"), put("u2"), put("u3"));
  meanwhile(unit, SHIFT);
  await workbench.platform({ patchGuards: "off" }).definitions.write(unit, [OURS]);
  expect(await keysOf(unit)).not.toContain("u3");
});

test("guards cost nothing but tests in the same patch", async () => {
  workbench = await Workbench.start();
  const unit = await workbench.defined("checkout", put("u1"), put("u2"));
  const sent = async (patchGuards: "auto" | "off", edit: Edit): Promise<number> => {
    workbench.server.resetRequests();
    await workbench.platform({ patchGuards }).definitions.write(unit, [edit]);
    return workbench.server.requests().length;
  };
  expect(await sent("auto", OURS)).toBe(await sent("off", put("u2")));
});

test("a first key does not cover somebody else's first key", async () => {
  workbench = await Workbench.start();
  const unit = await workbench.defined("checkout");
  meanwhile(unit, { op: "add", path: "/treatments/0/keys", value: ["theirs"] });
  await workbench.platform().definitions.write(unit, [put("ours")]);
  expect((await keysOf(unit)).sort()).toEqual(["ours", "theirs"]);
});

test("a rule that somebody else put in front does not move ours, nor do we change theirs", async () => {
  workbench = await Workbench.start();
  const { segments } = workbench.platform();
  const beta = await segments.create(workbench.project, { name: "beta" });
  const vip = await segments.create(workbench.project, { name: "vip" });
  const half = (share: number) =>
    ({ kind: "split", weights: { on: share, off: 100 - share }, control: null, bucketBy: null, otherwise: null }) as const;
  const override = (segment: typeof beta, share: number): Edit => {
    return { kind: "put-segment-override", segment, enabled: true, serve: half(share) };
  };
  const unit = await workbench.defined("checkout", override(beta, 10), override(vip, 20));
  const theirs = {
    buckets: [{ treatment: "off", size: 100 }],
    condition: { combiner: "AND", matchers: [{ type: "IN_LIST_STRING", attribute: "who", strings: ["them"] }] },
  };
  meanwhile(unit, { op: "add", path: "/rules/0", value: theirs });
  await workbench.platform().definitions.write(unit, [override(vip, 30)]);
  const after = await workbench.read(unit);
  expect(after.segmentOverrides.map(({ served }) => served)).toEqual([half(10), half(30)]);
  expect(after.rules?.map(({ words }) => words)).toEqual([expect.stringContaining("them")]);
});

test("a server that takes no tests is met once: then patches go without, and one warning says so", async () => {
  workbench = await Workbench.start({ testOperation: "refused" });
  const unit = await workbench.defined("checkout", put("u1"), put("u2"), put("u3"));
  const { definitions } = workbench.platform();
  await definitions.write(unit, [OURS]);
  expect(await keysOf(unit)).toEqual(["u1", "u3"]);
  const patches = workbench.writes().length;
  await definitions.write(unit, [{ kind: "remove-identity-override", identifier: "u1" }]);
  expect(await keysOf(unit)).toEqual(["u3"]);
  // The refused one, the same without tests, and the next at once without.
  expect([patches, workbench.writes().length]).toEqual([2, 3]);
  expect(workbench.logged.filter((line) => line.includes("does not accept `test`"))).toHaveLength(1);
});

test("guards that are to be on stay on: a server that takes no tests is an error", async () => {
  workbench = await Workbench.start({ testOperation: "refused" });
  const unit = await workbench.defined("checkout", put("u1"), put("u2"));
  const { definitions } = workbench.platform({ patchGuards: "on" });
  await expect(definitions.write(unit, [OURS])).rejects.toMatchObject({
    details: { code: "invalid", reason: expect.stringContaining("test") as string },
  });
  expect(await keysOf(unit)).toEqual(["u1", "u2"]);
});

test("what Split objects to in the change itself is no reason to do without guards", async () => {
  workbench = await Workbench.start();
  const unit = await workbench.defined("checkout", put("u1"), put("u2"));
  const { definitions } = workbench.platform();
  const unknown = { id: "standard:nobody", name: "nobody" };
  const edit: Edit = { kind: "put-segment-override", segment: unknown, enabled: true, serve: on };
  await expect(definitions.write(unit, [edit, OURS])).rejects.toMatchObject({ details: { code: "invalid" } });
  expect(workbench.logged.join()).not.toContain("does not accept `test`");
  expect(workbench.writes()).toHaveLength(1);
});
