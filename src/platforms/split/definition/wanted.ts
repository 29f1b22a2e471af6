import { keptOnly as keptOnlyIdentities, type OnlyIdentities } from "../../adapter/only-identities";
import type { AudienceChange, Edit } from "../../port/edit";
import type { Named } from "../../port/named";
import type { DefinitionSettings } from "../../model/settings";
import type { TargetingRule } from "../../model/targeting-rule";
import type { Variant } from "../../model/variant";

/** What a batch of edits comes to. */
export interface Wanted {
  readonly default: Put | undefined;
  readonly killed: boolean | undefined;
  readonly whenOff: string | undefined;
  readonly variants: readonly Variant[] | undefined;
  readonly rules: { readonly rules: readonly TargetingRule[]; readonly refuse: boolean } | undefined;
  readonly settings: NonNullable<DefinitionSettings["split"]>;
  /** By segment id; undefined: is to go. */
  readonly segments: ReadonlyMap<string, Put | undefined>;
  /** The exact set of segment overrides, if one was stated. */
  readonly only: { readonly segments: ReadonlySet<string>; readonly refuse: boolean } | undefined;
  readonly onlyIdentities: OnlyIdentities | undefined;
  /** By identifier; undefined: is to go. */
  readonly identities: ReadonlyMap<string, Put | undefined>;
}

export interface Put {
  readonly change: AudienceChange;
  readonly whole: AudienceChange | undefined;
}

/** What says that the definition is to be there, so that it is made where it is not. */
export function makesDefinition(wanted: Wanted): boolean {
  const { killed, whenOff, variants, rules } = wanted;
  // Words for the change log alone change nothing.
  const { title: _, comment: __, ...settings } = wanted.settings;
  const stated = [wanted.default, killed, whenOff, variants, rules, ...Object.values(settings)];
  return stated.some((each) => each !== undefined);
}

/**
 * Folds the edits of several operations. Within an operation the last word counts; between operations a put wins over a
 * remove, whichever came first: a renamed address must not delete a live override.
 */
export function fold(operations: readonly (readonly Edit[])[]): Wanted {
  const segments = new Map<string, Put | undefined>();
  const identities = new Map<string, Put | undefined>();
  let only: { segments: Set<string>; refuse: boolean } | undefined;
  let onlyIdentities: OnlyIdentities | undefined;
  let wanted: Omit<Wanted, "segments" | "identities" | "only" | "onlyIdentities"> = {
    default: undefined,
    killed: undefined,
    whenOff: undefined,
    variants: undefined,
    rules: undefined,
    settings: {},
  };
  for (const edits of operations) {
    const own = { segments: new Map<string, Put | undefined>(), identities: new Map<string, Put | undefined>() };
    for (const edit of edits) {
      switch (edit.kind) {
        case "set-default":
          wanted = { ...wanted, default: merged(wanted.default, edit) };
          break;
        case "set-killed":
          wanted = { ...wanted, killed: edit.killed };
          break;
        case "set-when-off":
          wanted = { ...wanted, whenOff: edit.variant };
          break;
        case "set-variants":
          wanted = { ...wanted, variants: edit.variants };
          break;
        case "set-rules":
          wanted = { ...wanted, rules: { rules: edit.rules, refuse: edit.unlisted === "refuse" } };
          break;
        case "set-settings":
          wanted = { ...wanted, settings: { ...wanted.settings, ...edit.settings.split } };
          break;
        case "put-segment-override":
          own.segments.set(edit.segment.id, merged(own.segments.get(edit.segment.id), edit));
          break;
        case "remove-segment-override":
          if (!edit.unless?.()) own.segments.set(edit.segment.id, undefined);
          break;
        case "keep-only-segment-overrides":
          only = keptOnly(only, edit.segments, edit.unlisted === "refuse");
          break;
        case "keep-only-identity-overrides":
          onlyIdentities = keptOnlyIdentities(onlyIdentities, edit);
          break;
        case "put-identity-override":
          own.identities.set(edit.identifier, merged(own.identities.get(edit.identifier), edit));
          break;
        case "remove-identity-override":
          if (!edit.unless?.()) own.identities.set(edit.identifier, undefined);
          break;
      }
    }
    putsWin(segments, own.segments);
    putsWin(identities, own.identities);
  }
  for (const [id, put] of segments) if (put) only?.segments.add(id);
  for (const [identifier, put] of identities) if (put) onlyIdentities?.identifiers.add(identifier);
  // Who comes first of several new ones must not be for their arrival to say: it decides what those get who are in both.
  const sorted = new Map([...segments].sort(([one], [other]) => (one < other ? -1 : 1)));
  return { ...wanted, segments: sorted, identities, only, onlyIdentities };
}

function merged(before: Put | undefined, { enabled, serve, whole }: AudienceChange & { whole?: AudienceChange }): Put {
  const change = { ...(enabled === undefined ? {} : { enabled }), ...(serve === undefined ? {} : { serve }) };
  return { change: { ...before?.change, ...change }, whole: whole ?? before?.whole };
}

function putsWin(all: Map<string, Put | undefined>, own: ReadonlyMap<string, Put | undefined>): void {
  for (const [key, put] of own) {
    const before = all.get(key);
    if (put) all.set(key, { change: { ...before?.change, ...put.change }, whole: put.whole ?? before?.whole });
    else if (!before) all.set(key, undefined);
  }
}

function keptOnly(
  before: { segments: Set<string>; refuse: boolean } | undefined,
  segments: readonly Named[],
  refuse: boolean,
): { segments: Set<string>; refuse: boolean } {
  return {
    segments: new Set([...(before?.segments ?? []), ...segments.map(({ id }) => id)]),
    refuse: refuse || (before?.refuse ?? false),
  };
}
