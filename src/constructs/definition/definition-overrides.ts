import { type TerraformResource, Token } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";
import { childId } from "../internal/parent";
import type { Feature } from "../internal/platform-limits";
import type { OverrideClaim } from "../internal/provider/override-rules";
import { requireSameStack } from "../internal/same-stack";
import type { UnitReference } from "../internal/unit-reference";
import type { IdentityOverrideOptions, SegmentOverrideOptions } from "../override/override-options";
import type { ISegment } from "../segment/i-segment";
import { DefinitionOverride, overrideId } from "./definition-override";
import { isMoving, moveOverrides } from "./moving-overrides";
import { type ExactSets, type OverrideEntry, type OverrideKind, OverrideSet } from "./override-set";

const METHODS = {
  segment: {
    method: "overrideSegment",
    set: "segmentOverrides",
    constructor: "new SegmentOverride(this, id, { flag, environment, segment, … })",
  },
  identity: {
    method: "overrideIdentity",
    set: "identityOverrides",
    constructor: "new IdentityOverride(this, id, { flag, environment, identity, … })",
  },
} as const;

/** The overrides of one definition, and how they come into it. */
export class DefinitionOverrides {
  private readonly set: OverrideSet;
  private readonly handles = new Map<OverrideEntry, DefinitionOverride>();

  public constructor(
    private readonly definition: TerraformResource,
    private readonly unit: UnitReference,
    props: ExactSets,
  ) {
    this.set = new OverrideSet(definition, props);
    if (isMoving(definition)) {
      moveOverrides(definition, unit, () => this.set.all.map((entry) => [entry, this.handles.get(entry)] as const));
    }
  }

  public addSegment(segment: ISegment, options: SegmentOverrideOptions): DefinitionOverride {
    requireSameStack(this.definition, segment, METHODS.segment.method, METHODS.segment.constructor);
    this.requireRoom("segment");
    this.requireOptions("segment", options, ["priority", "enabled", "serve"]);
    const id = overrideId("segment", childId(segment, segment.segmentName));
    return this.handle(this.set.addSegment(segment, options), id);
  }

  public addIdentity(identity: string, options: IdentityOverrideOptions): DefinitionOverride {
    this.requireRoom("identity");
    this.requireOptions("identity", options, ["enabled", "serve"]);
    const id = overrideId("identity", Token.isUnresolved(identity) ? undefined : identity);
    return this.handle(this.set.addIdentity(identity, options), id);
  }

  public attributes(): Attributes {
    return this.set.attributes();
  }

  public importId(id: string): string {
    return this.set.importId(id);
  }

  public claims(): OverrideClaim[] {
    return this.set.claims(this.unit.key);
  }

  public issues(): string[] {
    return this.set.issues();
  }

  public features(): Feature[] {
    return this.set.features();
  }

  private handle(entry: OverrideEntry, id: string): DefinitionOverride {
    const handle = DefinitionOverride._of(this.definition, entry, id);
    this.handles.set(entry, handle);
    return handle;
  }

  /** The exact set of one kind makes the other exact too, as soon as anything is said of it: others' overrides would go. */
  private requireRoom(kind: OverrideKind): void {
    if (!this.set.isExact() || this.set.isExact(kind)) return;
    const [own, other] = kind === "segment" ? [METHODS.segment, METHODS.identity] : [METHODS.identity, METHODS.segment];
    throw new Error(
      `${this.definition.node.path}.${own.method}: the definition has an exact set of ${other.set}, and what is exact is decided for both kinds at once. Set ${own.set} too (an empty list, if the method adds them all), which removes all other ${kind} overrides, or use ${own.constructor}`,
    );
  }

  /** What only a resource can have. Languages with types do not let it through. */
  private requireOptions(kind: OverrideKind, options: object, known: readonly string[]): void {
    const { method, constructor } = METHODS[kind];
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    const others = given.map(([name]) => name).filter((name) => !known.includes(name));
    if (others.length === 0) return;
    throw new Error(
      `${this.definition.node.path}.${method} has no ${others.map((name) => `\`${name}\``).join(", ")}: the override is a part of its definition. For one with a resource of its own, use ${constructor}`,
    );
  }
}
