import { keptOnly, type OnlyIdentities } from "../../adapter/only-identities";
import type { AudienceChange, Edit } from "../../port/edit";
import type { FlagSettings } from "../../port/flag";
import type { Named } from "../../port/named";
import type { DefinitionSettings } from "../../model/settings";
import type { TargetingRule } from "../../model/targeting-rule";

/** What one resource wants of a flag in one go. */
export type FlagOperation =
  | { readonly kind: "flag"; readonly changes: Partial<FlagSettings> }
  | { readonly kind: "edits"; readonly environment: Named; readonly edits: readonly Edit[] };

/** What a batch of operations comes to: one request, for everything of a flag is one document. */
export interface Batch {
  readonly flag: Partial<FlagSettings> | undefined;
  /** By the environment's name. */
  readonly environments: ReadonlyMap<string, Wanted>;
}

export interface Wanted {
  default?: WantedAudience;
  killed?: boolean;
  whenOff?: string;
  rules?: { readonly rules: readonly TargetingRule[]; readonly unlisted: "remove" | "refuse" };
  settings?: NonNullable<DefinitionSettings["vercel"]>;
  readonly segments: Map<string, WantedOverride>;
  readonly removedSegments: Set<string>;
  /** The exact set of segment overrides, if one was stated. */
  onlySegments?: { readonly ids: Set<string>; refuse: boolean };
  readonly identities: Map<string, WantedAudience>;
  readonly removedIdentities: Set<string>;
  onlyIdentities?: OnlyIdentities;
}

export interface WantedAudience extends AudienceChange {
  /** Of what was there when it was last seen: all that it is to have where it is not any more. */
  readonly whole?: AudienceChange;
}

export interface WantedOverride extends WantedAudience {
  readonly priority?: number;
  readonly whole?: AudienceChange & { readonly priority?: number };
}

/**
 * Folds operations. Within one the last word counts; between them a put wins over a remove, whichever came first: a renamed
 * address must not delete a live override.
 */
export function fold(operations: readonly FlagOperation[]): Batch {
  let flag: Partial<FlagSettings> | undefined;
  const environments = new Map<string, Wanted>();
  for (const operation of operations) {
    if (operation.kind === "flag") {
      flag = { ...flag, ...operation.changes };
      continue;
    }
    const { name } = operation.environment;
    const wanted = environments.get(name) ?? nothing();
    environments.set(name, wanted);
    add(wanted, foldOne(operation.edits));
  }
  for (const wanted of environments.values()) putsWin(wanted);
  return { flag, environments };
}

function nothing(): Wanted {
  return { segments: new Map(), removedSegments: new Set(), identities: new Map(), removedIdentities: new Set() };
}

function foldOne(edits: readonly Edit[]): Wanted {
  const wanted = nothing();
  for (const edit of edits) {
    switch (edit.kind) {
      case "set-default": {
        const { kind: _, ...change } = edit;
        wanted.default = { ...wanted.default, ...change };
        break;
      }
      case "set-killed":
        wanted.killed = edit.killed;
        break;
      case "set-when-off":
        wanted.whenOff = edit.variant;
        break;
      case "set-rules":
        wanted.rules = { rules: edit.rules, unlisted: edit.unlisted };
        break;
      case "set-settings":
        wanted.settings = { ...wanted.settings, ...edit.settings.vercel };
        break;
      case "put-segment-override": {
        const { kind: _, segment, ...override } = edit;
        wanted.segments.set(segment.id, { ...wanted.segments.get(segment.id), ...override });
        wanted.removedSegments.delete(segment.id);
        break;
      }
      case "remove-segment-override":
        if (edit.unless?.()) break;
        wanted.segments.delete(edit.segment.id);
        wanted.removedSegments.add(edit.segment.id);
        break;
      case "keep-only-segment-overrides":
        wanted.onlySegments ??= { ids: new Set(), refuse: false };
        for (const { id } of edit.segments) wanted.onlySegments.ids.add(id);
        if (edit.unlisted === "refuse") wanted.onlySegments.refuse = true;
        break;
      case "keep-only-identity-overrides":
        wanted.onlyIdentities = keptOnly(wanted.onlyIdentities, edit);
        break;
      case "put-identity-override": {
        const { kind: _, identifier, ...override } = edit;
        wanted.identities.set(identifier, { ...wanted.identities.get(identifier), ...override });
        wanted.removedIdentities.delete(identifier);
        break;
      }
      case "remove-identity-override":
        if (edit.unless?.()) break;
        wanted.identities.delete(edit.identifier);
        wanted.removedIdentities.add(edit.identifier);
        break;
      case "set-variants":
        // Refused before it comes here: variants are the flag's own.
        break;
    }
  }
  return wanted;
}

function add(all: Wanted, one: Wanted): void {
  if (one.default) all.default = { ...all.default, ...one.default };
  if (one.killed !== undefined) all.killed = one.killed;
  if (one.whenOff !== undefined) all.whenOff = one.whenOff;
  if (one.rules) all.rules = one.rules;
  if (one.settings) all.settings = { ...all.settings, ...one.settings };
  for (const [id, put] of one.segments) all.segments.set(id, { ...all.segments.get(id), ...put });
  for (const id of one.removedSegments) all.removedSegments.add(id);
  for (const [identifier, put] of one.identities)
    all.identities.set(identifier, { ...all.identities.get(identifier), ...put });
  for (const identifier of one.removedIdentities) all.removedIdentities.add(identifier);
  if (one.onlyIdentities) {
    const { identifiers, refuse } = one.onlyIdentities;
    const edit = { identifiers: [...identifiers], unlisted: refuse ? "refuse" : "remove" } as const;
    all.onlyIdentities = keptOnly(all.onlyIdentities, edit);
  }
  if (!one.onlySegments) return;
  all.onlySegments ??= { ids: new Set(), refuse: false };
  for (const id of one.onlySegments.ids) all.onlySegments.ids.add(id);
  if (one.onlySegments.refuse) all.onlySegments.refuse = true;
}

function putsWin(wanted: Wanted): void {
  for (const id of wanted.segments.keys()) {
    wanted.removedSegments.delete(id);
    wanted.onlySegments?.ids.add(id);
  }
  for (const identifier of wanted.identities.keys()) {
    wanted.removedIdentities.delete(identifier);
    wanted.onlyIdentities?.identifiers.add(identifier);
  }
}
