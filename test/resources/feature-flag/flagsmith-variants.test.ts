import { FlagsmithWorkbench, planIs, type Planted, RUNGS_THAT_DIFFER } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** Variants of a flag, and their shares for everyone, for a segment and for single identities. */

const RED = { value: { string: "red" } };
const BLUE = { value: { string: "blue" } };
const GREEN = { value: { string: "green" } };
const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };

function flag(variants: object | null = { red: RED, blue: BLUE }, more: object = {}): Bodies {
  const initial = { flagsmith: { initial_value: { string: "plain" } } };
  return { feature_flag: { f: { key: "button", type: "string", ...initial, ...(variants && { variants }), ...more } } };
}

const definition = (serve: object, more: object = {}): Bodies => ({
  environment_definition: { d: { ...F, environment: "production", enabled: true, serve, ...more } },
});

const split = (weights: object, control?: number): object => ({
  split: { weights, ...(control !== undefined && { control }) },
});

/** What somebody gets, as an application asks for it. */
async function gets(workbench: FlagsmithWorkbench, { key }: Planted, identity: string, plan?: string): Promise<unknown> {
  const response = await fetch(`${workbench.server.url}/api/v1/identities/`, {
    method: "POST",
    headers: { "X-Environment-Key": key, "Content-Type": "application/json" },
    body: JSON.stringify({
      identifier: identity,
      traits: plan === undefined ? [] : [{ trait_key: "plan", trait_value: plan }],
    }),
  });
  const { flags } = (await response.json()) as { flags: { feature: { name: string }; feature_state_value: unknown }[] };
  return flags.find(({ feature }) => feature.name === "button")?.feature_state_value;
}

async function shares(workbench: FlagsmithWorkbench, environment: Planted): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const each of await Promise.all(
    Array.from({ length: 60 }, (_, index) => gets(workbench, environment, `user-${index}`)),
  )) {
    counts[String(each)] = (counts[String(each)] ?? 0) + 1;
  }
  return counts;
}

async function options(workbench: FlagsmithWorkbench): Promise<Readonly<Record<string, unknown>>> {
  const listed = await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/`);
  const [found] = listed["results"] as { multivariate_options: Option[]; type: string }[];
  return Object.fromEntries(
    (found?.multivariate_options ?? [])
      .map((each) => [each.key, [each.string_value, each.default_percentage_allocation]] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

interface Option {
  readonly id: number;
  readonly key: string;
  readonly string_value: string;
  readonly default_percentage_allocation: number;
}

async function expectEmpty(workbench: FlagsmithWorkbench, stack: Bodies): Promise<void> {
  const plan = await workbench.plan(stack);
  expect(plan.empty ? "empty" : plan.changes).toBe("empty");
}

describe.each(RUNGS_THAT_DIFFER)("through $strategy", ({ options: server }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(server);
  });
  afterEach(() => workbench.stop());

  test("what is declared is what people get, whatever it was before, and each plan after it is empty", async () => {
    const serves = [
      { variant: "red" },
      split({ red: 25, blue: 25 }, 50),
      { value: { string: "mine" } },
      split({ red: 40, blue: 60 }),
      { variant: "blue" },
      split({ blue: 33.4 }, 66.6),
      { value: { string: "other" } },
    ];
    for (const serve of serves) {
      const stack = { ...flag(), ...definition(serve) };
      await workbench.apply(stack);
      await expectEmpty(workbench, stack);
      const counts = await shares(workbench, workbench.production);
      if ("variant" in serve) expect(counts).toEqual({ [String(serve.variant)]: 60 });
      else if ("value" in serve) expect(counts).toEqual({ [String((serve.value as { string: string }).string)]: 60 });
      else expect(Object.keys(counts).length).toBe(2 + (JSON.stringify(serve).match(/red.*control/) ? 1 : 0));
    }
    // The other environment was never spoken of.
    expect(await shares(workbench, workbench.staging)).toEqual({ plain: 60 });
  });

  test("a segment and an identity have shares of their own", async () => {
    const stack = (segment: object, identity: object): Bodies => ({
      ...flag(),
      ...definition({ variant: "red" }),
      segment_override: { s: { ...F, environment: "production", segment: "beta", serve: segment } },
      identity_override: { i: { ...F, environment: "production", identity: "vip-1", serve: identity } },
    });
    const first = stack({ variant: "blue" }, { value: { string: "yours" } });
    await workbench.apply(first);
    await expectEmpty(workbench, first);
    expect(await gets(workbench, workbench.production, "a")).toBe("red");
    expect(await gets(workbench, workbench.production, "b", "beta")).toBe("blue");
    expect(await gets(workbench, workbench.production, "vip-1", "beta")).toBe("yours");
    const second = stack({ value: { string: "for beta" } }, { variant: "blue" });
    await workbench.apply(second);
    await expectEmpty(workbench, second);
    expect(await gets(workbench, workbench.production, "b", "beta")).toBe("for beta");
    expect(await gets(workbench, workbench.production, "vip-1", "beta")).toBe("blue");
    const third = stack(split({ red: 50, blue: 50 }), split({ red: 100 }));
    await workbench.apply(third);
    await expectEmpty(workbench, third);
    expect(await gets(workbench, workbench.production, "vip-1")).toBe("red");
    await workbench.destroy(third);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("exact sets have shares of their own, and shares that nobody manages stay", async () => {
    const sets = {
      segment_overrides: { beta: { serve: split({ red: 10, blue: 20 }, 70) }, vip: { serve: { variant: "red" } } },
      identity_overrides: { one: { serve: { variant: "blue" } } },
    };
    const stack = { ...flag(), ...definition(split({ red: 30 }, 70), sets) };
    await workbench.apply(stack);
    await expectEmpty(workbench, stack);
    const off = { ...flag(), environment_definition: { d: { ...F, environment: "production", enabled: false } } };
    await workbench.apply(off);
    await workbench.apply(stack);
    const fewer = { ...flag(), ...definition(split({ red: 30 }, 70), { ...sets, segment_overrides: {} }) };
    await workbench.apply(fewer);
    await expectEmpty(workbench, fewer);
    expect(await gets(workbench, workbench.production, "one")).toBe("blue");
  });

  test("a variant in use goes with its last use, and nobody is without it in between", async () => {
    await workbench.apply({ ...flag(), ...definition({ variant: "red" }) });
    const after = { ...flag({ blue: BLUE, green: GREEN }), ...definition({ variant: "green" }) };
    const plan = await workbench.plan(after);
    workbench.forget();
    const { warnings } = await workbench.driver.apply(plan);
    expect(JSON.stringify(warnings)).toMatch(/\\"red\\" is kept for now.*production \(default\)/);
    expect(await options(workbench)).toEqual({ blue: ["blue", 0], green: ["green", 0] });
    await expectEmpty(workbench, after);
    expect(await shares(workbench, workbench.production)).toEqual({ green: 60 });
  });

  test("what somebody else changes is shown, and put right", async () => {
    const stack = { ...flag(), ...definition({ variant: "red" }) };
    await workbench.apply(stack);
    await workbench.defaultByHand(workbench.production, "button", true, "by hand");
    // The value of the flag itself is nobody's as long as a variant is served.
    await expectEmpty(workbench, stack);
    await workbench.apply({ ...flag(), ...definition({ value: { string: "mine" } }) });
    await workbench.defaultByHand(workbench.production, "button", true, "by hand");
    expect((await workbench.plan({ ...flag(), ...definition({ value: { string: "mine" } }) })).drift).toHaveLength(1);
  });
});

describe("a flag's variants", () => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open();
  });
  afterEach(() => workbench.stop());

  const path = (id = ""): string =>
    `/api/v1/projects/${workbench.project}/features/${String(workbench.attributes("feature_flag.f")["id"])}/mv-options/${id}`;

  test("a new flag starts everywhere with their shares; one request each", async () => {
    const stack = flag({ blue: { ...BLUE, weight: 50 }, red: { ...RED, weight: 30 } });
    const writes = await workbench.apply(stack);
    expect(writes.map(({ method }) => method)).toEqual(["POST", "POST", "POST"]);
    expect(await options(workbench)).toEqual({ blue: ["blue", 50], red: ["red", 30] });
    await expectEmpty(workbench, stack);
    expect(Object.keys(await shares(workbench, workbench.staging)).sort()).toEqual(["blue", "plain", "red"]);
  });

  test("later ones take nothing from what is served; shares move within 100 percent at every step", async () => {
    await workbench.apply(flag({ blue: { ...BLUE, weight: 60 }, red: { ...RED, weight: 40 } }));
    const before = await shares(workbench, workbench.production);
    const after = flag({ blue: { ...BLUE, weight: 10 }, green: { ...GREEN, weight: 20 }, red: { ...RED, weight: 70 } });
    await workbench.apply(after);
    expect(await options(workbench)).toEqual({ blue: ["blue", 10], green: ["green", 20], red: ["red", 70] });
    expect(await shares(workbench, workbench.production)).toEqual(before);
    await expectEmpty(workbench, after);
  });

  test("a new value is an update, a new key of the same value a new name, and the last one can go", async () => {
    await workbench.apply({ ...flag({ red: RED }), ...definition({ variant: "red" }) });
    const crimson = { value: { string: "crimson" } };
    expect(await workbench.apply({ ...flag({ red: crimson }), ...definition({ variant: "red" }) })).toMatchObject([
      { method: "PUT", body: { string_value: "crimson", key: "red" } },
    ]);
    expect(await gets(workbench, workbench.production, "a")).toBe("crimson");
    const renamed = { ...flag({ dark: crimson }), ...definition({ variant: "dark" }) };
    expect((await workbench.apply(renamed))[0]).toMatchObject({ method: "PUT", body: { key: "dark" } });
    await expectEmpty(workbench, renamed);
    const none = { ...flag({}), ...definition({ value: { string: "plain" } }) };
    await workbench.apply(none);
    await expectEmpty(workbench, none);
    expect(await options(workbench)).toEqual({});
    expect(await shares(workbench, workbench.production)).toEqual({ plain: 60 });
  });

  test("one that others serve stays, and each plan says so", async () => {
    await workbench.apply(flag());
    const listed = await workbench.api("GET", path());
    const ids = (listed["results"] as Option[]).map(({ id, key }) => ({ id, weight: key === "red" ? 80 : 0 }));
    const id = String(workbench.attributes("feature_flag.f")["id"]);
    await workbench.api("PATCH", `/api/__future__/environments/${workbench.staging.key}/features/${id}/`, {
      segment_overrides: [{ segment: { id: Number(workbench.beta) }, variants: ids }],
    });
    const { warnings } = await workbench.driver.apply(await workbench.plan(flag({ blue: BLUE })));
    expect(JSON.stringify(warnings)).toMatch(/staging \(override for segment beta\)/);
    expect((await workbench.plan(flag({ blue: BLUE }))).drift).toHaveLength(1);
    expect(Object.keys(await options(workbench))).toEqual(["blue", "red"]);
  });

  test("those of others are drift, and stay where the configuration leaves variants out", async () => {
    await workbench.apply(flag());
    await workbench.api("POST", path(), {
      feature: Number(workbench.attributes("feature_flag.f")["id"]),
      type: "unicode",
      string_value: "by hand",
      default_percentage_allocation: 0,
    });
    expect((await workbench.plan(flag())).drift).toHaveLength(1);
    expect(await workbench.apply(flag(null))).toEqual([]);
    await expectEmpty(workbench, flag(null));
    await workbench.apply(flag());
    expect(Object.keys(await options(workbench))).toEqual(["blue", "red"]);
  });

  test("numbers and switches are typed, JSON and numbers with a point are text", async () => {
    const json = { value: { json: '{"b": 1, "a": 2}' } };
    const typed = { feature_flag: { f: { key: "button", type: "integer", variants: { ten: { value: { integer: 10 } } } } } };
    await workbench.apply(typed);
    await expectEmpty(workbench, typed);
    expect(((await workbench.api("GET", path()))["results"] as object[])[0]).toMatchObject({
      type: "int",
      integer_value: 10,
    });
    const other = { feature_flag: { g: { key: "other", type: "json", variants: { one: json } } } };
    await workbench.apply({ feature_flag: { ...typed.feature_flag, ...other.feature_flag } });
    await expectEmpty(workbench, { feature_flag: { ...typed.feature_flag, ...other.feature_flag } });
  });

  test("imported, flag and definition say what is there", async () => {
    await workbench.apply({ ...flag(), ...definition(split({ red: 25, blue: 25 }, 50)) });
    workbench.driver = workbench.newDriver();
    const literal = { flag: "button", environment: "production", enabled: true, serve: split({ blue: 25, red: 25 }, 50) };
    const own = { feature_flag: { f: { key: "button", variants: { red: RED, blue: BLUE } } } };
    const stack = { ...own, environment_definition: { d: literal } };
    await workbench.driver.import(workbench.stack(stack), "flagform_feature_flag.f", "button");
    await workbench.driver.import(workbench.stack(stack), "flagform_environment_definition.d", "production/button");
    expect(workbench.attributes("feature_flag.f")["variants"]).toMatchObject({ red: RED, blue: BLUE });
    expect(workbench.attributes("environment_definition.d")["serve"]).toMatchObject({ value: null, variant: null });
    expect(await workbench.apply(stack)).toEqual([]);
    await expectEmpty(workbench, stack);
  });

  test("a refused variant leaves no flag behind", async () => {
    workbench.server.fault({ kind: "status", status: 400, method: "POST", path: "*/mv-options/", nth: 2 });
    await refusal(workbench.apply(flag()));
    workbench.server.clearFaults();
    await workbench.apply(flag());
    expect(Object.keys(await options(workbench))).toEqual(["blue", "red"]);
  });

  test("what a flag does not have is refused at plan", async () => {
    const unknown = await refusal(workbench.plan({ ...flag(), ...definition({ variant: "green" }) }));
    expect(unknown[0]).toMatchObject({ summary: 'The flag has no variant "green"', path: ["serve", "variant"] });
    const boolean = { feature_flag: { f: { key: "button" } } };
    const [word] = await refusal(workbench.plan({ ...boolean, ...definition({ variant: "on" }) }));
    expect(word?.summary).toMatch(/boolean flag by `enabled`/);
    const [half] = await refusal(workbench.plan({ ...boolean, ...definition(split({ on: 50, off: 50 })) }));
    expect(half?.detail).toMatch(/percentage condition/);
  });

  test("a refresh takes no request more than without variants", async () => {
    const plain = { ...flag({}), ...definition({ value: { string: "plain" } }) };
    await workbench.apply(plain);
    workbench.forget();
    await expectEmpty(workbench, plain);
    const without = workbench.requests();
    await workbench.apply({ ...flag(), ...definition(split({ red: 25, blue: 25 }, 50)) });
    workbench.forget();
    await expectEmpty(workbench, { ...flag(), ...definition(split({ red: 25, blue: 25 }, 50)) });
    expect(workbench.requests().sort()).toEqual(without.sort());
  });
});

test("a server's experiments are no way to write shares: pinned or not, these go out as the states themselves", async () => {
  const workbench = await FlagsmithWorkbench.open({ server: "2.240" });
  const pinned = { platform: { write_api: "experiments" } };
  for (const serve of [{ variant: "red" }, split({ red: 25, blue: 25 }, 50), { value: { string: "mine" } }]) {
    const stack = { ...flag(), ...definition(serve, { segment_overrides: { beta: { serve } } }) };
    await workbench.apply(stack, pinned);
    workbench.forget();
    expect((await workbench.plan(stack, pinned)).empty).toBe(true);
  }
  await workbench.stop();
});

test("at the edge identities have shares of their own", async () => {
  const workbench = await FlagsmithWorkbench.open({ identities: "edge" });
  const stack = (serve: object): Bodies => ({
    ...flag(),
    ...definition({ variant: "red" }),
    identity_override: { i: { ...F, environment: "production", identity: "vip-1", serve } },
    segment: { own: { name: "own", rules: planIs("own") } },
  });
  for (const serve of [{ variant: "blue" }, split({ red: 100 }), { value: { string: "yours" } }, { variant: "red" }]) {
    await workbench.apply(stack(serve));
    await expectEmpty(workbench, stack(serve));
    const wanted = "value" in serve ? "yours" : JSON.stringify(serve).includes("blue") ? "blue" : "red";
    expect(await gets(workbench, workbench.production, "vip-1")).toBe(wanted);
  }
  await workbench.destroy(stack({ variant: "red" }));
  await workbench.stop();
});
