import type { Condition, Content, Matcher, Membership } from "../../../src/emulator/split/store/records";
import type { Person } from "./official-worlds";

/** The vendor's own evaluation (@splitsoftware/splitio-commons), which its SDKs for JavaScript share. */
interface Evaluator {
  evaluateFeature(
    log: Log,
    key: { readonly matchingKey: string; readonly bucketingKey: string },
    flag: string,
    attributes: object,
    storage: Storage,
  ): { readonly treatment: string; readonly config: string | null };
}
type Log = Readonly<Record<"debug" | "info" | "warn" | "error", () => void>>;
type Stored<T> = { get(name: string): T | null };
interface Storage {
  readonly definitions: Stored<object>;
  readonly rbSegments: Stored<object>;
  readonly segments: { isInSegment(name: string, key: string): boolean };
  readonly largeSegments: { isInSegment(name: string, key: string): boolean };
}

const { evaluateFeature } = jest.requireActual<Evaluator>("@splitsoftware/splitio-commons/cjs/evaluator");
const ignore = (): void => undefined;
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A flag as the Admin API has it, with the seeds that the server gave it. */
export interface Defined {
  readonly content: Content;
  readonly seed: number;
  readonly allocationSeed: number;
}

export class OfficialEngine {
  private readonly storage: Storage;

  constructor(
    flags: ReadonlyMap<string, Defined>,
    ruled: ReadonlyMap<string, Membership>,
    keys: ReadonlyMap<string, readonly string[]>,
  ) {
    const isInSegment = (name: string, key: string): boolean => keys.get(name)?.includes(key) ?? false;
    this.storage = {
      definitions: lookUp(flags, flagOf),
      rbSegments: lookUp(ruled, segmentOf),
      segments: { isInSegment },
      largeSegments: { isInSegment },
    };
  }

  evaluate(flag: string, { key, bucketingKey, attributes }: Person): { treatment: string; config: string | null } {
    const asked = { matchingKey: key, bucketingKey };
    const { treatment, config } = evaluateFeature(SILENT, asked, flag, attributes, this.storage);
    return { treatment, config };
  }
}

function lookUp<T>(all: ReadonlyMap<string, T>, shown: (each: T) => object): Stored<object> {
  return {
    get: (name) => {
      const found = all.get(name);
      return found === undefined ? null : shown(found);
    },
  };
}

/** As the SDKs are told it: individual targets become conditions of their own, before the rules. */
function flagOf({ content, seed, allocationSeed }: Defined): object {
  const { treatments, rules, defaultRule, killed, defaultTreatment, trafficAllocation } = content;
  const target = (treatment: string, matcher: Matcher): object => ({
    conditionType: "WHITELIST",
    matcherGroup: groupOf([matcher]),
    partitions: [{ treatment, size: 100 }],
  });
  const configured = treatments.filter((each) => each.configurations !== undefined);
  return {
    seed,
    trafficAllocation,
    trafficAllocationSeed: allocationSeed,
    killed,
    defaultTreatment,
    configurations: Object.fromEntries(configured.map((each) => [each.name, each.configurations])) as object,
    conditions: [
      ...treatments.flatMap(({ name, keys }) =>
        keys.length === 0 ? [] : [target(name, { type: "IN_LIST_STRING", strings: keys })],
      ),
      ...treatments.flatMap(({ name, segments, largeSegments, ruleBasedSegments }) => [
        ...segments.map((string) => target(name, { type: "IN_SEGMENT", string })),
        ...largeSegments.map((string) => target(name, { type: "IN_LARGE_SEGMENT", string })),
        ...ruleBasedSegments.map((string) => target(name, { type: "IN_RULE_BASED_SEGMENT", string })),
      ]),
      ...[...rules, { condition: { matchers: [{ type: "ALL_KEYS" }] }, buckets: defaultRule }].map(
        ({ condition, buckets }) => ({
          conditionType: "ROLLOUT",
          matcherGroup: groupOf(condition.matchers),
          partitions: buckets,
        }),
      ),
    ],
  };
}

const EXCLUDED: Readonly<Record<string, string>> = {
  standard_segment: "standard",
  large_segment: "large",
  rule_based_segment: "rule-based",
};

function segmentOf({ rules, excludedKeys, excludedSegments }: Membership): object {
  return {
    conditions: rules.map(({ condition }: { condition: Condition }) => ({ matcherGroup: groupOf(condition.matchers) })),
    excluded: {
      keys: excludedKeys,
      segments: excludedSegments.map(({ name, type }) => ({ name, type: EXCLUDED[type] })),
    },
  };
}

function groupOf(matchers: readonly Matcher[]): object {
  return { combiner: "AND", matchers: matchers.map(matcherOf) };
}

const NAMES: Readonly<Record<string, string>> = {
  IN_LIST_STRING: "WHITELIST",
  STARTS_WITH_STRING: "STARTS_WITH",
  ENDS_WITH_STRING: "ENDS_WITH",
  EQUAL_SET: "EQUAL_TO_SET",
  ANY_OF_SET: "CONTAINS_ANY_OF_SET",
  ALL_OF_SET: "CONTAINS_ALL_OF_SET",
  BOOLEAN: "EQUAL_TO_BOOLEAN",
  EQUAL_NUMBER: "EQUAL_TO",
  LESS_THAN_OR_EQUAL_NUMBER: "LESS_THAN_OR_EQUAL_TO",
  GREATER_THAN_OR_EQUAL_NUMBER: "GREATER_THAN_OR_EQUAL_TO",
  BETWEEN_NUMBER: "BETWEEN",
  ON_DATE: "EQUAL_TO",
  ON_OR_AFTER_DATE: "GREATER_THAN_OR_EQUAL_TO",
  ON_OR_BEFORE_DATE: "LESS_THAN_OR_EQUAL_TO",
  BETWEEN_DATE: "BETWEEN",
  IN_SPLIT: "IN_SPLIT_TREATMENT",
};

function matcherOf(matcher: Matcher): object {
  const { type, attribute = null, negate = false, string, strings, bool, number, date, between, depends } = matcher;
  const dataType = type.endsWith("_DATE") ? "DATETIME" : "NUMBER";
  const range = between && { start: between.from, end: between.to };
  return {
    matcherType: NAMES[type] ?? type,
    negate,
    keySelector: { trafficType: "user", attribute },
    userDefinedSegmentMatcherData: { segmentName: string },
    userDefinedLargeSegmentMatcherData: { largeSegmentName: string },
    whitelistMatcherData: { whitelist: strings },
    stringMatcherData: string,
    booleanMatcherData: bool,
    unaryNumericMatcherData: { dataType, value: number ?? date },
    betweenMatcherData: range && { dataType, ...range },
    betweenStringMatcherData: range,
    dependencyMatcherData: { split: depends?.splitName, treatments: depends?.treatments ?? [depends?.treatment] },
  };
}
