import fc from "fast-check";
import { type Bodies, ENVIRONMENTS, type PlatformName } from "../support/platform-workbench";

/** Random stacks of the neutral resources, for platforms that serve variants. */

export type VariantPlatform = Exclude<PlatformName, "flagsmith">;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const which = fc.constantFrom("first", "second");
const whole = fc.record({ enabled: fc.boolean(), which });
const rule = fc.record({
  key: fc.constantFrom("early", "late", "staff"),
  plan: fc.constantFrom("pro", "team"),
  audience: fc.record({ enabled: fc.boolean(), which: fc.constantFrom("first", "second", "split") }),
});
const unit = fc.record({
  enabled: fc.boolean(),
  which: fc.constantFrom("first", "second", "split"),
  killed: maybe(fc.boolean()),
  rules: maybe(fc.uniqueArray(rule, { selector: ({ key }) => key, maxLength: 2 })),
  /** How the overrides are stated: as resources of their own, or in the definition; where it lists some, those of `apart` are resources. */
  overridesAre: fc.constantFrom("apart", "listed", "exact"),
  apart: fc.subarray(["beta", "pros", "u1", "constructor"] as const),
  segments: fc.subarray(["beta", "pros"] as const),
  identities: fc.subarray(["u1", "constructor"] as const),
  overrides: fc.tuple(whole, whole),
});

export const wish = fc.record({
  flag: maybe(fc.record({ description: maybe(fc.constantFrom("", "one", "two words")) })),
  // Always there: core destroys a segment before it updates what used it, and these platforms refuse that.
  segment: fc.record({ description: maybe(fc.constantFrom("", "one")), plan: fc.constantFrom("pro", "team") }),
  units: fc.tuple(maybe(unit), maybe(unit)),
  refers: fc.boolean(),
});
export type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;
type Unit = typeof unit extends fc.Arbitrary<infer T> ? T : never;

export function stackOf(
  platform: VariantPlatform,
  type: "boolean" | "string",
  wished: Wish,
  run: string,
  suffix: string,
): Bodies {
  const variants = { blue: { value: { string: "blue" } }, red: { value: { string: "red" } } };
  const segment = {
    name: `pros-${run}`,
    // Split's API makes segments, and never changes their descriptions.
    description: platform === "split" ? null : wished.segment.description,
    rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: wished.segment.plan }] }],
  };
  const bodies: Record<string, Record<string, object>> = {
    feature_flag: wished.flag
      ? { f: { key: `f-${run}`, type, ...(type === "string" && { variants }), ...wished.flag } }
      : {},
    segment: platform !== "mixpanel" ? { pros: segment } : {},
    environment_definition: {},
    segment_override: {},
    identity_override: {},
  };
  for (const [index, environment] of ENVIRONMENTS.entries()) {
    const said = wished.units[index];
    if (said && wished.flag) addUnit(bodies, platform, type, environment, said, wished, run, suffix, variants);
  }
  const named = Object.entries(bodies).map(([kind, each]) => {
    return [kind, Object.fromEntries(Object.entries(each).map(([name, body]) => [name + suffix, body]))] as const;
  });
  return Object.fromEntries(named.filter(([, each]) => Object.keys(each).length > 0));
}

function addUnit(
  bodies: Record<string, Record<string, object>>,
  platform: VariantPlatform,
  type: "boolean" | "string",
  environment: string,
  said: Unit,
  wished: Wish,
  run: string,
  suffix: string,
  variants: object,
): void {
  const served = (each: { readonly enabled: boolean; readonly which: string }) => servedTo(type, each);
  const flag = wished.refers
    ? { flag: `\${flagform_feature_flag.f${suffix}.key}`, flag_id: `\${flagform_feature_flag.f${suffix}.id}` }
    : { flag: `f-${run}` };
  const after = [`flagform_feature_flag.f${suffix}`];
  const ownSegment = platform !== "mixpanel";
  const segments = said.segments.filter((each) => each !== "pros" || ownSegment);
  const overrideOf = (index: number) => served(said.overrides[index] ?? { enabled: true, which: "first" });
  const isApart = (each: Unit["apart"][number]) =>
    said.overridesAre === "apart" || (said.overridesAre === "listed" && said.apart.includes(each));
  const segmentName = (each: string) => (each === "pros" ? `pros-${run}` : each);
  const before = ownSegment ? [...after, `flagform_segment.pros${suffix}`] : after;
  bodies["environment_definition"] = {
    ...bodies["environment_definition"],
    [environment]: {
      ...flag,
      environment,
      depends_on: before,
      ...served(said),
      ...(type === "string" && { variants }),
      ...(type === "string" && platform !== "mixpanel" && { when_off: "red" }),
      ...(said.killed !== null && { killed: said.killed }),
      ...(said.rules && {
        rules: said.rules.map(({ key, plan, audience }) => ({
          key,
          when: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: plan }] }],
          ...served(audience),
        })),
      }),
      adopt_existing: true,
      ...(said.overridesAre === "listed" && { overrides: "listed" }),
      ...(said.overridesAre !== "apart" && {
        segment_overrides: Object.fromEntries(
          segments.flatMap((each, index) => (isApart(each) ? [] : [[segmentName(each), overrideOf(index)]])),
        ),
        identity_overrides: Object.fromEntries(
          said.identities.flatMap((each, index) => (isApart(each) ? [] : [[each, overrideOf(index)]])),
        ),
      }),
    },
  };
  const single = {
    ...flag,
    environment,
    depends_on: [...before, `flagform_environment_definition.${environment}${suffix}`],
  };
  for (const [index, each] of segments.entries()) {
    if (!isApart(each)) continue;
    bodies["segment_override"] = {
      ...bodies["segment_override"],
      [`${environment}_${each}`]: { ...single, segment: segmentName(each), ...overrideOf(index) },
    };
  }
  for (const [index, each] of said.identities.entries()) {
    if (!isApart(each)) continue;
    bodies["identity_override"] = {
      ...bodies["identity_override"],
      [`${environment}_${each}`]: { ...single, identity: each, ...overrideOf(index) },
    };
  }
}

function servedTo(
  type: "boolean" | "string",
  { enabled, which: what }: { readonly enabled: boolean; readonly which: string },
): object {
  const [first, second] = type === "boolean" ? ["on", "off"] : ["blue", "red"];
  if (type === "boolean" && what !== "split") return { enabled };
  if (what === "split") return { enabled, serve: { split: { weights: { [first]: 30, [second]: 70 } } } };
  return { enabled, serve: { variant: what === "first" ? first : second } };
}
