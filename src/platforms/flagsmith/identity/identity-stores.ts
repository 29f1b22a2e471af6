import type { IdentityOverrideStore } from "../../port/identity/identity-override";
import type { IdentityStore } from "../../port/identity/identity-store";
import { CoreClient } from "../api/core-client";
import { EdgeClient } from "../api/edge-client";
import { TraitClient } from "../api/trait-client";
import { CoreIdentities } from "./core-identities";
import { CoreTraits } from "./core-traits";
import { EdgeDocuments } from "./edge-documents";
import { EdgeIdentities } from "./edge-identities";
import { EdgeTraits } from "./edge-traits";
import { Identities } from "./identities";
import { IdentityDirectory } from "./identity-directory";
import type { IdentityParts } from "./identity-parts";

/** Identities and their overrides, in the database and at the edge. */
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
