import type { DefinitionSettings } from "../../model/settings";
import type { TargetingRule } from "../../model/targeting-rule";
import type { Variant } from "../../model/variant";
import type { AudienceChange, Edit, Removal, WholeOverride } from "../../port/edit";
import type { Named } from "../../port/named";
import { unlistedIdentities } from "../errors";

/** What the edits of several operations come to, for one flag in one environment. What is absent is not touched. */
export interface Changeset {
  readonly default?: AudiencePut;
  readonly killed?: boolean;
  readonly whenOff?: string;
  readonly variants?: readonly Variant[];
  readonly rules?: { readonly rules: readonly TargetingRule[]; readonly unlisted: "remove" | "refuse" };
  readonly settings: DefinitionSettings;
  /** By the segment's id. */
  readonly segments: OverrideChanges<SegmentPut>;
  /** By identifier. */
  readonly identities: OverrideChanges<AudiencePut>;
}

export interface OverrideChanges<Put> {
  readonly puts: ReadonlyMap<string, Put>;
  /** None of those that are put. */
  readonly removals: ReadonlySet<string>;
  /** Whether these may only go one by one, because others write overrides of the unit too. */
  readonly removesAlone?: true;
  /** The exact set of overrides, if one was stated: all that are put belong to it. */
  readonly only: ExactSet | undefined;
}

interface ExactSet {
  readonly keys: ReadonlySet<string>;
  /** Where others are there: whether to fail before the first write, or to remove them. */
  readonly refuse: boolean;
}

export interface AudiencePut extends AudienceChange {
  /** Of an audience that was there when it was last seen: all that it is to have where it no longer exists. */
  readonly whole?: AudienceChange;
}

export interface SegmentPut extends AudiencePut {
  readonly segment: Named;
  readonly priority?: number;
  readonly whole?: WholeOverride;
  readonly keeping?: ReadonlyMap<string, number>;
  readonly again?: true;
}

/**
 * Folds the edits of several operations. Within an operation the last word counts; between operations a put beats a remove,
 * whichever came first: a renamed address must not delete a live override.
 */
export function changesetOf(operations: readonly (readonly Edit[])[]): Changeset {
  const segments = new OverrideFold<SegmentPut>();
  const identities = new OverrideFold<AudiencePut>();
  let rest: Omit<Changeset, "segments" | "identities"> = { settings: {} };
  for (const edits of operations) {
    for (const edit of edits) {
      switch (edit.kind) {
        case "put-segment-override": {
          const { kind: _, ...put } = edit;
          segments.put(edit.segment.id, put);
          break;
        }
        case "remove-segment-override":
          segments.remove(edit.segment.id, edit);
          break;
        case "keep-only-segment-overrides":
          segments.keepOnly(
            edit.segments.map(({ id }) => id),
            edit.unlisted,
          );
          break;
        case "put-identity-override": {
          const { kind: _, identifier, ...put } = edit;
          identities.put(identifier, put);
          break;
        }
        case "remove-identity-override":
          identities.remove(edit.identifier, edit);
          break;
        case "keep-only-identity-overrides":
          identities.keepOnly(edit.identifiers, edit.unlisted);
          break;
        default:
          rest = { ...rest, ...changed(rest, edit) };
      }
    }
    segments.endOperation();
    identities.endOperation();
  }
  return { ...rest, segments: segments.result(), identities: identities.result() };
}

type SetEdit = Extract<Edit, { readonly kind: `set-${string}` }>;

function changed(before: Pick<Changeset, "default" | "settings">, edit: SetEdit): Partial<Changeset> {
  switch (edit.kind) {
    case "set-default": {
      const { kind: _, ...put } = edit;
      return { default: { ...before.default, ...put } };
    }
    case "set-killed":
      return { killed: edit.killed };
    case "set-when-off":
      return { whenOff: edit.variant };
    case "set-variants":
      return { variants: edit.variants };
    case "set-rules":
      return { rules: { rules: edit.rules, unlisted: edit.unlisted } };
    case "set-settings": {
      const { split, vercel, mixpanel } = edit.settings;
      const { settings } = before;
      return {
        settings: {
          ...settings,
          ...(split && { split: { ...settings.split, ...split } }),
          ...(vercel && { vercel: { ...settings.vercel, ...vercel } }),
          ...(mixpanel && { mixpanel: { ...settings.mixpanel, ...mixpanel } }),
        },
      };
    }
  }
}

class OverrideFold<Put extends object> {
  private readonly puts = new Map<string, Put>();
  private readonly removals = new Set<string>();
  private removesAlone = false;
  private only: { readonly keys: Set<string>; refuse: boolean } | undefined;
  /** The last word of the operation at hand; undefined: is to go. */
  private own = new Map<string, Put | undefined>();

  put(key: string, put: Put): void {
    this.own.set(key, { ...this.own.get(key), ...put });
  }

  remove(key: string, { unless, alone }: Removal): void {
    if (unless?.()) return;
    this.own.set(key, undefined);
    if (alone) this.removesAlone = true;
  }

  keepOnly(keys: readonly string[], unlisted: "remove" | "refuse"): void {
    this.only ??= { keys: new Set(), refuse: false };
    for (const key of keys) this.only.keys.add(key);
    if (unlisted === "refuse") this.only.refuse = true;
  }

  endOperation(): void {
    for (const [key, put] of this.own) {
      if (put) this.puts.set(key, { ...this.puts.get(key), ...put });
      else this.removals.add(key);
    }
    this.own = new Map();
  }

  result(): OverrideChanges<Put> {
    for (const key of this.puts.keys()) {
      this.removals.delete(key);
      this.only?.keys.add(key);
    }
    const { puts, removals, only } = this;
    return { puts, removals, only, ...(this.removesAlone && { removesAlone: true }) };
  }
}

/** What is to be of an audience that must be made: all that was ever stated of it. */
export function inFull<Put extends { readonly whole?: object }>({ whole, ...change }: Put): Omit<Put, "whole"> {
  return { ...whole, ...change };
}

/** Those that are there and that an exact set does not list. */
export function unlistedIn(only: ExactSet | undefined, present: Iterable<string>): readonly string[] {
  return only ? [...present].filter((key) => !only.keys.has(key)) : [];
}

/** Those that are there and not listed. Throws PlatformError `exists` where they may not be removed. */
export function identitiesToRemove(
  only: ExactSet | undefined,
  present: Iterable<string>,
  attempted: string,
): readonly string[] {
  const unlisted = unlistedIn(only, present);
  if (only?.refuse && unlisted.length > 0) throw unlistedIdentities(attempted, unlisted);
  return unlisted;
}

/** The same once it is known that nothing unlisted stood in the way: what came since is not refused any more. */
export function removingUnlisted({ rules, segments, identities, ...rest }: Changeset): Changeset {
  const lenient = <Put>(changes: OverrideChanges<Put>): OverrideChanges<Put> => ({
    ...changes,
    only: changes.only && { ...changes.only, refuse: false },
  });
  return {
    ...rest,
    ...(rules && { rules: { ...rules, unlisted: "remove" } }),
    segments: lenient(segments),
    identities: lenient(identities),
  };
}
