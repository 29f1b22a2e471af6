import type { Project } from "../../port/named";
import type { Segment } from "../../port/segment";
import type { KindName } from "../api/client";
import type { Matcher } from "../document/document";
import type { Submitted } from "../run/change-requests";
import type { SplitContext } from "../run/context";
import { SegmentKeys, type SegmentTarget } from "./segment-keys";
import type { Place } from "./segment-places";
import { SegmentRules } from "./segment-rules";

interface Contents {
  readonly identities?: readonly string[] | undefined;
  readonly rules?: readonly Matcher[][] | undefined;
}

/** What a segment has in each of its environments: a standard one lists identities, a rule-based one has rules. */
export class SegmentContents {
  private readonly keys: SegmentKeys;
  private readonly rules: SegmentRules;

  constructor(context: SplitContext) {
    this.keys = new SegmentKeys(context);
    this.rules = new SegmentRules(context);
  }

  async read(kind: KindName, project: Project, places: readonly Place[], name: string): Promise<Partial<Segment>> {
    if (kind === "standard") return { identities: await this.keys.read(places, name) };
    return kind === "rule_based" ? this.rules.read(project, places, name) : {};
  }

  /** By environment. */
  identities(kind: KindName, places: readonly Place[], name: string): Promise<string[][]> {
    return kind === "standard" ? this.keys.readEach(places, name) : Promise.resolve([]);
  }

  /** What is undefined stays as it is. `isFresh`: nothing is listed there yet. Returns the change request, if one was submitted. */
  async write(
    kind: KindName,
    target: SegmentTarget,
    { identities, rules }: Contents,
    isFresh = false,
  ): Promise<Submitted | undefined> {
    if (kind === "standard" && identities) return this.keys.setKeys(target, identities, isFresh);
    return kind === "rule_based" && rules ? this.rules.write(target, rules) : undefined;
  }
}
