import { type TerraformResource, Token } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { referTo } from "../internal/parent";
import type { Feature } from "../internal/platform-limits";
import type { OverrideClaim } from "../internal/provider/override-rules";
import type { IdentityOverrideOptions, SegmentOverrideOptions } from "../override/override-options";
import type { ISegment } from "../segment/i-segment";
import { audienceIssues } from "./audience-issues";
import type { ExactIdentityOverride, ExactSegmentOverride } from "./exact-overrides";

export type OverrideKind = OverrideClaim["kind"];

/** One override that is a part of a definition. */
export interface OverrideEntry extends SegmentOverrideOptions {
  readonly kind: OverrideKind;
  /** The segment's name, or the identity. */
  readonly name: string;
  readonly segmentId?: string | undefined;
}

/** The props that give all overrides of a kind. */
export interface ExactSets {
  readonly flag: IFeatureFlag;
  readonly segmentOverrides?: ExactSegmentOverride[];
  readonly identityOverrides?: ExactIdentityOverride[];
}

/**
 * The overrides that are a part of a definition. Where its props give an exact set, that set is all that there may be; else only what is
 * listed is managed, and others' overrides stay. One attribute decides that for segments and identities alike.
 */
export class OverrideSet {
  private readonly entries: OverrideEntry[] = [];

  public constructor(
    private readonly owner: TerraformResource,
    private readonly props: ExactSets,
  ) {
    for (const { segment, ...stated } of props.segmentOverrides ?? []) this.addSegment(segment, stated);
    for (const { identity, ...stated } of props.identityOverrides ?? []) this.addIdentity(identity, stated);
  }

  public addSegment(segment: ISegment, { priority, enabled, serve }: SegmentOverrideOptions): OverrideEntry {
    const { name, id } = referTo(this.owner, segment, segment.segmentName);
    checkLiterals(this.owner, "segmentOverride", { priority });
    return this.add({ kind: "segment", name, segmentId: id, ...stated({ priority, enabled, serve }) });
  }

  public addIdentity(identity: string, { enabled, serve }: IdentityOverrideOptions): OverrideEntry {
    checkLiterals(this.owner, "identityOverride", { identity });
    return this.add({ kind: "identity", name: identity, ...stated({ enabled, serve }) });
  }

  /** Whether the props give all overrides of a kind; without a kind: of any. */
  public isExact(kind?: OverrideKind): boolean {
    if (kind === undefined) return this.isExact("segment") || this.isExact("identity");
    return (kind === "segment" ? this.props.segmentOverrides : this.props.identityOverrides) !== undefined;
  }

  public get all(): readonly OverrideEntry[] {
    return this.entries;
  }

  /** Empty maps are written too: without one, the last override that leaves the program would be handed over instead of removed. */
  public attributes(): Attributes {
    return {
      overrides: this.isExact() ? undefined : "listed",
      segment_overrides: this.map("segment"),
      identity_overrides: this.map("identity"),
    };
  }

  /**
   * An import id that is only about what is listed. What only Terraform knows the name of is left out: an id must be known before the plan,
   * and such an override is added by the apply.
   */
  public importId(id: string): string {
    if (this.isExact() || id.includes("?overrides=")) return id;
    const literal = this.entries.filter(({ name }) => !Token.isUnresolved(name));
    return `${id}?overrides=listed${literal.map(({ kind, name }) => `&${kind}=${encodeURIComponent(name)}`).join("")}`;
  }

  public claims(unit: string): OverrideClaim[] {
    const sets = (["segment", "identity"] as const).filter((kind) => this.isExact(kind));
    return [
      ...sets.map((kind) => ({ unit, kind, name: undefined })),
      ...this.entries.map(({ kind, name, priority }) => ({ unit, kind, name, priority })),
    ];
  }

  public issues(): string[] {
    const titles = this.entries.map(({ kind, name }) => `the ${kind} override of "${name}"`);
    return [
      ...titles.filter((title, index) => titles.indexOf(title) < index).map((title) => `${title} is listed twice`),
      ...this.entries.flatMap((entry, index) =>
        audienceIssues(this.owner, this.props.flag, entry).map((issue) => `${titles[index] ?? ""}: ${issue}`),
      ),
    ];
  }

  public features(): Feature[] {
    return this.entries.flatMap((entry) => overrideFeatures(this.props.flag, entry));
  }

  private add(entry: OverrideEntry): OverrideEntry {
    this.entries.push(entry);
    return entry;
  }

  private map(kind: OverrideKind): Attributes | undefined {
    if (this.isExact() && !this.isExact(kind)) return undefined;
    const ofKind = this.entries.filter((entry) => entry.kind === kind);
    return Object.fromEntries(ofKind.map((entry) => [entry.name, overrideAttributes(entry)]));
  }
}

/** What an override asks of a platform. */
export function overrideFeatures(flag: IFeatureFlag, { priority, serve }: SegmentOverrideOptions): Feature[] {
  const priorities: Feature[] = priority === undefined ? [] : ["priorities"];
  return [...priorities, ...(serve?._features(flag) ?? [])];
}

export function overrideAttributes({ segmentId, priority, enabled, serve }: OverrideEntry): Attributes {
  return { segment_id: segmentId, priority, enabled, serve: serve?._attributes() };
}

/** Without what is undefined. */
function stated<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
