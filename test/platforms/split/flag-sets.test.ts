import { Workbench } from "./workbench";

/** What a plan asks where a definition names flag sets: a wrong id is refused before anything is written. */

let workbench: Workbench | undefined;
afterEach(() => workbench?.server.stop());

const SETS = "/internal/api/v3/flag-sets";

async function start(flagSets: readonly string[], options: object = {}) {
  const started = await Workbench.start(options, { flagSets });
  workbench = started;
  const { definitions } = started.platform();
  const require = (...ids: readonly string[]) =>
    Promise.resolve(
      definitions.requireSettings?.(started.project, "Production", { split: { flagSets: ids } }, "update flag checkout"),
    );
  const idOf = (name: string): string =>
    started.server.planted.workspaces[0]?.flagSets.find((each) => each.name === name)?.id ?? "";
  return { server: started.server, project: started.project, definitions, require, idOf };
}

const refusal = (attribute: unknown, reason: string, nextStep: string) => ({
  details: {
    ...{ code: "invalid", attribute },
    reason: expect.stringContaining(reason) as string,
    nextStep: expect.stringContaining(nextStep) as string,
  },
});
const AT = ["split", "flag_sets"];

test("the ids of flag sets are found with one request for all of a run", async () => {
  const { server, require, idOf } = await start(["web", "mobile"]);
  await require(idOf("web"), idOf("mobile"));
  await require(idOf("web"));
  expect(server.requests().map(({ method, path }) => `${method} ${path.split("?")[0] ?? ""}`)).toEqual([`GET ${SETS}`]);
});

test("nothing is asked where no flag set is named", async () => {
  const { server, project, definitions, require } = await start(["web"]);
  await require();
  await definitions.requireSettings?.(project, "Production", { split: { trafficAllocation: 50 } }, "update flag checkout");
  expect(server.requests()).toEqual([]);
});

test("of more than a page, the last is found", async () => {
  const { server, require, idOf } = await start(Array.from({ length: 230 }, (_, index) => `set_${String(index)}`));
  await require(idOf("set_229"));
  expect(server.requests()).toHaveLength(2);
});

test("a name is refused with the id that it has", async () => {
  const { require, idOf } = await start(["web", "mobile", "backend_services", "checkout", "search_results"]);
  await expect(require("mobil")).rejects.toMatchObject(refusal(AT, '"mobil"', `"${idOf("mobile")}" (mobile)`));
});

test.each(["", ".", "..", "a/b", "\u0000"])("the id %j is refused", async (id) => {
  const { require } = await start(["web"]);
  await expect(require(id)).rejects.toMatchObject(refusal(AT, "no flag set", "(web)"));
});

test("one that the list does not show yet is found", async () => {
  const { server, project, require } = await start([], { listLag: 5 });
  const answer = await fetch(`${server.url}${SETS}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${server.key}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "web", workspace: { id: project.id, type: "WORKSPACE" } }),
  });
  const { id } = (await answer.json()) as { readonly id: string };
  await require(id);
});

test.each([403, 404])("where the list answers %s, only the write tells", async (status) => {
  const { server, require } = await start(["web"]);
  server.fault({ kind: "status", method: "GET", path: SETS, status, body: { code: status, message: "no" } });
  await require("none");
  expect(server.requests()).toHaveLength(1);
});
