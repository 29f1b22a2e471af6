import { DEEP } from "../../support/fast-check";
import { BETA_TRAITS, FALLBACK, PLATFORMS, PlatformWorkbench, type Who } from "../../support/platform-workbench";

/** Section by section of what "on" and "off" mean: one stack, the same identities, the same answers on every platform. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}", environment: "production" };
const AFTER = { depends_on: ["flagform_environment_definition.d"] };
const ANYBODY: Who = { identity: "somebody" };
const BETA: Who = { identity: "b1", traits: BETA_TRAITS };
const PERSON: Who = { identity: "user-42" };

interface Case {
  readonly definition: object;
  /** Of the segment beta, and of the identity user-42. */
  readonly override?: object;
  readonly identity?: object;
  /** For anybody, a member of beta, user-42. */
  readonly served: readonly [unknown, unknown, unknown];
}

type NamedCase = readonly [string, Case];

function stackOf({ definition, override, identity }: Case, flag: object) {
  return {
    feature_flag: { f: { key: "checkout", ...flag } },
    environment_definition: { d: { ...F, ...definition } },
    ...(override && { segment_override: { o: { ...F, segment: "beta", ...override, ...AFTER } } }),
    ...(identity && { identity_override: { i: { ...F, identity: "user-42", ...identity, ...AFTER } } }),
  };
}

const BOOLEAN: readonly [NamedCase, ...NamedCase[]] = [
  ["off for everyone", { definition: { enabled: false }, served: [false, false, false] }],
  ["on for everyone", { definition: { enabled: true }, served: [true, true, true] }],
  [
    "off, but on for a segment and a person",
    {
      definition: { enabled: false },
      override: { enabled: true },
      identity: { enabled: true },
      served: [false, true, true],
    },
  ],
  [
    "on, but off for a segment and a person",
    {
      definition: { enabled: true },
      override: { enabled: false },
      identity: { enabled: false },
      served: [true, false, false],
    },
  ],
];

describe.each(PLATFORMS)("a boolean flag on %s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  test.each(BOOLEAN)("%s", async (_title, given) => {
    const stack = stackOf(given, { type: "boolean" });
    await workbench.apply(stack);
    expect(await switches(workbench)).toEqual(given.served);
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("from any of these to any other, in place", async () => {
    for (const [, given] of [...BOOLEAN, ...[...BOOLEAN].reverse()]) {
      const stack = stackOf(given, { type: "boolean" });
      await workbench.apply(stack);
      expect(await switches(workbench)).toEqual(given.served);
      if (DEEP) expect((await workbench.plan(stack)).empty).toBe(true);
    }
    expect((await workbench.plan(stackOf(BOOLEAN[0][1], { type: "boolean" }))).empty).toBe(true);
  });
});

/** Where applications get variants; on Flagsmith they get values. */
const COLOURS = {
  type: "string",
  variants: { blue: { value: { string: "blue" } }, red: { value: { string: "red" } } },
} as const;

const TEXT: readonly [NamedCase, ...NamedCase[]] = [
  ["one for everyone", { definition: { enabled: true, serve: { variant: "blue" } }, served: ["blue", "blue", "blue"] }],
  [
    "another for a segment and a person",
    {
      definition: { enabled: true, serve: { variant: "blue" } },
      override: { serve: { variant: "red" } },
      identity: { serve: { variant: "red" } },
      served: ["blue", "red", "red"],
    },
  ],
  [
    "named by its value",
    {
      definition: { enabled: true, serve: { value: { string: "blue" } } },
      override: { serve: { value: { string: "red" } } },
      served: ["blue", "red", "blue"],
    },
  ],
  [
    "all of a split",
    {
      definition: { enabled: true, serve: { split: { weights: { blue: 0, red: 100 } } } },
      served: ["red", "red", "red"],
    },
  ],
];

describe.each(["split", "vercel", "mixpanel"] as const)("a flag of texts on %s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  const textStack = (given: Case) => {
    const whenOff = name === "mixpanel" ? {} : { when_off: "red" };
    return stackOf({ ...given, definition: { variants: COLOURS.variants, ...whenOff, ...given.definition } }, COLOURS);
  };

  test.each(TEXT)("%s", async (_title, given) => {
    const stack = textStack(given);
    await workbench.apply(stack);
    expect(await answers(workbench)).toEqual(given.served);
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("from any of these to any other, in place", async () => {
    for (const [, given] of [...TEXT, ...[...TEXT].reverse()]) {
      await workbench.apply(textStack(given));
      expect(await answers(workbench)).toEqual(given.served);
      if (DEEP) expect((await workbench.plan(textStack(given))).empty).toBe(true);
    }
    expect((await workbench.plan(textStack(TEXT[0][1]))).empty).toBe(true);
  });
});

describe.each(["split", "vercel", "mixpanel"] as const)("killed on %s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  test("a killed flag is off for everyone, overrides included, and comes back as it was", async () => {
    const given = (killed: boolean): Case => ({
      definition: { enabled: true, killed },
      override: { enabled: true },
      identity: { enabled: true },
      served: [true, true, true],
    });
    await workbench.apply(stackOf(given(false), { type: "boolean" }));
    expect(await switches(workbench)).toEqual([true, true, true]);
    await workbench.apply(stackOf(given(true), { type: "boolean" }));
    expect(await switches(workbench)).toEqual([false, false, false]);
    expect((await workbench.plan(stackOf(given(true), { type: "boolean" }))).empty).toBe(true);
    await workbench.apply(stackOf(given(false), { type: "boolean" }));
    expect(await switches(workbench)).toEqual([true, true, true]);
  });
});

async function answers(workbench: PlatformWorkbench): Promise<unknown[]> {
  return Promise.all([ANYBODY, BETA, PERSON].map((who) => workbench.evaluate("production", "checkout", who)));
}

/** Where nothing is served an application gets what its own code falls back to: for a boolean flag, false. */
async function switches(workbench: PlatformWorkbench): Promise<unknown[]> {
  return (await answers(workbench)).map((each) => (each === FALLBACK ? false : each));
}
