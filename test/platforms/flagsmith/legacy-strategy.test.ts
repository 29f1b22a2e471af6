import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import { failure, totalOf } from "../../support/adapter-workbench";
import { BannerUnit, serving, Workbench } from "./workbench";

const CREATE = "POST /api/v1/environments/{environment}/features/{feature}/create-segment-override/";
const COMPLETE = "POST /api/v1/features/featurestates/";
const UPDATE = "PUT /api/v1/features/featurestates/{state}/";
const REMOVE = "DELETE /api/v1/features/feature-segments/{link}/";
const MOVE = "POST /api/v1/features/feature-segments/update-priorities/";
const STATES = "GET /api/v1/features/featurestates/";
const LINKS = "GET /api/v1/features/feature-segments/";
/** Which variants the flag has; once per run, and one list for all flags. */
const VARIANTS = { "GET /api/v1/environments/": 1, "GET /api/v1/projects/{project}/features/": 1 };
const ENVIRONMENT = "GET /api/v1/environments/{environment}/";
/** The first use of a platform asks for the newer APIs. */
const PINNED = { writeApi: "legacy" } as const;

describe("through the states themselves", () => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let segments: BannerUnit["segments"];
  let put: BannerUnit["put"];
  let remove: BannerUnit["remove"];

  beforeEach(async () => {
    workbench = await Workbench.start({ server: "2.200" });
    ({ unit, segments, put, remove } = await BannerUnit.on(workbench));
  });
  afterEach(() => workbench.stop());

  const name = (segment: unknown): string | undefined => segments.find(({ id }) => id === String(segment))?.name;
  /** All links, also those that serve nothing. */
  const links = async (): Promise<[string | undefined, number][]> => {
    const query = `environment=${unit.environment.id}&feature=${unit.flag.id}`;
    const { results } = await workbench.api("GET", `/api/v1/features/feature-segments/?${query}`);
    return (results as { segment: number; priority: number }[]).map(({ segment, priority }) => [name(segment), priority]);
  };
  const linkByHand = (index: 0 | 1 | 2): Promise<unknown> =>
    workbench.api("POST", "/api/v1/features/feature-segments/", {
      feature: Number(unit.flag.id),
      environment: Number(unit.environment.id),
      segment: Number(segments[index].id),
    });
  const overrideByHand = (index: 0 | 1 | 2): Promise<unknown> =>
    workbench.api(
      "POST",
      `/api/v1/environments/${unit.environment.clientKey}/features/${unit.flag.id}/create-segment-override/`,
      {
        enabled: false,
        feature_state_value: { type: "unicode", string_value: "by hand" },
        feature_segment: { segment: Number(segments[index].id) },
      },
    );

  test("what is new comes first, then what changes, then what goes, then the places", async () => {
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 0), put(1, 1)]);
    workbench.server.resetRequests();
    await workbench
      .platform(PINNED)
      .definitions.write(unit, [{ kind: "set-default", enabled: true }, put(2, 1), put(0, 2), remove(1)]);
    const sent = workbench.server.requests().filter(({ method }) => method !== "GET");
    expect(
      sent.map(({ method, path }) => `${method} ${path.replace(/\d+/g, "…").split("/").slice(4, 7).join("/")}`),
    ).toEqual([
      expect.stringContaining("POST"),
      "PUT featurestates/…/",
      "DELETE feature-segments/…/",
      "POST feature-segments/update-priorities/",
      // The first pulled its neighbour along.
      "POST feature-segments/update-priorities/",
    ]);
    expect(await links()).toEqual([
      ["DE", 1],
      ["GB", 2],
    ]);
  });

  test("what changes nothing is not sent", async () => {
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 0)]);
    const counts = await workbench.requestsOf(() => workbench.platform(PINNED).definitions.write(unit, [put(0, 0)]));
    expect(counts).toEqual({ ...VARIANTS, [STATES]: 1, [LINKS]: 1 });
  });

  test("an override of a flag made in the same run is one request, and so is its change and its removal", async () => {
    const platform = workbench.platform(PINNED);
    unit = { ...unit, flag: await platform.flags.create(workbench.project, { name: "new" }) };
    const counts = await workbench.requestsOf(async () => {
      await platform.definitions.write(unit, [put(1, 1)]);
      await platform.definitions.write(unit, [put(0, 0)]);
      await platform.definitions.write(unit, [{ ...put(1), enabled: false }]);
      await platform.definitions.write(unit, [remove(1)]);
    });
    expect(counts).toEqual({ [ENVIRONMENT]: 1, [CREATE]: 2, [UPDATE]: 1, [REMOVE]: 1 });
    expect(await links()).toEqual([["GB", 0]]);
  });

  test("a changed default is one look and one write", async () => {
    const counts = await workbench.requestsOf(() =>
      workbench.platform(PINNED).definitions.write(unit, [{ kind: "set-default", enabled: true }]),
    );
    expect(counts).toEqual({ [STATES]: 1, [ENVIRONMENT]: 1, [UPDATE]: 1 });
  });

  test("only the column of the new type changes, and no value stays none", async () => {
    await workbench
      .platform(PINNED)
      .definitions.write(unit, [{ kind: "set-default", ...serving({ kind: "integer", value: 4 }) }]);
    const { results } = await workbench.api(
      "GET",
      `/api/v1/features/featurestates/?environment=${unit.environment.id}&feature=${unit.flag.id}`,
    );
    const [state] = results as { feature_state_value: object }[];
    expect(state?.feature_state_value).toEqual({
      type: "int",
      string_value: "hello",
      integer_value: 4,
      boolean_value: null,
    });
    const plain = { ...unit, flag: await workbench.flag("plain") };
    await workbench.platform(PINNED).definitions.write(plain, [
      { kind: "set-default", enabled: true },
      { kind: "put-segment-override", segment: segments[0], enabled: false },
    ]);
    expect(await workbench.state(plain)).toEqual({
      enabled: true,
      value: null,
      segmentOverrides: [{ segmentId: segments[0].id, priority: 0, enabled: false, value: null }],
    });
  });

  test("who stays keeps its number, though the server closes gaps", async () => {
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 0), put(1, 1), put(2, 4)]);
    const counts = await workbench.requestsOf(() => workbench.platform(PINNED).definitions.write(unit, [remove(0)]));
    expect(counts).toMatchObject({ [REMOVE]: 1, [MOVE]: 2 });
    expect(await links()).toEqual([
      ["FR", 1],
      ["DE", 4],
    ]);
  });

  test("a link without a state gets it, or goes with what is removed, and is never doubled", async () => {
    await linkByHand(0);
    await linkByHand(1);
    const counts = await workbench.requestsOf(() => workbench.platform(PINNED).definitions.write(unit, [put(0), remove(1)]));
    expect(counts).toMatchObject({ [COMPLETE]: 1, [REMOVE]: 1 });
    expect(counts[CREATE]).toBeUndefined();
    expect(await links()).toEqual([["GB", 0]]);
    expect((await workbench.state(unit)).segmentOverrides).toMatchObject([{ value: { value: "of 0" } }]);
  });

  test("a link that a failed create left behind is taken away", async () => {
    const { environment, flag } = unit;
    const path = `/api/v1/environments/${environment.clientKey}/features/${flag.id}/create-segment-override/`;
    const body = { feature: Number(flag.id), environment: Number(environment.id), segment: Number(segments[0].id) };
    workbench.server.fault({ kind: "status", status: 500, commit: "before", method: "POST", path });
    // Half of the create is done as the first look after it arrives.
    workbench.server.fault({
      kind: "write",
      commit: "before",
      method: "GET",
      path: "/api/v1/features/feature-segments/",
      nth: 2,
      write: { method: "POST", path: "/api/v1/features/feature-segments/", body },
    });
    expect((await failure(workbench.platform(PINNED).definitions.write(unit, [put(0)]))).code).toBe("unavailable");
    expect(await links()).toEqual([]);
    await workbench.platform(PINNED).definitions.write(unit, [put(0)]);
    expect(await links()).toEqual([["GB", 0]]);
  });

  test("of several overrides for one segment the first is written, and the others go", async () => {
    await overrideByHand(0);
    await overrideByHand(1);
    await overrideByHand(0);
    await workbench.platform(PINNED).definitions.write(unit, [put(0, 3)]);
    expect(await links()).toEqual([
      ["FR", 1],
      ["GB", 3],
    ]);
    expect((await workbench.state(unit)).segmentOverrides[1]).toMatchObject({ enabled: true, value: { value: "of 0" } });
    await overrideByHand(1);
    await workbench.platform(PINNED).definitions.write(unit, [remove(1)]);
    expect(await links()).toEqual([["GB", 3]]);
  });

  test("what somebody removed since this run made it is made again", async () => {
    const { definitions } = workbench.platform(PINNED);
    await definitions.write(unit, [put(0, 2)]);
    await workbench.platform(PINNED).definitions.write(unit, [remove(0)]);
    await definitions.write(unit, [put(0, 2)]);
    expect(await links()).toEqual([["GB", 2]]);
  });

  test("a flag or an environment that is gone is told as such", async () => {
    const other = { ...unit, flag: await workbench.flag("other") };
    await workbench.platform().flags.delete(unit.project, unit.flag.id);
    const flag = await failure(workbench.platform(PINNED).definitions.write(unit, [put(1)]));
    expect(flag.details).toMatchObject({ code: "gone", subject: "flag" });
    await workbench.platform().environments.delete(unit.project, unit.environment.id);
    const environment = await failure(workbench.platform(PINNED).definitions.write(other, [put(1)]));
    expect(environment.details).toMatchObject({ code: "gone", subject: "environment" });
  });

  test("change requests that somebody demands meanwhile are not gone around", async () => {
    await workbench.api("PATCH", `/api/v1/environments/${unit.environment.clientKey}/`, {
      minimum_change_request_approvals: 1,
    });
    const error = await failure(workbench.platform(PINNED).definitions.write(unit, [put(1)]));
    expect(error.details).toMatchObject({ code: "approval-required", subject: "environment" });
    expect(await links()).toEqual([]);
  });

  test("feature versioning that was turned on meanwhile ends the run with words", async () => {
    await workbench.api("POST", `/api/v1/environments/${unit.environment.clientKey}/enable-v2-versioning/`);
    const error = await failure(workbench.platform(PINNED).definitions.write(unit, [put(1)]));
    expect(error.message).toContain("feature versioning was turned on in environment production meanwhile");
    expect(error.details.nextStep).toBe("Run it again.");
  });

  test("the pin that does not fit the environment is an error that says so, before anything is sent", async () => {
    const counts = await workbench.requestsOf(async () => {
      const error = await failure(workbench.platform({ writeApi: "versions" }).definitions.write(unit, [put(0)]));
      expect(error.details).toMatchObject({ code: "unsupported", subject: "write_api" });
      expect(error.message).toContain("has no feature versioning");
    });
    expect(totalOf(counts)).toBe(0);
  });
});
