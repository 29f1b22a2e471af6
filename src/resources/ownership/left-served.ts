import type { HandlerContext } from "../../terraform/resource";
import { storedIds } from "../audience/unit";
import type { Client } from "../run/client";
import { definitionAt, overrideAt, type Place } from "../run/thing";

/** What the definitions of this run leave served when they end: no reason to keep their flag, environment or segments. */

interface WithId {
  readonly id: string;
}

interface Unit {
  readonly environment: WithId;
  readonly flag: WithId;
}

/** What somebody is served of a flag in an environment. */
interface Served extends Unit {
  readonly segments: readonly WithId[];
  readonly identities: readonly string[];
}

interface EndedDefinition {
  readonly environment_id: string | null;
  readonly flag_id: string | null;
  readonly segment_overrides: Readonly<Record<string, { readonly segment_id: string | null }>> | null;
  readonly identity_overrides: object | null;
}

/** The definition and its overrides, by the ids of the last write or read: nothing is asked for it. */
export function leaveServed(prior: EndedDefinition, { client, private: data }: HandlerContext<Client>): void {
  const { environment = prior.environment_id, flag = prior.flag_id } = storedIds(data);
  if (environment === null || flag === null) return;
  const segments = Object.values(prior.segment_overrides ?? {}).flatMap(({ segment_id: id }) =>
    id === null ? [] : [{ id }],
  );
  const identities = Object.keys(prior.identity_overrides ?? {});
  const places = placesOf({ environment: { id: environment }, flag: { id: flag }, segments, identities });
  for (const place of places) client.claims.ended(place);
}

/** Whether this run left all of it. */
export function isLeftByThisRun(served: Served, { claims }: Pick<Client, "claims">): boolean {
  return placesOf(served).every((place) => claims.hasEnded(place));
}

/** The same of one segment's override. */
export function isOverrideLeftByThisRun(unit: Unit, segment: WithId, { claims }: Pick<Client, "claims">): boolean {
  return claims.hasEnded(overrideAt("segment", unit, segment.id));
}

function placesOf({ segments, identities, ...unit }: Served): readonly Place[] {
  return [
    definitionAt(unit),
    ...segments.map(({ id }) => overrideAt("segment", unit, id)),
    ...identities.map((identifier) => overrideAt("identity", unit, identifier)),
  ];
}
