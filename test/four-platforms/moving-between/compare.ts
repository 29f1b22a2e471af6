import type { PageAnswer } from "../../../src/emulator/page/view-model";
import type { Somebody } from "./people";
import type { Ask } from "./places";
import { isSame, keyOf, seen, type Side } from "./same";

/** A flag in an environment, by the source's names, with what is needed to understand its answers. */
export interface Unit {
  readonly environment: string;
  readonly flag: string;
  readonly source: Side;
  readonly target: Side;
}

interface Difference {
  readonly unit: string;
  readonly somebody: Somebody;
  readonly source: PageAnswer | undefined;
  readonly target: PageAnswer | undefined;
}

/** For people: of each unit how many differ, and the first of them. */
export function summaryOf(differences: readonly Difference[]): Readonly<Record<string, string>> {
  const told = (answer: PageAnswer | undefined): string =>
    answer ? `${answer.isOn === false ? "off, " : ""}${answer.text} (${answer.reason.text})` : "no such flag";
  const lines: Record<string, string> = {};
  for (const { unit, somebody, source, target } of differences) {
    const count = differences.filter((each) => each.unit === unit).length;
    lines[unit] ??= `${String(count)} differ: ${JSON.stringify(somebody)} gets ${told(source)}, and then ${told(target)}`;
  }
  return lines;
}

export interface Compared {
  /** How many flags in environments were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** How many answers were compared, by the reason that the source gave for them. */
  readonly answers: Readonly<Record<string, number>>;
  /** Those that differ because a bucket decides, with the same shares on both. */
  readonly drawnAgain: number;
  /** Those that differ because a condition treats their trait otherwise, which is listed. */
  readonly excused: number;
}

interface Asking {
  readonly source: Ask;
  readonly target: Ask;
  /** The source's environments, with their names on the target. */
  readonly environments: ReadonlyMap<string, string>;
}

type About = (unit: Unit, somebody: Somebody) => boolean;

export interface Excuses {
  /** Whether it is listed that somebody gets something else. */
  readonly isExcused?: About;
  /** Whether a bucket decides for somebody, with the same shares: members of a list cannot be sampled. */
  readonly isDrawn?: About;
}

/** How many people are asked for a share, and how far two shares may be apart: more than four deviations. */
const SAMPLE = 250;
const TOLERANCE = 0.2;

/**
 * Asks both platforms about the same people, and says where an application would see something else. Where somebody differs, and both
 * platforms give people like them several answers, the shares are compared instead.
 */
export function compare(
  { source, target, environments }: Asking,
  units: readonly Unit[],
  people: readonly Somebody[],
  { isExcused, isDrawn }: Excuses = {},
): Compared {
  const differences: Difference[] = [];
  const answers: Record<string, number> = {};
  const shares = new Shares(source, target);
  let [drawnAgain, excused] = [0, 0];
  for (const environment of new Set(units.map((each) => each.environment))) {
    const own = units.filter((each) => each.environment === environment);
    const there = environments.get(environment) ?? environment;
    for (const somebody of people) {
      const [before, after] = [source(environment, somebody), target(there, somebody)];
      for (const unit of own) {
        const [one, other] = [before.get(unit.flag), after.get(unit.flag)];
        const reason = one?.reason.kind ?? "missing";
        answers[reason] = (answers[reason] ?? 0) + 1;
        if (isSame(seen(one, unit.source), seen(other, unit.target))) continue;
        const isNamed = [one, other].some((each) => each?.reason.kind === "identity override");
        if (isExcused?.(unit, somebody)) excused++;
        else if (!isNamed && (isDrawn?.(unit, somebody) || shares.areSame(unit, there, somebody))) drawnAgain++;
        else differences.push({ unit: `${environment}/${unit.flag}`, somebody, source: one, target: other });
      }
    }
  }
  return { compared: units.length, differences, answers, drawnAgain, excused };
}

type Frequencies = ReadonlyMap<string, number>;

/** How many of many people with the same traits get what. */
class Shares {
  private readonly answered = new Map<string, readonly ReadonlyMap<string, PageAnswer>[]>();

  constructor(
    private readonly source: Ask,
    private readonly target: Ask,
  ) {}

  areSame({ environment, flag, source, target }: Unit, there: string, { traits }: Somebody): boolean {
    const before = frequencies(this.of(this.source, environment, traits), flag, source);
    // Only a bucket can excuse a difference.
    if (before.size < 2) return false;
    const after = frequencies(this.of(this.target, there, traits), flag, target);
    const keys = new Set([...before.keys(), ...after.keys()]);
    return [...keys].every((key) => Math.abs((before.get(key) ?? 0) - (after.get(key) ?? 0)) < TOLERANCE);
  }

  private of(ask: Ask, environment: string, traits: Somebody["traits"]): readonly ReadonlyMap<string, PageAnswer>[] {
    const key = JSON.stringify([ask === this.source, environment, traits]);
    const known = this.answered.get(key) ?? SAMPLED.map((identity) => ask(environment, { identity, traits }));
    this.answered.set(key, known);
    return known;
  }
}

const SAMPLED = Array.from({ length: SAMPLE }, (_each, index) => `sampled-${String(index)}`);

function frequencies(all: readonly ReadonlyMap<string, PageAnswer>[], flag: string, side: Side): Frequencies {
  const counts = new Map<string, number>();
  for (const answers of all) {
    const answer = answers.get(flag);
    const name = keyOf(seen(answer, side));
    counts.set(name, (counts.get(name) ?? 0) + 1 / all.length);
  }
  return counts;
}
