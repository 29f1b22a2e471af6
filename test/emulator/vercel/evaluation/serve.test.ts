import type { EmulatorOptions, Evaluation, VercelEmulator } from "../../../../src/emulator/vercel/emulator";
import { inSegment, ruleOn, serving, start, stopAll, userId, variant } from "../client";

afterEach(stopAll);

const SPLIT = { type: "split", base: userId, weights: { off: 90, on: 10 }, defaultVariantId: "off" };
const PEOPLE = Array.from({ length: 1000 }, (_, at) => `user_${at}`);

interface Audience {
  readonly emulator: VercelEmulator;
  /** What a user is served in production. */
  served(user?: Record<string, unknown>, environment?: string): Evaluation;
  /** Those whom the variant `on` goes to. */
  on(): string[];
}

async function open(environments: object, more: object = {}, options: EmulatorOptions = {}): Promise<Audience> {
  const emulator = await start(options);
  const { segments, ...flag } = { segments: [], ...more };
  emulator.seed({
    projects: [{ name: "shop", segments, flags: [{ slug: "checkout", kind: "boolean", seed: 7, environments, ...flag }] }],
  });
  const served: Audience["served"] = (user = {}, environment = "production") =>
    emulator.evaluate({ project: "shop", environment, flag: "checkout", entities: { user } });
  return { emulator, served, on: () => PEOPLE.filter((id) => served({ id }).variantId === "on") };
}

const one = (environment: object, more?: object, options?: EmulatorOptions): Promise<Audience> =>
  open({ production: environment }, more, options);

const targets = (id: string, user: string): object => ({ [id]: { user: { id: [{ value: user, note: "QA" }] } } });

describe("the order (reference, 4)", () => {
  const rules = [ruleOn("a", { lhs: userId, cmp: "startsWith", rhs: "vip" })];
  const whole = serving("off", { rules, targets: targets("on", "anna") });

  test("targets, then rules, then the fallthrough", async () => {
    const { served } = await one(whole);
    expect(served({ id: "anna" })).toEqual({ variantId: "on", value: true, reason: "target_match", outcomeType: "value" });
    expect(served({ id: "vip1" })).toMatchObject({ variantId: "on", reason: "rule_match" });
    expect(served({ id: "Anna" })).toEqual({ variantId: "off", value: false, reason: "fallthrough", outcomeType: "value" });
    expect(served()).toMatchObject({ reason: "fallthrough" });
  });

  test("nothing of that while the environment is paused", async () => {
    const { served } = await one({ ...whole, active: false });
    expect(served({ id: "anna" })).toMatchObject({ variantId: "off", reason: "paused" });
  });

  test("an environment that reuses another is that other one, pause and all", async () => {
    const reuse = { active: true, environment: "production" };
    const preview = serving("on", { reuse });
    expect((await open({ production: whole, preview })).served({ id: "vip" }, "preview")).toMatchObject({ variantId: "on" });
    const paused = await open({ production: { ...whole, active: false }, preview });
    expect(paused.served({ id: "vip" }, "preview")).toMatchObject({ variantId: "off", reason: "paused" });
    const own = await open({ production: whole, preview: { ...preview, active: false } });
    expect(own.served({ id: "vip" }, "preview")).toMatchObject({ variantId: "off", reason: "paused" });
    const unlinked = await open({ production: whole, preview: serving("on", { reuse: { ...reuse, active: false } }) });
    expect(unlinked.served({}, "preview")).toMatchObject({ variantId: "on", reason: "fallthrough" });
  });

  test("environments that reuse each other, and absent ones, are an error", async () => {
    const reusing = (environment: string): object => serving("off", { reuse: { active: true, environment } });
    const { served } = await open({ production: reusing("preview"), preview: reusing("production") });
    expect(served()).toEqual({
      variantId: null,
      reason: "error",
      errorMessage: expect.stringContaining("Circular") as string,
    });
    expect(served({}, "development")).toMatchObject({ reason: "error" });
  });

  test("the first rule that holds decides; one without conditions holds for everybody", async () => {
    const everybody = { id: "b", conditions: [], outcome: variant("off") };
    const { served } = await one(serving("on", { rules: [...rules, everybody] }));
    expect(served({ id: "vip" })).toMatchObject({ variantId: "on", reason: "rule_match" });
    expect(served({ id: "other" })).toMatchObject({ variantId: "off", reason: "rule_match" });
  });

  test("of two variants with the same target the first of the flag wins, whatever the order of the targets", async () => {
    const { served } = await one(serving("off", { targets: { ...targets("on", "anna"), ...targets("off", "anna") } }));
    expect(served({ id: "anna" })).toMatchObject({ variantId: "off", reason: "target_match" });
  });

  test("an archived flag is not served, and experiments are not worked out", async () => {
    expect((await one(whole, { state: "archived" })).served()).toMatchObject({ reason: "error" });
    const tested = await one({ ...whole, fallthrough: { type: "experiment" } });
    expect(tested.served()).toMatchObject({ reason: "error" });
    expect(tested.served({ id: "anna" })).toMatchObject({ variantId: "on" });
  });
});

describe("splits (3.4)", () => {
  test("follow the weights, always the same for the same person", async () => {
    const { on } = await one({ ...serving("off"), fallthrough: SPLIT });
    const first = on();
    expect(first.length).toBeGreaterThan(70);
    expect(first.length).toBeLessThan(130);
    expect(on()).toEqual(first);
  });

  test("keep everybody who was in when the share grows, and reshuffle with the seed", async () => {
    const at = (weights: object, seed = 7): Promise<Audience> =>
      one({ ...serving("off"), fallthrough: { ...SPLIT, weights } }, { seed });
    const ten = (await at({ off: 90, on: 10 })).on();
    const thirty = (await at({ off: 0.7, on: 0.3 })).on();
    expect(thirty).toEqual(expect.arrayContaining(ten));
    expect((await at({ off: 90, on: 10 }, 8)).on()).not.toEqual(ten);
  });

  test("serve the default where there is nothing to cut by, and where the weights are nothing", async () => {
    const by = (weights: object): Promise<Audience> =>
      one({ ...serving("off"), fallthrough: { ...SPLIT, weights, defaultVariantId: "on" } });
    const hundred = await by({ off: 1 });
    expect(hundred.served({ id: "a" })).toMatchObject({ variantId: "off", outcomeType: "split" });
    expect(hundred.served()).toMatchObject({ variantId: "on" });
    expect(hundred.served({ id: 5 })).toMatchObject({ variantId: "on" });
    expect((await by({ off: 0, on: 0 })).served({ id: "a" })).toMatchObject({ variantId: "on" });
  });
});

describe("rollouts (3.4)", () => {
  const START = 1_767_225_600_000;
  const HOUR = 3_600_000;
  const rollout = (more: object = {}): object => ({
    ...{ type: "rollout", base: userId, startTimestamp: START, rollFromVariantId: "off", rollToVariantId: "on" },
    defaultVariantId: "off",
    slots: [
      { promille: 10_000, durationMs: HOUR },
      { promille: 50_000, durationMs: HOUR },
    ],
    ...more,
  });
  const shares = async (outcome: object): Promise<number[]> => {
    let now = 0;
    const { on } = await one({ ...serving("off"), fallthrough: outcome }, {}, { clock: () => new Date(now) });
    return [-1, 0, HOUR - 1, HOUR, 2 * HOUR].map((after) => {
      now = START + after;
      return Math.round((on().length / PEOPLE.length) * 10);
    });
  };

  test("go from slot to slot, and end with everybody", async () => {
    expect(await shares(rollout())).toEqual([0, 1, 1, 5, 10]);
  });

  test("end with the final share where one is given", async () => {
    expect(await shares(rollout({ finalPromille: 30_000 }))).toEqual([0, 1, 1, 5, 3]);
  });

  test("are the split of the same share, in either order of the variants", async () => {
    const clock = (): Date => new Date(START);
    const reversed = {
      variants: [
        { id: "on", value: true },
        { id: "off", value: false },
      ],
    };
    for (const more of [{}, reversed]) {
      const rolled = await one({ ...serving("off"), fallthrough: rollout() }, more, { clock });
      const split = await one({ ...serving("off"), fallthrough: SPLIT }, more);
      expect(rolled.on()).toEqual(split.on());
    }
  });
});

describe("segments (3.5, 3.10)", () => {
  const members = (...ids: string[]): object => ({ user: { id: ids.map((value) => ({ value })) } });
  const beta = {
    ...{ slug: "beta", id: "seg_beta" },
    data: {
      include: members("anna", "both"),
      exclude: members("both", "bob"),
      rules: [ruleOn("r", { lhs: userId, cmp: "startsWith", rhs: "b" }, { type: "all" })],
    },
  };
  const asked = async (condition: object, segments: object[] = [beta]): Promise<(id: string) => boolean> => {
    const { served } = await one(serving("off", { rules: [ruleOn("r", condition)] }), { segments });
    return (id) => served({ id }).variantId === "on";
  };
  const list = (...ids: string[]): object => ({ type: "list", items: ids.map((value) => ({ value })) });

  test("include first, then exclude, then the rules", async () => {
    const isOn = await asked(inSegment("seg_beta"));
    expect(["anna", "both", "bob", "bea", "zoe"].map(isOn)).toEqual([true, true, false, true, false]);
  });

  test("can be negated and listed", async () => {
    expect(["anna", "zoe"].map(await asked(inSegment("seg_beta", "!eq")))).toEqual([false, true]);
    expect(["anna", "zoe"].map(await asked(inSegment(list("none", "seg_beta"), "oneOf")))).toEqual([true, false]);
    expect(["anna", "zoe"].map(await asked(inSegment(list("seg_beta"), "!oneOf")))).toEqual([false, true]);
  });

  test("never match where they do not exist, negated or named by slug", async () => {
    for (const condition of [inSegment("beta"), inSegment("none", "!eq"), inSegment(list("none"), "!oneOf")]) {
      expect(["anna", "zoe"].map(await asked(condition))).toEqual([false, false]);
    }
  });

  test("let a share pass, cut with the seed of the flag", async () => {
    const outcome = { type: "split", base: userId, passPromille: 10_000 };
    const half = { slug: "half", id: "seg_half", data: { rules: [{ id: "r", conditions: [], outcome }] } };
    const cut = (seed: number): Promise<Audience> =>
      one(serving("off", { rules: [ruleOn("r", inSegment("seg_half"))] }), { segments: [half], seed });
    const passed = (await cut(7)).on();
    expect(passed.length).toBeGreaterThan(70);
    expect(passed.length).toBeLessThan(130);
    expect((await cut(8)).on()).not.toEqual(passed);
    expect((await cut(7)).served({})).toMatchObject({ variantId: "off" });
  });

  test("may name others, but a circle or another comparator is an error", async () => {
    const refers = (slug: string, to: string): object => ({
      ...{ slug, id: `seg_${slug}` },
      data: { rules: [ruleOn("r", inSegment(to), { type: "all" })] },
    });
    expect(["anna", "zoe"].map(await asked(inSegment("seg_outer"), [beta, refers("outer", "seg_beta")]))).toEqual([
      true,
      false,
    ]);
    const circle = [refers("x", "seg_y"), refers("y", "seg_x")];
    const rules = [ruleOn("r", inSegment("seg_x"))];
    expect((await one(serving("off", { rules }), { segments: circle })).served()).toMatchObject({ reason: "error" });
    const odd = [ruleOn("r", inSegment("seg_beta", "startsWith"))];
    expect((await one(serving("off", { rules: odd }), { segments: [beta] })).served()).toMatchObject({ reason: "error" });
  });
});

describe("questions", () => {
  test("are answered by the control endpoint too", async () => {
    const { emulator } = await one(serving("on"));
    const ask = (body: object): Promise<Response> =>
      fetch(`${emulator.url}/__emulator__/evaluate`, {
        method: "POST",
        headers: { authorization: `Bearer ${emulator.controlToken}` },
        body: JSON.stringify(body),
      });
    const question = { project: "shop", environment: "production", flag: "checkout" };
    expect(await (await ask(question)).json()).toMatchObject({ variantId: "on", value: true, reason: "fallthrough" });
    expect((await ask({ ...question, flag: "none" })).ok).toBe(false);
    expect((await ask({ ...question, project: "none" })).ok).toBe(false);
    expect((await ask({ flag: "checkout" })).ok).toBe(false);
  });
});
