import type { RequestRecord } from "../../src/emulator/flagsmith/emulator";

/** A configuration of many flags, each with a definition and segment overrides in every environment, and what it costs. */

export interface ManyFlags {
  readonly flags: number;
  readonly environments: readonly string[];
  readonly segments: readonly string[];
  /** Who gets something of their own of each flag in each environment. */
  readonly identities?: readonly string[];
  /** What one flag's definition serves in one environment instead of its usual value. */
  readonly changed?: { readonly flag: number; readonly environment: string; readonly value: string };
}

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The `resource` and `data` blocks; environments and segments are found, not made. */
export function manyFlags({ flags, environments, segments, identities = [], changed }: ManyFlags): {
  resource: Blocks;
  data: Blocks;
} {
  const numbers = Array.from({ length: flags }, (_, index) => index);
  const name = (flag: number): string => `flag-${String(flag).padStart(3, "0")}`;
  const at = (flag: number, environment: string) => ({
    environment: `\${data.flagform_environment.${environment}.name}`,
    environment_id: `\${data.flagform_environment.${environment}.id}`,
    flag: `\${flagform_feature_flag.${name(flag)}.key}`,
    flag_id: `\${flagform_feature_flag.${name(flag)}.id}`,
  });
  const units = numbers.flatMap((flag) => environments.map((environment) => ({ flag, environment })));
  const definition = ({ flag, environment }: (typeof units)[number]) => {
    const isChanged = changed?.flag === flag && changed.environment === environment;
    const value = isChanged ? changed.value : `${environment} ${name(flag)}`;
    return [
      `${name(flag)}_${environment}`,
      { ...at(flag, environment), enabled: true, serve: { value: { string: value } } },
    ];
  };
  const overrides = ({ flag, environment }: (typeof units)[number]) =>
    segments.map((segment, priority) => [
      `${name(flag)}_${environment}_${segment}`,
      {
        ...at(flag, environment),
        segment: `\${data.flagform_segment.${segment}.name}`,
        segment_id: `\${data.flagform_segment.${segment}.id}`,
        priority,
        serve: { value: { string: `${segment} of ${name(flag)}` } },
      },
    ]);
  const people = ({ flag, environment }: (typeof units)[number]) =>
    identities.map((identity) => [
      `${name(flag)}_${environment}_${identity}`,
      { ...at(flag, environment), identity, serve: { value: { string: `${identity} of ${name(flag)}` } } },
    ]);
  return {
    resource: {
      flagform_feature_flag: Object.fromEntries(numbers.map((flag) => [name(flag), { key: name(flag), type: "string" }])),
      flagform_environment_definition: Object.fromEntries(units.map(definition)) as Record<string, object>,
      flagform_segment_override: Object.fromEntries(units.flatMap(overrides)) as Record<string, object>,
      ...(identities.length > 0 && {
        flagform_identity_override: Object.fromEntries(units.flatMap(people)) as Record<string, object>,
      }),
    },
    data: {
      flagform_environment: Object.fromEntries(environments.map((each) => [each, { name: each }])),
      flagform_segment: Object.fromEntries(segments.map((each) => [each, { name: each }])),
    },
  };
}

/** A seed of an emulated server on which {@link manyFlags} finds what it needs. */
export function manyFlagsSeed(
  project: string,
  { environments, segments }: Pick<ManyFlags, "environments" | "segments">,
): object {
  const condition = (value: string) => ({ operator: "EQUAL", property: "plan", value });
  return {
    projects: [
      {
        name: project,
        environments: environments.map((each) => ({ name: each, key: `${each}-key` })),
        segments: segments.map((each) => ({ name: each, rules: [{ type: "ALL", conditions: [condition(each)] }] })),
      },
    ],
  };
}

export interface Counts {
  readonly total: number;
  readonly writes: number;
  /** By `METHOD route`, the most frequent first. */
  readonly byRoute: Readonly<Record<string, number>>;
}

export function countRequests(requests: readonly RequestRecord[]): Counts {
  const routes = new Map<string, number>();
  for (const { method, route } of requests) {
    const name = `${method} ${route}`;
    routes.set(name, (routes.get(name) ?? 0) + 1);
  }
  return {
    total: requests.length,
    writes: requests.filter(({ method }) => method !== "GET").length,
    byRoute: Object.fromEntries([...routes].sort(([, one], [, other]) => other - one)),
  };
}

/** The counts of several operations as a table for people. */
export function printCounts(title: string, operations: Readonly<Record<string, Counts>>): string {
  const lines = Object.entries(operations).flatMap(([operation, { total, writes, byRoute }]) => [
    `  ${operation}: ${String(total)} requests, ${String(writes)} of them writes`,
    ...Object.entries(byRoute).map(([route, count]) => `    ${String(count).padStart(5)}  ${route}`),
  ]);
  return [title, ...lines].join("\n");
}
