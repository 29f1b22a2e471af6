import type { Answer } from "../../../serving/answer";
import { evaluate, type EvaluateOptions } from "../../../serving/evaluate";
import { movedShare } from "../../../serving/moved/moved-share";
import { isBucketedAnew } from "../../../serving/moved/reshuffled";
import type { Slice, Unit } from "../../../serving/moved/slice";
import { ANYONE, type Person } from "../../../serving/person";
import type { World } from "../../../serving/world/world";
import { answerLines } from "./answer-text";
import { ServedError } from "./mismatch";

/** For whom a flag serves something else. */
export interface Difference {
  readonly environment: string;
  readonly flag: string;
  /** `anyone`, `segment "beta"`, `identity "user-42"`, or the name of a persona. */
  readonly audience: string;
  /** The share of the audience that gets something else, in percent; 100 where one of both is not known. */
  readonly moved: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What is served after a change, compared with before. */
export class Change {
  /** Everything that differs, for anyone, for each segment and identity with an override, and for the personas. */
  readonly differences: readonly Difference[];

  constructor(
    before: readonly World[],
    after: readonly World[],
    people: Readonly<Record<string, Person>>,
    options: EvaluateOptions,
  ) {
    this.differences = unitsOf([...before, ...after]).flatMap(({ environment, flag }) =>
      [...audiencesOf([...before, ...after], environment, flag, people)].flatMap(([audience, person]) => {
        const unit = { environment, flag };
        const [one, other] = [before, after].map((worlds) => sideOf(worlds, unit, person, options));
        const moved = movedBetween(one, other, unit, options);
        const words = (side: Side | undefined): readonly string[] => (side ? answerLines(side.answer) : ["not defined"]);
        return moved === 0 ? [] : [{ ...unit, audience, moved, before: words(one), after: words(other) }];
      }),
    );
  }

  /** That nothing else is served anywhere but by this flag in this environment. Name several as further pairs. */
  touchesOnly(environment: string, flag: string, ...more: readonly string[]): this {
    const pairs = [environment, flag, ...more];
    const isNamed = (each: Difference): boolean =>
      pairs.some((name, index) => index % 2 === 0 && name === each.environment && pairs[index + 1] === each.flag);
    const others = this.differences.filter((each) => !isNamed(each));
    if (others.length === 0) return this;
    throw new ServedError(`The change touches more than that:\n${others.map(differenceText).join("\n")}`);
  }

  /** That nothing else is served to anybody. */
  touchesNothing(): this {
    if (this.differences.length === 0) return this;
    throw new ServedError(`The change is not without effect:\n${this.differences.map(differenceText).join("\n")}`);
  }

  /** That no more of anyone, of any segment or of any identity or persona that is looked at gets something else. */
  movesAtMost(most: number, unit: "percent"): this {
    if (unit !== "percent") throw new ServedError('movesAtMost counts in percent: movesAtMost(10, "percent")');
    const more = this.differences.filter(({ moved }) => moved > most);
    if (more.length === 0) return this;
    throw new ServedError(`The change moves more than ${most} %:\n${more.map(differenceText).join("\n")}`);
  }
}

interface Side extends Slice {
  readonly answer: Answer;
}

/** Undefined: the flag is not defined there. */
function sideOf(worlds: readonly World[], unit: Unit, person: Person, options: EvaluateOptions): Side | undefined {
  const { environment, flag } = unit;
  const world = worlds.find(({ definitions }) => definitions.get(environment)?.has(flag) === true);
  return world && { world, person, answer: evaluate(world, environment, flag, person, options) };
}

/** In percent. What is unknown for the same reason on both sides is what others decide, and no difference; else all of it may be. */
function movedBetween(one: Side | undefined, other: Side | undefined, unit: Unit, options: EvaluateOptions): number {
  if (!one || !other) return one === other ? 0 : 100;
  if (isSameUnknown(one.answer, other.answer)) return 0;
  const areShares = one.answer.kind === "distribution" && other.answer.kind === "distribution";
  if (areShares && isBucketedAnew(one.world, other.world, unit)) return 100;
  return movedShare(one, other, unit, options) ?? 100;
}

function isSameUnknown(one: Answer, other: Answer): boolean {
  const bare = (answer: Answer): unknown => answer.kind === "unknown" && [answer.because, answer.known];
  return one.kind === "unknown" && JSON.stringify(bare(one)) === JSON.stringify(bare(other));
}

function differenceText({ environment, flag, audience, moved, before, after }: Difference): string {
  return [
    `  flag ${JSON.stringify(flag)} in ${JSON.stringify(environment)}, ${audience}: ${moved} % get something else`,
    `    before: ${before.join("; ")}`,
    `    after:  ${after.join("; ")}`,
  ].join("\n");
}

function unitsOf(worlds: readonly World[]): readonly { readonly environment: string; readonly flag: string }[] {
  const units = worlds.flatMap(({ definitions }) =>
    [...definitions].flatMap(([environment, flags]) => [...flags.keys()].map((flag) => ({ environment, flag }))),
  );
  return [...new Map(units.map((each) => [JSON.stringify(each), each])).values()];
}

/** Whom a flag may serve something of their own. */
function audiencesOf(
  worlds: readonly World[],
  environment: string,
  flag: string,
  people: Readonly<Record<string, Person>>,
): ReadonlyMap<string, Person> {
  const definitions = worlds.flatMap(({ definitions: all }) => all.get(environment)?.get(flag) ?? []);
  const segments = definitions.flatMap(({ segmentOverrides }) => segmentOverrides.entries.map(({ subject }) => subject));
  const identities = definitions.flatMap(({ identityOverrides }) => identityOverrides.entries.map(({ subject }) => subject));
  const outside = Object.fromEntries(segments.map((name) => [name, false]));
  return new Map<string, Person>([
    ["anyone", { ...ANYONE, segments: outside }],
    ...segments.map(
      (name) => [`segment ${JSON.stringify(name)}`, { ...ANYONE, segments: { ...outside, [name]: true } }] as const,
    ),
    ...identities.map(
      (name) => [`identity ${JSON.stringify(name)}`, { ...ANYONE, identity: name, segments: outside }] as const,
    ),
    ...Object.entries(people),
  ]);
}
