import { keptOnly, type OnlyIdentities } from "../../adapter/only-identities";
import type { AudienceChange, Edit, WholeOverride } from "../../port/edit";
import type { Named } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { TargetingRule } from "../../model/targeting-rule";
import type { Variant } from "../../model/variant";

/** What a batch of edits comes to. */
export interface Wanted {
  readonly default: Stated | undefined;
  readonly killed: boolean | undefined;
  readonly variants: readonly Variant[] | undefined;
  readonly rolloutPercentage: number | undefined;
  readonly rules: { readonly rules: readonly TargetingRule[]; readonly refuse: boolean } | undefined;
  readonly segments: ReadonlyMap<string, StatedOverride>;
  readonly removedSegments: ReadonlySet<string>;
  /** The exact set of segment overrides, if one was stated. */
  readonly only: { readonly segments: ReadonlySet<string>; readonly refuse: boolean } | undefined;
  readonly onlyIdentities: OnlyIdentities | undefined;
  readonly identities: ReadonlyMap<string, Stated>;
  readonly removedIdentities: ReadonlySet<string>;
}

export interface Stated extends AudienceChange {
  readonly whole?: AudienceChange;
}

export interface StatedOverride extends AudienceChange {
  readonly segment: Named;
  readonly priority?: number;
  readonly whole?: WholeOverride;
}

interface Folding {
  default: Stated | undefined;
  killed: boolean | undefined;
  variants: readonly Variant[] | undefined;
  rolloutPercentage: number | undefined;
  rules: Wanted["rules"];
  only: { segments: Set<string>; refuse: boolean } | undefined;
  onlyIdentities: OnlyIdentities | undefined;
  readonly segments: Map<string, StatedOverride>;
  readonly identities: Map<string, Stated>;
}

/**
 * Folds the edits of several operations. Within an operation the last word counts; between operations a put wins over a
 * remove, whichever came first: a renamed address must not delete a live override.
 */
export function fold(operations: readonly (readonly Edit[])[], attempted: string): Wanted {
  const folding: Folding = {
    ...{ default: undefined, killed: undefined, variants: undefined, rolloutPercentage: undefined },
    ...{ rules: undefined, only: undefined, onlyIdentities: undefined, segments: new Map(), identities: new Map() },
  };
  const removedSegments = new Set<string>();
  const removedIdentities = new Set<string>();
  for (const edits of operations) {
    const gone = { segments: new Set<string>(), identities: new Set<string>() };
    for (const edit of edits) take(edit, folding, gone, attempted);
    for (const id of gone.segments) removedSegments.add(id);
    for (const id of gone.identities) removedIdentities.add(id);
  }
  for (const id of folding.segments.keys()) {
    removedSegments.delete(id);
    folding.only?.segments.add(id);
  }
  for (const id of folding.identities.keys()) {
    removedIdentities.delete(id);
    folding.onlyIdentities?.identifiers.add(id);
  }
  return { ...folding, removedSegments, removedIdentities };
}

interface Gone {
  readonly segments: Set<string>;
  readonly identities: Set<string>;
}

function take(edit: Edit, into: Folding, gone: Gone, attempted: string): void {
  switch (edit.kind) {
    case "set-default": {
      const { kind: _, ...stated } = edit;
      into.default = { ...into.default, ...stated };
      return;
    }
    case "set-killed":
      into.killed = edit.killed;
      return;
    case "set-variants":
      into.variants = edit.variants;
      return;
    case "set-rules":
      into.rules = { rules: edit.rules, refuse: edit.unlisted === "refuse" };
      return;
    case "set-settings":
      into.rolloutPercentage = edit.settings.mixpanel?.rolloutPercentage ?? into.rolloutPercentage;
      return;
    case "put-segment-override": {
      const { kind: _, ...stated } = edit;
      into.segments.set(edit.segment.id, { ...into.segments.get(edit.segment.id), ...stated });
      gone.segments.delete(edit.segment.id);
      return;
    }
    case "remove-segment-override":
      if (!edit.unless?.()) gone.segments.add(edit.segment.id);
      return;
    case "keep-only-segment-overrides":
      into.only ??= { segments: new Set(), refuse: false };
      for (const { id } of edit.segments) into.only.segments.add(id);
      if (edit.unlisted === "refuse") into.only.refuse = true;
      return;
    case "keep-only-identity-overrides":
      into.onlyIdentities = keptOnly(into.onlyIdentities, edit);
      return;
    case "put-identity-override": {
      const { kind: _, identifier, ...stated } = edit;
      into.identities.set(identifier, { ...into.identities.get(identifier), ...stated });
      gone.identities.delete(identifier);
      return;
    }
    case "remove-identity-override":
      if (!edit.unless?.()) gone.identities.add(edit.identifier);
      return;
    case "set-when-off":
      throw new PlatformError({
        code: "unsupported",
        attempted,
        reason: "Mixpanel has no variant for when a flag is off: applications get their own fallback",
        nextStep: "Leave when_off out, and give applications the right fallback.",
        subject: "value",
      });
  }
}
