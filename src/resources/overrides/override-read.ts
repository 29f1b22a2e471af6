import type { ReadContext } from "../../terraform/resource";
import { readAudience, unsupportedServe } from "../audience/read-audience";
import { storedIds, storeIds, unitToRead } from "../audience/unit";
import { isConfirmed } from "../common/confirmed";
import { revisionOfState } from "../common/revision";
import { formatImportId } from "../import/import-id";
import { claimRead } from "../ownership/claim-plan";
import { readNames } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { type FoundOverride, managedOf, type OverrideKind, thingOf } from "./override";
import { type OverrideAttributes, type OverrideState } from "./override-attributes";

/** The list's answer if it agrees with the state, otherwise one exact read. Null means deleted. */
export async function readOverride<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  before: OverrideState<A>,
  context: ReadContext<Client>,
): Promise<OverrideState<A> | null> {
  const { platform } = context.client;
  const { project, state } = await stateInScope<OverrideState<A>>(before, context);
  const stored = storedIds(context.private);
  const found = await unitToRead(state, context.client, stored);
  const whom = await kind.targetToRead(state, project, stored, context);
  if (!found || !whom) return null;
  const place = { unit: found.unit, target: whom.target };
  storeIds(context.private, found.unit, kind.noun === "segment" ? whom.target : undefined);
  const names = await readNames(state, found, context);
  const id = formatImportId(names.environment, names.flag, whom.name);
  let unsupported: string | undefined;
  const answer = (audience: FoundOverride | undefined): OverrideState<A> | undefined => {
    if (!audience) return undefined;
    unsupported = unsupportedServe(audience);
    return {
      ...state,
      ...names,
      ...whom.names,
      ...kind.readOwn?.(state, audience, context),
      ...readAudience(state, audience, context.imported),
      id,
      scope: project.scope,
    };
  };
  const listed = answer(await kind.sweep(place, platform));
  const exact = listed && isConfirmed(listed, state, context.client) ? listed : answer(await kind.read(place, platform));
  if (!exact) return null;
  if (unsupported !== undefined && context.imported)
    context.warn("What an override serves cannot be expressed here", `${exact.id ?? "It"} serves ${unsupported}.`);
  claimRead([thingOf(kind, exact)], context);
  return { ...exact, revision: state.revision ?? revisionOfState(managedOf(kind, exact)) };
}
