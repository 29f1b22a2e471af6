/** Something that the other platform does not have, or has in another form. */
export interface Loss {
  /** `flag new-checkout`, `definition production/new-checkout`, `segment beta`. */
  readonly what: string;
  /** What exactly, and the nearest thing that works: one or two sentences. */
  readonly why: string;
  /**
   * `served`: somebody is served something else, or may be. `noted`: people get the same, but for a setting or in another form.
   */
  readonly effect: "served" | "noted";
}

/** Everything that a translation loses or changes, each thing once. */
export class Losses {
  private readonly byWhat = new Map<string, Set<string>>();
  private readonly inOrder: Loss[] = [];

  lose(what: string, why: string): void {
    this.add({ what, why, effect: "served" });
  }

  note(what: string, why: string): void {
    this.add({ what, why, effect: "noted" });
  }

  get all(): readonly Loss[] {
    return this.inOrder;
  }

  /** What is written as comments where an object stands. */
  of(what: string): readonly string[] {
    return [...(this.byWhat.get(what) ?? [])];
  }

  private add(loss: Loss): void {
    const known = this.byWhat.get(loss.what) ?? new Set<string>();
    if (known.has(loss.why)) return;
    this.byWhat.set(loss.what, known.add(loss.why));
    this.inOrder.push(loss);
  }
}
