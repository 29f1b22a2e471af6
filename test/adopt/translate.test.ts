import type { Adopted, AdoptedType, Body, Inventory } from "../../src/adopt/inventory/adopted";
import { allOf, DEFINITION, FLAG, SEGMENT } from "../../src/adopt/inventory/adopted";
import { linker, Reference } from "../../src/adopt/inventory/linked";
import type { OwnValues } from "../../src/adopt/inventory/own-values";
import { Session } from "../../src/adopt/session";
import { Losses } from "../../src/adopt/translate/losses";
import { translate } from "../../src/adopt/translate/translate";
import type { PlatformName } from "../../src/serving/world/world";
import { Decimal } from "../../src/terraform/value";

/** One flag moves to another platform: what becomes of each thing that is not the same there. */

const CREDENTIALS: Readonly<Record<PlatformName, object>> = {
  flagsmith: { api_key: "k" },
  split: { api_key: "k" },
  vercel: { token: "k" },
  mixpanel: { username: "u", secret: "k", environments: { production: { project: "1" } } },
};

async function platformOf(name: PlatformName) {
  const block = { platform: name, ...(name !== "mixpanel" && { project: "Shop" }), [name]: CREDENTIALS[name] };
  const session = await Session.open(block, { signal: new AbortController().signal, notice: () => undefined });
  return session.client.platform;
}

function there(type: AdoptedType, displayName: string, ids: Adopted["ids"], body: Body): Adopted {
  return { type, displayName, ids, importId: displayName, exists: true, body, notes: [] };
}

interface Project {
  readonly flag?: Body;
  readonly definition: Body;
  readonly segments?: Readonly<Record<string, Body>>;
  readonly own?: OwnValues;
}

/** What is written for the other platform, and what is listed. */
async function moved(from: PlatformName, to: PlatformName, { flag = {}, definition, segments = {}, own }: Project) {
  const inventory: Inventory = {
    flags: [there(FLAG, "checkout", { flag_id: "1" }, { key: "checkout", ...flag })],
    segments: Object.entries(segments).map(([name, body], index) =>
      there(SEGMENT, name, { segment_id: `s${String(index)}` }, { name, ...body }),
    ),
    definitions: [
      there(
        DEFINITION,
        "production/checkout",
        { environment_id: "9", flag_id: "1" },
        { environment: "production", flag: "checkout", ...definition },
      ),
    ],
    overrides: [],
    leftOut: [],
    notes: [],
  };
  const losses = new Losses();
  const [source, target] = [await platformOf(from), await platformOf(to)];
  const written = translate(
    inventory,
    {
      from: source,
      to: target,
      identity: from === "vercel" ? "user.id" : undefined,
      environments: new Map([["production", "production"]]),
      own: new Map(own ? [["production/checkout", own]] : []),
      losses,
      now: Date.parse("2027-01-02T00:00:00Z"),
    },
    "exact",
  );
  const body = (all: readonly Adopted[]) => all.map((each) => plain(each.body));
  const lost = losses.all.filter(({ effect }) => effect === "served").map(({ what, why }) => `${what}: ${why}`);
  return {
    flag: body(written.flags)[0] as Record<string, unknown>,
    definition: body(written.definitions)[0] as Record<string, unknown>,
    links: allOf(written).map(linker(written)),
    segments: body(written.segments) as Record<string, unknown>[],
    lost,
    concerns: losses.all.filter(({ effect }) => effect === "served").map((each) => each.concerns),
    noted: losses.all.filter(({ effect }) => effect === "noted").map(({ why }) => why),
    assumed: losses.all.filter(({ effect }) => effect === "assumed").map(({ what, why }) => `${what}: ${why}`),
  };
}

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_name, each: unknown) => each),
    (_name, each: unknown) => (typeof each === "string" && /^\d+(\.\d+)?$/.test(each) ? Number(each) : each),
  ) as unknown;
}

const split = (weights: Readonly<Record<string, number>>, more: Body = {}): Body => {
  return { split: { weights: decimals(weights), ...more } };
};
const decimals = (weights: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(weights).map(([key, share]) => [key, new Decimal(String(share))]));
const text = (string: string): Body => ({ value: { string } });
const COLOURS = { type: "string", variants: { red: text("red"), blue: text("blue") } };
const condition = (operator: string, trait: string | undefined, value: string): Body => {
  return { match: "all", conditions: [{ operator, ...(trait !== undefined && { trait }), value }] };
};
const PRO = condition("equal_to", "plan", "pro");

test("a rule becomes a segment of the flag with an override, behind those that there are", async () => {
  const { definition, segments, lost } = await moved("split", "flagsmith", {
    definition: {
      enabled: false,
      rules: [{ key: "paying", when: [PRO], enabled: true }],
      segment_overrides: { beta: { segment_id: "s0", enabled: true } },
    },
    segments: { beta: { identities: ["ada", "grace"] } },
  });
  expect(segments.map(({ name, rules }) => [name, rules])).toEqual([
    [
      "beta",
      [{ match: "all", conditions: [{ operator: "one_of", trait: "$.identity.identifier", values: ["ada", "grace"] }] }],
    ],
    ["checkout production paying", [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }]],
  ]);
  expect(definition["segment_overrides"]).toEqual({
    beta: { segment_id: "s0", priority: 0, enabled: true },
    "checkout production paying": { segment_id: "new:1:checkout production paying", priority: 1, enabled: true },
  });
  expect(lost).toEqual([]);
});

test("two rules of one description are two segments", async () => {
  const rule = (plan: string, enabled: boolean): Body => {
    return { key: plan, description: "Paying", when: [condition("equal_to", "plan", plan)], enabled };
  };
  const { definition, segments, lost } = await moved("vercel", "flagsmith", {
    definition: { enabled: false, rules: [rule("team", true), rule("pro", false)] },
  });
  const names = ["checkout production Paying", "checkout production Paying 2"];
  expect(segments.map(({ name }) => name)).toEqual(names);
  expect(Object.keys(definition["segment_overrides"] as object)).toEqual(names);
  expect(lost).toEqual([]);
});

test("a split of a boolean flag becomes a segment with a percentage", async () => {
  const { definition, segments, lost } = await moved("split", "flagsmith", {
    definition: { enabled: true, serve: split({ on: 30, off: 70 }) },
  });
  expect(definition["enabled"]).toBe(false);
  expect(definition["serve"]).toBeUndefined();
  expect(segments).toEqual([
    { name: "checkout 30 %", rules: [{ match: "all", conditions: [{ operator: "percentage", value: 30 }] }] },
  ]);
  expect(Object.values(definition["segment_overrides"] as object)).toEqual([
    { segment_id: "new:1:checkout 30 %", priority: 0, enabled: true },
  ]);
  expect(lost).toEqual([]);
});

test("a segment for a share of all users becomes a split", async () => {
  const { definition, segments, lost } = await moved("flagsmith", "split", {
    definition: { enabled: false, segment_overrides: { canary: { segment_id: "s0", priority: 0, enabled: true } } },
    segments: { canary: { rules: [condition("percentage", undefined, "25")] } },
  });
  expect(definition).toEqual({
    environment: "production",
    flag: "checkout",
    enabled: true,
    serve: { split: { weights: { on: 25, off: 75 } } },
  });
  expect([segments, lost]).toEqual([[], []]);
});

test("a segment for a share of those who meet a condition becomes a rule with a split", async () => {
  const { definition, lost } = await moved("flagsmith", "split", {
    definition: { enabled: false, segment_overrides: { canary: { segment_id: "s0", priority: 0, enabled: true } } },
    segments: { canary: { rules: [PRO, condition("percentage", undefined, "25")] } },
  });
  expect(definition["enabled"]).toBe(false);
  expect(definition["rules"]).toEqual([
    {
      key: "canary",
      when: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }],
      enabled: true,
      serve: { split: { weights: { on: 25, off: 75 } } },
    },
  ]);
  expect(lost).toEqual([]);
});

test("overrides whose order matters become rules in this order where there are no priorities", async () => {
  const { definition, lost } = await moved("flagsmith", "split", {
    flag: COLOURS,
    definition: {
      enabled: true,
      serve: text("red"),
      segment_overrides: {
        beta: { segment_id: "s0", priority: 1, enabled: true, serve: text("red") },
        paying: { segment_id: "s1", priority: 0, enabled: true, serve: text("blue") },
      },
    },
    segments: { beta: { rules: [condition("equal_to", "group", "beta")] }, paying: { rules: [PRO] } },
  });
  expect((definition["rules"] as { key: string; serve: object }[]).map(({ key, serve }) => [key, serve])).toEqual([
    ["paying", { variant: "blue" }],
    ["beta", { variant: "red" }],
  ]);
  expect(definition["segment_overrides"]).toBeUndefined();
  expect(lost).toEqual([]);
});

test("values become variants where only variants are served, each once, and the control share gets the flag's own value", async () => {
  const { flag, definition, lost } = await moved("flagsmith", "vercel", {
    flag: COLOURS,
    definition: {
      enabled: true,
      serve: split({ blue: 40 }, { control: new Decimal("60") }),
      segment_overrides: { beta: { segment_id: "s0", priority: 0, enabled: true, serve: text("A plain text") } },
      identity_overrides: { ada: { enabled: true, serve: text("blue") } },
    },
    segments: { beta: { rules: [PRO] } },
    own: { everyone: { kind: "string", value: "green" }, segments: new Map() },
  });
  expect(Object.keys(flag["variants"] as object)).toEqual(["red", "blue", "green", "A-plain-text"]);
  expect(definition["serve"]).toEqual({ split: { weights: { blue: 40, green: 60 } } });
  expect(definition["identity_overrides"]).toEqual({ ada: { enabled: true, serve: { variant: "blue" } } });
  expect(lost).toEqual([]);
});

test("without the flag's own value, the control share is listed and nothing is guessed", async () => {
  const { definition, lost } = await moved("flagsmith", "vercel", {
    flag: COLOURS,
    definition: { enabled: true, serve: split({ blue: 40 }, { control: new Decimal("60") }) },
  });
  expect(definition["serve"]).toBeUndefined();
  expect(lost.join()).toContain("60 % get the flag's own value there");
});

test("variants that are never split become values where any value can be served", async () => {
  const { flag, definition } = await moved("split", "flagsmith", {
    flag: COLOURS,
    definition: { enabled: true, when_off: "red", variants: COLOURS.variants, serve: { variant: "blue" } },
  });
  expect(flag["variants"]).toBeUndefined();
  expect(definition["serve"]).toEqual({ value: { string: "blue" } });
});

test("what a killed flag serves is off for everyone", async () => {
  const { definition, noted, lost } = await moved("split", "flagsmith", {
    flag: COLOURS,
    definition: {
      enabled: true,
      killed: true,
      when_off: "red",
      variants: COLOURS.variants,
      serve: { variant: "blue" },
      identity_overrides: { ada: { enabled: true, serve: { variant: "blue" } } },
    },
  });
  expect(definition).toEqual({ environment: "production", flag: "checkout", enabled: false, serve: text("red") });
  expect(noted.join()).toContain("it is killed: here it is off for everyone");
  expect(lost).toEqual([]);
});

test("a traffic allocation becomes a share of what is off", async () => {
  const { definition, lost } = await moved("split", "mixpanel", {
    flag: COLOURS,
    definition: {
      enabled: true,
      when_off: "red",
      variants: COLOURS.variants,
      serve: { variant: "blue" },
      split: { traffic_allocation: 20 },
      identity_overrides: { ada: { enabled: true, serve: { variant: "blue" } } },
    },
  });
  expect(definition["serve"]).toEqual({ split: { weights: { blue: 20, red: 80 } } });
  expect(definition["identity_overrides"]).toEqual({ ada: { enabled: true, serve: { variant: "blue" } } });
  expect(lost).toEqual([]);
});

test("a rollout by time stays where it is, and that is listed", async () => {
  const stages = [
    { percentage: new Decimal("10"), minutes: 1440 },
    { percentage: new Decimal("50"), minutes: 1440 },
  ];
  const { definition, lost } = await moved("vercel", "split", {
    flag: COLOURS,
    definition: {
      enabled: true,
      serve: { rollout: { from: "red", to: "blue", start: "2027-01-01T12:00:00Z", stages } },
    },
  });
  expect(definition["serve"]).toEqual({ split: { weights: { blue: 10, red: 90 } } });
  expect(lost.join()).toContain('the rollout from "red" to "blue" stays where it is now');
});

test("shares are rounded where they have to be whole, with the same sum", async () => {
  const { definition, noted, lost } = await moved("flagsmith", "split", {
    flag: { type: "string", variants: { a: text("a"), b: text("b"), c: text("c") } },
    definition: { enabled: true, serve: split({ a: 33.3, b: 33.3, c: 33.4 }) },
  });
  expect(definition["serve"]).toEqual({ split: { weights: { a: 33, b: 33, c: 34 } } });
  expect(noted.join()).toContain("are rounded to");
  expect(lost).toEqual([]);
});

test("a split by the identity's own attribute is one by the identity", async () => {
  const { definition, lost } = await moved("vercel", "split", {
    flag: COLOURS,
    definition: { enabled: true, serve: split({ red: 50, blue: 50 }, { bucket_by: "user.id", otherwise: "red" }) },
  });
  expect(definition["serve"]).toEqual({ split: { weights: { red: 50, blue: 50 } } });
  expect(lost).toEqual([]);
});

test("a split by another attribute is listed", async () => {
  const { lost } = await moved("vercel", "split", {
    flag: COLOURS,
    definition: { enabled: true, serve: split({ red: 50, blue: 50 }, { bucket_by: "account.id", otherwise: "red" }) },
  });
  expect(lost.join()).toContain('the shares are by the identity, and not by "account.id"');
});

test("a list of users becomes overrides for each of them where segments cannot list users", async () => {
  const { definition, segments, lost } = await moved("split", "mixpanel", {
    definition: {
      enabled: false,
      segment_overrides: { beta: { segment_id: "s0", enabled: true } },
      identity_overrides: { ada: { enabled: false } },
    },
    segments: { beta: { identities: ["ada", "grace"] } },
  });
  expect(definition["identity_overrides"]).toEqual({ ada: { enabled: false }, grace: { enabled: true } });
  expect([segments, lost]).toEqual([[], []]);
});

test("a split for a list of users is lost where single users get one variant", async () => {
  const { definition, lost } = await moved("vercel", "mixpanel", {
    flag: COLOURS,
    definition: {
      enabled: true,
      serve: { variant: "red" },
      segment_overrides: {
        beta: { segment_id: "s0", priority: 0, enabled: true, serve: split({ red: 10, blue: 90 }) },
      },
    },
    segments: { beta: { identities: ["ada", "grace"] } },
  });
  expect(definition["identity_overrides"]).toBeUndefined();
  expect(lost).toEqual([expect.stringContaining("its users are listed, and Mixpanel gives each of them one variant")]);
});

test("an override for a segment that nobody is in goes, and nobody notices", async () => {
  const { definition, segments, lost } = await moved("split", "flagsmith", {
    definition: { enabled: false, segment_overrides: { beta: { segment_id: "s0", enabled: true } } },
    segments: { beta: {} },
  });
  expect([definition["segment_overrides"], segments, lost]).toEqual([undefined, [], []]);
});

test("keys of variants and names of segments that are not accepted get others, which is noted", async () => {
  const { flag, segments, noted } = await moved("vercel", "split", {
    flag: { type: "string", variants: { "1st choice": text("one"), control: text("two") } },
    definition: {
      enabled: true,
      serve: { variant: "1st choice" },
      segment_overrides: { "9-to-5": { segment_id: "s0", priority: 0, enabled: true, serve: { variant: "control" } } },
    },
    segments: { "9-to-5": { rules: [PRO] } },
  });
  expect(Object.keys(flag["variants"] as object)).toEqual(["st-choice", "control-value"]);
  expect(segments[0]?.["name"]).toBe("to-5");
  expect(noted.join()).toMatch(/it is "to-5" here.*the variant "control" is "control-value" here/);
});

test("a segment is made before those whose conditions name it", async () => {
  const { links } = await moved("split", "vercel", {
    definition: { enabled: true },
    segments: {
      beta: { identities: ["ada"] },
      insiders: { rules: [{ match: "all", conditions: [{ operator: "in_segment", values: ["beta"] }] }] },
    },
  });
  const insiders = links.find(({ name }) => name === "insiders");
  expect(insiders?.body["rules"]).toEqual([
    { match: "all", conditions: [{ operator: "in_segment", values: [new Reference("flagform_segment.beta", "name")] }] },
  ]);
});

test("where one rule cannot have alternatives, there is one for each", async () => {
  const either = {
    match: "any",
    conditions: [
      { operator: "equal_to", trait: "plan", value: "pro" },
      { operator: "equal_to", trait: "group", value: "beta" },
    ],
  };
  const { definition, lost } = await moved("mixpanel", "split", {
    definition: { enabled: true, rules: [{ key: "some", when: [either], enabled: false }] },
  });
  expect((definition["rules"] as { key: string }[]).map(({ key }) => key)).toEqual(["some", "some-2"]);
  expect(lost).toEqual([]);
});

test("a cohort without conditions has members that nobody can move", async () => {
  const { lost, concerns } = await moved("mixpanel", "vercel", {
    definition: { enabled: false, segment_overrides: { beta: { segment_id: "s0", priority: 0, enabled: true } } },
    segments: { beta: {} },
  });
  expect(lost.join()).toContain("It has members, and no conditions that say who they are");
  // Nobody else's answers say who they are.
  expect(concerns).toEqual([undefined]);
});

test("off without a value is noted where off is a variant, and on without a value is lost", async () => {
  const off = await moved("flagsmith", "vercel", { flag: COLOURS, definition: { enabled: false } });
  expect(off.noted.join()).toContain("it has no value there, and is off");
  const on = await moved("flagsmith", "vercel", { flag: COLOURS, definition: { enabled: true } });
  expect(on.lost.join()).toContain("it has no value there. Vercel always serves a variant: set `serve`");
});

test("numbers are texts where there are none, which is listed", async () => {
  const { flag, lost } = await moved("vercel", "mixpanel", {
    flag: { type: "integer", variants: { few: { value: { integer: 3 } }, many: { value: { integer: 9 } } } },
    definition: { enabled: true, serve: { variant: "few" } },
  });
  expect(flag["type"]).toBe("string");
  expect(lost.join()).toContain("its values are text here");
});

test("an archived flag is not served, and stays where it is", async () => {
  const { flag, noted } = await moved("vercel", "split", { flag: { archived: true }, definition: { enabled: true } });
  expect(flag).toBeUndefined();
  expect(noted.join()).toContain("it is archived on Vercel");
});

test("what differs without a reason is found by asking both sides", async () => {
  const { lost } = await moved("flagsmith", "split", {
    definition: { enabled: true, serve: { value: { boolean: false } } },
  });
  expect(lost).toEqual([
    'definition production/checkout: 1 of 1 sample users get something else: "somebody" gets false (off) and not false.',
  ]);
});

test.each(["mixpanel", "vercel"] as const)(
  "who is off with a value of a flag gets the value on %s, which is listed",
  async (to) => {
    const { definition, lost } = await moved("flagsmith", to, {
      flag: COLOURS,
      definition: {
        enabled: true,
        serve: text("red"),
        identity_overrides: { ada: { enabled: false, serve: text("blue") } },
      },
    });
    expect(definition["identity_overrides"]).toEqual({ ada: { enabled: true, serve: { variant: "blue" } } });
    expect(lost).toEqual([expect.stringMatching(/^definition production\/checkout: identity override: it is off there/)]);
  },
);

test("what conditions take for granted of a trait is listed once for each trait", async () => {
  const rules = ["pro", "team"].map((plan) => ({ key: plan, when: [condition("equal_to", "plan", plan)], enabled: true }));
  const { assumed, lost } = await moved("split", "flagsmith", {
    definition: {
      enabled: false,
      rules: [...rules, { key: "adults", when: [condition("at_least", "age", "18")], enabled: true }],
      segment_overrides: { beta: { segment_id: "s0", enabled: true } },
    },
    segments: { beta: { rules: [condition("not_equal_to", "plan", "old")] } },
  });
  expect(assumed).toEqual([
    "trait plan: it is never a boolean or a list.",
    "trait age: it is never text that is not a number, a boolean or a list.",
  ]);
  expect(lost).toEqual([]);
});

test("what is lost for a segment hides nothing from the comparison of everybody else", async () => {
  const { lost } = await moved("flagsmith", "split", {
    definition: {
      enabled: true,
      serve: { value: { boolean: false } },
      segment_overrides: { third: { segment_id: "s0", priority: 0, enabled: true } },
    },
    segments: { third: { rules: [condition("modulo", "age", "3|1")] } },
  });
  expect(lost).toEqual([
    expect.stringContaining("the override for the segment third is left out"),
    expect.stringMatching(/sample users get something else: "somebody" gets false \(off\) and not false\.$/),
  ]);
});

test("what is lost for a segment is not listed a second time as what its users get", async () => {
  const { lost } = await moved("flagsmith", "split", {
    definition: { enabled: false, segment_overrides: { third: { segment_id: "s0", priority: 0, enabled: true } } },
    segments: { third: { rules: [condition("modulo", "age", "3|1")] } },
  });
  expect(lost).toEqual([expect.stringContaining("the override for the segment third is left out")]);
});
