import { type PlatformName, PlatformWorkbench } from "../../support/platform-workbench";

/** Engines differ on conditions whose trait is absent: what takes in more people than it seems to is said at plan, once. */

const SUMMARY = "Conditions that also match identities without the trait";
const NOT_GB = { operator: "not_equal_to", trait: "country", value: "GB" };
const IS_SET = { operator: "is_set", trait: "country" };
const IS_TEXT = { operator: "matches", trait: "country", value: ".*" };
const YOUNG = { operator: "less_than", trait: "age", value: "18", type: "number" };

const segment = (...conditions: object[]) => ({ segment: { s: { name: "abroad", rules: [{ match: "all", conditions }] } } });

const CASES: readonly [PlatformName, readonly string[], object, object][] = [
  ["flagsmith", [], NOT_GB, IS_SET],
  ["split", ['`not_equal_to` on "country"', "Java, .NET and Android", ".*"], NOT_GB, IS_TEXT],
  ["vercel", ['`not_equal_to` on "country"', "is_set"], NOT_GB, IS_SET],
  ["mixpanel", ['`not_equal_to` on "country"', "Python", "is_set"], NOT_GB, IS_SET],
  ["mixpanel", ['`less_than` on "age"'], YOUNG, { operator: "is_set", trait: "age" }],
];

test.each(CASES)("%s: %j", async (platform, words, condition, beside) => {
  const workbench = await PlatformWorkbench.start(platform);
  const warnings = async (stack: object): Promise<readonly string[]> => {
    const { diagnostics } = await workbench.plan(stack as Parameters<PlatformWorkbench["plan"]>[0]);
    return diagnostics.filter(({ summary }) => summary === SUMMARY).map(({ detail }) => detail);
  };
  try {
    const alone = segment(condition);
    const said = await warnings(alone);
    expect(said).toHaveLength(words.length > 0 ? 1 : 0);
    for (const each of words) expect(said[0]).toContain(each);
    expect(await warnings(segment(condition, beside))).toEqual([]);
    // What stands is not said again.
    await workbench.apply(alone);
    expect(await warnings(alone)).toEqual([]);
    // The advice leads to an empty plan.
    await workbench.apply(segment(condition, beside));
    expect((await workbench.plan(segment(condition, beside))).empty).toBe(true);
  } finally {
    await workbench.stop();
  }
});

test("rules of a definition are looked at, each when it is new", async () => {
  const workbench = await PlatformWorkbench.start("vercel");
  const rule = (key: string, ...conditions: object[]) => ({
    ...{ key, when: [{ match: "all", conditions }], serve: { variant: "on" } },
  });
  const stack = (...rules: object[]) => ({
    feature_flag: { f: { key: "checkout" } },
    environment_definition: {
      d: { flag: "${flagform_feature_flag.f.key}", environment: "production", enabled: true, rules },
    },
  });
  const count = async (...rules: object[]): Promise<number> =>
    (await workbench.plan(stack(...rules))).diagnostics.filter(({ summary }) => summary === SUMMARY).length;
  try {
    expect(await count(rule("a", NOT_GB), rule("b", NOT_GB, IS_SET))).toBe(1);
    await workbench.apply(stack(rule("a", NOT_GB)));
    expect(await count(rule("a", NOT_GB), rule("b", IS_SET))).toBe(0);
  } finally {
    await workbench.stop();
  }
});
