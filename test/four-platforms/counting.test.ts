import {
  type Bodies,
  ENVIRONMENTS,
  type PlatformName,
  PLATFORMS,
  PlatformWorkbench,
  SEGMENTS,
} from "../support/platform-workbench";

/**
 * Requests of a whole stack: flags × environments, each with a rollout (where the platform splits), two segments and five
 * individual targets. Fifty flags with FLAGFORM_PRINT_COUNTS, which also prints the table of all platforms.
 */

const PRINTS = process.env["FLAGFORM_PRINT_COUNTS"] !== undefined;
const FLAGS = PRINTS ? 50 : 4;

/** Per flag and environment: what is allowed at most, and so held. Lists and look-ups of the run come on top. */
const BUDGET: Readonly<
  Record<PlatformName, { readonly create: number; readonly refresh: number; readonly change: number }>
> = {
  // Definitions and overrides may meet or not; each identity is made once and overridden per flag.
  flagsmith: { create: 14, refresh: 12, change: 14 },
  split: { create: 1.6, refresh: 10, change: 10 },
  vercel: { create: 1.6, refresh: 6, change: 8 },
  mixpanel: { create: 3.5, refresh: 12, change: 16 },
};

function stackOf(name: PlatformName, changed = false): Bodies {
  const free = name === "flagsmith";
  const rollout = free ? {} : { serve: { split: { weights: { on: 20, off: 80 } } } };
  const identities = Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [`user-${String(index)}`, { enabled: true }]),
  );
  const flags = Array.from({ length: FLAGS }, (_, index) => `flag-${String(index)}`);
  const units = flags.flatMap((flag) => ENVIRONMENTS.map((environment) => ({ flag, environment })));
  const off = (flag: string, environment: string) => changed && flag === "flag-0" && environment === "production";
  return {
    feature_flag: Object.fromEntries(flags.map((flag) => [flag, { key: flag, type: "boolean" }])),
    environment_definition: Object.fromEntries(
      units.map(({ flag, environment }) => [
        `${flag}-${environment}`,
        {
          flag: `\${flagform_feature_flag.${flag}.key}`,
          flag_id: `\${flagform_feature_flag.${flag}.id}`,
          environment,
          enabled: !off(flag, environment),
          ...(off(flag, environment) ? {} : rollout),
          segment_overrides: Object.fromEntries(SEGMENTS.map((segment) => [segment, { enabled: true }])),
          identity_overrides: identities,
        },
      ]),
    ),
  };
}

test.each(PLATFORMS)("%s stays within its budget of requests", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  try {
    const create = (await workbench.requestsOf(() => workbench.apply(stackOf(name)))).length;
    const refresh = (await workbench.requestsOf(() => workbench.plan(stackOf(name)))).length;
    const change = (await workbench.requestsOf(() => workbench.apply(stackOf(name, true)))).length;
    expect((await workbench.plan(stackOf(name, true))).empty).toBe(true);
    const destroy = (await workbench.requestsOf(() => workbench.destroy(stackOf(name, true)))).length;
    if (PRINTS) process.stdout.write(`${name}: ${JSON.stringify({ create, refresh, change, destroy })}\n`);
    const units = FLAGS * ENVIRONMENTS.length;
    expect(create).toBeLessThanOrEqual(BUDGET[name].create * units + 20);
    expect(refresh).toBeLessThanOrEqual(BUDGET[name].refresh);
    expect(change).toBeLessThanOrEqual(BUDGET[name].change + BUDGET[name].refresh);
  } finally {
    await workbench.stop();
  }
});

/** What the plan of an all-new stack asks: lists that its apply needs too, and those of what might stand in the way. */
const LOOKS: Readonly<Record<PlatformName, number>> = {
  // Projects, environments, flags, segments.
  flagsmith: 4,
  // Workspaces, environments, flags, and one list for each of the three kinds of segments.
  split: 6,
  // The project, flags that are active and archived, segments.
  vercel: 4,
  // Of each project its workspaces, flags and cohorts.
  mixpanel: 9,
};

test.each(PLATFORMS)("%s: what a plan looks up an apply does not look up again", async (name) => {
  const RULES = [{ match: "all", conditions: [{ operator: "is_set", trait: "plan" }] }];
  const stack = { ...stackOf(name), segment: { s: { name: "crew", ...(name === "split" ? {} : { rules: RULES }) } } };
  const [checked, unchecked] = await Promise.all(
    [true, false].map(async (checks) => {
      const workbench = await PlatformWorkbench.start(name);
      try {
        const made: { plan?: object } = {};
        const plan = await workbench.requestsOf(async () => {
          made.plan = await workbench.plan(stack, { provider: { plan_checks: checks } });
        });
        return { plan, apply: await workbench.requestsOf(() => workbench.driver.apply(made.plan ?? {})) };
      } finally {
        await workbench.stop();
      }
    }),
  );
  expect(checked?.plan.filter((each) => !each.startsWith("GET"))).toEqual([]);
  expect(checked?.plan).toHaveLength(LOOKS[name]);
  expect(LOOKS[name]).toBeLessThanOrEqual(3 + 2 * ENVIRONMENTS.length);
  expect(unchecked?.plan).toEqual([]);
  expect(checked?.apply).toHaveLength(unchecked?.apply.length ?? -1);
});
