import { ALL_RUNGS, Lab, planIs, refusal, type Bodies, type Planted } from "../lab";

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
async function gets(lab: Lab, { key }: Planted, identity: string, plan?: string): Promise<unknown> {
  const response = await fetch(`${lab.server.url}/api/v1/identities/`, {
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

async function shares(lab: Lab, environment: Planted): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const each of await Promise.all(Array.from({ length: 60 }, (_, index) => gets(lab, environment, `user-${index}`)))) {
    counts[String(each)] = (counts[String(each)] ?? 0) + 1;
  }
  return counts;
}

async function options(lab: Lab): Promise<Readonly<Record<string, unknown>>> {
  const listed = await lab.api("GET", `/api/v1/projects/${lab.project}/features/`);
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

async function expectEmpty(lab: Lab, stack: Bodies): Promise<void> {
  const plan = await lab.plan(stack);
  expect(plan.empty ? "empty" : plan.changes).toBe("empty");
}

describe.each(ALL_RUNGS)("through $rung", ({ options: server }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(server);
  });
  afterEach(() => lab.stop());

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
      await lab.apply(stack);
      await expectEmpty(lab, stack);
      const counts = await shares(lab, lab.production);
      if ("variant" in serve) expect(counts).toEqual({ [String(serve.variant)]: 60 });
      else if ("value" in serve) expect(counts).toEqual({ [String((serve.value as { string: string }).string)]: 60 });
      else expect(Object.keys(counts).length).toBe(2 + (JSON.stringify(serve).match(/red.*control/) ? 1 : 0));
    }
    // The other environment was never spoken of.
    expect(await shares(lab, lab.staging)).toEqual({ plain: 60 });
  });

  test("a segment and an identity have shares of their own", async () => {
    const stack = (segment: object, identity: object): Bodies => ({
      ...flag(),
      ...definition({ variant: "red" }),
      segment_override: { s: { ...F, environment: "production", segment: "beta", serve: segment } },
      identity_override: { i: { ...F, environment: "production", identity: "vip-1", serve: identity } },
    });
    const first = stack({ variant: "blue" }, { value: { string: "yours" } });
    await lab.apply(first);
    await expectEmpty(lab, first);
    expect(await gets(lab, lab.production, "a")).toBe("red");
    expect(await gets(lab, lab.production, "b", "beta")).toBe("blue");
    expect(await gets(lab, lab.production, "vip-1", "beta")).toBe("yours");
    const second = stack({ value: { string: "for beta" } }, { variant: "blue" });
    await lab.apply(second);
    await expectEmpty(lab, second);
    expect(await gets(lab, lab.production, "b", "beta")).toBe("for beta");
    expect(await gets(lab, lab.production, "vip-1", "beta")).toBe("blue");
    const third = stack(split({ red: 50, blue: 50 }), split({ red: 100 }));
    await lab.apply(third);
    await expectEmpty(lab, third);
    expect(await gets(lab, lab.production, "vip-1")).toBe("red");
    await lab.destroy(third);
    expect(lab.driver.state.instances).toEqual([]);
  });

  test("exact sets have shares of their own, and shares that nobody manages stay", async () => {
    const sets = {
      segment_overrides: { beta: { serve: split({ red: 10, blue: 20 }, 70) }, vip: { serve: { variant: "red" } } },
      identity_overrides: { one: { serve: { variant: "blue" } } },
    };
    const stack = { ...flag(), ...definition(split({ red: 30 }, 70), sets) };
    await lab.apply(stack);
    await expectEmpty(lab, stack);
    const off = { ...flag(), environment_definition: { d: { ...F, environment: "production", enabled: false } } };
    await lab.apply(off);
    await lab.apply(stack);
    const fewer = { ...flag(), ...definition(split({ red: 30 }, 70), { ...sets, segment_overrides: {} }) };
    await lab.apply(fewer);
    await expectEmpty(lab, fewer);
    expect(await gets(lab, lab.production, "one")).toBe("blue");
  });

  test("a variant in use goes with its last use, and nobody is without it in between", async () => {
    await lab.apply({ ...flag(), ...definition({ variant: "red" }) });
    const after = { ...flag({ blue: BLUE, green: GREEN }), ...definition({ variant: "green" }) };
    const plan = await lab.plan(after);
    lab.forget();
    const { warnings } = await lab.driver.apply(plan);
    expect(JSON.stringify(warnings)).toMatch(/\\"red\\" stays for now.*production \(default\)/);
    expect(await options(lab)).toEqual({ blue: ["blue", 0], green: ["green", 0] });
    await expectEmpty(lab, after);
    expect(await shares(lab, lab.production)).toEqual({ green: 60 });
  });

  test("what somebody else changes is shown, and put right", async () => {
    const stack = { ...flag(), ...definition({ variant: "red" }) };
    await lab.apply(stack);
    await lab.defaultByHand(lab.production, "button", true, "by hand");
    // The value of the flag itself is nobody's as long as a variant is served.
    await expectEmpty(lab, stack);
    await lab.apply({ ...flag(), ...definition({ value: { string: "mine" } }) });
    await lab.defaultByHand(lab.production, "button", true, "by hand");
    expect((await lab.plan({ ...flag(), ...definition({ value: { string: "mine" } }) })).drift).toHaveLength(1);
  });
});

describe("a flag's variants", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start();
  });
  afterEach(() => lab.stop());

  const path = (id = ""): string =>
    `/api/v1/projects/${lab.project}/features/${String(lab.attributes("feature_flag.f")["id"])}/mv-options/${id}`;

  test("a new flag starts everywhere with their shares; one request each", async () => {
    const stack = flag({ blue: { ...BLUE, weight: 50 }, red: { ...RED, weight: 30 } });
    const writes = await lab.apply(stack);
    expect(writes.map(({ method }) => method)).toEqual(["POST", "POST", "POST"]);
    expect(await options(lab)).toEqual({ blue: ["blue", 50], red: ["red", 30] });
    await expectEmpty(lab, stack);
    expect(Object.keys(await shares(lab, lab.staging)).sort()).toEqual(["blue", "plain", "red"]);
  });

  test("later ones take nothing from what is served; shares move within 100 percent at every step", async () => {
    await lab.apply(flag({ blue: { ...BLUE, weight: 60 }, red: { ...RED, weight: 40 } }));
    const before = await shares(lab, lab.production);
    const after = flag({ blue: { ...BLUE, weight: 10 }, green: { ...GREEN, weight: 20 }, red: { ...RED, weight: 70 } });
    await lab.apply(after);
    expect(await options(lab)).toEqual({ blue: ["blue", 10], green: ["green", 20], red: ["red", 70] });
    expect(await shares(lab, lab.production)).toEqual(before);
    await expectEmpty(lab, after);
  });

  test("a new value is an update, a new key of the same value a new name, and the last one can go", async () => {
    await lab.apply({ ...flag({ red: RED }), ...definition({ variant: "red" }) });
    const crimson = { value: { string: "crimson" } };
    expect(await lab.apply({ ...flag({ red: crimson }), ...definition({ variant: "red" }) })).toMatchObject([
      { method: "PUT", body: { string_value: "crimson", key: "red" } },
    ]);
    expect(await gets(lab, lab.production, "a")).toBe("crimson");
    const renamed = { ...flag({ dark: crimson }), ...definition({ variant: "dark" }) };
    expect((await lab.apply(renamed))[0]).toMatchObject({ method: "PUT", body: { key: "dark" } });
    await expectEmpty(lab, renamed);
    const none = { ...flag({}), ...definition({ value: { string: "plain" } }) };
    await lab.apply(none);
    await expectEmpty(lab, none);
    expect(await options(lab)).toEqual({});
    expect(await shares(lab, lab.production)).toEqual({ plain: 60 });
  });

  test("one that others serve stays, and each plan says so", async () => {
    await lab.apply(flag());
    const listed = await lab.api("GET", path());
    const ids = (listed["results"] as Option[]).map(({ id, key }) => ({ id, weight: key === "red" ? 80 : 0 }));
    const id = String(lab.attributes("feature_flag.f")["id"]);
    await lab.api("PATCH", `/api/__future__/environments/${lab.staging.key}/features/${id}/`, {
      segment_overrides: [{ segment: { id: Number(lab.beta) }, variants: ids }],
    });
    const { warnings } = await lab.driver.apply(await lab.plan(flag({ blue: BLUE })));
    expect(JSON.stringify(warnings)).toMatch(/staging \(override for segment beta\)/);
    expect((await lab.plan(flag({ blue: BLUE }))).drift).toHaveLength(1);
    expect(Object.keys(await options(lab))).toEqual(["blue", "red"]);
  });

  test("those of others are drift, and stay where the configuration leaves variants out", async () => {
    await lab.apply(flag());
    await lab.api("POST", path(), {
      feature: Number(lab.attributes("feature_flag.f")["id"]),
      type: "unicode",
      string_value: "by hand",
      default_percentage_allocation: 0,
    });
    expect((await lab.plan(flag())).drift).toHaveLength(1);
    expect(await lab.apply(flag(null))).toEqual([]);
    await expectEmpty(lab, flag(null));
    await lab.apply(flag());
    expect(Object.keys(await options(lab))).toEqual(["blue", "red"]);
  });

  test("numbers and switches are typed, JSON and numbers with a point are text", async () => {
    const json = { value: { json: '{"b": 1, "a": 2}' } };
    const typed = { feature_flag: { f: { key: "button", type: "integer", variants: { ten: { value: { integer: 10 } } } } } };
    await lab.apply(typed);
    await expectEmpty(lab, typed);
    expect(((await lab.api("GET", path()))["results"] as object[])[0]).toMatchObject({ type: "int", integer_value: 10 });
    const other = { feature_flag: { g: { key: "other", type: "json", variants: { one: json } } } };
    await lab.apply({ feature_flag: { ...typed.feature_flag, ...other.feature_flag } });
    await expectEmpty(lab, { feature_flag: { ...typed.feature_flag, ...other.feature_flag } });
  });

  test("imported, flag and definition say what is there", async () => {
    await lab.apply({ ...flag(), ...definition(split({ red: 25, blue: 25 }, 50)) });
    lab.driver = lab.newDriver();
    const literal = { flag: "button", environment: "production", enabled: true, serve: split({ blue: 25, red: 25 }, 50) };
    const own = { feature_flag: { f: { key: "button", variants: { red: RED, blue: BLUE } } } };
    const stack = { ...own, environment_definition: { d: literal } };
    await lab.driver.import(lab.stack(stack), "flagform_feature_flag.f", "button");
    await lab.driver.import(lab.stack(stack), "flagform_environment_definition.d", "production/button");
    expect(lab.attributes("feature_flag.f")["variants"]).toMatchObject({ red: RED, blue: BLUE });
    expect(lab.attributes("environment_definition.d")["serve"]).toMatchObject({ value: null, variant: null });
    expect(await lab.apply(stack)).toEqual([]);
    await expectEmpty(lab, stack);
  });

  test("a refused variant leaves no flag behind", async () => {
    lab.server.fault({ kind: "status", status: 400, method: "POST", path: "*/mv-options/", nth: 2 });
    await refusal(lab.apply(flag()));
    lab.server.clearFaults();
    await lab.apply(flag());
    expect(Object.keys(await options(lab))).toEqual(["blue", "red"]);
  });

  test("what a flag does not have is refused at plan", async () => {
    const unknown = await refusal(lab.plan({ ...flag(), ...definition({ variant: "green" }) }));
    expect(unknown[0]).toMatchObject({ summary: 'The flag has no variant "green"', path: ["serve", "variant"] });
    const boolean = { feature_flag: { f: { key: "button" } } };
    const [word] = await refusal(lab.plan({ ...boolean, ...definition({ variant: "on" }) }));
    expect(word?.summary).toMatch(/boolean flag by `enabled`/);
    const [half] = await refusal(lab.plan({ ...boolean, ...definition(split({ on: 50, off: 50 })) }));
    expect(half?.detail).toMatch(/percentage condition/);
  });

  test("a refresh takes no request more than without variants", async () => {
    const plain = { ...flag({}), ...definition({ value: { string: "plain" } }) };
    await lab.apply(plain);
    lab.forget();
    await expectEmpty(lab, plain);
    const without = lab.requests();
    await lab.apply({ ...flag(), ...definition(split({ red: 25, blue: 25 }, 50)) });
    lab.forget();
    await expectEmpty(lab, { ...flag(), ...definition(split({ red: 25, blue: 25 }, 50)) });
    expect(lab.requests().sort()).toEqual(without.sort());
  });
});

test("a server's experiments are no way to write shares: pinned or not, these go out as the states themselves", async () => {
  const lab = await Lab.start({ server: "2.240" });
  const pinned = { flagsmith: { write_api: "experiments" } };
  for (const serve of [{ variant: "red" }, split({ red: 25, blue: 25 }, 50), { value: { string: "mine" } }]) {
    const stack = { ...flag(), ...definition(serve, { segment_overrides: { beta: { serve } } }) };
    await lab.apply(stack, pinned);
    lab.forget();
    expect((await lab.plan(stack, pinned)).empty).toBe(true);
  }
  await lab.stop();
});

test("at the edge identities have shares of their own", async () => {
  const lab = await Lab.start({ identities: "edge" });
  const stack = (serve: object): Bodies => ({
    ...flag(),
    ...definition({ variant: "red" }),
    identity_override: { i: { ...F, environment: "production", identity: "vip-1", serve } },
    segment: { own: { name: "own", rules: planIs("own") } },
  });
  for (const serve of [{ variant: "blue" }, split({ red: 100 }), { value: { string: "yours" } }, { variant: "red" }]) {
    await lab.apply(stack(serve));
    await expectEmpty(lab, stack(serve));
    const wanted = "value" in serve ? "yours" : JSON.stringify(serve).includes("blue") ? "blue" : "red";
    expect(await gets(lab, lab.production, "vip-1")).toBe(wanted);
  }
  await lab.destroy(stack({ variant: "red" }));
  await lab.stop();
});
