/** A path with wildcards: `{name}` matches one part, `*` matches anything. */
export class PathPattern {
  private readonly steps: readonly Step[];

  constructor(pattern: string) {
    this.steps = pattern.split(/(\{[^{}]*\}|\*)/).flatMap(stepsOf);
  }

  /**
   * Walks the path once, keeping every position in the pattern that is possible so far: no pattern causes backtracking.
   */
  matches(path: string): boolean {
    let places = this.withSkips([0]);
    for (const letter of path) {
      const next = new Set<number>();
      for (const place of places) {
        const step = this.steps[place];
        if (step === undefined) continue;
        if (step.kind === "letter" ? step.letter === letter : step.kind === "any" || letter !== "/") {
          next.add(step.kind === "letter" || step.kind === "part" ? place + 1 : place);
        }
      }
      places = this.withSkips(next);
    }
    return places.has(this.steps.length);
  }

  /** Adds the positions that can be reached without another character. */
  private withSkips(places: Iterable<number>): Set<number> {
    const all = new Set(places);
    for (const place of all) {
      const kind = this.steps[place]?.kind;
      if (kind === "any" || kind === "rest") all.add(place + 1);
    }
    return all;
  }
}

/** One letter; the first letter of a part, and what may follow; anything at all. */
type Step = { readonly kind: "letter"; readonly letter: string } | { readonly kind: "part" | "rest" | "any" };

function stepsOf(piece: string): Step[] {
  if (piece === "*") return [{ kind: "any" }];
  if (/^\{[^{}]*\}$/.test(piece)) return [{ kind: "part" }, { kind: "rest" }];
  return [...piece].map((letter) => ({ kind: "letter", letter }));
}
