import type { Clock } from "../../../http/clock";
import type { HttpClient } from "../../../http/http-client";
import type { IdentityStore } from "../../port/identity-store";
import type { DefinitionUnit } from "../../port/definition";
import type { IdentityOverrideStore } from "../../port/identity-override";
import type { FlagsmithContext } from "../run/context";
import { CoreClient } from "../api/core-client";
import { CoreIdentities } from "./core-identities";
import { CoreTraits } from "./core-traits";
import { EdgeClient } from "../api/edge-client";
import { EdgeDocuments } from "./edge-documents";
import { EdgeIdentities } from "./edge-identities";
import type { StoredState } from "../state/definition";
import { EdgeTraits } from "./edge-traits";
import { Identities } from "./identities";
import { IdentityDirectory } from "./identity-directory";
import type { VariantCache } from "../flag/variant-cache";
import type { Sweep } from "../definition/sweep";
import { TraitClient } from "../api/trait-client";

export interface IdentityParts {
  readonly context: FlagsmithContext;
  readonly http: HttpClient;
  /** Where applications reach identities at the edge. */
  readonly edgeHttp: HttpClient;
  readonly clock: Clock;
  readonly swept: Sweep;
  /** What an identity gets of a flag that it does not override. */
  inherited(unit: DefinitionUnit): Promise<StoredState | undefined>;
  readonly options: VariantCache;
  /** What the end of a use may set free. */
  afterWrite(unit: DefinitionUnit): Promise<readonly string[]>;
}

/** Identities and their overrides, in both places where they can live. */
export function identityStores(parts: IdentityParts): {
  readonly identityOverrides: IdentityOverrideStore;
  readonly identities: IdentityStore;
} {
  const { context, http, edgeHttp, clock } = parts;
  const edge = new EdgeClient(http);
  const documents = new EdgeDocuments(context, edge, clock);
  const core = new CoreClient(http, context.client);
  const traits = new TraitClient(context.client, http, edgeHttp);
  return {
    identityOverrides: new Identities(
      context.projects,
      new CoreIdentities(parts, core),
      new EdgeIdentities(parts, edge, documents),
    ),
    identities: new IdentityDirectory(
      context.projects,
      new CoreTraits(core, traits, clock),
      new EdgeTraits(edge, documents, traits, clock),
    ),
  };
}
