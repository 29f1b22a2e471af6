import { getOwn } from "../../get-own";

/** What of a platform becomes a resource, in no language yet: attributes by name. */

export const FLAG = "flagform_feature_flag";
export const SEGMENT = "flagform_segment";
export const DEFINITION = "flagform_environment_definition";
export const SEGMENT_OVERRIDE = "flagform_segment_override";
export const IDENTITY_OVERRIDE = "flagform_identity_override";

export type AdoptedType =
  typeof FLAG | typeof SEGMENT | typeof DEFINITION | typeof SEGMENT_OVERRIDE | typeof IDENTITY_OVERRIDE;

/** Attributes by name, without any that are null. */
export type Body = Readonly<Record<string, unknown>>;

export interface Adopted {
  readonly type: AdoptedType;
  /** As people name it: `new-checkout`, `production/new-checkout`. */
  readonly displayName: string;
  /** The ids that its identity consists of. */
  readonly ids: Readonly<Record<string, string>>;
  /** Where it is imported from. Of what does not exist yet: a name that no other has. */
  readonly importId: string;
  /** Whether the platform has it already, so that it is imported. */
  readonly exists: boolean;
  /** Names what it refers to by the names that people see. */
  readonly body: Body;
  /** What stays unmanaged, and why: a sentence each. */
  readonly notes: readonly string[];
}

/** An object that is not written, with the reason. */
export interface LeftOut {
  /** `environment production`, `flag new-checkout`. */
  readonly what: string;
  readonly why: string;
}

/** Everything that is adopted of one project. */
export interface Inventory {
  readonly flags: readonly Adopted[];
  readonly segments: readonly Adopted[];
  readonly definitions: readonly Adopted[];
  readonly overrides: readonly Adopted[];
  readonly leftOut: readonly LeftOut[];
  /** What the lists say of the whole. */
  readonly notes: readonly string[];
}

export function allOf({ flags, segments, definitions, overrides }: Inventory): readonly Adopted[] {
  return [...segments, ...flags, ...definitions, ...overrides];
}

export const NOUNS: Readonly<Record<AdoptedType, string>> = {
  flagform_feature_flag: "flag",
  flagform_segment: "segment",
  flagform_environment_definition: "definition",
  flagform_segment_override: "override",
  flagform_identity_override: "override",
};

/** How messages name an object. */
export function nameOf(adopted: Pick<Adopted, "type" | "displayName"> & Partial<Pick<Adopted, "importId">>): string {
  return `${NOUNS[adopted.type]} ${uniqueName(adopted)}`;
}

/** With its id, where it shares its name with another. */
export function uniqueName({
  displayName,
  importId = "",
}: Pick<Adopted, "displayName"> & { readonly importId?: string }): string {
  return isShared({ importId, displayName }) ? `${displayName} (${importId})` : displayName;
}

/** Tells one from all others. A segment that is for one flag has both ids, and is known by its own. */
export function keyOf({ type, ids }: Pick<Adopted, "type" | "ids">): string {
  if (type === SEGMENT) return JSON.stringify([type, ids["segment_id"]]);
  return JSON.stringify([type, ids["environment_id"], ids["flag_id"], ids["segment_id"], ids["identity"]]);
}

/** What others name a segment by: its id, where it shares its name with another. */
export function referenceTo(adopted: Pick<Adopted, "importId" | "displayName">): string {
  return isShared(adopted) ? adopted.importId : adopted.displayName;
}

/** Whether another one has its name. */
export function isShared({ importId, displayName }: Pick<Adopted, "importId" | "displayName">): boolean {
  return importId.startsWith("id:") && !displayName.startsWith("id:");
}

export function textAt(body: Body, name: string): string | undefined {
  const value = getOwn(body, name);
  return typeof value === "string" ? value : undefined;
}

export function bodyAt(body: Body, name: string): Body | undefined {
  const value = getOwn(body, name);
  return typeof value === "object" && value !== null ? (value as Body) : undefined;
}
