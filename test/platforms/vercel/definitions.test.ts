import type { Edit } from "../../../src/platforms/port/edit";
import { failure } from "../../support/adapter-workbench";
import { variants, Workbench } from "./workbench";

let workbench: Workbench;

beforeEach(async () => {
  workbench = await Workbench.start();
});

afterEach(() => workbench.stop());

const split = {
  kind: "split",
  weights: { on: 10, off: 90 },
  control: null,
  bucketBy: "user.id",
  otherwise: "off",
} as const;

test("a new flag serves off to everybody, everywhere, and is not paused", async () => {
  const unit = await workbench.unit();
  expect(await workbench.read(unit)).toMatchObject({
    enabled: false,
    served: { kind: "variant", variant: "off", value: { kind: "boolean", value: false } },
    off: { variant: "off", boolean: true },
    killed: false,
    whenOff: "off",
    rules: [],
    segmentOverrides: [],
    settings: { vercel: { reuse: "" } },
  });
  expect(workbench.served(unit, "anna")).toMatchObject({ variantId: "off" });
});

test("what was written is read, and served: identities before segments, before rules, before the default", async () => {
  const unit = await workbench.unit();
  const beta = await workbench.segment("beta");
  const rule = {
    key: "internal",
    description: null,
    when: [
      {
        match: "all",
        conditions: [{ operator: "ends_with", trait: "id", value: "@example.com", values: null, type: null }],
        rules: [],
      },
    ],
    enabled: true,
    serve: null,
  } as const;
  await workbench.platform().definitions.write(unit, [
    { kind: "set-default", enabled: false },
    { kind: "set-rules", rules: [rule], unlisted: "refuse" },
    { kind: "put-segment-override", segment: beta, enabled: true, priority: 5 },
    { kind: "put-identity-override", identifier: "member-of-beta", enabled: false },
  ]);
  const state = await workbench.read(unit);
  expect(state.rules).toEqual([expect.objectContaining({ key: "internal", enabled: true, when: rule.when })]);
  expect(state.segmentOverrides).toEqual([expect.objectContaining({ segmentId: beta.id, priority: 5, enabled: true })]);
  expect(state.identityOverrides?.get("member-of-beta")).toMatchObject({ enabled: false });
  expect(workbench.served(unit, "member-of-beta")).toMatchObject({ variantId: "off" });
  expect(workbench.served(unit, "bob@example.com")).toMatchObject({ variantId: "on" });
  expect(workbench.served(unit, "anna")).toMatchObject({ variantId: "off" });
  await workbench.platform().identityOverrides.remove(unit, "member-of-beta");
  expect(workbench.served(unit, "member-of-beta")).toMatchObject({ variantId: "on" });
});

test("killed stops overrides too", async () => {
  const unit = await workbench.unit();
  const { definitions } = workbench.platform();
  await definitions.write(unit, [{ kind: "put-identity-override", identifier: "anna", enabled: true }]);
  expect(workbench.served(unit, "anna")).toMatchObject({ variantId: "on" });
  await definitions.write(unit, [{ kind: "set-killed", killed: true }]);
  expect(workbench.served(unit, "anna")).toMatchObject({ variantId: "off" });
  expect((await workbench.read(unit)).killed).toBe(true);
});

test("a split and a rollout read back as they were written", async () => {
  const unit = await workbench.unit();
  const { definitions } = workbench.platform();
  await definitions.write(unit, [{ kind: "set-default", enabled: true, serve: split }]);
  expect((await workbench.read(unit)).served).toEqual({ ...split });
  const rollout = {
    kind: "rollout",
    from: "off",
    to: "on",
    start: "2027-01-11T09:00:00.000Z",
    stages: [
      { percentage: 12.5, minutes: 60 },
      { percentage: 50, minutes: 1440 },
    ],
    bucketBy: "user.id",
    otherwise: "off",
  } as const;
  await definitions.write(unit, [{ kind: "set-default", enabled: true, serve: rollout }]);
  expect((await workbench.read(unit)).served).toEqual(rollout);
});

test("three environments of one flag, written at once, are one request", async () => {
  const flag = await workbench.flag("banner");
  const platform = workbench.platform();
  const units = ["production", "preview", "development"].map((name) => {
    return { project: workbench.project, environment: workbench.environment(name), flag };
  });
  const counts = await workbench.requestsOf(() =>
    Promise.all(units.map((unit) => platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]))),
  );
  expect(Object.entries(counts).filter(([route]) => route.startsWith("PATCH"))).toEqual([[expect.any(String), 1]]);
  for (const unit of units) expect((await workbench.read(unit)).enabled).toBe(true);
});

test("nothing is sent when nothing changes", async () => {
  const unit = await workbench.unit();
  const edits: Edit[] = [{ kind: "set-default", enabled: true, serve: split }];
  await workbench.platform().definitions.write(unit, edits);
  const counts = await workbench.requestsOf(() => workbench.platform().definitions.write(unit, edits));
  expect(Object.values(counts)).toEqual([1]);
});

test.each(["weak", "strong"] as const)(
  "what somebody writes meanwhile is kept: the edits are applied again (%s ETags)",
  async (etag) => {
    await workbench.stop();
    workbench = await Workbench.start({ quirks: { etag } });
    const unit = await workbench.unit();
    const foreign = { id: "theirs", conditions: [], outcome: { type: "variant", variantId: "on" } };
    const paused = { type: "variant", variantId: "off" };
    const production = { active: true, pausedOutcome: paused, fallthrough: paused, rules: [foreign] };
    workbench.server.fault({
      kind: "write",
      method: "PATCH",
      path: "/v1/projects/*",
      write: {
        method: "PATCH",
        path: workbench.path("flags/banner"),
        body: { environments: { production }, description: "theirs" },
      },
    });
    await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    const state = await workbench.read(unit);
    expect(state.enabled).toBe(true);
    expect(state.rules).toEqual([expect.objectContaining({ key: "theirs" })]);
    expect(await workbench.api("GET", "flags/banner")).toMatchObject({ description: "theirs" });
    expect(workbench.logged).toContainEqual(expect.stringContaining("somebody else changed it in the meantime"));
  },
);

test("somebody who never stops writing is named after five tries", async () => {
  const unit = await workbench.unit();
  workbench.server.fault({
    kind: "status",
    method: "PATCH",
    status: 412,
    times: 0,
    body: { error: { code: "x", message: "no" } },
  });
  const error = await failure(workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]));
  expect(error.code).toBe("unavailable");
  expect(error.details.reason).toContain("changed by others 5 times");
});

test.each(["before", "after"] as const)("a write whose connection drops %s it was made is made once", async (commit) => {
  const unit = await workbench.unit();
  workbench.server.fault({ kind: "drop", method: "PATCH", commit });
  await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]);
  expect((await workbench.read(unit)).enabled).toBe(true);
  const { versions } = (await workbench.api("GET", "flags/banner/versions")) as { versions: unknown[] };
  expect(versions).toHaveLength(2);
});

test("a refused edit fails alone", async () => {
  const unit = await workbench.unit("production", "plan", variants("free", "pro"));
  const { definitions } = workbench.platform();
  const good = definitions.write(unit, [{ kind: "set-default", enabled: true, serve: { kind: "variant", variant: "pro" } }]);
  const bad = definitions.write(unit, [
    { kind: "put-identity-override", identifier: "anna", serve: { kind: "variant", variant: "max" } },
  ]);
  const other = definitions.write(unit, [
    { kind: "put-identity-override", identifier: "bob", serve: { kind: "variant", variant: "free" } },
  ]);
  const error = await failure(bad);
  expect(error.details).toMatchObject({ code: "invalid", reason: 'the flag has no variant "max"' });
  await Promise.all([good, other]);
  expect(await workbench.read(unit)).toMatchObject({ served: { variant: "pro" } });
});

test("a variant that is dropped while it is used goes in the batch that ends its last use", async () => {
  const unit = await workbench.unit("production", "plan", variants("free", "pro", "team"));
  const platform = workbench.platform();
  await platform.definitions.write(unit, [
    { kind: "set-default", serve: { kind: "variant", variant: "team" }, enabled: true },
  ]);
  const flag = await platform.flags.update(workbench.project, unit.flag.id, { variants: variants("free", "pro", "max") });
  expect(flag.variants?.map(({ key }) => key)).toEqual(["free", "pro", "team", "max"]);
  expect(flag.warnings).toEqual([expect.stringContaining('The variant "team" is kept for now')]);
  await platform.definitions.write(unit, [
    { kind: "set-default", serve: { kind: "variant", variant: "max" }, enabled: true },
  ]);
  expect((await platform.flags.get(workbench.project, unit.flag.id))?.variants?.map(({ key }) => key)).toEqual([
    "free",
    "pro",
    "max",
  ]);
});

test("a definition has no variants of its own", async () => {
  const unit = await workbench.unit();
  const error = await failure(
    workbench.platform().definitions.write(unit, [{ kind: "set-variants", variants: variants("a") }]),
  );
  expect(error.details).toMatchObject({ code: "unsupported", nextStep: "Declare the variants on the flag." });
});

test("a refresh reads lists: two requests for every definition of the project", async () => {
  const flags = await Promise.all(["a", "b", "c"].map((name) => workbench.flag(name)));
  const platform = workbench.platform();
  const counts = await workbench.requestsOf(async () => {
    for (const flag of flags) {
      const unit = { project: workbench.project, environment: workbench.environment("production"), flag };
      expect(await platform.definitions.sweep(unit)).toMatchObject({ enabled: false });
    }
  });
  expect(Object.values(counts)).toEqual([2]);
});

test("an exact refresh does not sweep", async () => {
  const unit = await workbench.unit();
  expect(await workbench.platform({}, { refresh: "exact" }).definitions.sweep(unit)).toBeUndefined();
});

test("a flag that is gone is gone; where the project cannot be seen either, it is not known", async () => {
  const unit = await workbench.unit();
  await workbench.platform().flags.delete(workbench.project, unit.flag.id);
  expect(await workbench.platform().definitions.read(unit)).toBeUndefined();
  const blind = workbench.platform({ token: workbench.server.limitedKey });
  expect((await failure(blind.definitions.read(unit))).code).toBe("denied");
  const elsewhere = workbench.platform({ team: "another-team" });
  expect((await failure(elsewhere.definitions.read(unit))).code).toBe("denied");
});

test("an override is removed while its flag is being deleted, which archives it first: then it takes no changes", async () => {
  const unit = await workbench.unit();
  const removal = [{ kind: "remove-identity-override", identifier: "anna" }] as const;
  let removed: Promise<unknown> | undefined;
  // At the first refusal of the deletion the flag is archived already.
  const log = (_level: string, message: string): void => {
    if (message.startsWith("DELETE")) removed ??= failure(platform.definitions.write(unit, removal));
  };
  const platform = workbench.platform({}, { log });
  await platform.definitions.write(unit, [{ kind: "put-identity-override", identifier: "anna", enabled: true }]);
  workbench.server.fault({ kind: "throttle", method: "DELETE", retryAfter: 1, times: 5 });
  await platform.flags.delete(workbench.project, unit.flag.id);
  expect(await removed).toMatchObject({ code: "gone" });
});

test("a flag that somebody deleted is deleted all the same, whatever else was wanted of it at the same time", async () => {
  const unit = await workbench.unit();
  const platform = workbench.platform();
  await workbench.platform().flags.delete(workbench.project, unit.flag.id);
  // The first keeps the writer at work while the others meet.
  const first = failure(platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]));
  const removal = platform.definitions.write(unit, [{ kind: "remove-identity-override", identifier: "anna" }]);
  const met = Promise.allSettled([removal, platform.flags.delete(workbench.project, unit.flag.id)]);
  expect(await first).toMatchObject({ code: "gone" });
  expect(await met).toMatchObject([{ status: "rejected", reason: { code: "gone" } }, { status: "fulfilled" }]);
});
