import type { Evaluator } from "../../port/identity/evaluation";
import type { IdentityOverrideStore } from "../../port/identity/identity-override";
import type { IdentityStore } from "../../port/identity/identity-store";
import { CoreClient } from "../api/core-client";
import { EdgeClient } from "../api/edge-client";
import { TraitClient } from "../api/trait-client";
import { CoreOverrides } from "./core-overrides";
import { EdgeDocuments } from "./edge-documents";
import { EdgeOverrides } from "./edge-overrides";
import { Evaluation } from "./evaluation";
import { IdentityDirectory } from "./identity-directory";
import { IdentityOverrides } from "./identity-overrides";
import type { IdentityParts } from "./identity-parts";
import { CoreTraits } from "./traits/core-traits";
import { EdgeTraits } from "./traits/edge-traits";

/** Identities and their overrides, in the database and at the edge, and what a flag is for one. */
export function createIdentityStores(parts: IdentityParts): {
  readonly identityOverrides: IdentityOverrideStore;
  readonly identities: IdentityStore;
  readonly evaluator: Evaluator;
} {
  const { context, http, edgeHttp, clock } = parts;
  const edge = new EdgeClient(http);
  const documents = new EdgeDocuments(context, edge, clock);
  const core = new CoreClient(http, context.client);
  const traits = new TraitClient(context.client, http, edgeHttp);
  return {
    identityOverrides: new IdentityOverrides(
      parts,
      new CoreOverrides(parts, core),
      new EdgeOverrides(parts, edge, documents),
    ),
    identities: new IdentityDirectory(
      context.projects,
      new CoreTraits(core, traits, clock),
      new EdgeTraits(edge, documents, traits, clock),
    ),
    evaluator: new Evaluation(edgeHttp),
  };
}
