import type { Clock } from "../../http/clock";
import type { HttpClient } from "../../http/http-client";
import type { IdentityStore } from "../identity-store";
import type { Definition, DefinitionUnit, IdentityOverrideStore } from "../platform";
import type { FlagsmithContext } from "./context";
import { CoreIdentities } from "./core-identities";
import { CoreTraits } from "./core-traits";
import { EdgeClient } from "./edge-client";
import { EdgeDocuments } from "./edge-documents";
import { EdgeIdentities } from "./edge-identities";
import { EdgeTraits } from "./edge-traits";
import { Identities } from "./identities";
import { IdentityDirectory } from "./identity-directory";
import type { Sweep } from "./sweep";
import { TraitClient } from "./trait-client";

export interface IdentityParts {
  readonly context: FlagsmithContext;
  readonly http: HttpClient;
  /** Where applications reach identities at the edge. */
  readonly edgeHttp: HttpClient;
  readonly clock: Clock;
  readonly swept: Sweep;
  /** What an identity gets of a flag that it does not override. */
  inherited(unit: DefinitionUnit): Promise<Definition | undefined>;
}

/** Identities and their overrides, in both places where they can live. */
export function identityStores({ context, http, edgeHttp, clock, swept, inherited }: IdentityParts): {
  readonly identityOverrides: IdentityOverrideStore;
  readonly identities: IdentityStore;
} {
  const edge = new EdgeClient(http);
  const documents = new EdgeDocuments(context, edge, clock);
  const traits = new TraitClient(context.client, http, edgeHttp);
  return {
    identityOverrides: new Identities(
      context.projects,
      new CoreIdentities(context, swept, inherited),
      new EdgeIdentities(context, edge, documents, inherited),
    ),
    identities: new IdentityDirectory(
      context.projects,
      new CoreTraits(context, traits),
      new EdgeTraits(edge, documents, traits),
    ),
  };
}
