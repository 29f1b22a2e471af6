import type { SegmentRule } from "../../../platforms/model/segment-rule";
import { mapConditions } from "../../../platforms/model/segment-rule-meaning";
import { hashOf } from "../../inventory/resource-names";
import type { RuleContext } from "../conditions/context";
import type { Move } from "../move";
import { plainName } from "../plain-name";
import type { AudienceName } from "../project/audience-name";
import type { MovedProject, MovedSegment } from "../project/project";
import { nameOf, type Step } from "./steps";
import { translateSegment } from "./translate-segment";

/** The segments of a project, what becomes of each on the other platform, and those that are added for rules. */
export class MovedSegments {
  readonly rules: RuleContext;
  private readonly sources: ReadonlyMap<string, MovedSegment>;
  private readonly outcomes = new Map<string, ReturnType<typeof translateSegment>>();
  private readonly named: ReadonlyMap<string, MovedSegment>;
  private readonly names = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly added = new Map<string, MovedSegment>();
  private readonly byConditions = new Map<string, MovedSegment>();

  constructor(
    { segments }: MovedProject,
    private readonly move: Move,
  ) {
    const { from, to } = move;
    this.sources = new Map(segments.map((each) => [each.id, each]));
    // The first of several that have one name.
    this.named = new Map([...segments].reverse().map((each) => [each.name, each]));
    this.rules = {
      from: from.name,
      to: to.name,
      refuse: (rules, place) => to.refuseRules?.(rules, place),
      segment: (name) => this.byName(name),
      keeps: (name) => this.outcomes.get(this.byName(name)?.id ?? "")?.kind !== "lost",
    };
    for (const each of segments) {
      const name = this.acceptedName(each);
      this.names.set(each.id, name);
      this.taken.add(name);
    }
    for (const each of segments) {
      const outcome = translateSegment(each, this.rules, to.capabilities);
      this.outcomes.set(each.id, outcome);
      if (outcome.kind === "lost") continue;
      for (const note of outcome.notes) move.losses.note(`segment ${each.name}`, note);
      move.losses.assume(outcome.assumes);
    }
  }

  source(id: string): MovedSegment | undefined {
    return this.sources.get(id);
  }

  /** By the name that conditions use. */
  byName(name: string): MovedSegment | undefined {
    return name.startsWith("id:") ? this.sources.get(name.slice("id:".length)) : this.named.get(name);
  }

  /** The segment as it is on the other platform; undefined: it cannot be there. */
  moved(id: string): MovedSegment | undefined {
    const outcome = this.outcomes.get(id);
    if (outcome?.kind === "moved")
      return { ...outcome.segment, name: this.names.get(id) ?? "", rules: this.renamed(outcome.segment.rules) };
    return outcome ? undefined : this.added.get(id);
  }

  /** Whom a step is for; undefined: a segment decides whose members are not known. */
  audienceOf(step: Step): readonly AudienceName[] | undefined {
    const source = step.kind === "segment" ? this.sources.get(step.segment) : undefined;
    const rules = step.kind === "rule" ? step.when : (source?.rules ?? []);
    const namesSegments = JSON.stringify(rules).includes("in_segment");
    const isUnknown = [...this.sources.values()].some((each) => each.unknown !== null && (namesSegments || each === source));
    return isUnknown ? undefined : [nameOf(step)];
  }

  /** Why it cannot be there. */
  whyLost(id: string): string {
    const outcome = this.outcomes.get(id);
    if (outcome?.kind === "lost") return outcome.why;
    return outcome ? "" : "it is not among what is adopted";
  }

  /** A segment for one flag, with conditions in the other platform's form. The same conditions of a flag are one segment. */
  add(flag: string, name: string, rules: readonly SegmentRule[]): MovedSegment {
    const conditions = JSON.stringify([flag, rules]);
    const known = this.byConditions.get(conditions);
    if (known) return known;
    // Two rules of a definition may have one description.
    let own = name;
    for (let number = 2; this.added.has(newId(flag, own)); number++) own = `${name} ${String(number)}`;
    const id = newId(flag, own);
    const segment = { id, flag, name: own, description: "", rules, identities: [], excluded: [], unknown: null };
    this.added.set(id, segment);
    this.byConditions.set(conditions, segment);
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
    return [...moved, ...this.added.values()];
  }

  /** Conditions that name segments, by their names on the other platform. */
  renamed(rules: readonly SegmentRule[]): readonly SegmentRule[] {
    return mapConditions(rules, (condition) => {
      if (condition.operator !== "in_segment" && condition.operator !== "not_in_segment") return condition;
      const named = (name: string): string => this.names.get(this.byName(name)?.id ?? "") ?? name;
      return { ...condition, values: condition.values && condition.values.map(named) };
    });
  }

  private acceptedName({ id, name }: MovedSegment): string {
    const { to, losses } = this.move;
    const accepts = (each: string): boolean =>
      each !== "" && !this.taken.has(each) && to.refuseName?.("segment", each) === undefined;
    if (accepts(name)) return name;
    const plain = plainName(name, 60);
    const renamed = [plain, `${plain}-${hashOf(id)}`, `segment-${hashOf(id)}`].find(accepts) ?? name;
    const why = to.refuseName?.("segment", name) ?? "Several segments have this name.";
    losses.note(`segment ${name}`, `it is "${renamed}" here. ${why}`);
    return renamed;
  }
}

function newId(flag: string, name: string): string {
  return `new:${flag}:${name}`;
}
