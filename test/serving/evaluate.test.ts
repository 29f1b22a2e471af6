import type { Answer } from "../../src/serving/answer";
import { reasonText } from "../../src/serving/answer";
import { evaluate } from "../../src/serving/evaluate";
import { ANYONE, type Person } from "../../src/serving/person";
import type { ResourceValues } from "../../src/serving/world/resource-values";
import { worldOf, type WorldOptions } from "../../src/serving/world/worlds-of";

const resource = (type: string, values: object, unknown?: object): ResourceValues => {
  return { address: `flagform_${type}.it`, type: `flagform_${type}`, values: { ...values }, ...(unknown && { unknown }) };
};
const flag = (more: object = {}): ResourceValues => resource("feature_flag", { key: "checkout", ...more });
const definition = (more: object = {}, unknown?: object): ResourceValues =>
  resource("environment_definition", { flag: "checkout", environment: "production", ...more }, unknown);
const rule = (...conditions: readonly object[]): object => ({ match: "all", conditions });
const is = (trait: string, value: string): object => ({ operator: "equal_to", trait, value });
const segment = (more: object = {}): ResourceValues =>
  resource("segment", { name: "beta", rules: [rule(is("plan", "beta"))], ...more });

const beta: Person = { identity: "b", traits: { plan: "beta" } };

function ask(resources: readonly ResourceValues[], person: Person, options: WorldOptions = {}): Answer {
  return evaluate(worldOf(resources, { platform: "flagsmith", ...options }), "production", "checkout", person);
}

/** An answer in one line. */
function told(answer: Answer): string {
  switch (answer.kind) {
    case "certain":
      return outcome(answer.outcome);
    case "distribution":
      return answer.shares.map(({ percent, outcome: each }) => `${percent} % ${outcome(each)}`).join("; ");
    case "unknown":
      return `unknown, because ${answer.because.join("; ")}`;
  }
}

function outcome({ enabled, value, variant, reason }: Extract<Answer, { kind: "certain" }>["outcome"]): string {
  return `${enabled ? "on" : "off"} ${value === null ? "nothing" : String(value.value)} ${variant ?? "-"} (${reasonText(reason)})`;
}

test("a boolean flag follows its definition", () => {
  expect(told(ask([flag(), definition({ enabled: true })], ANYONE))).toBe("on true on (default)");
  expect(told(ask([flag(), definition({ enabled: false })], ANYONE))).toBe("off false off (default)");
});

test("an identity's override goes before a segment's, which goes before the definition", () => {
  const resources = [
    flag(),
    segment(),
    definition({
      enabled: false,
      overrides: "exact",
      segment_overrides: { beta: { enabled: true, priority: 1 } },
      identity_overrides: { b: { enabled: false } },
    }),
  ];
  expect(told(ask(resources, beta))).toBe("off false off (identity b)");
  expect(told(ask(resources, { ...beta, identity: "c" }))).toBe("on true on (segment beta)");
  expect(told(ask(resources, { identity: "c", traits: {} }))).toBe("off false off (default)");
  expect(ask(resources, beta).assuming).toEqual([]);
});

test("overrides that are resources of their own join those of the definition, by whatever name of the segment", () => {
  const unit = { flag: "checkout", environment: "production" };
  const separate = (name: string, enabled: boolean): ResourceValues[] => [
    resource("segment_override", { ...unit, segment: name, enabled, priority: 1 }),
    resource("identity_override", { ...unit, identity: "a", enabled: true }),
    resource("identity_override", { ...unit, flag: "other", identity: "b", enabled }),
    resource("identity_override", { ...unit, identity: "c", enabled: true }),
  ];
  const inside = definition({ enabled: false, identity_overrides: { d: { enabled: true } } });
  for (const name of ["beta", "BETA", "id:7"]) {
    const resources = [...separate(name, true), inside, segment({ id: "7" }), flag()];
    const who = ["a", "b", "c", "d"].map((identity) => told(ask(resources, { ...beta, identity }, { closed: true })));
    expect(who.map((each) => each.slice(each.indexOf("(")))).toEqual([
      "(identity a)",
      "(segment beta)",
      "(identity c)",
      "(identity d)",
    ]);
  }
  // Without a definition, too, and apart from the other flag's.
  expect(told(ask([...separate("beta", true), segment(), flag()], { ...beta, identity: "c" }))).toMatch("(identity c)");
});

test.each(["flagsmith", "split", "vercel", "mixpanel"] as const)("%s: a split is a distribution", (platform) => {
  const variants = { a: { value: { string: "A" } }, b: { value: { string: "B" } } };
  const serve = { split: { weights: { a: 90, b: 10 } } };
  const answer = ask([flag({ type: "string", variants }), definition({ enabled: true, serve })], beta, { platform });
  expect(told(answer)).toBe("90 % on A a (default); 10 % on B b (default)");
});

test("what is not managed, known after the apply or elsewhere is unknown, with the reason", () => {
  expect(told(ask([flag(), definition({})], ANYONE))).toBe(
    "unknown, because whether checkout is enabled in production is not managed here",
  );
  expect(told(ask([flag(), definition({}, { enabled: true })], ANYONE))).toBe(
    "unknown, because whether checkout is enabled in production is known after the apply",
  );
  const overridden = definition({ enabled: false, segment_overrides: { beta: { enabled: true } } });
  expect(told(ask([flag(), overridden], beta))).toBe('unknown, because segment "beta" is not among these resources');
});

test("something unknown that makes no difference is no reason not to know", () => {
  const overridden = definition({ enabled: true, segment_overrides: { beta: { enabled: true } } });
  expect(told(ask([flag(), overridden], beta))).toBe("on true on (segment beta or default)");
  expect(told(ask([flag(), overridden], { ...beta, segments: { beta: true } }))).toBe("on true on (segment beta)");
});

test("what nobody here manages is said to be assumed, unless the world is closed", () => {
  const listed = definition({ enabled: true, overrides: "listed" });
  expect(ask([flag(), listed], beta).assuming).toHaveLength(2);
  expect(ask([flag(), listed], beta, { closed: true }).assuming).toEqual([]);
});

test("percentages of one segment are of one hash, those of two are not", () => {
  const percent = (value: string): object => ({ operator: "percentage", value });
  const some = (name: string, value: string): ResourceValues => ({ ...segment({ name, rules: [rule(percent(value))] }) });
  const overrides = {
    few: { enabled: true, priority: 1 },
    many: { enabled: true, priority: 2 },
  };
  const resources = [
    flag(),
    some("few", "10"),
    some("many", "50"),
    definition({ enabled: false, segment_overrides: overrides }),
  ];
  expect(told(ask(resources, beta))).toBe(
    "45 % on true on (segment many); 45 % off false off (default); 10 % on true on (segment few)",
  );
});

test("a list is text on Flagsmith, as Python writes it, and a trait that is there", () => {
  const asked = (condition: object, list: readonly (string | number | boolean)[]): string =>
    told(
      ask([flag(), segment({ rules: [rule({ trait: "roles", ...condition })] }), definition({ ...BY_SEGMENT })], {
        identity: "u",
        traits: { roles: list },
      }),
    );
  expect(asked({ operator: "equal_to", value: `['a', "b'c", 1, True]` }, ["a", "b'c", 1, true])).toContain("segment beta");
  expect(asked({ operator: "contains", value: "dmi" }, ["admin"])).toContain("segment beta");
  expect(asked({ operator: "is_not_set" }, [])).not.toContain("segment beta");
});

const BY_SEGMENT = { enabled: false, segment_overrides: { beta: { enabled: true } } };
