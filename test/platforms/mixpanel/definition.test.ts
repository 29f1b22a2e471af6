import type { FlagAnswer } from "../../../src/platforms/mixpanel/api/answers";
import { toDefinition } from "../../../src/platforms/mixpanel/definition/definition";
import { bodyOf, documentOf } from "../../../src/platforms/mixpanel/flag/document";
import type { TargetingRule } from "../../../src/platforms/model/targeting-rule";
import type { Edit } from "../../../src/platforms/port/edit";
import { PlatformError } from "../../../src/platforms/port/platform-error";
import { apply, cohortGroup, cohorts, group, live } from "./live";

const beta = { id: "456", name: "Beta users" };
const ON = { On: 1, Off: 0 };
const OFF = { On: 0, Off: 1 };

/** What a second application of the same edits would change, and what a read then tells. */
function settled(flag: FlagAnswer, edits: readonly Edit[]): FlagAnswer {
  const { document } = apply(flag, edits);
  const answer = { ...flag, ...document };
  expect(apply(answer, edits).document).toEqual(document);
  return answer;
}

function prices(): FlagAnswer {
  const common = { description: null, is_sticky: false };
  return live(
    {},
    {
      variants: [
        { key: "low", value: "9", is_control: true, split: 1, ...common },
        { key: "mid", value: "12", is_control: false, split: 0, ...common },
        { key: "high", value: "15", is_control: false, split: 0, ...common },
      ],
    },
  );
}

describe("the whole object that a write sends", () => {
  test("repeats everything that the edit does not name, and asks for no new salt", () => {
    const flag = live(
      { experiment_id: null, data_group_id: 12, content_environments_id: "linked" },
      {
        rollout: [
          group({ name: "by hand", runtime_event_rule: { event_name: "Sign up", time_window: "while_flag_enabled" } }),
          group({ name: "everyone", rollout_percentage: 0.25, variant_splits: { On: 1, Off: 0 }, cohort_hash: "abc" }),
        ],
        test: { users: { "user-1": "On" }, notes: { a: "b" } },
      },
    );
    const { document } = apply(flag, [{ kind: "put-identity-override", identifier: "user-2", enabled: false }]);
    expect(bodyOf(document)).toEqual({
      ...bodyOf(documentOf(flag)),
      ruleset: { ...flag.ruleset, test: { users: { "user-1": "On", "user-2": "Off" }, notes: { a: "b" } } },
    });
    expect(bodyOf(document)).toMatchObject({
      hash_salt: "0123456789abcdef0123456789abcdef",
      reset_hash_salt: null,
      workspace_id: 7,
    });
    expect(Object.keys(bodyOf(document))).not.toContain("content_environments_id");
  });

  test("is the same object where nothing is to change", () => {
    const flag = live({}, { rollout: [cohortGroup(456, "Beta"), group({ name: "all", variant_override: { key: "on" } })] });
    const { document } = apply(flag, [
      { kind: "set-default", enabled: true },
      { kind: "put-segment-override", segment: beta, enabled: true },
      { kind: "set-killed", killed: false },
      { kind: "remove-identity-override", identifier: "nobody" },
    ]);
    expect(document).toEqual(documentOf(flag));
  });
});

describe("the default", () => {
  test("makes the base group last, with every variant named", () => {
    const flag = live({}, { rollout: [cohortGroup(9, "nine")] });
    const { document } = apply(flag, [{ kind: "set-default", enabled: true }]);
    expect(document.ruleset.rollout).toEqual([
      cohortGroup(9, "nine"),
      group({ name: "default", rollout_percentage: 1, variant_splits: ON }),
    ]);
  });

  test("is off by taking everyone out of the rollout, and keeps what is served once it is on again", () => {
    const flag = live({}, { rollout: [group({ name: "all", variant_splits: { On: 0.3, Off: 0.7 } })] });
    const answer = settled(flag, [{ kind: "set-default", enabled: false }]);
    expect(answer.ruleset.rollout).toEqual([
      group({ name: "all", rollout_percentage: 0, variant_splits: { On: 0.3, Off: 0.7 } }),
    ]);
    expect(toDefinition(answer, cohorts)).toMatchObject({ enabled: false, served: { kind: "variant", variant: "off" } });
  });

  test("is not written where it is off already by what it serves", () => {
    const flag = live({}, { rollout: [group({ name: "all", variant_splits: OFF })] });
    expect(apply(flag, [{ kind: "set-default", enabled: false }]).document).toEqual(documentOf(flag));
  });

  test("comes back at the percentage that it had", () => {
    const flag = live({}, { rollout: [group({ name: "all", rollout_percentage: 0.3, variant_splits: ON })] });
    const off = settled(flag, [{ kind: "set-default", enabled: false }]);
    expect(off.ruleset.rollout[0]).toMatchObject({ name: "all (off; 30 % when on)", rollout_percentage: 0 });
    expect(toDefinition(off, cohorts)).toMatchObject({ enabled: false, settings: { mixpanel: { rolloutPercentage: 30 } } });
    const on = settled(off, [{ kind: "set-default", enabled: true }]);
    expect(on.ruleset.rollout).toEqual(flag.ruleset.rollout);
  });

  test("deals a split over all variants", () => {
    const answer = settled(prices(), [
      {
        kind: "set-default",
        enabled: true,
        serve: { kind: "split", weights: { low: 71, high: 29 }, control: null, bucketBy: null, otherwise: null },
      },
    ]);
    expect(answer.ruleset.rollout).toEqual([group({ name: "default", variant_splits: { low: 0.71, mid: 0, high: 0.29 } })]);
    expect(toDefinition(answer, cohorts).served).toEqual({
      kind: "split",
      weights: { low: 71, high: 29 },
      control: null,
      bucketBy: "distinct_id",
      otherwise: null,
    });
  });

  test("refuses a split by something else than the flag's context", () => {
    const split = {
      kind: "split",
      weights: { low: 50, high: 50 },
      control: null,
      bucketBy: "company",
      otherwise: null,
    } as const;
    expect(() => apply(prices(), [{ kind: "set-default", enabled: true, serve: split }])).toThrow(
      /by "distinct_id".*by "company"/,
    );
  });

  test("reads the shares that a group leaves to the variants", () => {
    const flag = live({}, { rollout: [group({ variant_splits: {} })] });
    expect(toDefinition(flag, cohorts)).toMatchObject({ enabled: true, served: { kind: "variant", variant: "on" } });
  });
});

describe("killed", () => {
  test("is the status, and keeps all groups", () => {
    const flag = live({}, { rollout: [group({ variant_splits: ON })] });
    const killed = settled(flag, [{ kind: "set-killed", killed: true }]);
    expect(killed).toEqual({ ...flag, status: "disabled" });
    expect(toDefinition(killed, cohorts)).toMatchObject({ killed: true, enabled: true });
  });

  test("stays where a definition changes that does not speak of it, and says so", () => {
    const flag = live({ status: "disabled" }, { rollout: [group({ rollout_percentage: 0, variant_splits: ON })] });
    const { document, warnings } = apply(flag, [{ kind: "set-default", enabled: true }]);
    expect(document.status).toBe("disabled");
    expect(warnings).toEqual([expect.stringContaining("set killed = false")]);
  });

  test("marks a flag that has not begun, so that nothing begins it", () => {
    const flag = live({ status: "disabled", enabled_at: null });
    const { document } = apply(flag, [{ kind: "set-killed", killed: true }]);
    expect(document.ruleset.rollout).toEqual([group({ name: "default", rollout_percentage: 0, variant_splits: ON })]);
    expect(document.status).toBe("disabled");
  });
});

describe("segment overrides", () => {
  const base = group({ name: "default", variant_splits: OFF });

  test("are named groups for the cohort, before all others", () => {
    const flag = live(
      {},
      { rollout: [group({ name: "mine", runtime_evaluation_rule: { "==": [{ var: "a" }, "b"] } }), base] },
    );
    const answer = settled(flag, [{ kind: "put-segment-override", segment: beta, enabled: true }]);
    expect(answer.ruleset.rollout).toEqual([
      cohortGroup(456, "Beta users", { variant_splits: ON }),
      ...flag.ruleset.rollout,
    ]);
  });

  test("that are off serve off, for a group out of the rollout would pass its people on", () => {
    const answer = settled(live({}, { rollout: [base] }), [{ kind: "put-segment-override", segment: beta, enabled: false }]);
    expect(answer.ruleset.rollout[0]).toEqual(cohortGroup(456, "Beta users", { variant_splits: OFF }));
    expect(toDefinition(answer, cohorts).segmentOverrides).toEqual([
      expect.objectContaining({ segmentId: "456", priority: 0, enabled: false }),
    ]);
  });

  test("that are off serve the control variant where the flag is not boolean", () => {
    const answer = settled(prices(), [{ kind: "put-segment-override", segment: beta, enabled: false }]);
    expect(answer.ruleset.rollout[0]?.variant_splits).toEqual({ low: 1, mid: 0, high: 0 });
  });

  test("keep a priority in front of their name, and stand in its order", () => {
    const second = { id: "9", name: "Staff" };
    const answer = settled(live({}, { rollout: [base] }), [
      { kind: "put-segment-override", segment: beta, enabled: true, priority: 20 },
      { kind: "put-segment-override", segment: second, enabled: true, priority: 10 },
    ]);
    expect(answer.ruleset.rollout.map(({ name }) => name)).toEqual(["10. Staff", "20. Beta users", "default"]);
    expect(toDefinition(answer, cohorts).segmentOverrides.map(({ priority }) => priority)).toEqual([10, 20]);
    const moved = settled(answer, [{ kind: "put-segment-override", segment: beta, priority: 5 }]);
    expect(moved.ruleset.rollout.map(({ name }) => name)).toEqual(["5. Beta users", "10. Staff", "default"]);
  });

  test("tell a group for some of a cohort's people for what it is", () => {
    const flag = live({}, { rollout: [cohortGroup(456, "Beta", { rollout_percentage: 0.5 }), base] });
    expect(toDefinition(flag, cohorts).segmentOverrides[0]?.served).toMatchObject({ kind: "other" });
    const answer = settled(flag, [{ kind: "put-segment-override", segment: beta, enabled: true }]);
    expect(answer.ruleset.rollout[0]).toMatchObject({ name: "Beta", rollout_percentage: 1 });
  });

  test("are removed alone, and a put wins over a remove", () => {
    const flag = live({}, { rollout: [cohortGroup(456, "Beta"), cohortGroup(9, "Staff"), base] });
    const { document } = apply(flag, [
      { kind: "remove-segment-override", segment: beta },
      { kind: "remove-segment-override", segment: { id: "9", name: "Staff" } },
      { kind: "put-segment-override", segment: beta, enabled: true },
    ]);
    expect(document.ruleset.rollout).toEqual([cohortGroup(456, "Beta"), base]);
  });

  test("refuse what an exact set does not list before anything is written", () => {
    const flag = live({}, { rollout: [cohortGroup(9, "Staff"), base] });
    const edits: Edit[] = [{ kind: "keep-only-segment-overrides", segments: [beta], unlisted: "refuse" }];
    expect(() => apply(flag, edits)).toThrow(PlatformError);
    expect(() => apply(flag, edits)).toThrow(/"cohort 9"/);
  });

  test("warn where a group that takes in some of its people changes its place", () => {
    const partial = group({ name: "ten percent", rollout_percentage: 0.1 });
    const edits: Edit[] = [{ kind: "put-segment-override", segment: beta, enabled: true }];
    expect(apply(live({}, { rollout: [partial] }), edits).warnings).toEqual([expect.stringContaining('"ten percent"')]);
    expect(apply(live({ hash_salt: null }, { rollout: [partial] }), edits).warnings).toEqual([]);
  });

  test("tell that the pictures of variants are lost with the write", () => {
    const { warnings } = apply({ ...live(), hasPictures: true }, [{ kind: "set-default", enabled: true }]);
    expect(warnings).toEqual([expect.stringMatching(/^The pictures of the variants of "checkout" are lost/)]);
  });
});

describe("identity overrides", () => {
  test("are test users, whose variants are looked up without case", () => {
    const flag = live({}, { test: { users: { "user-1": "on" } } });
    expect(toDefinition(flag, cohorts).identityOverrides).toEqual(
      new Map([
        [
          "user-1",
          {
            enabled: true,
            served: { kind: "variant", variant: "on", value: { kind: "boolean", value: true } },
            off: { variant: "off", boolean: true },
          },
        ],
      ]),
    );
    expect(apply(flag, [{ kind: "put-identity-override", identifier: "user-1", enabled: true }]).document).toEqual(
      documentOf(flag),
    );
  });

  test("refuse a split", () => {
    const serve = { kind: "split", weights: { on: 50, off: 50 }, control: null, bucketBy: null, otherwise: null } as const;
    expect(() => apply(live(), [{ kind: "put-identity-override", identifier: "u", enabled: true, serve }])).toThrow(
      /one variant/,
    );
  });

  test("leave an empty map where the last one goes", () => {
    const { document } = apply(live({}, { test: { users: { u: "On" } } }), [
      { kind: "remove-identity-override", identifier: "u" },
    ]);
    expect(document.ruleset.test).toEqual({ users: {} });
  });
});

describe("variants", () => {
  const said = (key: string, value: string) => ({ key, value: { kind: "string", value } as const, description: null });

  test("keep their places and shares; new ones come last and get nobody", () => {
    const answer = settled(prices(), [
      { kind: "set-variants", variants: [said("low", "9"), said("top", "20"), said("mid", "13"), said("high", "15")] },
    ]);
    expect(answer.ruleset.variants.map(({ key, value, split, is_control }) => [key, value, split, is_control])).toEqual([
      ["low", "9", 1, true],
      ["mid", "13", 0, false],
      ["high", "15", 0, false],
      ["top", "20", 0, false],
    ]);
  });

  test("that are dropped in use stay until their last use ends", () => {
    const flag = settled(prices(), [
      { kind: "put-segment-override", segment: beta, serve: { kind: "variant", variant: "high" } },
      { kind: "set-default", enabled: true, serve: { kind: "variant", variant: "low" } },
    ]);
    const dropping = apply(flag, [{ kind: "set-variants", variants: [said("low", "9"), said("mid", "12")] }]);
    expect(dropping.document.ruleset.variants.map(({ key }) => key)).toEqual(["low", "mid", "high"]);
    expect(dropping.warnings).toEqual([expect.stringContaining('segment "cohort 456"')]);
    const ended = apply(flag, [{ kind: "remove-segment-override", segment: beta }], dropping.retiring);
    expect(ended.document.ruleset.variants.map(({ key }) => key)).toEqual(["low", "mid"]);
    expect(ended.document.ruleset.rollout[0]?.variant_splits).toEqual({ low: 1, mid: 0 });
    expect([...ended.retiring]).toEqual([]);
  });

  test("hand their share to the control when they go", () => {
    const flag = prices();
    const [low, mid, high] = flag.ruleset.variants;
    if (!low || !mid || !high) throw new Error("three variants");
    const shared = {
      ...flag,
      ruleset: { ...flag.ruleset, variants: [{ ...low, split: 0.5 }, mid, { ...high, split: 0.5 }] },
    };
    const { document } = apply(shared, [{ kind: "set-variants", variants: [said("low", "9"), said("mid", "12")] }]);
    expect(document.ruleset.variants.map(({ split }) => split)).toEqual([1, 0]);
  });
});

describe("rules", () => {
  const base = group({ name: "default", variant_splits: OFF });
  const plan = (key: string, value: string): TargetingRule => ({
    key,
    description: null,
    when: [
      { match: "all", conditions: [{ operator: "equal_to", trait: "plan", value, values: null, type: null }], rules: [] },
    ],
    enabled: true,
    serve: null,
  });

  test("are groups named by their key, after the overrides and before everyone else", () => {
    const flag = live({}, { rollout: [cohortGroup(456, "Beta"), base] });
    const edits: Edit[] = [{ kind: "set-rules", rules: [plan("gold", "gold"), plan("pro", "pro")], unlisted: "refuse" }];
    const answer = settled(flag, edits);
    expect(answer.ruleset.rollout).toEqual([
      cohortGroup(456, "Beta"),
      group({ name: "gold", runtime_evaluation_rule: { and: [{ "==": [{ var: "plan" }, "gold"] }] }, variant_splits: ON }),
      group({ name: "pro", runtime_evaluation_rule: { and: [{ "==": [{ var: "plan" }, "pro"] }] }, variant_splits: ON }),
      base,
    ]);
    expect(toDefinition(answer, cohorts).rules).toEqual([
      expect.objectContaining({ key: "gold", when: plan("gold", "gold").when, enabled: true }),
      expect.objectContaining({ key: "pro", when: plan("pro", "pro").when, enabled: true }),
    ]);
  });

  test("leave a rule as it is when another one changes", () => {
    const gold = group({
      name: "gold",
      runtime_evaluation_rule: { "==": [{ var: "plan" }, "gold"] },
      cohort_hash: "kept",
      variant_override: { key: "On" },
    });
    const pro = group({ name: "pro", runtime_evaluation_definition: { plan: "pro" }, variant_splits: ON });
    const flag = live({}, { rollout: [gold, pro, base] });
    const { document } = apply(flag, [
      { kind: "set-rules", rules: [plan("gold", "gold"), plan("pro", "max")], unlisted: "refuse" },
    ]);
    expect(document.ruleset.rollout[0]).toBe(gold);
    expect(document.ruleset.rollout[1]).toMatchObject({
      runtime_evaluation_definition: null,
      runtime_evaluation_rule: { and: [{ "==": [{ var: "plan" }, "max"] }] },
    });
  });

  test("refuse groups that the list lacks, or remove them", () => {
    const foreign = group({
      name: "by hand",
      runtime_event_rule: { event_name: "Sign up", time_window: "while_flag_enabled" },
    });
    const flag = live({}, { rollout: [foreign, base] });
    expect(toDefinition(flag, cohorts).rules).toEqual([expect.objectContaining({ key: "by hand", when: undefined })]);
    expect(() => apply(flag, [{ kind: "set-rules", rules: [], unlisted: "refuse" }])).toThrow(/Sign up/);
    expect(apply(flag, [{ kind: "set-rules", rules: [], unlisted: "remove" }]).document.ruleset.rollout).toEqual([base]);
  });

  test("keep cohorts and properties of one rule in one group", () => {
    const mixed: TargetingRule = {
      ...plan("mixed", "gold"),
      when: [
        {
          match: "all",
          conditions: [
            { operator: "in_segment", trait: null, value: null, values: ["cohort 1", "cohort 2"], type: null },
            { operator: "not_in_segment", trait: null, value: null, values: ["cohort 3"], type: null },
            { operator: "one_of", trait: "country", value: null, values: ["de", "at"], type: null },
          ],
          rules: [],
        },
      ],
    };
    const answer = settled(live({}, { rollout: [base] }), [{ kind: "set-rules", rules: [mixed], unlisted: "refuse" }]);
    expect(answer.ruleset.rollout[0]).toMatchObject({
      cohort_definition: {
        selector: {
          operator: "and",
          children: [
            {
              operator: "or",
              children: [
                { property: "cohort", value: 1, operator: "in" },
                { property: "cohort", value: 2, operator: "in" },
              ],
            },
            { property: "cohort", value: 3, operator: "not in" },
          ],
        },
      },
      runtime_evaluation_rule: { and: [{ in: [{ var: "country" }, ["de", "at"]] }] },
    });
    expect(toDefinition(answer, cohorts).rules?.[0]?.when).toEqual(mixed.when);
  });
});
