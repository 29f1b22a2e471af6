import { matches } from "../../../src/resources/lists/filters";
import { type Bodies, PlatformWorkbench } from "../../support/platform-workbench";
import { Query } from "../../support/query";

/** What lists leave out: on request, at their limit, and where something cannot be read. */

const ENVIRONMENTS = 3;

function live(): Bodies {
  const tags = { tags: ["team-a"], flagsmith: { create_tags: true } };
  const flag = { flag: "${flagform_feature_flag.on.key}", flag_id: "${flagform_feature_flag.on.id}" };
  return {
    feature_flag: {
      on: { key: "checkout-on", type: "boolean", ...tags },
      off: { key: "checkout-off", type: "boolean" },
      old: { key: "banner", type: "boolean", archived: true },
    },
    environment_definition: {
      on: { ...flag, environment: "production", enabled: true, segment_overrides: { beta: { enabled: false } } },
    },
  };
}

describe("on Flagsmith", () => {
  let workbench: PlatformWorkbench;
  let query: Query;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start("flagsmith");
    await workbench.apply(live());
  });
  beforeEach(async () => {
    workbench.server.clearFaults();
    query = await Query.of(workbench);
    workbench.forget();
  });
  afterEach(() => query.close());
  afterAll(() => workbench.stop());

  const names = async (type: string, config: object): Promise<readonly string[]> =>
    (await query.list(`flagform_${type}`, config)).shown.map((each) => each.name);

  test("flags are filtered by tag, archive, and a pattern of their names", async () => {
    expect(await names("feature_flag", { tag: "team-a" })).toEqual(["checkout-on"]);
    expect(await names("feature_flag", { archived: true })).toEqual(["banner"]);
    expect(await names("feature_flag", { archived: false })).toEqual(["checkout-off", "checkout-on"]);
    expect(await names("feature_flag", { name_pattern: "checkout-*" })).toEqual(["checkout-off", "checkout-on"]);
    expect(await names("environment", { name_pattern: "pr*" })).toEqual(["preview", "production"]);
    expect(await names("segment", { name_pattern: "v*p" })).toEqual(["vip"]);
    expect(await names("segment", { project: "Shop", name_pattern: "none*" })).toEqual([]);
  });

  test("definitions and overrides are filtered by their environment and flag, and by whether somebody changed them", async () => {
    expect(await names("environment_definition", { changed_only: true })).toEqual(["production/checkout-on"]);
    expect(await names("environment_definition", { environment: "preview", flag: "banner" })).toEqual(["preview/banner"]);
    expect(await names("environment_definition", { environment: "preview", changed_only: true })).toEqual([]);
    expect(await names("segment_override", { flag: "checkout-off" })).toEqual([]);
    expect(await names("segment_override", { flag: "checkout-on", environment: "production" })).toHaveLength(1);
  });

  test("a name that is not there is an error that names what is near, and so is an unknown project", async () => {
    const { shown, told } = await query.list("flagform_environment_definition", { environment: "prodution" });
    expect(shown).toEqual([]);
    expect(told.join()).toMatch(/^error: .*no environment "prodution".*Did you mean "production"/s);
    expect((await query.list("flagform_feature_flag", { project: "Shoop" })).told.join()).toContain('no project "Shoop"');
  });

  test("every list of a project together costs what one refresh does", async () => {
    const lists = ["feature_flag", "environment", "segment", "environment_definition", "segment_override"];
    for (const each of [...lists, "identity_override"]) await query.list(`flagform_${each}`);
    // The project, its environments, flags and segments, and for each environment its live list and its document.
    const budget = (environments: number): number => 4 + 2 * environments;
    expect(workbench.requests()).toHaveLength(budget(ENVIRONMENTS));
    expect(budget(4)).toBeLessThanOrEqual(20);
  });

  test("names and ids need no object, and no sweep of any environment", async () => {
    const { shown } = await query.list("flagform_feature_flag", {}, { isWhole: false });
    expect(shown.map(({ name, object }) => [name, object])).toEqual([
      ["banner", undefined],
      ["checkout-off", undefined],
      ["checkout-on", undefined],
    ]);
    expect(shown[0]?.identity).toEqual({ flag_id: expect.any(String) as string, project_id: expect.any(String) as string });
    expect(workbench.requests().filter((each) => /document|featurestates/.test(each))).toEqual([]);
  });

  test("nothing is read beyond the limit, or once core has enough", async () => {
    const sweeps = () => workbench.requests().filter((each) => each.includes("/document/"));
    const { shown } = await query.list("flagform_environment_definition", {}, { limit: 2 });
    expect(shown.map((each) => each.name)).toEqual(["development/banner", "development/checkout-off"]);
    expect(sweeps()).toHaveLength(1);
    const ended = await query.list("flagform_environment_definition", {}, { ends: (name) => name === "development/banner" });
    expect(ended).toMatchObject({ shown: [{ name: "development/banner" }], told: [] });
    expect(sweeps()).toHaveLength(1);
  });

  test("an environment that the key may not read is left out with one warning, and the others are listed", async () => {
    const path = "/api/v1/projects/{project}/features/";
    const body = { detail: "You do not have permission to perform this action." };
    workbench.server.fault({ kind: "status", status: 403, body, method: "GET", path, nth: 2 });
    const { shown, told } = await query.list("flagform_environment_definition");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^warning: Left out environment development\./);
    expect(shown.map((each) => each.name.split("/")[0])).toEqual([
      ...Array(3).fill("preview"),
      ...Array(3).fill("production"),
    ]);
  });
});

test("a pattern matches the whole name, and takes no longer for many stars", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["checkout", "checkout", true],
    ["checkout", "checkout-2", false],
    ["checkout-*", "checkout-", true],
    ["*-on", "checkout-on", true],
    ["a*a", "a", false],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["*", "", true],
    ["a.c", "abc", false],
    [`${"a*".repeat(40)}b`, "a".repeat(5000), false],
  ];
  for (const [pattern, name, is] of cases) expect([pattern, matches(pattern, name)]).toEqual([pattern, is]);
});
