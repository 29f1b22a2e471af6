import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import { failure, totalOf } from "../../support/adapter-workbench";
import { BannerUnit, serving, Workbench } from "./workbench";

const PUBLISH = "POST /api/v1/environments/{environment}/features/{feature}/versions/";
const STATES = "GET /api/v1/features/featurestates/";
const LINKS = "GET /api/v1/features/feature-segments/";
/** Which variants the flag has; once per run, and one list for all flags. */
const VARIANTS = { "GET /api/v1/environments/": 1, "GET /api/v1/projects/{project}/features/": 1 };
const ENVIRONMENT = "GET /api/v1/environments/{environment}/";
/** The first use of a platform asks for the newer APIs. */
const PINNED = { writeApi: "versions" } as const;

describe("through versions", () => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let segments: BannerUnit["segments"];
  let put: BannerUnit["put"];
  let remove: BannerUnit["remove"];

  beforeEach(async () => {
    workbench = await Workbench.start({ server: "2.200", versioning: true });
    ({ unit, segments, put, remove } = await BannerUnit.on(workbench));
  });
  afterEach(() => workbench.stop());

  const places = async (): Promise<[string | undefined, number][]> =>
    (await workbench.state(unit)).segmentOverrides.map(({ segmentId, priority }) => [
      segments.find(({ id }) => id === segmentId)?.name,
      priority,
    ]);
  const versions = async (): Promise<unknown> => {
    const { environment, flag } = unit;
    return (await workbench.api("GET", `/api/v1/environments/${environment.id}/features/${flag.id}/versions/`))["count"];
  };

  test("a batch of everything is one version", async () => {
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 0), put(1, 1)]);
    expect(await versions()).toBe(2);
    const edits: Edit[] = [{ kind: "set-default", enabled: true }, put(0, 3), put(2, 1), remove(1)];
    const counts = await workbench.requestsOf(() => workbench.platform(PINNED).definitions.write(unit, edits));
    expect(counts).toEqual({ ...VARIANTS, [STATES]: 1, [LINKS]: 1, [ENVIRONMENT]: 1, [PUBLISH]: 1 });
    expect(await versions()).toBe(3);
    expect(await places()).toEqual([
      ["DE", 1],
      ["GB", 3],
    ]);
    expect((await workbench.state(unit)).enabled).toBe(true);
  });

  test("what changes nothing is no version", async () => {
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 0)]);
    const counts = await workbench.requestsOf(() => workbench.platform(PINNED).definitions.write(unit, [put(0, 0)]));
    expect(counts).toEqual({ ...VARIANTS, [STATES]: 1, [LINKS]: 1 });
  });

  test("a change of what was seen, a default and a removal need no look", async () => {
    const platform = workbench.platform(PINNED);
    await platform.definitions.write(unit, [put(0, 0), put(1, 5)]);
    const seen: Edit = {
      kind: "put-segment-override",
      segment: segments[0],
      ...serving({ kind: "integer", value: 7 }),
      whole: { enabled: true, ...serving({ kind: "integer", value: 7 }) },
    };
    const { definitions } = workbench.platform(PINNED);
    const counts = await workbench.requestsOf(async () => {
      await definitions.write(unit, [seen]);
      await definitions.write(unit, [{ kind: "set-default", enabled: true }]);
      await definitions.write(unit, [remove(1)]);
    });
    expect(counts).toEqual({ ...VARIANTS, [ENVIRONMENT]: 1, [PUBLISH]: 3 });
    const hello = { kind: "string", value: "hello" };
    expect(await workbench.state(unit)).toEqual({
      enabled: true,
      value: hello,
      segmentOverrides: [{ segmentId: segments[0].id, priority: 0, enabled: true, value: { kind: "integer", value: 7 } }],
    });
  });

  test("a change of what somebody removed, or made, meanwhile is said again after a look", async () => {
    const whole = { enabled: true, ...serving({ kind: "string", value: "x" }), priority: 2 };
    const seen: Edit = { ...put(0), whole };
    await workbench.platform(PINNED).definitions.write(unit, [seen]);
    expect(await places()).toEqual([["GB", 2]]);
    const { environment, flag } = unit;
    const path = `/api/v1/environments/${environment.id}/features/${flag.id}/versions/`;
    const theirs = { enabled: false, feature_state_value: {}, feature_segment: { segment: Number(segments[1].id) } };
    workbench.server.fault({
      kind: "write",
      commit: "after",
      method: "GET",
      path: "/api/v1/features/featurestates/",
      write: { method: "POST", path, body: { publish_immediately: true, feature_states_to_create: [theirs] } },
    });
    await workbench.platform(PINNED).definitions.write(unit, [put(1, 0)]);
    expect(await places()).toEqual([
      ["FR", 0],
      ["GB", 2],
    ]);
  });

  test("what is stated of a flag made in the same run needs no look, whatever is written first", async () => {
    const platform = workbench.platform(PINNED);
    unit = { ...unit, flag: await platform.flags.create(workbench.project, { name: "new" }) };
    const counts = await workbench.requestsOf(async () => {
      await platform.definitions.write(unit, [put(1, 1)]);
      await platform.definitions.write(unit, [put(0, 0), { kind: "set-default", enabled: true }]);
      await platform.definitions.write(unit, [put(2)]);
      await platform.definitions.write(unit, [remove(0)]);
      await platform.definitions.write(unit, [remove(0)]);
    });
    expect(counts).toEqual({ [ENVIRONMENT]: 1, [PUBLISH]: 4 });
    expect(await places()).toEqual([
      ["FR", 1],
      ["DE", 2],
    ]);
  });

  test("an answer that was lost is not sent again as something new", async () => {
    workbench.server.fault({ kind: "drop", commit: "after", method: "POST", path: "/api/v1/environments/*" });
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 0), { kind: "set-default", enabled: true }]);
    expect(await versions()).toBe(2);
    expect(await places()).toEqual([["GB", 0]]);
  });

  test("two that are told to stand in one place are refused, before anything is sent", async () => {
    const counts = await workbench.requestsOf(async () => {
      const error = await failure(workbench.platform(PINNED).definitions.write(unit, [put(0, 1), put(1, 1)]));
      expect(error.details).toMatchObject({ code: "invalid", subject: "priority" });
    });
    expect(counts[PUBLISH]).toBeUndefined();
  });

  test("a flag or an environment that is gone is told as such", async () => {
    const other = { ...unit, flag: await workbench.flag("other") };
    const edits: Edit[] = [{ kind: "set-default", enabled: true }];
    await workbench.platform().flags.delete(unit.project, unit.flag.id);
    const flag = await failure(workbench.platform(PINNED).definitions.write(unit, edits));
    expect(flag.details).toMatchObject({ code: "gone", subject: "flag" });
    await workbench.platform().environments.delete(unit.project, unit.environment.id);
    const environment = await failure(workbench.platform(PINNED).definitions.write(other, edits));
    expect(environment.details).toMatchObject({ code: "gone", subject: "environment" });
  });

  test("the pin that does not fit the environment is an error that says so, before anything is sent", async () => {
    const counts = await workbench.requestsOf(async () => {
      const error = await failure(workbench.platform({ writeApi: "legacy" }).definitions.write(unit, [put(0)]));
      expect(error.details).toMatchObject({ code: "unsupported", subject: "write_api" });
      expect(error.message).toContain("has feature versioning");
    });
    expect(totalOf(counts)).toBe(0);
  });
});
