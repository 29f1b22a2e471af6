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
  private readonly byText = new Map<string, Loss>();

  lose(what: string, why: string): void {
    this.add({ what, why, effect: "served" });
  }

  note(what: string, why: string): void {
    this.add({ what, why, effect: "noted" });
  }

  get all(): readonly Loss[] {
    return [...this.byText.values()];
  }

  /** What is written as comments where an object stands. */
  of(what: string): readonly string[] {
    return this.all.filter((each) => each.what === what).map(({ why }) => why);
  }

  private add(loss: Loss): void {
    const key = JSON.stringify([loss.what, loss.why]);
    if (!this.byText.has(key)) this.byText.set(key, loss);
  }
}
