import { isDeepStrictEqual } from "node:util";
import type { Answer, Outcome } from "../../src/serving/answer";
import { evaluate } from "../../src/serving/evaluate";
import type { Person } from "../../src/serving/person";
import type { World } from "../../src/serving/world/world";
import { worldOf } from "../../src/serving/world/worlds-of";
import { Decimal } from "../../src/terraform/value";
import type { Driver } from "../../src/testing/driver";
import { DriverError } from "../../src/testing/failure";
import { FALLBACK, type PlatformName, PLATFORMS } from "../support/emulated-platforms";
import { fc, runs } from "../support/fast-check";
import { type Bodies, PlatformWorkbench } from "../support/platform-workbench";
import { FLAGS, generatedFor } from "./generated";
import { openVendorEngine } from "./vendors/open";

/**
 * What this says of the state of a generated stack, the emulator serves, and so does the vendor's own engine, given what the emulator
 * hands out.
 */

const RUNS = 4;
const NOW = Date.UTC(2026, 0, 1, 12);
const SDK: Readonly<Partial<Record<PlatformName, string>>> = { split: "javascript", mixpanel: "node" };

/** How many answers of each kind were compared. */
type Kinds = Record<Answer["kind"], number>;

interface Counts {
  readonly emulator: Kinds;
  readonly vendor: Kinds;
  /** Questions that the vendor's engine is known to answer unlike the vendor's server. */
  apart: number;
  refused: number;
  readonly because: Map<string, number>;
}

test.each(PLATFORMS)(
  "%s: what is said of generated stacks is what the emulator serves, and the vendor's engine",
  async (platform) => {
    const none: Kinds = { certain: 0, distribution: 0, unknown: 0 };
    const counts: Counts = { emulator: { ...none }, vendor: { ...none }, apart: 0, refused: 0, because: new Map() };
    await fc.assert(
      fc.asyncProperty(generatedFor(platform), async ({ bodies, people }) => {
        const workbench = await PlatformWorkbench.start(platform, { clock: () => new Date(NOW) });
        try {
          await workbench.apply(bodies);
          await compare(workbench, worldIn(workbench.driver, platform), people, counts);
        } catch (error) {
          if (!(error instanceof DriverError)) throw error;
          counts.refused += 1;
          if (process.env["FLAGFORM_SERVING_COUNTS"]) console.log(error.message);
        } finally {
          await workbench.stop();
        }
      }),
      { numRuns: runs(RUNS), endOnFailure: true },
    );
    if (process.env["FLAGFORM_SERVING_COUNTS"]) console.log(platform, counts);
    // Had most been refused or unknown, hardly anything would have been compared.
    expect(counts.refused).toBeLessThan(runs(RUNS) / 4);
    const { emulator, vendor, apart } = counts;
    for (const kinds of [emulator, vendor]) {
      expect(kinds.unknown / sum(kinds)).toBeLessThan(0.25);
      expect(kinds.certain).toBeGreaterThan(0);
      expect(kinds.distribution).toBeGreaterThan(0);
    }
    expect(apart / sum(emulator)).toBeLessThanOrEqual(platform === "flagsmith" ? 0.5 : 0);
  },
  Math.max(120_000, runs(RUNS) * 10_000),
);

const EVERYBODY = Array.from({ length: 4000 }, (_each, index) => `person-${index}`);
const some = (value: string): object => ({
  rules: [{ match: "all", conditions: [{ operator: "percentage", value }] }],
});
const letters = Object.fromEntries(["a", "b", "c"].map((key) => [key, { value: { string: key } }]));
const isLetter = (serve: object, more: object = {}): Bodies => ({
  feature_flag: { f: { key: "letter", type: "string", variants: letters } },
  environment_definition: {
    d: { flag: "${flagform_feature_flag.f.key}", environment: "production", enabled: true, serve, ...more },
  },
});
const nested: Bodies = {
  segment: { few: { name: "few", ...some("10") }, many: { name: "many", ...some("50") } },
  ...isLetter(
    { variant: "c" },
    {
      segment_overrides: {
        few: { segment_id: "${flagform_segment.few.id}", priority: 1, serve: { variant: "a" } },
        many: { segment_id: "${flagform_segment.many.id}", priority: 2, serve: { variant: "b" } },
      },
    },
  ),
};
const split = { split: { weights: { a: 25, b: 75 } } };

/** Two percentages of one hash on Vercel, of two hashes on Flagsmith; a share of a share on the others. */
const SHARES: readonly (readonly [PlatformName, Bodies, Readonly<Record<string, number>>])[] = [
  ["flagsmith", nested, { a: 10, b: 45, c: 45 }],
  ["vercel", nested, { a: 10, b: 40, c: 50 }],
  [
    "split",
    isLetter(split, { when_off: "c", variants: letters, split: { traffic_allocation: 40 } }),
    { a: 10, b: 30, c: 60 },
  ],
  ["mixpanel", isLetter(split, { variants: letters, mixpanel: { rollout_percentage: 40 } }), { a: 10, b: 30, fallback: 60 }],
];

test.each(SHARES)("%s: shares are what many people get", async (platform, bodies, shares) => {
  const workbench = await PlatformWorkbench.start(platform);
  try {
    await workbench.apply(bodies);
    const answer = evaluate(worldIn(workbench.driver, platform), "production", "letter", { identity: null, traits: {} });
    if (answer.kind !== "distribution") throw new Error(`the answer is ${answer.kind}`);
    const told = answer.shares.map(({ percent, outcome }) => [outcome.variant ?? FALLBACK, percent] as const);
    expect(Object.fromEntries(told)).toEqual(shares);
    const counted: Record<string, number> = {};
    // Asked over HTTP, with a hash that is the same in each run.
    const [asked, tolerance] = platform === "flagsmith" ? [EVERYBODY.slice(0, 300), 8] : [EVERYBODY, 4];
    for (const identity of asked) {
      const served = String(await workbench.evaluate("production", "letter", { identity }));
      counted[served] = (counted[served] ?? 0) + 100 / asked.length;
    }
    for (const [name, share] of Object.entries(shares))
      expect(Math.abs((counted[name] ?? 0) - share)).toBeLessThan(tolerance);
  } finally {
    await workbench.stop();
  }
});

async function compare(
  workbench: PlatformWorkbench,
  world: World,
  people: readonly Person[],
  counts: Counts,
): Promise<void> {
  const engine = await openVendorEngine(workbench, NOW);
  const sdk = SDK[workbench.name];
  try {
    for (const flag of FLAGS) {
      for (const person of people) {
        const answer = evaluate(world, "production", flag, person, { at: NOW, ...(sdk !== undefined && { sdk }) });
        const served = await workbench.evaluate("production", flag, whoOf(person));
        const vendor = await engine.serve(flag, person);
        // Split's API tells no seeds: there the engine's buckets are others.
        const isExact = vendor && (workbench.name !== "split" || answer.kind === "certain");
        const told = { flag, person, answer, served, vendor };
        expect({
          ...told,
          fits: fits(answer, served, flag, workbench.name),
          vendorFits: !vendor || fits(answer, vendor.served, flag, workbench.name),
          isSame: !isExact || isDeepStrictEqual(vendor.served, served),
        }).toEqual({ ...told, fits: true, vendorFits: true, isSame: true });
        count(answer, vendor !== undefined, counts);
      }
    }
  } finally {
    await engine.close();
  }
}

function whoOf({ identity, traits }: Person): Parameters<PlatformWorkbench["evaluate"]>[2] {
  return { identity: identity ?? "", traits: traits as Readonly<Record<string, string | number | boolean>> };
}

function fits(answer: Answer, served: unknown, flag: string, platform: PlatformName): boolean {
  const is = (outcome: Outcome): boolean => JSON.stringify(seen(outcome, flag, platform)) === JSON.stringify(served);
  if (answer.kind === "certain") return is(answer.outcome);
  return answer.kind === "unknown" || answer.shares.some(({ outcome }) => is(outcome));
}

/** What an application makes of it. */
function seen({ enabled, value }: Outcome, flag: string, platform: PlatformName): unknown {
  if (value === null) return FALLBACK;
  if (platform === "flagsmith" && flag !== "f0" && !enabled) return FALLBACK;
  if (platform === "flagsmith" || value.kind !== "json") return value.value;
  return JSON.parse(value.value) as unknown;
}

function count(answer: Answer, isVendors: boolean, counts: Counts): void {
  counts.emulator[answer.kind] += 1;
  if (isVendors) counts.vendor[answer.kind] += 1;
  else counts.apart += 1;
  if (answer.kind !== "unknown") return;
  for (const each of answer.because) counts.because.set(each, (counts.because.get(each) ?? 0) + 1);
}

function sum({ certain, distribution, unknown }: Kinds): number {
  return certain + distribution + unknown;
}

function worldIn(driver: Driver, platform: PlatformName): World {
  const resources = driver.state.instances.map(({ address, type, attributes }) => {
    return { address, type, values: plain(attributes) as Readonly<Record<string, unknown>> };
  });
  return worldOf(resources, { platform, closed: true });
}

function plain(value: unknown): unknown {
  if (value instanceof Decimal) return value.text;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
