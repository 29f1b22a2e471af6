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
  "Conditions that also match identities without the trait": [
    "four-platforms/values/absent-traits.test.ts",
    "Conditions that also match identities without the trait",
  ],
  "The rules of segment … cannot be expressed here": [
    "four-platforms/values/foreign-content.test.ts",
    "cannot be expressed here",
  ],
  "Left out of the generated configuration": ["four-platforms/moving-in/lived-in.test.ts", "Left out of the generated"],
  "The generated configuration needs a change": [
    "terraform/server/list.test.ts",
    "The generated configuration needs a change",
  ],
  "Part of a definition cannot be expressed here": [
    "resources/lists/left-out.test.ts",
    "Part of a definition cannot be expressed here",
  ],
  "What an override serves cannot be expressed here": [
    "resources/lists/left-out.test.ts",
    "What an override serves cannot be expressed here",
  ],
  "The credential may not read environment …": [
    "resources/lists/forbidden.test.ts",
    "The credential may not read environment",
  ],
  "Not removed, because the flag is archived": [
    "four-platforms/lifecycle/archived.test.ts",
    "Not removed, because the flag is archived",
  ],
  "Taken over from an interrupted run": [
    "four-platforms/lifecycle/taking-over.test.ts",
    "Taken over from an interrupted run",
  ],
  "… was taken over from an interrupted run, and is used by objects that this configuration does not manage: …. Delete it on the platform if nobody needs it.":
    ["four-platforms/lifecycle/taking-over.test.ts", "is used by objects that this configuration does not manage"],
  "Not replaced: the new resource took over the existing one": ["resources/trust/trust-replacing.test.ts", "Not replaced"],
  "The credential is sent unencrypted": ["resources/server-host.test.ts", "The credential is sent unencrypted"],
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
