/** Something that decides but is not known: each is drawn apart from the others, evenly between 0 and 100. */
export interface Draw {
  /** Two questions about one draw get answers that fit each other. */
  readonly key: string;
  /** Where the person falls, where that is known. */
  readonly at?: number;
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What is taken to be so in one course of an evaluation. */
export interface Course {
  readonly draws: ReadonlyMap<string, Interval>;
  readonly facts: ReadonlyMap<string, { readonly holds: boolean; readonly because: string }>;
}

const START: Course = { draws: new Map(), facts: new Map() };

/** Answers the questions of one course, and remembers the other courses that each answer leaves open. */
export class Chance {
  readonly open: Course[] = [];
  private readonly asked = new Set<string>();

  constructor(private course: Course) {}

  get taken(): Course {
    return this.course;
  }

  /** Whether a draw falls below a limit (0 to 100). */
  below({ key, at }: Draw, limit: number): boolean {
    if (at !== undefined) return at < limit;
    this.asked.add(key);
    const { from, to } = this.course.draws.get(key) ?? { from: 0, to: 100 };
    if (limit >= to) return true;
    if (limit <= from) return false;
    this.open.push(this.narrowed(key, { from: limit, to }));
    this.course = this.narrowed(key, { from, to: limit });
    return true;
  }

  /** Whether nothing has been asked of a draw yet in this course. */
  isFresh({ key, at }: Draw): boolean {
    return at !== undefined || !this.asked.has(key);
  }

  /** Whether something unknown holds: both courses are followed. */
  holds(key: string, because: string): boolean {
    const decided = this.course.facts.get(key);
    if (decided) return decided.holds;
    this.open.push(this.supposing(key, { holds: false, because }));
    this.course = this.supposing(key, { holds: true, because });
    return true;
  }

  private narrowed(key: string, interval: Interval): Course {
    return { ...this.course, draws: new Map(this.course.draws).set(key, interval) };
  }

  private supposing(key: string, fact: { readonly holds: boolean; readonly because: string }): Course {
    return { ...this.course, facts: new Map(this.course.facts).set(key, fact) };
  }
}

/** One course to its end: how likely it is where its facts hold, and what came of it. */
export interface Ended<T> {
  /** Of 1. */
  readonly share: number;
  readonly facts: Course["facts"];
  readonly result: T;
}

/** Every course of an evaluation, which must ask the same questions for the same answers. Undefined: more than `most`. */
export function everyCourse<T>(run: (chance: Chance) => T, most: number): readonly Ended<T>[] | undefined {
  const waiting: Course[] = [START];
  const ended: Ended<T>[] = [];
  for (let course = waiting.pop(); course; course = waiting.pop()) {
    if (ended.length >= most) return undefined;
    const chance = new Chance(course);
    const result = run(chance);
    waiting.push(...chance.open);
    const { draws, facts } = chance.taken;
    const share = [...draws.values()].reduce((product, { from, to }) => (product * (to - from)) / 100, 1);
    ended.push({ share, facts, result });
  }
  return ended;
}
