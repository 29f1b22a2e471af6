import type { Logger } from "@openfeature/core";
import { FlagdCore } from "@openfeature/flagd-core";
import { flagdDefinitions } from "../../src/export/flagd/definitions";
import type { SegmentCondition } from "../../src/platforms/model/segment-rule";
import type { Outcome } from "../../src/serving/answer";
import { evaluate } from "../../src/serving/evaluate";
import type { Person } from "../../src/serving/person";
import { worldOf } from "../../src/serving/world/worlds-of";
import { FLAGS, type Generated, generatedFor } from "../serving/generated";
import { type PlatformName, PLATFORMS } from "../support/emulated-platforms";
import { fc, runs } from "../support/fast-check";

/** What flagd's own engine serves from an export is what the platform would serve. */

const SILENT: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const NOW = Date.UTC(2026, 0, 1, 12);
const SDK: Readonly<Partial<Record<PlatformName, string>>> = { split: "javascript", mixpanel: "node" };
/** Text that platforms may take for a number or a boolean; flagd does not. */
const LOOKS_OTHERWISE = /^(?:12|true|)$/;
const FALLBACK = "the application's own";
/** flagd compares values by their type; platforms that convert them do more. */
const TYPES: Readonly<Record<string, string>> = {
  word: "string",
  count: "number",
  ratio: "number",
  member: "boolean",
  release: "string",
  since: "string",
  list: "object",
  other: "string",
};

test.each(PLATFORMS)("%s: an export serves what the platform serves", (platform) => {
  const counts = { compared: 0, leftOut: new Map<string, number>(), exported: 0 };
  fc.assert(
    fc.property(generatedFor(platform), (generated) => {
      compare(platform, { ...generated, bodies: wellTyped(generated.bodies, platform) }, counts);
    }),
    { numRuns: runs(60) },
  );
  if (process.env["FLAGFORM_SERVING_COUNTS"]) console.log(platform, counts);
  expect(counts.compared).toBeGreaterThan(50);
});

function compare(
  platform: PlatformName,
  { bodies, people }: Generated,
  counts: { compared: number; exported: number; readonly leftOut: Map<string, number> },
): void {
  const world = worldOf(resourcesOf(bodies), { platform, closed: true });
  const { document, leftOut } = flagdDefinitions(world, "production");
  for (const { because } of leftOut) counts.leftOut.set(because, (counts.leftOut.get(because) ?? 0) + 1);
  const warnings: string[] = [];
  const flagd = new FlagdCore(undefined, { ...SILENT, warn: (text: string) => warnings.push(text) });
  flagd.setConfigurations(JSON.stringify(document));
  expect(warnings).toEqual([]);
  for (const flag of FLAGS) {
    if (!Object.hasOwn(document.flags, flag)) continue;
    counts.exported += 1;
    for (const person of people.map(withTypedTraits)) {
      const sdk = SDK[platform];
      const answer = evaluate(world, "production", flag, person, { at: NOW, ...(sdk !== undefined && { sdk }) });
      if (answer.kind === "unknown") continue;
      const outcomes = answer.kind === "certain" ? [answer.outcome] : answer.shares.map(({ outcome }) => outcome);
      const served = servedBy(flagd, flag, person, platform);
      counts.compared += 1;
      expect({
        flag,
        person,
        definition: document.flags[flag],
        expected: outcomes.map((each) => seen(each, flag, platform)),
        served,
      }).toMatchObject({
        expected: expect.arrayContaining([served]),
      });
    }
  }
}

function servedBy(flagd: FlagdCore, flag: string, { identity, traits }: Person, platform: PlatformName): unknown {
  const nested = platform === "vercel" ? { user: traits } : traits;
  const context = { ...(nested as Record<string, never>), targetingKey: identity ?? "" };
  if (flag === "f0") {
    const { value, reason } = flagd.resolveBooleanEvaluation(flag, false, context, SILENT);
    return reason === "DEFAULT" ? FALLBACK : value;
  }
  if (flag === "f1") return flagd.resolveStringEvaluation(flag, FALLBACK, context, SILENT).value;
  const { value } = flagd.resolveObjectEvaluation(flag, { is: FALLBACK }, context, SILENT);
  return (value as { is: string }).is === FALLBACK ? FALLBACK : value;
}

/** What an application makes of it. */
function seen({ enabled, value }: Outcome, flag: string, platform: PlatformName): unknown {
  if (value === null || (platform === "flagsmith" && flag !== "f0" && !enabled)) return FALLBACK;
  return value.kind === "json" ? (JSON.parse(value.value) as unknown) : value.value;
}

/** Platforms convert traits of another type than a condition's in ways of their own, and take some text for something else. */
function withTypedTraits({ identity, traits }: Person): Person {
  const kept = Object.entries(traits).filter(
    ([name, value]) => typeof value === TYPES[name] && !LOOKS_OTHERWISE.test(String(value)),
  );
  return { identity, traits: Object.fromEntries(kept) };
}

/** Without the conditions that do not suit the type of their trait. */
function wellTyped(value: Generated["bodies"], platform: PlatformName): Generated["bodies"] {
  const text = JSON.stringify(value, (key, each: unknown) =>
    key === "conditions" ? wellTypedConditions(each as readonly SegmentCondition[], platform) : each,
  );
  return JSON.parse(text) as Generated["bodies"];
}

function wellTypedConditions(conditions: readonly SegmentCondition[], platform: PlatformName): readonly SegmentCondition[] {
  const suiting = conditions.filter((each) => suits(each, platform));
  return suiting.length > 0 ? suiting : [{ operator: "equal_to", trait: "other", value: "x", values: null, type: null }];
}

function suits({ operator, trait, type, value, values }: SegmentCondition, platform: PlatformName): boolean {
  if (/segment|percentage|^flag_|modulo|set$/.test(operator)) return true;
  const typed = platform === "flagsmith" ? (type === "version" ? "version" : TYPES[trait ?? ""]) : (type ?? undefined);
  const isOrder = /than|at_|between/.test(operator);
  switch (TYPES[trait ?? ""]) {
    case "boolean":
      return typed === "boolean" && operator.endsWith("equal_to");
    case "number":
      return (typed === "number" || (typed === undefined && isOrder)) && !/contains|with|matches|^has|part/.test(operator);
    case "object":
      return /^has|part/.test(operator);
    default:
      if ([value ?? "", ...(values ?? [])].some((each) => LOOKS_OTHERWISE.test(each))) return false;
      if (typed === "version") return trait === "release";
      return (
        (typed === undefined || typed === "string") && (!isOrder || platform === "flagsmith") && !/^has|part/.test(operator)
      );
  }
}

/** The bodies as a state has them: what refers to a name is the name. */
function resourcesOf(bodies: Generated["bodies"]) {
  const text = JSON.stringify(bodies).replace(/\$\{flagform_\w+\.(\w+)\.(?:key|name|id)\}/g, "$1");
  const resolved = JSON.parse(text) as Generated["bodies"];
  return Object.entries(resolved).flatMap(([type, all]) =>
    Object.entries(all).map(([name, values]) => ({
      address: `flagform_${type}.${name}`,
      type: `flagform_${type}`,
      values: type === "feature_flag" && name === "f0" ? { type: "boolean", ...values } : values,
    })),
  ) as Parameters<typeof worldOf>[0];
}
