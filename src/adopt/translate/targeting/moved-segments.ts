import type { SegmentRule } from "../../../platforms/model/segment-rule";
import { mapConditions } from "../../../platforms/model/segment-rule-meaning";
import { hashOf } from "../../inventory/resource-names";
import type { RuleContext } from "../conditions/context";
import type { MovedProject, MovedSegment } from "../project/project";
import type { Move } from "../target";
import { translateSegment } from "./translate-segment";

/** The segments of a project, what becomes of each on the other platform, and those that are added for rules. */
export class MovedSegments {
  readonly rules: RuleContext;
  private readonly sources: ReadonlyMap<string, MovedSegment>;
  private readonly outcomes = new Map<string, ReturnType<typeof translateSegment>>();
  private readonly names = new Map<string, string>();
  private readonly added: MovedSegment[] = [];

  constructor(
    { segments }: MovedProject,
    private readonly move: Move,
  ) {
    const { from, to } = move;
    this.sources = new Map(segments.map((each) => [each.id, each]));
    this.rules = {
      from: from.name,
      to: to.name,
      refuse: (rules, place) => to.refuseRules?.(rules, place),
      segment: (name) => this.find(name),
      keeps: (name) => this.outcomes.get(this.find(name)?.id ?? "")?.kind !== "lost",
    };
    for (const each of segments) this.names.set(each.id, this.acceptedName(each));
    for (const each of segments) {
      const outcome = translateSegment(each, this.rules, to.capabilities);
      this.outcomes.set(each.id, outcome);
      for (const note of outcome.kind === "moved" ? outcome.notes : []) move.losses.note(`segment ${each.name}`, note);
    }
  }

  source(id: string): MovedSegment | undefined {
    return this.sources.get(id);
  }

  /** By the name that conditions use. */
  byName(name: string): MovedSegment | undefined {
    return this.find(name);
  }

  /** The segment as it is on the other platform; undefined: it cannot be there. */
  moved(id: string): MovedSegment | undefined {
    const outcome = this.outcomes.get(id);
    if (outcome?.kind === "moved")
      return { ...outcome.segment, name: this.names.get(id) ?? "", rules: this.renamed(outcome.segment.rules) };
    return outcome ? undefined : this.added.find((each) => each.id === id);
  }

  /** Why it cannot be there. */
  whyLost(id: string): string {
    const outcome = this.outcomes.get(id);
    if (outcome?.kind === "lost") return outcome.why;
    return outcome ? "" : "it is not among what is adopted";
  }

  /** A segment for one flag, with conditions in the other platform's form. The same conditions of a flag are one segment. */
  add(flag: string, name: string, rules: readonly SegmentRule[]): MovedSegment {
    const known = this.added.find((each) => each.flag === flag && JSON.stringify(each.rules) === JSON.stringify(rules));
    if (known) return known;
    const id = `new:${flag}:${name}`;
    const segment = { id, flag, name, description: "", rules, identities: [], excluded: [], unknown: null };
    this.added.push(segment);
    return segment;
  }

  /** All that the other platform has, with a note for each that it cannot have: its uses are listed as what they lose. */
  all(): readonly MovedSegment[] {
    const moved: MovedSegment[] = [];
    for (const { id, name } of this.sources.values()) {
      const segment = this.moved(id);
      if (segment) {
        moved.push(segment);
        continue;
      }
      this.move.losses.note(`segment ${name}`, `it is left out. ${this.whyLost(id)}`);
    }
    return [...moved, ...this.added];
  }

  /** Conditions that name segments, by their names on the other platform. */
  renamed(rules: readonly SegmentRule[]): readonly SegmentRule[] {
    return mapConditions(rules, (condition) => {
      if (condition.operator !== "in_segment" && condition.operator !== "not_in_segment") return condition;
      const named = (name: string): string => this.names.get(this.find(name)?.id ?? "") ?? name;
      return { ...condition, values: condition.values && condition.values.map(named) };
    });
  }

  private find(name: string): MovedSegment | undefined {
    if (name.startsWith("id:")) return this.sources.get(name.slice("id:".length));
    return [...this.sources.values()].find((each) => each.name === name);
  }

  private acceptedName({ id, name }: MovedSegment): string {
    const { to, losses } = this.move;
    const taken = new Set(this.names.values());
    const accepts = (each: string): boolean =>
      each !== "" && !taken.has(each) && to.refuseName?.("segment", each) === undefined;
    if (accepts(name)) return name;
    const plain = name
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^[^A-Za-z]+/, "")
      .slice(0, 60);
    const renamed = [plain, `${plain}-${hashOf(id)}`, `segment-${hashOf(id)}`].find(accepts) ?? name;
    const why = to.refuseName?.("segment", name) ?? "Several segments have this name.";
    losses.note(`segment ${name}`, `it is "${renamed}" here. ${why}`);
    return renamed;
  }
}
