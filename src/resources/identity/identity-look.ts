import type { TraitValue } from "../../platforms/port/identity/identity-store";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown, isWhollyKnown } from "../../terraform/value";
import { same } from "../common/known";
import { look, projectOf } from "../parents/plan-look";
import { lookAtUnit } from "../parents/unit-look";
import type { Client } from "../run/client";
import type { identityAttributes } from "./identity-attributes";
import { type IdentityState, PARENTS, PATHS } from "./identity-attributes";
import { storeOf } from "./identity-place";
import { traitOf } from "./trait-attributes";

export const identityLook = {
  async look(input, context) {
    await lookAtUnit(input, PARENTS, PATHS, context);
    return look(PATHS, context, (client) => lookAtTraits(input.prior, input.planned, client));
  },
} satisfies Partial<ResourceDefinition<typeof identityAttributes, Client>>;

/** Where identities live decides what a trait can be. */
async function lookAtTraits(
  prior: IdentityState | null,
  { identity: name, traits, project: reference }: Planned<typeof identityAttributes>,
  client: Client,
): Promise<void> {
  if (traits === null || !isWhollyKnown(traits) || isUnknown(name) || same(prior?.traits ?? null, traits)) return;
  const project = await projectOf(reference, client);
  const stated = Object.entries(traits as NonNullable<IdentityState["traits"]>);
  const set = new Map(stated.map(([key, trait]): [string, TraitValue] => [key, traitOf(trait)]));
  if (project) await storeOf(client.platform).requireTraits?.(project, name, set);
}
