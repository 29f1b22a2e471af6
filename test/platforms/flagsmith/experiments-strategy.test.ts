import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import { failure, totalOf } from "../../support/adapter-workbench";
import { BannerUnit, serving, Workbench } from "./workbench";

const V1 = "POST /api/experiments/environments/{environment}/update-flag-v1/";
const V2 = "POST /api/experiments/environments/{environment}/update-flag-v2/";
const REMOVE = "POST /api/experiments/environments/{environment}/delete-segment-override/";
/** The first use of a platform asks for the newer API. */
const OLD = { writeApi: "experiments" } as const;

/** What the older API is spared: looks at what is known or does not matter. */
describe.each([false, true])("through the experiments (versioning: %s)", (versioning) => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let segments: BannerUnit["segments"];
  let put: BannerUnit["put"];
  let remove: BannerUnit["remove"];

  beforeEach(async () => {
    workbench = await Workbench.start({ server: "2.240", versioning });
    ({ unit, segments, put, remove } = await BannerUnit.on(workbench));
  });
  afterEach(() => workbench.stop());

  const places = async (): Promise<[string | undefined, number][]> =>
    (await workbench.state(unit)).segmentOverrides.map(({ segmentId, priority }) => [
      segments.find(({ id }) => id === segmentId)?.name,
      priority,
    ]);

  test("removals are sent as they are, and one that is gone already is no error", async () => {
    await workbench.platform(OLD).definitions.write(unit, [put(0), put(1)]);
    const counts = await workbench.requestsOf(() =>
      workbench.platform(OLD).definitions.write(unit, [remove(0), remove(1), remove(2)]),
    );
    const { [REMOVE]: removals, ...looks } = counts;
    expect(removals).toBe(3);
    expect(totalOf(looks)).toBe(versioning ? 1 : 0);
    expect(await places()).toEqual([]);
  });

  test("what stays keeps its priority", async () => {
    await workbench.platform(OLD).definitions.write(unit, [put(0, 0), put(1, 1), put(2, 4)]);
    const { definitions } = workbench.platform(OLD);
    await definitions.write(unit, [remove(0)]);
    expect(await places()).toEqual([
      ["FR", 1],
      ["DE", 4],
    ]);
    await definitions.write(unit, [remove(1)]);
    expect(await places()).toEqual([["DE", 4]]);
  });

  test("a removal whose segment, flag or environment is gone is told from one that is not allowed", async () => {
    await workbench.platform(OLD).definitions.write(unit, [put(0), put(1)]);
    await workbench.platform().segments.delete(unit.project, segments[0].id);
    await expect(workbench.platform(OLD).definitions.write(unit, [remove(0)])).resolves.toEqual({ warnings: [] });
    const limited = workbench.platform({ ...OLD, apiKey: workbench.server.limitedKey });
    expect((await failure(limited.definitions.write(unit, [remove(1)]))).code).toBe("denied");
    const other = { ...unit, flag: await workbench.flag("other") };
    await workbench.platform().flags.delete(unit.project, unit.flag.id);
    const flag = await failure(workbench.platform(OLD).definitions.write(unit, [remove(1)]));
    expect(flag.details).toMatchObject({ code: "gone", subject: "flag" });
    await workbench.platform().environments.delete(unit.project, unit.environment.id);
    const environment = await failure(workbench.platform(OLD).definitions.write(other, [remove(1)]));
    expect(environment.details).toMatchObject({ code: "gone", subject: "environment" });
  });

  test("what is stated of a flag made in the same run needs no look, whatever is written first", async () => {
    const platform = workbench.platform(OLD);
    unit = { ...unit, flag: await platform.flags.create(workbench.project, { name: "new" }) };
    const value = { kind: "string", value: "x" } as const;
    const counts = await workbench.requestsOf(async () => {
      await platform.definitions.write(unit, [put(1, 1)]);
      await platform.definitions.write(unit, [put(0, 0), { kind: "set-default", enabled: true, ...serving(value) }]);
      await platform.definitions.write(unit, [put(2)]);
    });
    // The second pushes the first out of its place, so that it is sent once more.
    expect(counts).toEqual({ [V1]: 3, [V2]: 1 });
    expect(await places()).toEqual([
      ["GB", 0],
      ["FR", 1],
      ["DE", 2],
    ]);
    expect(await workbench.state(unit)).toMatchObject({ enabled: true, value });
  });

  test("what must be echoed is looked at, also of a flag made in the same run", async () => {
    const platform = workbench.platform(OLD);
    const initial = { enabled: true, value: { kind: "string", value: "initial" } } as const;
    unit = { ...unit, flag: await platform.flags.create(workbench.project, { name: "new", initial }) };
    await platform.definitions.write(unit, [{ kind: "set-default", enabled: false }]);
    await platform.definitions.write(unit, [{ kind: "put-segment-override", segment: segments[0], enabled: true }]);
    const { value } = initial;
    expect(await workbench.state(unit)).toMatchObject({
      enabled: false,
      value,
      segmentOverrides: [{ enabled: true, value }],
    });
  });

  test("a server that keeps other priorities than asked for is told of, and asked again by the next apply", async () => {
    await workbench.platform(OLD).definitions.write(unit, [put(0, 0), put(1, 1)]);
    workbench.server.fault({ kind: "stale", method: "GET", path: "/api/v1/features/*", times: 0 });
    const { warnings } = await workbench.platform(OLD).definitions.write(unit, [put(2, 0)]);
    expect(warnings).toEqual([expect.stringMatching(/did not set the requested priorities: .* Apply again/)]);
    workbench.server.clearFaults();
    await workbench.platform(OLD).definitions.write(unit, [put(2, 0)]);
    expect((await places())[0]).toEqual(["DE", 0]);
  });

  test("a look that fails after a confirmed write is a warning", async () => {
    await workbench.platform(OLD).definitions.write(unit, [put(0, 0), put(1, 1)]);
    // The first two look before the write.
    workbench.server.fault({ kind: "status", status: 503, method: "GET", path: "/api/v1/features/*", nth: 3, times: 0 });
    const { warnings } = await workbench.platform(OLD).definitions.write(unit, [put(2, 0)]);
    expect(warnings).toEqual([expect.stringContaining("The change was written, but the priorities could not be read")]);
    workbench.server.clearFaults();
    expect((await places())[0]).toEqual(["DE", 0]);
  });
});
