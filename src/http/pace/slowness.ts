const ROUND = 10;
/** Slower than usual by so many times, and by so many milliseconds: a list takes longer than a switch, and that says nothing. */
const FACTOR = 3;
const MARGIN = 500;
/** What stays slow becomes the usual, in a dozen rounds. */
const FORGIVING = 1.1;

/** Tells when a host's answers become slow, round by round, by the median: one late answer is chance. */
export class Slowness {
  private round: number[] = [];
  private usual = Infinity;

  /** How long an answer took. Says how a round was where it ends one. */
  met(milliseconds: number): "slow" | "as usual" | undefined {
    this.round.push(milliseconds);
    if (this.round.length < ROUND) return undefined;
    const median = this.round.sort((one, other) => one - other)[ROUND / 2] ?? 0;
    this.round = [];
    const isSlow = median > this.usual * FACTOR && median > this.usual + MARGIN;
    this.usual = isSlow ? this.usual * FORGIVING : Math.min(this.usual, median);
    return isSlow ? "slow" : "as usual";
  }
}
