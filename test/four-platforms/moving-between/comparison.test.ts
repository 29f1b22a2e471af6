import { livedIn } from "../../support/lived-in";
import { ENVIRONMENTS, PlatformWorkbench } from "../../support/platform-workbench";
import { summaryOf } from "./compare";
import { type Copied, copied, copyTo } from "./copy";
import { freshProject, shopOf } from "./places";

/** The comparison itself: it finds nothing between a project and its copy, and whatever is changed in a copy. */

const NAMES = new Map(ENVIRONMENTS.map((each) => [each, each]));

let workbench: PlatformWorkbench;
let original: Copied;
let copies = 0;

beforeAll(async () => {
  workbench = await PlatformWorkbench.start("vercel");
  const { feature_flag: flags = {}, ...rest } = livedIn("vercel");
  const { old: _archived, ...others } = flags;
  await workbench.apply({ ...rest, feature_flag: others });
  original = await copied(shopOf(workbench, ENVIRONMENTS));
});
afterAll(() => workbench.stop());

const compareCopy = (changes: Changes = {}) =>
  copyTo(freshProject(workbench, `Copy ${String(++copies)}`, ENVIRONMENTS), original, NAMES, (unit, definition) => {
    changes[unit]?.(definition);
  });

type Changes = Readonly<Record<string, (definition: Record<string, unknown>) => unknown>>;

test("a copy is the same for 200 people of all kinds, but for who gets which share", async () => {
  const { differences, answers, drawnAgain } = await compareCopy();
  expect(summaryOf(differences)).toEqual({});
  for (const kind of ["default", "rule", "split", "identity override", "segment override", "killed"])
    expect(answers[kind]).toBeGreaterThanOrEqual(10);
  expect(drawnAgain).toBeGreaterThan(10);
});

const CHANGES: readonly Changes[] = [
  {
    "production/theme": (each) => (each["serve"] = { split: { weights: { red: 65, blue: 35 } } }),
    "production/new-checkout": (each) => delete each["segment_overrides"],
    "preview/new-checkout": (each) => (each["killed"] = false),
    "preview/theme": (each) => (each["serve"] = { variant: "blue" }),
  },
  {
    "production/theme": (each) => delete each["rules"],
    "production/new-checkout": (each) => (each["enabled"] = false),
    "production/limits": (each) => (each["serve"] = { variant: "high" }),
  },
  { "production/theme": (each) => (each["serve"] = { variant: "blue" }) },
];

test.each(CHANGES.map((each) => [Object.keys(each).join(", "), each] as const))(
  "what differs is found, and nothing else: %s",
  async (_names, changes) => {
    const { differences } = await compareCopy(changes);
    expect(Object.keys(summaryOf(differences)).sort()).toEqual(Object.keys(changes).sort());
  },
);
