import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEEP } from "../support/fast-check";
import { DESTROYS } from "./destroys";
import { followAdvice } from "./follow";
import { PLANS } from "./plans";
import { warningSites } from "./warning-sites";
import { WRITES } from "./writes";

/**
 * Each warning that the provider can give: what brings it about, its words, what they tell people to do, and that this ends in an empty
 * plan without the warning.
 */

/** Those that other tests bring about, with words that stand there. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  "Conditions that also hold where the trait is absent": [
    "four-platforms/values/absent-traits.test.ts",
    "Conditions that also hold where the trait is absent",
  ],
  "The rules of segment … cannot be said here": ["four-platforms/values/foreign-content.test.ts", "cannot be said here"],
  "What an archived flag holds stays in it": [
    "four-platforms/lifecycle/archived.test.ts",
    "What an archived flag holds stays in it",
  ],
  "Taken over from a run that was interrupted": [
    "four-platforms/lifecycle/taking-over.test.ts",
    "Taken over from a run that was interrupted",
  ],
  "… was taken over as left by an interrupted run, and this configuration does not manage all that stands on it: …. Delete it on the platform if nobody needs it.":
    ["four-platforms/lifecycle/taking-over.test.ts", "does not manage all that stands on it"],
  "Not replaced: the new resource took over what was there": ["resources/trust/trust-replacing.test.ts", "Not replaced"],
  "The credential can be read on its way": ["resources/server-host.test.ts", "The credential can be read on its way"],
  "Waiting for …": ["http/networks.test.ts", "Waiting for"],
  "Did not refresh …": ["resources/unknowns.test.ts", "Did not refresh"],
  'The pictures of the variants of "…" are lost: no published request can send them back.': [
    "platforms/mixpanel/definition.test.ts",
    "pictures of the variants",
  ],
  "The server did not set the requested priorities: …. Apply again to set them.": [
    "platforms/flagsmith/experiments-strategy.test.ts",
    "did not set the requested priorities",
  ],
  "An environment accepts changes only with approval": [
    "four-platforms/split/split-approvals-at-plan.test.ts",
    "An environment accepts changes only with approval",
  ],
};

/** No attribute is deprecated yet. */
const NEVER = ["Deprecated attribute"];

const TABLE = [...PLANS, ...WRITES, ...DESTROYS];

test("each warning of the source is here, and each that is here is one of the source", () => {
  const known = [...new Set([...TABLE.map(({ site }) => site), ...Object.keys(ELSEWHERE), ...NEVER])].sort();
  expect(known).toEqual(warningSites());
});

test.each(Object.entries(ELSEWHERE))("%s: followed by another test", (_, [file, words]) => {
  expect(readFileSync(join(__dirname, "..", file), "utf8")).toContain(words);
});

/** Where a warning is one site of the source for several platforms, the normal suite follows it on the first of them, `test:deep` on all. */
const FOLLOWED = DEEP
  ? TABLE
  : TABLE.filter((each) => TABLE.find(({ site }) => site === each.site)?.platform === each.platform);

test.each(FOLLOWED.map((each) => [each.platform, each.site, each] as const))("%s: %s", (_platform, _site, advice) =>
  followAdvice(advice),
);
