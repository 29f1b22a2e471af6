import type { Bucket, Document, Rule, TargetList, Treatment } from "../../document/document";

/** A definition while edits are applied to it. The one that was read is not changed. */
export class Draft {
  treatments: Treatment[];
  rules: Rule[];

  constructor(readonly document: Document) {
    this.treatments = document.treatments.map((each) => ({ ...each }));
    this.rules = [...(document.rules ?? [])];
  }

  targets(name: string, list: TargetList): readonly string[] {
    return this.treatments.find((each) => each.name === name)?.[list] ?? [];
  }

  /** The treatment whose list targets it directly. */
  targetedBy(list: TargetList, target: string): string | undefined {
    return this.treatments.find((each) => each[list]?.includes(target) === true)?.name;
  }

  /** Lists it in that treatment and in no other; undefined: in none. */
  target(list: TargetList, target: string, name: string | undefined): void {
    this.treatments = this.treatments.map((each) => {
      const now = each[list] ?? [];
      const has = now.includes(target);
      if (each.name === name) return has ? each : { ...each, [list]: [...now, target] };
      return has ? { ...each, [list]: now.filter((other) => other !== target) } : each;
    });
  }

  setRule(index: number, buckets: readonly Bucket[]): void {
    this.rules = this.rules.map((rule, at) => (at === index ? { ...rule, buckets: [...buckets] } : rule));
  }

  finish(changes: Partial<Document>): Document {
    const hadRules = Array.isArray(this.document.rules) || this.rules.length > 0;
    return { ...this.document, ...changes, treatments: this.treatments, ...(hadRules ? { rules: this.rules } : {}) };
  }
}
