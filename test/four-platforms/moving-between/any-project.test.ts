import { DriverError } from "../../../src/testing/failure";
import { DEEP_TIMEOUT_MS, holds } from "../../deep/deep";
import { generatedFor } from "../../serving/generated";
import { DEEP } from "../../support/fast-check";
import { type PlatformName, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { summaryOf } from "./compare";
import { freshProject, shopOf } from "./places";
import { translated } from "./translated";

/** Whatever a project has, 200 people get the same on the other platform, or it is listed. */

const ENVIRONMENTS = ["production"];
const NAMES = new Map([["production", "production"]]);
const ALL = PLATFORMS.flatMap((from) => PLATFORMS.filter((to) => to !== from).map((to) => [from, to] as const));
/** In the normal suite, each platform once. */
const SOME: typeof ALL = [
  ["flagsmith", "split"],
  ["vercel", "mixpanel"],
];

/** How many flags were compared, and how many are listed as lost. */
const counts: Record<string, { compared: number; lost: number; drawnAgain: number; excused: number; refused: number }> = {};
afterAll(() => {
  for (const [pair, each] of Object.entries(counts)) process.stdout.write(`${pair}: ${JSON.stringify(each)}\n`);
});

test.each(DEEP ? ALL : SOME)(
  "from %s to %s: whatever is in a project",
  (from: PlatformName, to: PlatformName) =>
    holds(`Moving (${from} to ${to})`, { part: 1, whole: 40 }, generatedFor(from), async ({ bodies }) => {
      const [source, target] = [await PlatformWorkbench.start(from), await PlatformWorkbench.start(to)];
      const count = (counts[`${from} to ${to}`] ??= { compared: 0, lost: 0, drawnAgain: 0, excused: 0, refused: 0 });
      try {
        await source.apply(bodies);
      } catch (error) {
        if (!(error instanceof DriverError)) throw error;
        // Not a project that the source can have.
        count.refused++;
        await Promise.all([source.stop(), target.stop()]);
        return;
      }
      try {
        const moved = await translated({
          from: shopOf(source, ENVIRONMENTS),
          to: freshProject(target, "Fresh", ENVIRONMENTS),
          environments: NAMES,
        });
        count.compared += moved.compared;
        count.lost += moved.lost.length;
        count.drawnAgain += moved.drawnAgain;
        count.excused += moved.excused;
        const { losses } = moved.adopted;
        expect({ differs: summaryOf(moved.differences), losses }).toEqual({ differs: {}, losses });
      } finally {
        await Promise.all([source.stop(), target.stop()]);
      }
    }),
  DEEP_TIMEOUT_MS,
);
