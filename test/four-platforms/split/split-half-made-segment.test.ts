import { PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** Split takes a segment in several requests: what a run that failed in the middle leaves is gone on with by the next. */

let workbench: PlatformWorkbench;
beforeEach(async () => {
  workbench = await PlatformWorkbench.start("split");
});
afterEach(() => workbench.stop());

const STACK = { segment: { crew: { name: "crew", description: "Ours", identities: ["ada", "grace"] } } };

/** What each environment lists, as the console shows it. */
function members(): Promise<string[]>[] {
  const read = async (path: string): Promise<unknown> => {
    const { body } = await Promise.resolve(workbench.server.write("GET", `/internal/api/v2${path}`));
    return JSON.parse(body) as unknown;
  };
  return ["production", "preview", "development"].map(async (name) => {
    const { objects } = (await read("/workspaces")) as { objects: { id: string }[] };
    const all = (await read(`/environments/ws/${objects[0]?.id ?? ""}`)) as { id: string; name: string }[];
    const id = all.find((each) => each.name === name)?.id ?? "";
    const { keys } = (await read(`/segments/${id}/crew/keys?limit=100`)) as { keys: { key: string }[] };
    return keys.map(({ key }) => key).sort();
  });
}

test.each([
  ["before the first identities", "/internal/api/v2/segments/{env}/crew/uploadKeys", 1],
  ["in the middle of them", "/internal/api/v2/segments/{env}/crew/uploadKeys", 2],
  ["before it was enabled everywhere", "/internal/api/v2/segments/{env}/crew", 2],
] as const)("that failed %s: the next run completes it, everywhere", async (_when, path, nth) => {
  workbench.server.fault({ kind: "status", status: 500, path, nth });
  await refusal(workbench.apply(STACK));
  expect(workbench.driver.state.instances).toEqual([]);
  await workbench.apply(STACK);
  expect(await Promise.all(members())).toEqual([
    ["ada", "grace"],
    ["ada", "grace"],
    ["ada", "grace"],
  ]);
  expect((await workbench.plan(STACK)).empty).toBe(true);
});

test("somebody else's segment of the name, with others in it, is not touched", async () => {
  await workbench.apply({ segment: { crew: { name: "crew", description: "Ours", identities: ["theirs"] } } });
  workbench.driver.forget("flagform_segment.crew");
  const [diagnostic] = await refusal(workbench.apply(STACK));
  expect(diagnostic?.detail).toMatch(/already exists[^]*import it/i);
  expect(await Promise.all(members())).toEqual([["theirs"], ["theirs"], ["theirs"]]);
});
