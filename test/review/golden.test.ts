import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DANGERS, reviewDocument } from "../../src/review/document";
import { htmlReview } from "../../src/review/formats/html";
import { jsonReview } from "../../src/review/formats/json";
import { markdownReview } from "../../src/review/formats/markdown";
import { textReview } from "../../src/review/formats/text";
import { readPlan } from "../../src/review/plan/read-plan";
import { reviewPlan } from "../../src/review/review";

/**
 * Reviews of plans that the real Terraform made (scripts/record-plans.mjs), as people get them. FLAGFORM_UPDATE_GOLDEN=1 writes the files
 * anew: read what changes in them.
 */

const PLANS = join(__dirname, "..", "fixtures", "plans");
const GOLDEN = join(__dirname, "golden");
const VERSIONS = readdirSync(PLANS);
const ROWS = VERSIONS.flatMap((version) => readdirSync(join(PLANS, version)).map((file) => [version, file] as const));
/** In the variables of every plan; and what the plan with sensitive values serves. */
const SECRETS = ["c4naryThatNoReviewShows0123456789", "1357913579"];

function reviewIn(version: string, file: string) {
  return reviewPlan(readPlan(readFileSync(join(PLANS, version, file), "utf8")));
}

function plainText(review: ReturnType<typeof reviewIn>): string {
  return textReview(review)
    .map((piece) => (typeof piece === "string" ? piece : piece.text))
    .join("");
}

test.each(ROWS)("Terraform %s, %s: text and comment are as they were read", (version, file) => {
  const review = reviewIn(version, file);
  const name = file.replace(/\.json$/, "");
  for (const [format, text] of [
    ["txt", plainText(review)],
    ["md", markdownReview(review)],
  ] as const) {
    const golden = join(GOLDEN, `${name}.${format}`);
    if (process.env["FLAGFORM_UPDATE_GOLDEN"] === "1") {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(golden, text);
    }
    expect(text).toBe(readFileSync(golden, "utf8"));
  }
});

test.each(ROWS)("Terraform %s, %s: the document has its schema, and no format shows a secret", (version, file) => {
  const plan = readFileSync(join(PLANS, version, file), "utf8");
  if (file !== "without-flags.json") expect(plan).toContain(SECRETS[0]);
  const review = reviewIn(version, file);
  const json = jsonReview(review);
  expect(() => reviewDocument.parse(JSON.parse(json))).not.toThrow();
  const all = [json, plainText(review), markdownReview(review), htmlReview(review)].join("\n");
  for (const secret of SECRETS) expect(all).not.toContain(secret);
});

test("the plans have every danger that a plan of today can have, and each is in a plan of its name", () => {
  const found = new Set(ROWS.flatMap(([version, file]) => reviewIn(version, file).dangers.map(({ id }) => id)));
  // By hand in dangers.test.ts.
  const others = [
    "flag-archived",
    "environment-deleted",
    "server-key-deleted",
    "project-changed",
    "reshuffled",
    "action-invoked",
  ];
  expect([...found, ...others].sort()).toEqual([...DANGERS].sort());
  for (const id of found) {
    const named = ROWS.filter(([, file]) => file === `${id}.json`);
    expect(named).not.toEqual([]);
    for (const [version, file] of named) expect(reviewIn(version, file).dangers.map((each) => each.id)).toContain(id);
  }
});
