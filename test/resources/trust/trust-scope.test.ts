import type { StackState } from "../../../src/testing/core/state";
import { FlagsmithWorkbench, on, planIs } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** FLAGFORM_ALLOW_SCOPE_CHANGE=1: the resources really move, and the ids in the state are those of the place they left. */

let workbench: FlagsmithWorkbench;
let other: FlagsmithWorkbench;
beforeEach(async () => {
  [workbench, other] = await Promise.all([FlagsmithWorkbench.open(), FlagsmithWorkbench.open()]);
  await workbench.apply(stack());
  await other.apply(theirs());
  workbench.driver = workbench.driver.withState(withIdsOfTheirs());
  other.forget();
  process.env["FLAGFORM_ALLOW_SCOPE_CHANGE"] = "1";
});
afterEach(async () => {
  delete process.env["FLAGFORM_ALLOW_SCOPE_CHANGE"];
  await Promise.all([workbench.stop(), other.stop()]);
});

const there = () => ({ platform: { host: other.server.url, api_key: other.server.key } });

function stack(description = "ours"): Bodies {
  const { environment } = on(workbench.production, "production");
  const at = {
    environment,
    flag: "${flagform_feature_flag.f.key}",
    flag_id: "${flagform_feature_flag.f.id}",
    serve: { value: { string: "x" } },
  };
  return {
    feature_flag: { f: { key: "banner", type: "string", description } },
    environment: { e: { name: "canary", description } },
    segment: { s: { name: "pros", rules: planIs("pro"), description } },
    environment_definition: { d: { ...at, enabled: true } },
    segment_override: { o: { ...at, segment: "${flagform_segment.s.name}", segment_id: "${flagform_segment.s.id}" } },
    identity_override: { i: { ...at, identity: "user-1" } },
  };
}

const theirs = (): Bodies => ({
  feature_flag: { f: { key: "theirs", description: "theirs" } },
  environment: { e: { name: "theirs", description: "theirs" } },
  segment: { s: { name: "theirs", rules: planIs("theirs"), description: "theirs" } },
});

/** The state as it would be if what has the ids of ours were somebody else's over there. */
function withIdsOfTheirs(): StackState {
  const { instances, ...rest } = workbench.driver.state;
  const parents = ["feature_flag.f", "environment.e", "segment.s"];
  const ids = parents.map((each) => [workbench.attributes(each)["id"], other.attributes(each)["id"]].map(String));
  const replaced = (text: string): string =>
    ids.reduce((all, [own = "", their = ""]) => all.replaceAll(`"${own}"`, `"${their}"`), text);
  return {
    ...rest,
    instances: instances.map((each) => ({
      ...each,
      attributes: JSON.parse(replaced(JSON.stringify(each.attributes))) as typeof each.attributes,
      private: Buffer.from(replaced(Buffer.from(each.private, "base64").toString())).toString("base64"),
    })),
  };
}

interface Listed {
  readonly results: readonly { readonly name: string; readonly description: string }[];
}

async function standingThere(): Promise<string[]> {
  const project = `/api/v1/projects/${other.project}`;
  const paths = [`${project}/features/`, `${project}/segments/`, `/api/v1/environments/?project=${other.project}`];
  const lists = await Promise.all(paths.map((path) => other.api("GET", path)));
  return lists
    .flatMap((list) => (list as unknown as Listed).results.map(({ name, description }) => `${name}: ${description}`))
    .filter((each) => /ours|theirs|moved/.test(each));
}
const THEIRS = Array<string>(3).fill("theirs: theirs");

test("everything is made at the new place by its name, and nothing of the others there is touched", async () => {
  const plan = await workbench.plan(stack("moved"), there());
  expect(Object.values(plan.actions())).toEqual(Array(6).fill("create"));
  await workbench.driver.apply(plan);
  expect((await standingThere()).sort()).toEqual(["banner: moved", "canary: moved", "pros: moved", ...THEIRS]);
  expect(await other.served(other.production, "banner")).toMatchObject({ enabled: true, value: "x", overrides: [{}] });
  expect((await workbench.plan(stack("moved"), there())).empty).toBe(true);
});

test("what stands at the new place under the same names goes on from there", async () => {
  await other.newDriver().apply(other.stack(stack()));
  const plan = await workbench.plan(stack(), there());
  expect(Object.values(plan.actions()).filter((action) => action !== "update")).toEqual([]);
  await workbench.driver.apply(plan);
  expect((await workbench.plan(stack(), there())).empty).toBe(true);
  expect((await standingThere()).sort()).toEqual(["banner: ours", "canary: ours", "pros: ours", ...THEIRS]);
});

test("a destroy removes nothing that bears the ids, and nothing here", async () => {
  await workbench.driver.apply(await workbench.driver.plan(workbench.stack(stack(), there()), { destroy: true }));
  expect(await standingThere()).toEqual(THEIRS);
  const left = await workbench.served(workbench.production, "banner");
  expect(left).toMatchObject({ enabled: true, value: "x", overrides: [{}] });
});

test("what is not looked for first is refused: its ids are others' there", async () => {
  const plan = await workbench.driver.plan(workbench.stack(stack(), there()), { destroy: true, refresh: false });
  const diagnostics = await refusal(workbench.driver.apply(plan));
  expect(new Set(diagnostics.map(({ summary }) => summary))).toEqual(new Set(["The provider points at another project"]));
  expect(other.writes()).toEqual([]);
  expect(await standingThere()).toEqual(THEIRS);
});
