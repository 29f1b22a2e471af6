import { getOwn } from "../../../get-own";
import { describeUnit } from "../../../platforms/adapter/edits/units";
import { unlistedIdentities } from "../../../platforms/adapter/errors";
import type { Audience } from "../../../platforms/model/audience";
import type { Capabilities } from "../../../platforms/port/capabilities";
import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { AudienceChange, Edit } from "../../../platforms/port/edit";
import type { ExpectedOverrides, IdentityOverrideStore } from "../../../platforms/port/identity/identity-override";
import type { Platform } from "../../../platforms/port/platform";
import type { State } from "../../../terraform/schema";
import { audienceChange, wholeAudience } from "../../audience/audience-change";
import { readAudience, type StatedAudience } from "../../audience/read-audience";
import { formatImportId } from "../../common/import-id";
import { same } from "../../common/known";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

/** The exact set of identity overrides inside a definition. */

type Overrides = State<typeof environmentDefinitionAttributes>["identity_overrides"];
interface WithOverrides {
  readonly identity_overrides: Overrides;
}

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
 * Puts what changed, removes what is no longer listed. A set that is new in the configuration is compared with the platform,
 * and refuses unlisted overrides before the first write, unless it may adopt them.
 */
export async function identityChanges(
  prior: WithOverrides | null,
  state: WithOverrides | null,
  unit: DefinitionUnit,
  { identityOverrides: store, capabilities }: Pick<Platform, "identityOverrides" | "capabilities">,
  unlisted: "remove" | "refuse",
): Promise<IdentityChanges> {
  const before = prior?.identity_overrides ?? null;
  const after = state?.identity_overrides ?? null;
  // Handed over while the definition exists; removed with it.
  if (after === null) return state !== null || before === null ? NO_IDENTITIES : { puts: [], removals: Object.keys(before) };
  const found = before ? Object.keys(before) : [...((await store.list(unit)) ?? new Map<string, Audience>()).keys()];
  const removals = found.filter((identifier) => getOwn(after, identifier) === undefined);
  if (before === null && removals.length > 0 && unlisted === "refuse") {
    const importId = formatImportId(unit.environment.name, unit.flag.name);
    const attempted = `define ${describeUnit(unit)}`;
    throw unlistedIdentities(attempted, removals, importId);
  }
  return { puts: putsBetween(before, after, capabilities), removals };
}

/** The same as edits in the definition's own batch, for platforms where overrides are part of it. It sends no request. */
export function identityEdits(
  prior: WithOverrides | null,
  state: WithOverrides | null,
  capabilities: Capabilities,
  unlisted: "remove" | "refuse",
): Edit[] {
  const before = prior?.identity_overrides ?? null;
  const after = state?.identity_overrides ?? null;
  const gone = Object.keys(before ?? {}).filter((identifier) => getOwn(after, identifier) === undefined);
  const removals = gone.map((identifier) => ({ kind: "remove-identity-override", identifier }) as const);
  // Handed over while the definition exists; removed with it.
  if (after === null) return state === null ? removals : [];
  const puts = putsBetween(before, after, capabilities).map(({ identifier, change, whole }) => {
    return { kind: "put-identity-override", identifier, ...change, ...(whole && { whole }) } as const;
  });
  if (before) return [...puts, ...removals];
  return [...puts, { kind: "keep-only-identity-overrides", identifiers: Object.keys(after), unlisted }];
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

/** The identities whose override is as in the state. */
export function expectedIdentities(stated: Overrides): ExpectedOverrides | undefined {
  if (stated === null) return undefined;
  return new Map(
    Object.entries(stated).map(([identifier, override]) => [
      identifier,
      (listed: Audience) => same(readAudience(override, listed, false), pick(override)),
    ]),
  );
}

function pick({ enabled, serve }: StatedAudience): StatedAudience {
  return { enabled, serve };
}

/** The platform's overrides in the state's spelling; null stays unmanaged, unless the read follows an import. */
export function readIdentitySet(stated: Overrides, remote: ReadonlyMap<string, Audience>, imported: boolean): Overrides {
  if (stated === null && !(imported && remote.size > 0)) return null;
  return Object.fromEntries(
    [...remote].map(([identifier, override]) => {
      const known = getOwn(stated, identifier);
      return [identifier, readAudience(known ?? { enabled: null, serve: null }, override, known === undefined)];
    }),
  );
}
