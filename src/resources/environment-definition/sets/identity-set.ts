import { getOwn } from "../../../get-own";
import { describeUnit } from "../../../platforms/adapter/edits/units";
import { unlistedIdentities } from "../../../platforms/adapter/errors";
import type { Audience } from "../../../platforms/model/audience";
import type { Capabilities } from "../../../platforms/port/capabilities";
import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { AudienceChange, Edit } from "../../../platforms/port/edit";
import type { IdentityOverrideStore } from "../../../platforms/port/identity/identity-override";
import type { Platform } from "../../../platforms/port/platform";
import type { State } from "../../../terraform/schema";
import { audienceChange, wholeAudience } from "../../audience/audience-change";
import { formatImportId } from "../../import/import-id";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";
import { leaving } from "./listed-overrides";
import type { Others } from "./others";

/** The identity overrides inside a definition. */

type Overrides = State<typeof environmentDefinitionAttributes>["identity_overrides"];

export interface IdentityChanges {
  readonly puts: readonly {
    readonly identifier: string;
    readonly change: AudienceChange;
    readonly whole: AudienceChange | undefined;
  }[];
  readonly removals: readonly string[];
}

export const NO_IDENTITIES: IdentityChanges = { puts: [], removals: [] };

/**
 * Puts what changed, removes what left the set. An exact set that is new is compared with the platform, and refuses unlisted overrides
 * before the first write, unless it may adopt them.
 */
export async function identityChanges(
  before: Overrides,
  after: NonNullable<Overrides>,
  unit: DefinitionUnit,
  { identityOverrides: store, capabilities }: Pick<Platform, "identityOverrides" | "capabilities">,
  others: Others<NonNullable<Overrides>>,
): Promise<IdentityChanges> {
  const found = isCompared(others) ? await listed(unit, store) : Object.keys(removable(before, others));
  const removals = found.filter((identifier) => getOwn(after, identifier) === undefined);
  if (isCompared(others) && removals.length > 0 && others.unlisted === "refuse") {
    const importId = formatImportId(unit.environment.name, unit.flag.name);
    const attempted = `define ${describeUnit(unit)}`;
    throw unlistedIdentities(attempted, removals, importId);
  }
  return { puts: putsBetween(before, after, capabilities), removals };
}

/** The same as edits in the definition's own batch, for platforms where overrides are part of it. It sends no request. */
export function identityEdits(
  before: Overrides,
  after: NonNullable<Overrides>,
  capabilities: Capabilities,
  others: Others<NonNullable<Overrides>>,
): Edit[] {
  const puts = putsBetween(before, after, capabilities).map(({ identifier, change, whole }) => {
    return { kind: "put-identity-override", identifier, ...change, ...(whole && { whole }) } as const;
  });
  if (!isCompared(others)) return [...puts, ...identityRemovals(leaving(removable(before, others), after))];
  return [...puts, { kind: "keep-only-identity-overrides", identifiers: Object.keys(after), unlisted: others.unlisted }];
}

export function identityRemovals(set: Overrides): Edit[] {
  return Object.keys(set ?? {}).map((identifier) => ({ kind: "remove-identity-override", identifier }));
}

type Compared = Extract<Others<unknown>, { readonly kind: "exact" }>;

function isCompared(others: Others<unknown>): others is Compared {
  return others.kind === "exact" && others.isNew;
}

function removable(before: Overrides, others: Others<NonNullable<Overrides>>): NonNullable<Overrides> {
  return (others.kind === "listed" ? others.owned : before) ?? {};
}

async function listed(unit: DefinitionUnit, store: IdentityOverrideStore): Promise<readonly string[]> {
  return [...((await store.list(unit)) ?? new Map<string, Audience>()).keys()];
}

function putsBetween(before: Overrides, after: NonNullable<Overrides>, capabilities: Capabilities): IdentityChanges["puts"] {
  return Object.entries(after).flatMap(([identifier, override]) => {
    const base = getOwn(before, identifier);
    const change = audienceChange(base ?? null, override, capabilities);
    if (base && Object.keys(change).length === 0) return [];
    return [{ identifier, change, whole: base && wholeAudience(override) }];
  });
}

/** Sent together, so that they share requests if the platform allows it. Returns notes for the user. */
export async function writeIdentities(
  { puts, removals }: IdentityChanges,
  unit: DefinitionUnit,
  store: IdentityOverrideStore,
  isOwnedElsewhere: (identifier: string) => boolean,
): Promise<readonly string[]> {
  const results = await Promise.allSettled([
    ...puts.map(({ identifier, change, whole }) => store.put(unit, identifier, change, whole)),
    ...removals.map((identifier) => store.remove(unit, identifier, { unless: () => isOwnedElsewhere(identifier) })),
  ]);
  for (const result of results) if (result.status === "rejected") throw result.reason;
  const warnings = results.flatMap((result) => (result.status === "fulfilled" ? result.value.warnings : []));
  return [...new Set(warnings)];
}
