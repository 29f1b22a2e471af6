import fc from "fast-check";
import { type FlagsmithWorkbench, planIs } from "../support/flagsmith-workbench";
import type { Bodies } from "../support/platform-workbench";

/** Random stacks of all the resources that Flagsmith has, and of all data sources. Which are in a stack, and what they say, varies. */

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Most of a stack is left out of each, so that many small ones are tried. */
const rare = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });
const word = fc.constantFrom("", "one", "two words", "ünïcode");
const value = fc.oneof(
  fc.constantFrom("", "hello", "007", "true", "$${kept}", '{"a":1}').map((string) => ({ string })),
  fc.integer({ min: -5, max: 5 }).map((integer) => ({ integer })),
  fc.constantFrom("0.25", "12345678901234567890.5").map((number) => ({ number })),
  fc.constantFrom("{}", '{"a":{"b":[1,null]}}', '{ "a" : 1 }').map((json) => ({ json })),
);
const serve = value.map((each) => ({ value: each }));
const owners = fc.subarray(["ada@example.com", "bob@example.com"]);
const metadata = fc
  .subarray(["Team", "Owner"])
  .map((names) => Object.fromEntries(names.map((name) => [name, `of ${name}`])));

const flag = fc.record({
  description: maybe(word),
  tags: maybe(fc.subarray(["payments", "search"])),
  archived: maybe(fc.boolean()),
  deletion_protection: maybe(fc.constant(false)),
  flagsmith: maybe(
    fc.record({
      server_key_only: maybe(fc.boolean()),
      owners: maybe(owners),
      group_owners: maybe(fc.subarray(["Payments", "Search"])),
      metadata: maybe(metadata),
    }),
  ),
});
const environment = fc.record({
  description: maybe(word),
  flagsmith: maybe(
    fc.record({
      hide_disabled_flags: maybe(fc.constantFrom("on", "off", "inherit")),
      banner_text: maybe(word),
      allow_client_traits: maybe(fc.boolean()),
      metadata: maybe(metadata),
    }),
  ),
});
const segment = fc.record({
  description: maybe(word),
  rules: fc.constantFrom("pro", "team").map(planIs),
  flagsmith: maybe(fc.record({ metadata: maybe(metadata) })),
});
const override = fc.record({ enabled: maybe(fc.boolean()), serve });
const SEGMENTS = ["beta", "vip", "pros"] as const;
const IDENTITIES = ["ann", "bob", "constructor"] as const;
const priorities = fc.uniqueArray(maybe(fc.nat(5)), { minLength: 3, maxLength: 3, selector: (each) => each ?? {} });

/** What is said of a flag in an environment: nothing, by one definition, or by overrides of their own beside it. */
const unit = fc.record({
  definition: maybe(
    fc.record({
      enabled: maybe(fc.boolean()),
      serve: maybe(serve),
      on_destroy: maybe(fc.constantFrom("keep", "disable", "reset", "with_flag")),
    }),
  ),
  /** Which overrides the definition states, if it does; of those that it only lists, `apart` are resources of their own. */
  within: fc.constantFrom("none", "segments", "identities", "both"),
  listed: fc.boolean(),
  apart: fc.subarray([...SEGMENTS, ...IDENTITIES]),
  segments: fc.subarray([...SEGMENTS], { maxLength: 2 }),
  identities: fc.subarray([...IDENTITIES], { maxLength: 1 }),
  overrides: fc.tuple(override, override, override),
  priorities,
});
type Unit = typeof unit extends fc.Arbitrary<infer T> ? T : never;

const traits = fc.subarray(["plan", "seats", "rate", "on"]).map((names) =>
  Object.fromEntries(
    [
      ["plan", { string: "pro" }],
      ["seats", { integer: 4 }],
      ["rate", { number: 1.5 }],
      ["on", { boolean: true }],
    ].filter(([name]) => names.includes(name as string)),
  ),
);

export const wish = fc.record({
  flags: fc.tuple(maybe(flag), rare(flag)),
  type: fc.constantFrom("string", "integer"),
  environment: rare(environment),
  segment: rare(segment),
  /** Flags in environments: the first in production and in the own one, the second in staging. */
  units: fc.tuple(unit, unit, unit),
  identity: rare(fc.record({ traits: maybe(traits), absent_traits: maybe(fc.constantFrom(["gone"], [])) })),
  serverKey: rare(fc.record({ active: maybe(fc.boolean()) })),
  project: rare(fc.record({ hide_disabled_flags: maybe(fc.boolean()), stale_flags_limit_days: maybe(fc.nat(9)) })),
  data: fc.subarray(["environment", "environments", "feature_flag", "organisation", "project", "segment"]),
  /** Whether children name their parents by reference, or by name with `depends_on`. */
  refers: fc.boolean(),
});
export type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

export interface Stack {
  readonly resources: Bodies;
  readonly data: Bodies;
}

/** `run` makes names of their own; `suffix` is the end of every address. */
export function stackOf(wished: Wish, workbench: FlagsmithWorkbench, run: string, suffix: string): Stack {
  const [first, second] = wished.flags;
  const named = Object.entries({
    feature_flag: {
      ...(first && { a: { key: `a-${run}`, type: wished.type, ...first } }),
      ...(second && { b: { key: `b-${run}`, ...second } }),
    },
    environment: { ...(wished.environment && { canary: { name: `canary-${run}`, ...wished.environment } }) },
    segment: { ...(wished.segment && { pros: { name: `pros-${run}`, ...wished.segment } }) },
    project: {
      ...(wished.project && { shelf: { name: `Shelf ${run}`, deletion_protection: false, flagsmith: wished.project } }),
    },
    identity: {
      ...(wished.identity && {
        kiosk: {
          environment: "production",
          environment_id: workbench.production.id,
          identity: `kiosk-${run}`,
          ...wished.identity,
        },
      }),
    },
    server_key: {
      ...(wished.serverKey &&
        wished.environment && {
          ci: {
            name: "ci",
            ...parent(wished, "environment", "canary", suffix, run),
            depends_on: dependsOn(wished, "environment", "canary", suffix),
            ...wished.serverKey,
          },
        }),
    },
    ...unitsOf(wished, workbench, run, suffix),
  });
  const resources = named.map(([type, bodies]) => {
    return [
      type,
      Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name + suffix, body as object])),
    ] as const;
  });
  return { resources: Object.fromEntries(resources), data: dataOf(wished, run, suffix) };
}

function unitsOf(wished: Wish, workbench: FlagsmithWorkbench, run: string, suffix: string) {
  const bodies = {
    environment_definition: {} as Record<string, object>,
    segment_override: {} as Record<string, object>,
    identity_override: {} as Record<string, object>,
  };
  const places = [
    ["a", "production"],
    ["a", "canary"],
    ["b", "staging"],
  ] as const;
  for (const [index, [flagName, environmentName]] of places.entries()) {
    const said = wished.units[index];
    if (!said || !wished.flags[flagName === "a" ? 0 : 1]) continue;
    if (environmentName === "canary" && !wished.environment) continue;
    const at = {
      ...parent(wished, "flag", flagName, suffix, run),
      ...(environmentName === "canary"
        ? parent(wished, "environment", "canary", suffix, run)
        : { environment: environmentName, environment_id: workbench[environmentName].id }),
    };
    const depends = [
      ...dependsOn(wished, "feature_flag", flagName, suffix),
      ...(environmentName === "canary" ? dependsOn(wished, "environment", "canary", suffix) : []),
    ];
    // A boolean flag serves its switch.
    const own = (each: object) => (flagName === "b" ? { ...each, serve: null } : typed(each, wished.type));
    addUnit(
      bodies,
      `${flagName}_${environmentName}`,
      { ...at, ...(depends.length > 0 && { depends_on: depends }) },
      said,
      own,
      wished,
      suffix,
      run,
    );
  }
  return bodies;
}

function addUnit(
  bodies: Record<"environment_definition" | "segment_override" | "identity_override", Record<string, object>>,
  name: string,
  at: { readonly depends_on?: readonly string[] },
  said: Unit,
  own: (each: object) => object,
  wished: Wish,
  suffix: string,
  run: string,
): void {
  const holdsSegments = said.definition !== null && ["segments", "both"].includes(said.within);
  const holdsIdentities = said.definition !== null && ["identities", "both"].includes(said.within);
  const isApart = (each: Unit["apart"][number]) => said.listed && said.apart.includes(each);
  const segments = said.segments.filter((each) => each !== "pros" || wished.segment !== null);
  const overrideOf = (index: number) => own(said.overrides[index] ?? {});
  if (said.definition) {
    const after = holdsSegments && segments.includes("pros") ? [`flagform_segment.pros${suffix}`] : [];
    const depends = [...(at.depends_on ?? []), ...after];
    bodies.environment_definition[name] = {
      ...at,
      ...own(said.definition),
      ...(depends.length > 0 && { depends_on: depends }),
      ...((holdsSegments || holdsIdentities) && { adopt_existing: true, ...(said.listed && { overrides: "listed" }) }),
      ...(holdsSegments && {
        segment_overrides: Object.fromEntries(
          segments
            .filter((each) => !isApart(each))
            .map((each) => [
              each === "pros" ? `pros-${run}` : each,
              { ...overrideOf(SEGMENTS.indexOf(each)), priority: said.priorities[SEGMENTS.indexOf(each)] ?? null },
            ]),
        ),
      }),
      ...(holdsIdentities && {
        identity_overrides: Object.fromEntries(
          said.identities
            .filter((each) => !isApart(each))
            .map((each) => [`${each}-${run}`, overrideOf(IDENTITIES.indexOf(each))]),
        ),
      }),
    };
  }
  for (const each of segments.filter((one) => !holdsSegments || isApart(one))) {
    const index = SEGMENTS.indexOf(each);
    const depends = [...(at.depends_on ?? []), ...(each === "pros" ? dependsOn(wished, "segment", "pros", suffix) : [])];
    bodies.segment_override[`${name}_${each}`] = {
      ...at,
      ...(each === "pros" ? parent(wished, "segment", "pros", suffix, run) : { segment: each }),
      ...overrideOf(index),
      priority: said.priorities[index] ?? null,
      ...(depends.length > 0 && { depends_on: depends }),
    };
  }
  for (const each of said.identities.filter((one) => !holdsIdentities || isApart(one))) {
    bodies.identity_override[`${name}_${each}`] = {
      ...at,
      identity: `${each}-${run}`,
      ...overrideOf(IDENTITIES.indexOf(each)),
    };
  }
}

/** The value as one of the flag's type, where it is not. */
function typed(said: object, type: string): object {
  if (!("serve" in said) || said.serve === null) return said;
  const served = JSON.stringify(said.serve);
  if (type === "integer" && !served.includes('"integer"')) return { ...said, serve: { value: { integer: served.length } } };
  if (type === "string" && !served.includes('"string"'))
    return { ...said, serve: { value: { string: served.replace(/[${}"\\]/g, "").trim() } } };
  return said;
}

const TYPES = { flag: "feature_flag", environment: "environment", segment: "segment" } as const;

function parent(wished: Wish, kind: keyof typeof TYPES, name: string, suffix: string, run: string): object {
  const address = `flagform_${TYPES[kind]}.${name}${suffix}`;
  if (!wished.refers) return { [kind]: `${name}-${run}` };
  return { [kind]: `\${${address}.${kind === "flag" ? "key" : "name"}}`, [`${kind}_id`]: `\${${address}.id}` };
}

function dependsOn(wished: Wish, type: string, name: string, suffix: string): string[] {
  return wished.refers ? [] : [`flagform_${type}.${name}${suffix}`];
}

function dataOf(wished: Wish, run: string, suffix: string): Bodies {
  // By id, which is unknown until the thing is made: core would look a name up at plan already.
  const of = (type: string, name: string, there: unknown, planted: string) =>
    there ? `id:\${flagform_${type}.${name}${suffix}.id}` : planted;
  const all: Bodies = {
    environment: { d: { name: of("environment", "canary", wished.environment, "production") } },
    environments: { d: {} },
    ...(wished.flags[0] && { feature_flag: { d: { key: of("feature_flag", "a", true, `a-${run}`) } } }),
    organisation: { d: {} },
    project: { d: {} },
    segment: { d: { name: of("segment", "pros", wished.segment, "beta") } },
  };
  return Object.fromEntries(Object.entries(all).filter(([type]) => wished.data.some((each) => each === type)));
}
