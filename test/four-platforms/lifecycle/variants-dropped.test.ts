import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/**
 * A variant that is renamed or dropped is gone after one apply, or the plan says beforehand what keeps it and what ends that:
 * done, the next apply is the last.
 */

const PARENT = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const SUMMARY = "Variants that are still used are kept";
const serve = (variant: string) => ({ serve: { variant } });

let workbench: PlatformWorkbench;
afterEach(() => workbench.stop());

/** Each letter is a variant of that value; a key of several letters has the first of them as its value. */
function stack(name: PlatformName, keys: readonly string[], environments: Readonly<Record<string, object>>): Bodies {
  const variants = Object.fromEntries(keys.map((key) => [key, { value: { string: `value ${key.slice(0, 1)}` } }]));
  const own = name === "split" || name === "mixpanel" ? { variants } : {};
  const definitions = Object.entries(environments).map(([environment, more]) => {
    return [environment, { ...PARENT, environment, enabled: true, ...own, ...more }] as const;
  });
  return {
    feature_flag: { f: { key: "checkout", type: "string", ...(name !== "split" && { variants }) } },
    environment_definition: Object.fromEntries(definitions),
  };
}

async function begin(name: PlatformName, before: Bodies): Promise<void> {
  workbench = await PlatformWorkbench.start(name);
  await workbench.apply(before);
}

/** Applies; tells what the plan said of variants that stay. */
async function apply(after: Bodies): Promise<string[]> {
  const plan = await workbench.plan(after);
  await workbench.driver.apply(plan);
  return plan.diagnostics.filter(({ summary }) => summary === SUMMARY).map(({ detail }) => detail);
}

const silent = { enabled: null };
const isSettled = async (resources: Bodies): Promise<boolean> => (await workbench.plan(resources)).empty;
const everybody = (): Promise<unknown[]> =>
  Promise.all(["production", "preview"].map((each) => workbench.evaluate(each, "checkout", { identity: "ann" })));

describe.each(PLATFORMS)("%s", (name) => {
  test("a variant that is renamed wherever it is stated is gone at once, and nobody gets another value", async () => {
    await begin(name, stack(name, ["a", "b", "c"], { production: serve("a"), preview: serve("b") }));
    const before = await everybody();
    const after = stack(name, ["anew", "b", "c"], { production: serve("anew"), preview: serve("b") });
    expect(await apply(after)).toEqual([]);
    expect(await isSettled(after)).toBe(true);
    expect(await everybody()).toEqual(before);
  });

  test("one that is renamed where nothing states it any more goes on under its new name, or is told", async () => {
    await begin(name, stack(name, ["a", "b", "c"], { production: serve("a") }));
    const told = await apply(stack(name, ["anew", "b", "c"], { production: silent }));
    expect(told).toEqual(name === "mixpanel" ? [expect.stringMatching(/"a"[^]* is used in production \(`serve`\)/)] : []);
    const after = stack(name, ["anew", "b", "c"], { production: name === "mixpanel" ? serve("anew") : silent });
    if (name === "mixpanel") await apply(after);
    expect(await isSettled(after)).toBe(true);
    expect(await workbench.evaluate("production", "checkout", { identity: "ann" })).toBe("value a");
  });

  test("one that is dropped together with its last use goes at once, but for what Split serves when off", async () => {
    const serving = (preview: object) => ({ production: serve("b"), preview, development: serve("b") });
    await begin(name, stack(name, ["a", "b", "c"], serving(serve("c"))));
    const told = await apply(stack(name, ["a", "b"], serving(serve("b"))));
    if (name === "split") expect(told).toMatchObject([expect.stringMatching(/"c"[^]* is used in preview \(`when_off`\)/)]);
    const more = name === "split" ? { when_off: "a" } : {};
    const after = stack(name, ["a", "b"], serving({ ...serve("b"), ...more }));
    if (name === "split") await apply(after);
    expect(await isSettled(after)).toBe(true);
  });

  test("all of them at once are refused where flags need some, else told of", async () => {
    await begin(name, stack(name, ["a", "b"], { production: serve("a") }));
    const none = stack(name, [], { production: {} });
    if (name !== "flagsmith") {
      const [diagnostic] = await refusal(workbench.plan(none));
      expect(diagnostic).toMatchObject({ path: ["variants"] });
      expect(`${diagnostic?.summary ?? ""} ${diagnostic?.detail ?? ""}`).toMatch(/two treatments|Declare at least one/);
      return;
    }
    const [told] = await apply(none);
    expect(told).toMatch(/keeps the variant "a"[^]*production \(`serve`\)/);
    const stated = stack(name, [], { production: { serve: { value: { string: "value a" } } } });
    await apply(stated);
    expect(await isSettled(stated)).toBe(true);
  });
});

test("vercel: what a new flag begins with, in environments that nothing manages, is told and not changed", async () => {
  await begin("vercel", stack("vercel", ["a", "b", "c"], { production: serve("b") }));
  const dropped = stack("vercel", ["b", "c"], { production: serve("b") });
  const before = await everybody();
  const [told] = await apply(dropped);
  expect(told).toMatch(
    /keeps the variant "a"[^]*production \(`when_off`\), preview \(`when_off`, `serve`\) and development \(`when_off`, `serve`\)/,
  );
  expect(told).toContain('with a variant that stays ("b", "c")');
  expect(await everybody()).toEqual(before);
  const stated = { ...serve("b"), when_off: "c" };
  const after = stack("vercel", ["b", "c"], { production: stated, preview: stated, development: stated });
  await apply(after);
  expect(await isSettled(after)).toBe(true);
});

describe.each(["vercel", "split"] as const)("%s", (name) => {
  test("one that is served where the flag is off, and no longer stated there, is told", async () => {
    const all = (more: object) => ({ production: more, preview: more, development: more });
    await begin(name, stack(name, ["a", "b", "c"], all({ ...serve("b"), when_off: "a" })));
    const [told] = await apply(stack(name, ["b", "c"], all(serve("b"))));
    expect(told).toMatch(/keeps the variant "a"[^]*production \(`when_off`/);
    const after = stack(name, ["b", "c"], all({ ...serve("b"), when_off: "c" }));
    await apply(after);
    expect(await isSettled(after)).toBe(true);
  });
});

test("split: what is stated must be one of the definition's own variants", async () => {
  await begin("split", stack("split", ["a", "b", "c"], { production: { ...serve("b"), when_off: "a" } }));
  const [diagnostic] = await refusal(
    workbench.plan(stack("split", ["b", "c"], { production: { ...serve("b"), when_off: "a" } })),
  );
  expect(diagnostic).toMatchObject({ summary: 'The flag has no variant "a"', path: ["when_off"] });
});

test("split: variants in the place of a boolean flag's own ones are told of, too", async () => {
  const boolean = (more: object): Bodies => ({
    feature_flag: { f: { key: "checkout" } },
    environment_definition: { d: { ...PARENT, environment: "production", enabled: true, ...more } },
  });
  await begin("split", boolean({}));
  const variants = { yes: { value: { boolean: true } }, no: { value: { boolean: false } } };
  const told = await apply(boolean({ variants }));
  expect(told).toEqual([expect.stringMatching(/"on"[^]* is used in production/), expect.stringMatching(/"off"/)]);
});
