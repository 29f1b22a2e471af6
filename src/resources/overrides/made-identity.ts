import type { DefinitionUnit } from "../../platforms/port/definition";
import type { HandlerContext } from "../../terraform/resource";
import { optional, t } from "../../terraform/schema";
import type { Client } from "../run/client";

/** An identity that was created for an override, and is deleted with its last override if the configuration says so. */

export const flagsmithOverrideAttribute = optional(
  t.object({
    remove_identity: optional(
      t.bool,
      "Deletes the identity together with its last override, if the identity was created for this override while this was set, and applications have given it no traits.",
    ),
  }),
  "Settings that only exist on Flagsmith.",
);

interface Stated {
  readonly identity: string;
  readonly flagsmith: { readonly remove_identity: boolean | null } | null;
}

const MADE = "identity_made";

/** Before the override is put: whether that creates the identity. */
export async function noteMaker(unit: DefinitionUnit, state: Stated, context: HandlerContext<Client>): Promise<void> {
  const { identities } = context.client.platform;
  const asked = state.flagsmith?.remove_identity === true;
  const makes = asked && identities !== undefined && (await identities.read(unit, state.identity)) === undefined;
  context.private.set(MADE, makes);
}

export function wasMadeHere(context: HandlerContext<Client>): boolean {
  return context.private.get(MADE) === true;
}

/** After the override was removed. Data that others have added meanwhile keeps the identity. */
export async function removeMade(
  unit: DefinitionUnit,
  prior: Stated,
  made: boolean,
  { client }: HandlerContext<Client>,
): Promise<void> {
  if (made && prior.flagsmith?.remove_identity === true)
    await client.platform.identities?.deleteUnused(unit, prior.identity);
}
