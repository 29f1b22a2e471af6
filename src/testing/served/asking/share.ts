import type { Share } from "../../../serving/answer";
import { evaluate, type EvaluateOptions } from "../../../serving/evaluate";
import type { Person } from "../../../serving/person";
import type { World } from "../../../serving/world/world";
import { answerLines, traceLines } from "./answer-text";
import { plainValue } from "./expectation";
import { personText, ServedError } from "./mismatch";
import { worldWith } from "./world-with";

/** Which shares of people get what of a flag. */
export class FlagShare {
  constructor(
    private readonly worlds: readonly World[],
    private readonly flag: string,
    private readonly person: Person,
    private readonly options: EvaluateOptions,
  ) {}

  in(environment: string): ShareIn {
    return new ShareIn(this.worlds, { environment, flag: this.flag, person: this.person }, this.options);
  }
}

interface Asked {
  readonly environment: string;
  readonly flag: string;
  readonly person: Person;
}

export class ShareIn {
  constructor(
    private readonly worlds: readonly World[],
    private readonly asked: Asked,
    private readonly options: EvaluateOptions,
  ) {}

  /** Percentages by variant (`on`, `off` and the flag's own), else by value; `fallback` where nothing is served. */
  shares(): Readonly<Record<string, number>> {
    const { environment, flag, person } = this.asked;
    const answer = evaluate(worldWith(this.worlds, environment, flag), environment, flag, person, this.options);
    if (answer.kind === "unknown")
      throw new ServedError(
        [
          `The shares of flag ${JSON.stringify(flag)} in ${JSON.stringify(environment)} are not known:`,
          ...indented(answerLines(answer)),
          ...traceLines(answer),
        ].join("\n"),
      );
    const shares: readonly Share[] = answer.kind === "certain" ? [{ percent: 100, outcome: answer.outcome }] : answer.shares;
    const sums = new Map<string, number>();
    for (const { percent, outcome } of shares) {
      const { variant, value } = outcome;
      const name = variant ?? (value === null ? "fallback" : textOf(plainValue(value)));
      sums.set(name, Number(((sums.get(name) ?? 0) + percent).toFixed(9)));
    }
    return Object.fromEntries(sums);
  }

  /**
   * That the shares are these, each within `tolerance` percentage points (default: 0.5). What is not named has no share.
   *
   * @throws ServedError with the shares, and how they came about.
   */
  isAbout(expected: Readonly<Record<string, number>>, tolerance = 0.5): this {
    const actual = this.shares();
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    const shareIn = (shares: Readonly<Record<string, number>>, name: string): number =>
      new Map(Object.entries(shares)).get(name) ?? 0;
    const wrong = names.filter((name) => Math.abs(shareIn(actual, name) - shareIn(expected, name)) > tolerance);
    if (wrong.length === 0) return this;
    const { environment, flag, person } = this.asked;
    const lines = wrong.map(
      (name) => `${name}: ${shareIn(actual, name)} %, and should be about ${shareIn(expected, name)} %`,
    );
    throw new ServedError(
      [
        `Of ${personText(person)}, flag ${JSON.stringify(flag)} in ${JSON.stringify(environment)} does not serve the expected shares:`,
        ...indented(lines),
      ].join("\n"),
    );
  }
}

function indented(lines: readonly string[]): string[] {
  return lines.map((each) => `  ${each}`);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
