import type { Place, RuleContext } from "../../src/adopt/translate/conditions/context";
import { matches, sdksOf } from "../../src/adopt/translate/conditions/judge/holds";
import { translateRules } from "../../src/adopt/translate/conditions/translate-rules";
import type { SegmentRule } from "../../src/platforms/model/segment-rule";
import type { Person, TraitValue } from "../../src/serving/person";
import { people, REFUSE, rulesFor, SEGMENTS } from "../serving/generated";
import { type PlatformName, PLATFORMS } from "../support/emulated-platforms";
import { fc, runs } from "../support/fast-check";

const PAIRS = PLATFORMS.flatMap((from) => PLATFORMS.filter((to) => to !== from).map((to) => [from, to] as const));

interface Counts {
  exact: number;
  assuming: number;
  noted: number;
  lost: number;
  compared: number;
}

test.each(PAIRS)("generated rules of %s match the same people on %s, or what differs is said", (from, to) => {
  const places: readonly Place[] = from === "flagsmith" ? ["segment"] : ["segment", "definition"];
  const counts: Counts = { exact: 0, assuming: 0, noted: 0, lost: 0, compared: 0 };
  for (const place of places) {
    fc.assert(
      fc.property(generated(from, place), ({ rules, segments, everybody }) => {
        const context: RuleContext = {
          ...{ from, to, refuse: REFUSE[to] },
          segment: (name) => ({ rules: segments[SEGMENTS.findIndex((each) => each === name)] ?? [], identities: [] }),
        };
        const found = translateRules(rules, place, context);
        if (found.kind === "lost") {
          counts.lost += 1;
          if (process.env["WHY"]) console.log(JSON.stringify(rules), found.why);
          return;
        }
        counts[found.notes.length > 0 ? "noted" : found.assumes.length > 0 ? "assuming" : "exact"] += 1;
        if (process.env["NOTES"] && found.notes.length > 0) console.log(JSON.stringify(rules), JSON.stringify(found.rules), found.notes);
        expect(REFUSE[to](found.rules, to === "flagsmith" ? "segment" : place)).toBeUndefined();
        if (found.notes.length > 0) return;
        for (const person of everybody) {
          if (found.assumes.some(({ trait, never }) => kindsOf(valueOf(person, trait)).some((each) => never.includes(each)))) continue;
          const known = { ...person, segments: membershipsOf(from, segments, person) };
          const side = { platform: from, place, entity: "user.id" };
          const other = { platform: to, place: to === "flagsmith" ? ("segment" as const) : place, entity: "user.id" };
          const before = matches(side, rules, known, sdksOf(side)[0] ?? "");
          const after = sdksOf(other).map((sdk) => matches(other, found.rules, known, sdk));
          if (before === undefined) continue;
          counts.compared += 1;
          expect({ rules: found.rules, source: rules, person, answers: after }).toEqual({
            ...{ rules: found.rules, source: rules, person },
            answers: after.map(() => before),
          });
        }
      }),
      { numRuns: runs(60) },
    );
  }
  if (process.env["COUNTS"]) console.log(from, to, JSON.stringify(counts));
});

function generated(from: PlatformName, place: Place): fc.Arbitrary<{
  readonly rules: readonly SegmentRule[];
  readonly segments: readonly (readonly SegmentRule[])[];
  readonly everybody: readonly Person[];
}> {
  const names = from === "flagsmith" ? [] : SEGMENTS;
  const without = (rules: readonly SegmentRule[]): boolean => !JSON.stringify(rules).includes("percentage");
  return fc.record({
    rules: rulesFor(from, place, names).filter(without),
    segments: fc.array(rulesFor(from, "segment", []).filter(without), { minLength: 3, maxLength: 3 }),
    everybody: people(from),
  });
}

function membershipsOf(
  platform: PlatformName,
  segments: readonly (readonly SegmentRule[])[],
  person: Person,
): Record<string, boolean> {
  const side = { platform, place: "segment" as const, entity: "user.id" };
  const [sdk = ""] = sdksOf(side);
  return Object.fromEntries(SEGMENTS.map((name, index) => [name, matches(side, segments[index] ?? [], person, sdk) === true]));
}

function valueOf({ identity, traits }: Person, trait: string | null): TraitValue | undefined {
  return trait === null || trait === "$.identity.identifier" || trait === "id" ? (identity ?? undefined) : traits[trait];
}

/** What a value might be called in what a translation takes for granted. */
function kindsOf(value: TraitValue | undefined): readonly string[] {
  if (value === undefined) return ["not there"];
  if (typeof value !== "string") return typeof value === "object" ? ["a list"] : [`a ${typeof value}`];
  if (value === "") return ["an empty text"];
  if (/^-?\d+(\.\d+)?$/.test(value)) return ["a number as text"];
  return ["text", "in another letter case", "a time written in another way"];
}
