import type { Bodies } from "../support/platform-workbench";
import type { Base } from "./base";

/** Bases for the platforms that serve variants: Split, Vercel and Mixpanel. */

export interface VariantPlatform {
  /** Whether a definition repeats the flag's variants. */
  readonly repeats: boolean;
  readonly whenOff: boolean;
  readonly rollouts: boolean;
  /** The types of flags beside boolean and string. */
  readonly kinds: readonly Exclude<Kind, "boolean" | "string">[];
  /** Where rules have rules inside them: everywhere and of any kind, or in segments only, as alternatives. */
  readonly innerRules: "anywhere" | "alternatives of segments";
  /** Several values inside of an alternative are told as a rule of their own. */
  readonly oneValueInside?: true;
  /** What a split may be bucketed by; absent: the identity itself only. */
  readonly bucketBy?: string;
  /** More of the flag, and of the segment: what has elements must be there to be walked. */
  readonly flag?: object;
  readonly segment?: object;
  /** Settings of other platforms, by resource. */
  readonly others: Readonly<Record<"feature_flag" | "environment_definition" | "segment", object>>;
}

type Kind = "boolean" | "string" | "integer" | "number" | "json";

const VALUES: Readonly<Record<Exclude<Kind, "boolean">, readonly [object, object]>> = {
  string: [{ string: "sky" }, { string: "rose" }],
  integer: [{ integer: 1 }, { integer: 2 }],
  number: [{ number: 1.5 }, { number: 2.5 }],
  json: [{ json: '{"colour":"sky"}' }, { json: '{"colour":"rose"}' }],
};

const BLUE = { serve: { variant: "blue" } };
const RED = { serve: { variant: "red" } };
const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const CONDITION = { operator: "equal_to", trait: "plan", value: "pro" };
const RULES = [{ match: "all", conditions: [CONDITION] }];
const SEVERAL = { operator: "one_of", trait: "plan", values: ["pro", "team"] };
const INNER = [{ match: "all", conditions: [SEVERAL], rules: [{ match: "all", conditions: [SEVERAL] }] }];
const PLAIN = [
  {
    match: "any",
    rules: [
      { match: "all", conditions: [CONDITION, { operator: "equal_to", trait: "country", value: "NL" }] },
      { match: "all", conditions: [CONDITION, { operator: "equal_to", trait: "country", value: "DE" }] },
    ],
  },
];
const ALTERNATIVES = [
  {
    match: "any",
    rules: [
      { match: "all", conditions: [SEVERAL, { operator: "equal_to", trait: "country", value: "NL" }] },
      { match: "all", conditions: [CONDITION] },
    ],
  },
];

/** All of a flag's resources, whose definition serves `serve`. */
export function variantStack(
  { repeats, whenOff, flag, segment }: VariantPlatform,
  kind: Kind,
  serve: object = kind === "boolean" ? {} : BLUE,
): Bodies {
  const variants = kind === "boolean" ? {} : { variants: variantsOf(kind) };
  const [blue, red] = kind === "boolean" ? [{ enabled: true }, { enabled: false }] : [BLUE, RED];
  return {
    feature_flag: { f: { key: "flag-RUN", type: kind, description: "words", ...variants, ...flag } },
    segment: { s: { name: "pros-RUN", description: "who pays", rules: RULES, ...segment } },
    environment_definition: {
      d: {
        ...F,
        environment: "production",
        enabled: true,
        ...serve,
        killed: false,
        ...(whenOff && kind !== "boolean" && { when_off: "red" }),
        ...(repeats && variants),
        rules: [{ key: "early", description: "first", when: RULES, ...red }],
        segment_overrides: { "pros-RUN": { segment_id: "${flagform_segment.s.id}", ...red } },
        identity_overrides: { u1: red, u2: blue },
      },
      e: {
        ...F,
        environment: "preview",
        enabled: true,
        ...blue,
        ...(whenOff && kind !== "boolean" && { when_off: "red" }),
        ...(repeats && variants),
      },
    },
    segment_override: {
      o: {
        ...{ ...F, environment: "preview", segment: "pros-RUN", segment_id: "${flagform_segment.s.id}", ...red },
        depends_on: ["flagform_environment_definition.e"],
      },
    },
    identity_override: {
      i: { ...F, environment: "preview", identity: "u1", ...red, depends_on: ["flagform_environment_definition.e"] },
    },
  };
}

function variantsOf(kind: Exclude<Kind, "boolean">): object {
  const [blue, red] = VALUES[kind];
  return { blue: { value: blue, description: "first" }, red: { value: red } };
}

/** What each resource needs beside it: the fewer, the faster. */
const BESIDE = {
  "feature_flag.f": ["environment_definition.e"],
  "segment.s": [],
  "environment_definition.d": ["feature_flag.f", "segment.s"],
  "segment_override.o": ["feature_flag.f", "segment.s", "environment_definition.e"],
  "identity_override.i": ["feature_flag.f", "environment_definition.e"],
} as const;
type Walked = keyof typeof BESIDE;
const RESOURCES = Object.keys(BESIDE) as Walked[];

export function variantBases(platform: VariantPlatform): Base[] {
  const of = (name: string, walks: Walked, stack: Bodies): Base => ({
    name,
    walks,
    stack: only(stack, [walks, ...BESIDE[walks]]),
    linked: ["pros-RUN"],
    ...(platform.repeats && { mirrors: MIRRORS[walks] ?? [] }),
  });
  const strings = variantStack(platform, "string");
  const bucketBy = platform.bucketBy === undefined ? {} : { bucket_by: platform.bucketBy, otherwise: "red" };
  const split = { serve: { split: { weights: { blue: 30, red: 70 }, ...bucketBy } } };
  const stages = [
    { percentage: 10, minutes: 60 },
    { percentage: 50, minutes: 60 },
  ];
  const rollout = { serve: { rollout: { from: "red", to: "blue", start: "2027-01-11T09:00:00Z", stages, ...bucketBy } } };
  return [
    ...RESOURCES.map((walks) => of("a string flag", walks, strings)),
    ...platform.kinds.map((kind) => of(`a ${kind} flag`, "feature_flag.f", variantStack(platform, kind))),
    ...RESOURCES.filter((each) => each !== "segment.s").map((walks) =>
      of("a boolean flag", walks, variantStack(platform, "boolean")),
    ),
    of("by value", "environment_definition.d", variantStack(platform, "string", { serve: { value: { string: "sky" } } })),
    of("a split", "environment_definition.d", everywhere(strings, split)),
    ...(["segment_override.o", "identity_override.i"] as const).map((walks) =>
      of("a split", walks, everywhere(strings, split)),
    ),
    ...(platform.rollouts
      ? (["environment_definition.d", "segment_override.o"] as const).map((walks) =>
          of("a rollout", walks, everywhere(strings, rollout)),
        )
      : []),
    ...(platform.innerRules === "anywhere"
      ? (["segment.s", "environment_definition.d"] as const).map((walks) =>
          of("inner rules", walks, withRules(strings, INNER)),
        )
      : [
          of("inner rules", "segment.s", {
            ...strings,
            segment: withRules(strings, platform.oneValueInside === true ? PLAIN : ALTERNATIVES)["segment"] ?? {},
          }),
          ...(["segment.s", "environment_definition.d"] as const).map((walks) =>
            of("several values", walks, withRules(strings, [{ match: "all", conditions: [SEVERAL] }])),
          ),
        ]),
    ...(["feature_flag.f", "environment_definition.d", "segment.s"] as const).map((walks) =>
      of("others' settings", walks, withSettings(strings, platform.others)),
    ),
  ];
}

const MIRRORS: Partial<Record<Walked, Base["mirrors"]>> = {
  "feature_flag.f": [["feature_flag.f.variants", "environment_definition.e.variants"]],
  "environment_definition.d": [["environment_definition.d.variants", "feature_flag.f.variants"]],
};

function only(stack: Bodies, addresses: readonly string[]): Bodies {
  const bodies: Record<string, Record<string, object>> = {};
  for (const address of addresses) {
    const [type = "", name = ""] = address.split(".");
    bodies[type] = { ...bodies[type], [name]: stack[type]?.[name] ?? {} };
  }
  return bodies;
}

/** Everyone gets it, and whoever a rule or an override on a segment is about. */
function everywhere(stack: Bodies, serve: object): Bodies {
  const definition = { ...stack["environment_definition"]?.["d"] } as Readonly<Record<string, unknown>>;
  const [rule] = definition["rules"] as readonly object[];
  const overrides = definition["segment_overrides"] as Readonly<Record<string, object>>;
  const served = Object.entries(overrides).map(([key, override]) => [key, { ...override, ...serve }] as const);
  const d = { ...definition, ...serve, rules: [{ ...rule, ...serve }], segment_overrides: Object.fromEntries(served) };
  const change = (type: string, name: string, body: object) => ({ [type]: { ...stack[type], [name]: body } });
  return {
    ...stack,
    ...change("environment_definition", "d", d),
    ...change("segment_override", "o", { ...stack["segment_override"]?.["o"], ...serve }),
  };
}

function withRules(stack: Bodies, rules: readonly object[]): Bodies {
  const definition = { ...stack["environment_definition"]?.["d"] } as Readonly<Record<string, unknown>>;
  const [rule] = definition["rules"] as readonly object[];
  const d = { ...definition, rules: [{ ...rule, when: rules }] };
  return {
    ...stack,
    environment_definition: { ...stack["environment_definition"], d },
    segment: { s: { ...stack["segment"]?.["s"], rules } },
  };
}

function withSettings(stack: Bodies, settings: VariantPlatform["others"]): Bodies {
  const merged = Object.entries(stack).map(([type, bodies]) => {
    const more = { ...settings }[type as keyof typeof settings] ?? {};
    return [type, Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, { ...body, ...more }]))] as const;
  });
  return Object.fromEntries(merged);
}
