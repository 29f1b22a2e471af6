import type { DriverDiagnostic } from "../../src/testing/failure";
import { type Bodies, type PlatformName, PlatformWorkbench, type WorkbenchOptions } from "../support/platform-workbench";

/** A warning, what brings it about, and what it tells people to do. */
export interface Advice {
  /** As `warningSites` gives it. */
  readonly site: string;
  readonly platform: PlatformName;
  readonly options?: WorkbenchOptions;
  /** More for the provider block, in the platform's own block. */
  readonly settings?: object;
  /** What others did before. */
  readonly before?: (workbench: PlatformWorkbench) => Promise<void>;
  /** Applied before anything else, each after the other. */
  readonly from?: readonly Bodies[];
  /** What others do then. */
  readonly others?: (workbench: PlatformWorkbench) => Promise<void>;
  /** Brings the warning: in its plan, or in its apply. `destroy`: the destroy of what was applied last. */
  readonly told: Bodies | "destroy";
  readonly when: "plan" | "apply";
  readonly words: RegExp;
  /** What the words tell to do, each after the other, as configurations. Absent: there is nothing to do, and it is said only once. */
  readonly follow?: readonly Bodies[];
  /** Whether that is done instead of applying what was warned of. */
  readonly instead?: boolean;
  /** Whether it is said of the change too that ends it, for a plan cannot know that. */
  readonly repeats?: boolean;
  /** More than resources, beside what is followed: `moved` blocks. */
  readonly more?: object;
}

export async function followAdvice(advice: Advice): Promise<void> {
  const workbench = await PlatformWorkbench.start(advice.platform, advice.options);
  try {
    await follow(advice, workbench);
  } finally {
    await workbench.stop();
  }
}

async function follow(advice: Advice, workbench: PlatformWorkbench): Promise<void> {
  const { from = [], others, told, when, words } = advice;
  const isDestroy = told === "destroy";
  const all = (diagnostics: readonly DriverDiagnostic[]) =>
    diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
  const said = (diagnostics: readonly DriverDiagnostic[]) => all(diagnostics).filter((each) => words.test(each));
  const expected: unknown = expect.arrayContaining([expect.stringMatching(words)]);
  const stackOf = (resources: Bodies, more: object = {}) => ({
    ...stackWith(workbench, resources, advice.settings),
    ...more,
  });
  const apply = async (resources: Bodies, more?: object) => {
    const plan = await workbench.driver.plan(stackOf(resources, more));
    return [...said(plan.diagnostics), ...said((await workbench.driver.apply(plan)).warnings)];
  };
  await advice.before?.(workbench);
  for (const each of from) await apply(each);
  await others?.(workbench);

  const last = from.at(-1) ?? {};
  const plan = await workbench.driver.plan(stackOf(isDestroy ? last : told), { destroy: isDestroy });
  if (when === "plan") expect(all(plan.diagnostics)).toEqual(expected);
  if (!advice.instead) {
    const { warnings } = await workbench.driver.apply(plan);
    if (when === "apply") expect(all(warnings)).toEqual(expected);
  }

  const steps = advice.follow ?? [];
  for (const [index, each] of steps.entries()) {
    const repeated = await apply(each, index === steps.length - 1 ? advice.more : undefined);
    if (index === steps.length - 1 && !isDestroy && !advice.repeats) expect(repeated).toEqual([]);
  }
  const standing = steps.at(-1) ?? (isDestroy ? {} : told);
  const again = await workbench.driver.plan(stackOf(standing, steps.length > 0 ? advice.more : undefined));
  expect({ actions: again.actions(), warnings: said(again.diagnostics) }).toEqual({ actions: {}, warnings: [] });
  if (!isDestroy || !advice.instead) return;
  const end = await workbench.driver.plan(stackOf(standing), { destroy: true });
  expect(said(end.diagnostics)).toEqual([]);
  await workbench.driver.apply(end);
  expect(workbench.driver.state.instances).toEqual([]);
}

function stackWith(workbench: PlatformWorkbench, resources: Bodies, settings: object = {}): object {
  const stack = workbench.stack(resources) as {
    readonly provider: { readonly flagform: readonly [Record<string, object>] };
  };
  const [block] = stack.provider.flagform;
  return { ...stack, provider: { flagform: [{ ...block, [workbench.name]: { ...block[workbench.name], ...settings } }] } };
}

const PARENT = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };

export const flag = (settings: object = {}): Bodies => ({ feature_flag: { f: { key: "checkout", ...settings } } });
export const textFlag = (...variants: readonly string[]): Bodies =>
  flag({ type: "string", ...(variants.length > 0 && variantsOf(...variants)) });

/** Each serves its key. */
export function variantsOf(...keys: readonly string[]): { readonly variants: object } {
  return { variants: Object.fromEntries(keys.map((key) => [key, { value: { string: `the ${key} one` } }])) };
}

export const definition = (settings: object = {}): Bodies => ({
  environment_definition: { d: { ...PARENT, environment: "production", enabled: true, ...settings } },
});

export const override = (segment: string, settings: object = {}): Bodies => ({
  segment_override: {
    o: {
      ...{ ...PARENT, environment: "production", segment, enabled: true, ...settings },
      depends_on: ["flagform_environment_definition.d"],
    },
  },
});

export const serve = (variant: string) => ({ serve: { variant } });
export const value = (string: string) => ({ serve: { value: { string } } });

/** What another stack applies. */
export const another =
  (...stacks: readonly Bodies[]) =>
  async (workbench: PlatformWorkbench): Promise<void> => {
    const driver = workbench.newDriver();
    for (const each of stacks) await driver.apply(workbench.stack(each));
  };
