import { type Bodies, PlatformWorkbench } from "../../support/platform-workbench";

/** What Split refuses when it is written, or would tell otherwise, is refused when Terraform plans. */

let workbench: PlatformWorkbench;
beforeAll(async () => {
  workbench = await PlatformWorkbench.start("split");
});
afterAll(() => workbench.stop());

function segmentOf(condition: object): Bodies {
  const trait = { trait: "plan", ...condition };
  return { segment: { s: { name: "s", rules: [{ match: "all", conditions: [trait] }] } } };
}

async function refusalOf(stack: Bodies): Promise<string> {
  const before = workbench.server.requests().filter(({ method }) => method !== "GET").length;
  const refusal = await workbench.plan(stack).then(
    () => "planned",
    (cause: unknown) => String(cause),
  );
  expect(workbench.server.requests().filter(({ method }) => method !== "GET")).toHaveLength(before);
  return refusal;
}

test.each([
  ["an empty list", { operator: "one_of", values: [] }, "one_of has no values"],
  ["an empty list of versions", { operator: "one_of", values: [], type: "version" }, "one_of has no values"],
  ["an empty set", { operator: "has_any_of", values: [] }, "has_any_of has no values"],
  ["an empty text", { operator: "equal_to", value: "" }, "an empty value"],
  ["an empty text among others", { operator: "one_of", values: ["a", ""] }, "an empty value"],
  ["an empty expression", { operator: "matches", value: "" }, "an empty value"],
  ["an empty trait", { operator: "equal_to", trait: "", value: "a" }, "trait"],
  ["white space at a value", { operator: "contains", value: "a\n" }, "white space"],
  ["white space at a trait", { operator: "contains", trait: " plan", value: "a" }, "white space"],
  ["a reversed range", { operator: "between", values: ["5", "1"] }, "swap them"],
  ["a reversed range of dates", { operator: "between", values: ["2027-01-02", "2027-01-01"], type: "date" }, "swap them"],
  ["a reversed range of versions", { operator: "between", values: ["1.10.0", "1.9.0"], type: "version" }, "swap them"],
  ["a short version", { operator: "equal_to", value: "1.2", type: "version" }, "as 1.2.0"],
  ["a short version among others", { operator: "one_of", values: ["1.2.0", "2"], type: "version" }, "as 2.0.0"],
  ["a word for a version", { operator: "at_least", value: "latest", type: "version" }, "as 1.2.3"],
  ["a word for a number", { operator: "at_least", value: "abc" }, "is not a number"],
  ["a number beyond JavaScript's", { operator: "at_most", value: "9007199254740993" }, "9007199254740992"],
  ["an endless number", { operator: "equal_to", value: "1e400", type: "number" }, "is not a number"],
  ["a day that is none", { operator: "equal_to", value: "2027-02-31T00:00:00Z", type: "date" }, "is not a date"],
  ["a day before all days", { operator: "at_most", value: "1969-12-31T00:00:00Z", type: "date" }, "before 1970"],
] as const)("%s in a segment", async (_what, condition, words) => {
  expect(await refusalOf(segmentOf(condition))).toContain(words);
});

test.each([
  ["an environment's description", { environment: { e: { name: "qa", description: "for testers" } } }, "no description"],
  ["an environment's long name", { environment: { e: { name: "sixteen-letters-" } } }, "sixteen-letters"],
  ["an environment's ragged name", { environment: { e: { name: "qa " } } }, "white space"],
  ["a flag's heredoc", { feature_flag: { f: { key: "k", type: "boolean", description: "a\n" } } }, "trimspace"],
  ["a segment's heredoc", { segment: { s: { name: "s", identities: [], description: "a\n" } } }, "trimspace"],
] as const)("%s", async (_what, stack, words) => {
  expect(await refusalOf(stack)).toContain(words);
});

test.each([
  ["a number of many digits", { operator: "at_least", value: "0.1" }],
  ["a version with all", { operator: "between", values: ["1.9.0", "1.10.0-rc.1+5"], type: "version" }],
  ["a day", { operator: "at_least", value: "2027-01-31T00:00:00Z", type: "date" }],
  ["text in every script", { operator: "one_of", values: ["ünï", "日本", "a b"] }],
] as const)("%s is written and plans nothing more", async (_what, condition) => {
  const stack = segmentOf(condition);
  await workbench.apply(stack);
  expect((await workbench.plan(stack)).actions()).toEqual({});
  await workbench.destroy(stack);
});
