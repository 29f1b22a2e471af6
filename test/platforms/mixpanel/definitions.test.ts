import type { Platform } from "../../../src/platforms/port/platform";
import { failure } from "../../support/adapter-workbench";
import { Workbench } from "./workbench";

let workbench: Workbench;
let platform: Platform;

beforeEach(async () => {
  workbench = await Workbench.start();
  platform = workbench.platform();
});
afterEach(() => workbench.stop());

describe("a definition over the wire", () => {
  test("serves what it says, in its environment alone", async () => {
    const flag = await workbench.flag(platform);
    const beta = await workbench.segment(platform, "Beta", "de");
    const unit = await workbench.unit(platform, flag);
    await Promise.all([
      platform.definitions.write(unit, [{ kind: "set-default", enabled: false }]),
      platform.definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: true }]),
      platform.identityOverrides.put(unit, "vip", { enabled: true }),
    ]);
    expect(workbench.served("production", "checkout", "somebody")).toMatchObject({ kind: "fallback" });
    expect(workbench.served("production", "checkout", "german", { country: "de" })).toMatchObject({ value: true });
    expect(workbench.served("production", "checkout", "vip")).toMatchObject({ value: true, by: "test_user" });
    expect(workbench.served("staging", "checkout", "vip")).toMatchObject({ kind: "fallback" });

    const state = await workbench.read(unit);
    expect(state).toMatchObject({ enabled: false, killed: false });
    expect(state.segmentOverrides).toEqual([expect.objectContaining({ segmentId: beta.id, enabled: true, priority: 0 })]);
    expect([...(state.identityOverrides ?? [])].map(([id, { enabled }]) => [id, enabled])).toEqual([["vip", true]]);
    expect(await workbench.platform().definitions.sweep(unit)).toEqual(state);
  });

  test("begins a new flag, and nothing but killed = false revives a killed one", async () => {
    const flag = await workbench.flag(platform);
    const unit = await workbench.unit(platform, flag);
    await platform.definitions.write(unit, [{ kind: "set-killed", killed: true }]);
    await platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    expect(workbench.served("production", "checkout", "u")).toMatchObject({ kind: "fallback" });
    expect(await workbench.read(unit)).toMatchObject({ enabled: true, killed: true });
    await platform.definitions.write(unit, [{ kind: "set-killed", killed: false }]);
    expect(workbench.served("production", "checkout", "u")).toMatchObject({ value: true });
  });

  test("makes no copy where something is to be removed from one that somebody deleted", async () => {
    const flag = await workbench.flag(platform);
    const unit = await workbench.unit(platform, flag);
    await platform.identityOverrides.put(unit, "vip", { enabled: true });
    const { method, path, body } = await workbench.theirs("production", { status: "disabled" });
    await workbench.api(method, path, body);
    await workbench.api("DELETE", path);
    const fresh = workbench.platform();
    await fresh.definitions.write(unit, [{ kind: "remove-identity-override", identifier: "vip" }]);
    expect(await workbench.api("GET", workbench.flags("production"))).toEqual([]);
  });

  test("finds the segment's own cohort in each project", async () => {
    const flag = await workbench.flag(platform);
    const beta = await workbench.segment(platform, "Beta", "de");
    for (const name of ["production", "staging", "dev"]) {
      const unit = await workbench.unit(platform, flag, name);
      await platform.definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: true }]);
      expect((await workbench.read(unit)).segmentOverrides.map(({ segmentId }) => segmentId)).toEqual([beta.id]);
      expect(workbench.served(name, "checkout", "g", { country: "de" })).toMatchObject({ value: true });
    }
  });

  test("merges what somebody else changes between the read and the write", async () => {
    const flag = await workbench.flag(platform);
    const unit = await workbench.unit(platform, flag);
    await platform.definitions.write(unit, [{ kind: "set-default", enabled: false }]);
    const { hash_salt } = await workbench.live("production");
    const write = await workbench.theirs("production", { tags: ["theirs"] });
    workbench.server.fault({
      kind: "write",
      method: "GET",
      path: `${workbench.flags("production")}/{id}`,
      commit: "after",
      write,
    });
    await workbench
      .platform()
      .definitions.write(unit, [{ kind: "put-identity-override", identifier: "vip", enabled: true }]);
    const after = await workbench.live("production");
    expect(after).toMatchObject({ tags: ["theirs"], hash_salt, ruleset: { test: { users: { vip: "On" } } } });
  });

  test.each(["before", "after"] as const)(
    "survives an answer of 502 that comes %s the write, writing once",
    async (commit) => {
      const flag = await workbench.flag(platform);
      const unit = await workbench.unit(platform, flag);
      workbench.server.fault({ kind: "status", status: 502, method: "PUT", commit });
      await platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]);
      expect(workbench.served("production", "checkout", "u")).toMatchObject({ value: true });
      const { id } = await workbench.live("production");
      expect(await workbench.api("GET", `${workbench.flags("production")}/${id}/history/`)).toMatchObject({ count: 2 });
    },
  );

  test("does not repeat a throttled write over somebody else's", async () => {
    const flag = await workbench.flag(platform);
    const unit = await workbench.unit(platform, flag);
    const write = await workbench.theirs("production", { tags: ["theirs"] });
    workbench.server.fault({ kind: "throttle", method: "PUT" });
    // The look after the throttled write finds what somebody wrote meanwhile.
    const path = `${workbench.flags("production")}/{id}`;
    workbench.server.fault({ kind: "write", method: "GET", path, nth: 2, commit: "before", write });
    await platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    expect(await workbench.live("production")).toMatchObject({ tags: ["theirs"], status: "enabled" });
  });

  test("fails only what is refused of a batch", async () => {
    const flag = await workbench.flag(platform);
    const unit = await workbench.unit(platform, flag);
    const good = platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]);
    const bad = failure(
      platform.definitions.write(unit, [
        { kind: "put-identity-override", identifier: "x", enabled: true, serve: { kind: "variant", variant: "purple" } },
      ]),
    );
    expect((await bad).details.reason).toContain("purple");
    await good;
    expect(await workbench.read(unit)).toMatchObject({ enabled: true });
  });

  test("leaves a flag that belongs to an experiment alone, and names the experiment", async () => {
    const experiment = "5b1c9d1e-1111-4111-8111-000000000001";
    const variants = [
      { key: "On", value: true, is_control: false, split: 1 },
      { key: "Off", value: false, is_control: true, split: 0 },
    ];
    const linked = {
      name: "x",
      key: "linked",
      tags: [],
      context: "distinct_id",
      serving_method: "client",
      experiment_id: experiment,
    };
    workbench.server.seed({
      projects: [{ name: "production", flags: [{ ...linked, ruleset: { variants, rollout: [] } }] }],
    });
    const fresh = workbench.platform();
    const [flag] = await fresh.flags.list(await fresh.project(null));
    if (!flag) throw new Error("no flag");
    const error = await failure(
      fresh.definitions.write(await workbench.unit(fresh, flag), [{ kind: "set-default", enabled: true }]),
    );
    expect(error).toMatchObject({ code: "unsupported" });
    expect(error.details.reason).toContain(experiment);
  });
});

describe("environments that join", () => {
  test("get their copies of flag and segment with the first write, and leave id and scope alone", async () => {
    const [oldest] = [...workbench.projects].sort(([, a], [, b]) => a.id - b.id);
    const id = oldest?.[1].id;
    const few = workbench.platform({ environments: { [oldest?.[0] ?? ""]: { project: String(id) } } });
    const flag = await workbench.flag(few);
    const beta = await workbench.segment(few, "Beta", "de");
    const project = await few.project(null);

    const all = workbench.platform();
    expect((await all.project(null)).scope).toBe(project.scope);
    const [joined] = await all.flags.list(project);
    expect(joined?.id).toBe(flag.id);
    const unit = await workbench.unit(all, flag, "dev");
    expect(await all.definitions.read(unit)).toBeUndefined();
    await all.definitions.write(unit, [
      { kind: "set-default", enabled: false },
      { kind: "put-segment-override", segment: beta, enabled: true },
    ]);
    expect(workbench.served("dev", "checkout", "g", { country: "de" })).toMatchObject({ value: true });
    expect((await workbench.platform().flags.get(project, flag.id))?.id).toBe(flag.id);
  });
});
