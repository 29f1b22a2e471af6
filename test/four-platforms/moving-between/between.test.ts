import { livedIn } from "../../support/lived-in";
import {
  BETA_MEMBERS,
  ENVIRONMENTS,
  type PlatformName,
  PLATFORMS,
  PlatformWorkbench,
} from "../../support/platform-workbench";
import { summaryOf } from "./compare";
import { freshProject, shopOf } from "./places";
import { translated } from "./translated";

/** From each platform to each other one: 200 people get the same there, unless it is listed as lost. */

const NAMES = new Map(ENVIRONMENTS.map((each) => [each, each]));
const PAIRS = PLATFORMS.flatMap((from) => PLATFORMS.filter((to) => to !== from).map((to) => [from, to] as const));

const workbenches = new Map<PlatformName, PlatformWorkbench>();
let projects = 0;

beforeAll(async () => {
  for (const name of PLATFORMS) {
    const workbench = await PlatformWorkbench.start(name);
    workbenches.set(name, workbench);
    await workbench.apply(livedIn(name));
  }
});
afterAll(async () => {
  for (const each of workbenches.values()) await each.stop();
});

function workbenchOf(name: PlatformName): PlatformWorkbench {
  const found = workbenches.get(name);
  if (!found) throw new Error(`no workbench of ${name}`);
  return found;
}

test.each(PAIRS)("from %s to %s: a project that was lived in", async (from, to) => {
  const there = freshProject(workbenchOf(to), `From ${from} ${String(++projects)}`, ENVIRONMENTS);
  const people = from === "mixpanel" ? BETA_MEMBERS : [];
  const moved = await translated({ from: shopOf(workbenchOf(from), ENVIRONMENTS), to: there, environments: NAMES, people });
  expect(summaryOf(moved.differences)).toEqual({});
  expect(moved.compared).toBeGreaterThan(moved.lost.length);
});
