const ROUND = 10;
/**
 * Slower than usual by this factor and by this many milliseconds: a list takes longer than a single object, which is no sign
 * of load.
 */
const FACTOR = 3;
const MARGIN = 500;
/** After a dozen slow rounds, slow becomes the usual. */
const FORGIVING = 1.1;

/** Detects when a host's answers become slow, round by round, by the median: one late answer is chance. */
export class Slowness {
  private round: number[] = [];
  private usual = Infinity;

  /** Adds the time of an answer. Returns the state of the round if this answer completes one. */
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
