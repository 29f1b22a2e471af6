import { flagformProvider } from "../../src/resources/provider/provider";
import type { Attributes } from "../../src/terraform/schema";
import { Reused } from "../deep/reused";
import { DEEP, fc, SEED } from "../support/fast-check";
import { PlatformWorkbench } from "../support/platform-workbench";
import type { Base, Borders } from "./base";
import { changed, everyText } from "./change";
import { type Case, outcomeOf } from "./outcome";
import { memberOf, patternsOf, placesIn } from "./places";
import { ABSENT, valuesFor } from "./values";

/**
 * Walks every attribute of a platform's resources through its borders: applied, and then the plan is empty; or refused at plan. There
 * is no third outcome.
 *
 * The normal suite tries a few, always the same; FLAGFORM_DEEP=1 tries each place with many values. FLAGFORM_BORDERS=<number> sets with how
 * many, FLAGFORM_BORDERS_ONLY=<text>,<text> keeps to the cases whose name has one of the texts, FLAGFORM_BORDERS_SAY=1 prints each as it
 * is tried.
 */
const ASKED = process.env["FLAGFORM_BORDERS"];
const WHOLE = DEEP || ASKED !== undefined;
const TRIES = WHOLE ? Number(ASKED ?? 40) : 1;
const ONLY = process.env["FLAGFORM_BORDERS_ONLY"]?.split(",");
const SAY = process.env["FLAGFORM_BORDERS_SAY"] === "1";

/** How many cases the normal suite tries of each platform. */
const PART = 10;

/** For jest: what the whole may take; the part takes seconds, but on a machine with other work to do it may take minutes. */
export const TIMEOUT_MS = WHOLE ? 6 * 3600 * 1000 : 600_000;

const RESOURCES = new Map(flagformProvider("0.0.0-test").resources.map((each) => [each.type, each.attributes]));

export interface Walked {
  readonly cases: number;
  readonly applied: number;
  readonly refused: number;
  readonly findings: readonly string[];
}

export async function walk(borders: Borders): Promise<Walked> {
  const workbenches = new Reused(() => PlatformWorkbench.start(borders.platform, borders.options), 100);
  const count = { cases: 0, applied: 0, refused: 0 };
  const findings: string[] = [];
  const begun = performance.now();
  for (const { name, dirty, ...each } of casesOf(borders)) {
    count.cases++;
    const outcome = await outcomeOf(await workbenches.take(), each);
    if (SAY) process.stdout.write(`${outcome.kind} ${name}${"words" in outcome ? `\n    ${oneLine(outcome.words)}` : ""}\n`);
    if (SAY && "what" in outcome) process.stdout.write(`    ${oneLine(outcome.what)}\n`);
    if (outcome.kind === "finding") findings.push(`${name}\n    ${oneLine(outcome.what)}`);
    else count[outcome.kind]++;
    if (outcome.kind === "finding" || dirty) await workbenches.stop().catch(() => undefined);
  }
  await workbenches.stop();
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const told = `${String(count.cases)} cases: ${String(count.applied)} applied, ${String(count.refused)} refused at plan`;
  process.stdout.write(`borders of ${borders.platform}: ${told}, ${seconds} s, FLAGFORM_SEED=${String(SEED)}\n`);
  return { ...count, findings };
}

interface NamedCase extends Case {
  readonly name: string;
  /** Whether it leaves something behind on purpose. */
  readonly dirty: boolean;
}

/** Attributes that are about the end itself. */
const ENDS = new Set(["on_destroy", "deletion_protection"]);

function casesOf(borders: Borders): readonly NamedCase[] {
  let run = 0;
  const all = placesOf(borders).flatMap(({ base, place, pattern, attributes }, position) => {
    const current = place.path.reduce<unknown>(memberOf, bodyOf(base));
    const values = valuesFor(place, current, borders.values?.[pattern] ?? []);
    const drawn = fc.sample(fc.tuple(values, fc.nat(2)), { seed: SEED + position, numRuns: TRIES });
    return drawn.map(([value, chance]): NamedCase => {
      const stack = changed(base, place, value, { kind: "object", attributes });
      const before = chance === 0 ? { before: base.stack } : {};
      const last = ENDS.has(place.pattern) ? { last: base.stack } : {};
      return {
        name: `${base.name}: ${pattern} = ${shown(value)}${chance === 0 ? ", changed" : ""}`,
        dirty: ENDS.has(place.pattern) || place.pattern === "adopt_existing",
        ...numbered<Case>({ stack, ...before, ...last }, ++run),
      };
    });
  });
  const kept = ONLY === undefined ? all : all.filter(({ name }) => ONLY.some((text) => name.includes(text)));
  if (WHOLE || kept.length <= PART) return kept;
  const [some = []] = fc.sample(fc.shuffledSubarray(kept, { minLength: PART, maxLength: PART }), { seed: SEED, numRuns: 1 });
  return some;
}

/** Each pattern once for each base that has it in a way of its own: what stands in several bases alike is walked in the first. */
function placesOf(borders: Borders) {
  const seen = new Set<string>();
  return borders.bases.flatMap((base) => {
    const attributes = attributesOf(base);
    const body = bodyOf(base);
    return placesIn(attributes, body).flatMap((place) => {
      const pattern = `${typeOf(base)}.${place.pattern}`;
      const key = JSON.stringify([pattern, place.path.reduce<unknown>(memberOf, body) ?? null]);
      if (seen.has(key) || isExempt(pattern, borders)) return [];
      seen.add(key);
      return [{ base, place, pattern, attributes }];
    });
  });
}

/** The patterns of the schema that no base comes to, so that what is new must be thought of. */
export function unwalked(borders: Borders): string[] {
  const walked = new Set(
    borders.bases.flatMap((base) =>
      placesIn(attributesOf(base), bodyOf(base)).map(({ pattern }) => `${typeOf(base)}.${pattern}`),
    ),
  );
  const all = [...RESOURCES].flatMap(([type, attributes]) =>
    patternsOf(attributes).map((pattern) => `${type.replace("flagform_", "")}.${pattern}`),
  );
  return all.filter((pattern) => !walked.has(pattern) && !isExempt(pattern, borders));
}

function isExempt(pattern: string, { exempt = {} }: Borders): boolean {
  return Object.keys(exempt).some(
    (each) => pattern === each || (pattern.startsWith(each) && /^[.[{]/.test(pattern.slice(each.length))),
  );
}

function typeOf({ walks }: Base): string {
  return walks.split(".")[0] ?? "";
}

function attributesOf(base: Base): Attributes {
  const attributes = RESOURCES.get(`flagform_${typeOf(base)}`);
  if (!attributes) throw new Error(`no resource flagform_${typeOf(base)}`);
  return attributes;
}

function bodyOf({ walks, stack }: Base): unknown {
  const body = walks.split(".").reduce<unknown>(memberOf, stack);
  if (body === undefined) throw new Error(`the base has no ${walks}`);
  return body;
}

function numbered<T>(bodies: T, run: number): T {
  return everyText(bodies, (text) => text.replaceAll("RUN", String(run))) as T;
}

function shown(value: unknown): string {
  const text = value === ABSENT ? "(left out)" : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 120)}… (${String(text.length)})` : text;
}

function oneLine(text: string): string {
  const line = text.replaceAll("\n", " ");
  return line.length > 900 ? `${line.slice(0, 900)}…` : line;
}
