import type { Definition, DefinitionUnit } from "../../platforms/port/definition";
import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import { storedIds, storeIds, unitToRead } from "../audience/unit";
import { isConfirmed } from "../common/confirmed";
import { reporting } from "../common/platform-diagnostic";
import { revisionOfState } from "../common/revision";
import { readNames } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { stateOf } from "./definition-state";
import {
  type DefinitionState,
  type environmentDefinitionAttributes,
  managedOf,
  PATHS,
} from "./environment-definition-attributes";
import { claimDefinitionRead } from "./plan/definition-claims";
import { isListed, keysToRead } from "./sets/listed-overrides";
import { expectedIdentities, readIdentitySet, readListedIdentities } from "./sets/read-identities";
import { type UnsupportedContent, unsupportedIn, warnUnsupported } from "./sets/unsupported-content";

export const OVERRIDES_APART = "overrides_apart";

export const definitionRead = {
  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const found = await unitToRead(state, context.client, storedIds(context.private));
      if (!found) return null;
      storeIds(context.private, found.unit);
      const segments = await platform.segments.list(project);
      // Left out, it would mean that the set is complete.
      if (context.imported && isListed(state)) context.mustBeStated("overrides");
      const fillSet = context.imported && context.private.get(OVERRIDES_APART) !== true;
      const keys = keysToRead(state, context.private);
      const apart = { names: await readNames(state, found, context), segments, fillSet, keys, scope: project.scope };
      let unsupported: UnsupportedContent = {};
      const answer = (definition: Definition): DefinitionState => {
        unsupported = fillSet ? unsupportedIn(definition) : {};
        return stateOf(state, definition, apart, context);
      };
      const swept = await platform.definitions.sweep(found.unit);
      const listed = swept && answer(swept);
      const definition =
        listed && isConfirmed(listed, state, context.client) ? listed : await exactly(found.unit, context, answer);
      if (!definition) return null;
      const fillIdentities = fillSet && unsupported.identity_overrides === undefined;
      const exact = await withIdentities(definition, found.unit, fillIdentities, context);
      if (!exact) return null;
      warnUnsupported(unsupported, exact.id ?? "the definition", context);
      claimDefinitionRead(context.managed(exact), context);
      return { ...exact, revision: state.revision ?? revisionOfState(managedOf(exact)) };
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;

/** The identities are only read if they are managed here: on some platforms that takes separate requests. */
async function withIdentities(
  state: DefinitionState,
  unit: DefinitionUnit,
  fillSet: boolean,
  { client, private: data }: HandlerContext<Client>,
): Promise<DefinitionState | undefined> {
  if (state.identity_overrides === null && !fillSet) return state;
  const { identityOverrides } = client.platform;
  const keys = keysToRead(state, data)?.identity_overrides;
  if (keys) {
    const own = await readListedIdentities(state.identity_overrides, keys, unit, client);
    return { ...state, identity_overrides: own };
  }
  const listed = await identityOverrides.sweepAll(unit);
  const swept = listed ? readIdentitySet(state.identity_overrides, listed, fillSet) : undefined;
  // That a sweep lacks all of them confirms nothing.
  const tells = swept !== undefined && (swept !== null || client.trustsLists);
  if (tells && isConfirmed(swept, state.identity_overrides, client)) return { ...state, identity_overrides: swept };
  const exact = await identityOverrides.list(unit, expectedIdentities(state.identity_overrides));
  return exact && { ...state, identity_overrides: readIdentitySet(state.identity_overrides, exact, fillSet) };
}

async function exactly(
  unit: DefinitionUnit,
  { client }: HandlerContext<Client>,
  answer: (definition: Definition) => DefinitionState,
): Promise<DefinitionState | undefined> {
  const { definitions } = client.platform;
  if (client.trustsLists && !(await definitions.listed(unit))) return undefined;
  const definition = await definitions.read(unit);
  return definition && answer(definition);
}
