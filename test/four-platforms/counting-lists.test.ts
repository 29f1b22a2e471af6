import { type PlatformName, PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { Query } from "../support/query";
import { elementsVisited } from "../support/scans";
import { MANY_ENVIRONMENTS, PLANT_MANY } from "./moving-in/many";

/** All lists of a large project, by requests and by what is gone through in memory. */

const LISTS = ["feature_flag", "environment", "segment", "environment_definition", "segment_override", "identity_override"];
const FLAGS = 500;
const ENVIRONMENTS = MANY_ENVIRONMENTS.length;
const SEGMENTS = 2;
const SPLIT_PAGE = 50;

const REQUESTS: Readonly<Record<PlatformName, number>> = {
  // The project, its environments and segments, and for each environment its live list and its document.
  flagsmith: 3 + 2 * ENVIRONMENTS,
  // The workspaces, the environments, the flags, and the definitions of each environment. Then the segments of three kinds, in each
  // environment which of them are there, and the keys of each.
  split: 2 + Math.ceil(FLAGS / SPLIT_PAGE) * (1 + ENVIRONMENTS) + 3 + ENVIRONMENTS + SEGMENTS * ENVIRONMENTS,
  // The project, active flags and archived ones with all that they serve, the segments, and what conditions can ask for.
  vercel: 5,
  // Of each environment the data views, the flags with all that they serve, and the cohorts.
  mixpanel: 3 * ENVIRONMENTS,
};

test.each(PLATFORMS)(`every list of ${String(FLAGS)} flags × ${String(ENVIRONMENTS)} environments on %s`, async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  try {
    const parts = PLANT_MANY[name](workbench, FLAGS);
    const query = await Query.of(workbench, parts);
    workbench.forget();
    for (const type of LISTS) {
      const { shown } = await query.list(`flagform_${type}`, {}, { isWhole: type === "feature_flag" || type === "segment" });
      if (type.endsWith("_override") && name !== "flagsmith") expect(shown).toHaveLength(FLAGS * ENVIRONMENTS);
    }
    await query.close();
    expect(workbench.requests()).toHaveLength(REQUESTS[name]);
    expect(REQUESTS.flagsmith).toBeLessThanOrEqual(20);
  } finally {
    await workbench.stop();
  }
});

test.each(PLATFORMS)("what is gone through on %s grows with the project, and not with its square", async (name) => {
  const visited = new Map<string, number[]>();
  for (const flags of [15, 60]) {
    const workbench = await PlatformWorkbench.start(name);
    try {
      const query = await Query.of(workbench, PLANT_MANY[name](workbench, flags));
      for (const type of LISTS) {
        const count = await elementsVisited(() => query.list(`flagform_${type}`));
        visited.set(type, [...(visited.get(type) ?? []), count]);
      }
      await query.close();
    } finally {
      await workbench.stop();
    }
  }
  for (const [type, [few = 0, many = 0]] of visited) expect([type, many / few < 4.6]).toEqual([type, true]);
});
