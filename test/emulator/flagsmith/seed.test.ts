import { SeedError } from "../../../src/emulator/wire/seed";
import { send, start, stopAll } from "./client";

afterEach(stopAll);

const SEED = {
  projects: [
    {
      name: "Shop",
      environments: [
        { name: "production", key: "prod-key" },
        { name: "staging", versioning: true },
      ],
      segments: [
        {
          name: "beta",
          rules: [{ type: "ALL", rules: [{ type: "ANY", conditions: [{ operator: "IS_SET", property: "email" }] }] }],
        },
      ],
      features: [{ name: "banner", initial_value: "12", default_enabled: true }],
    },
  ],
};

test("makes what the API would make", async () => {
  const emulator = await start({ seed: SEED });
  const [project] = emulator.planted.projects;
  expect(project?.environments.map((each) => each.name)).toEqual(["production", "staging"]);
  const list = await send(emulator, "GET", `/api/v1/environments/?project=${project?.id}`);
  expect(list.body).toMatchObject({
    results: [{ api_key: "prod-key", use_v2_feature_versioning: false }, { use_v2_feature_versioning: true }],
  });
  for (const environment of project?.environments ?? []) {
    const flag = await send(
      emulator,
      "GET",
      `/api/__future__/environments/${environment.key}/features/${project?.features[0]?.id}/`,
    );
    expect(flag.body).toMatchObject({ environment_default: { enabled: true, value: { type: "integer", value: "12" } } });
  }
  const segments = await send(emulator, "GET", `/api/v1/projects/${project?.id}/segments/`);
  expect(segments.body).toMatchObject({
    results: [{ name: "beta", rules: [{ rules: [{ conditions: [{ operator: "IS_SET" }] }] }] }],
  });
});

test.each([
  [{ projects: [{ name: "" }] }, "name"],
  [{ projects: [{ name: "a", flags: [] }] }, "flags"],
  [{ projects: [{ name: "a" }, { name: "a" }] }, 'the project "a" twice'],
  [{ projects: [{ name: "a", features: [{ name: "x" }, { name: "X" }] }] }, 'the feature of a "x" twice'],
  [{ projects: [{ name: "a", segments: [{ name: "s", rules: [] }] }] }, "rules"],
  ["nothing", "expected object"],
])("refuses %j, naming %s", async (seed, words) => {
  const failure: unknown = await start({ seed }).catch((each: unknown) => each);
  expect(failure).toBeInstanceOf(SeedError);
  expect((failure as SeedError).message).toContain(words);
});

test("plants nothing of a document that it refuses", async () => {
  const emulator = await start({ seed: SEED });
  expect(() => emulator.seed({ projects: [{ name: "New" }, { name: "Shop" }] })).toThrow(SeedError);
  expect((await send(emulator, "GET", "/api/v1/projects/")).body).toHaveLength(1);
});
