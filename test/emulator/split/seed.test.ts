import { ON_OFF, start, stopAll } from "./client";

afterEach(stopAll);

const workspace = { name: "Shop", environments: [{ name: "production" }], trafficTypes: ["user"] };

test.each<[string, unknown, string]>([
  ["a member that is none", { projects: [] }, "projects"],
  ["a workspace twice", { workspaces: [workspace, workspace] }, '"Shop" twice'],
  [
    "a flag of no traffic type",
    { workspaces: [{ ...workspace, flags: [{ name: "f", trafficType: "x" }] }] },
    "traffic type",
  ],
  [
    "a definition that the API refuses",
    {
      workspaces: [
        {
          ...workspace,
          flags: [{ name: "f", trafficType: "user", definitions: { production: { ...ON_OFF, defaultTreatment: "x" } } }],
        },
      ],
    },
    "default treatment x",
  ],
])("refuses %s", async (_what, seed, words) => {
  const emulator = await start();
  expect(() => emulator.seed(seed)).toThrow(words);
});

test("refuses options that are none", async () => {
  await expect(start({ budget: 0 })).rejects.toThrow("budget");
});

test("tells what it planted", async () => {
  const emulator = await start({ seed: { workspaces: [{ ...workspace, flags: [{ name: "f", trafficType: "user" }] }] } });
  expect(emulator.planted).toMatchObject({
    workspaces: [
      { name: "Shop", environments: [{ name: "production" }], trafficTypes: [{ name: "user" }], flags: [{ name: "f" }] },
    ],
  });
});
