import { type Changeset, identitiesToRemove, inFull } from "../../adapter/edits/changeset";
import { audienceOf, servedVariant, serveFor } from "../../adapter/edits/variant-audience";
import type { Audience } from "../../model/audience";
import type { FlagDocument, Ruleset } from "../flag/document";
import { choiceOf, neutralKey } from "../flag/flag-variants";
import { keyFor } from "./shares";

/** Identity overrides: the flag's test users, by distinct id. They come before all groups. */

export function testUsers(document: Pick<FlagDocument, "ruleset">): ReadonlyMap<string, Audience> {
  const { ruleset } = document;
  return new Map(Object.entries(ruleset.test?.users ?? {}).map(([id, key]) => [id, audienceFor(key, ruleset)]));
}

/** Evaluators look the variant up without regard to case. */
function audienceFor(key: string, ruleset: Ruleset): Audience {
  const choice = choiceOf(ruleset);
  const variant = ruleset.variants.find((each) => each.key.toLowerCase() === key.toLowerCase());
  if (!variant) return audienceOf({ kind: "other", description: `"${key}", which is not a variant: skipped` }, choice);
  return audienceOf(servedVariant(neutralKey(variant, ruleset.variants), choice), choice);
}

export function withTestUsers({ identities }: Changeset, document: FlagDocument, attempted: string): Ruleset["test"] {
  const { test } = document.ruleset;
  const current = testUsers(document);
  const users = new Map(Object.entries(test?.users ?? {}));
  let isChanged = false;
  for (const [identifier, put] of identities.puts) {
    const known = current.get(identifier);
    const change = known ? put : { enabled: true, ...inFull(put) };
    const deal = serveFor(change, put.whole, known, choiceOf(document.ruleset), attempted);
    const key = deal && keyFor(deal, document, attempted);
    if (key === undefined || users.get(identifier)?.toLowerCase() === key.toLowerCase()) continue;
    users.set(identifier, key);
    isChanged = true;
  }
  const unlisted = identitiesToRemove(identities.only, current.keys(), attempted);
  for (const identifier of [...identities.removals, ...unlisted]) isChanged = users.delete(identifier) || isChanged;
  return isChanged ? { ...test, users: Object.fromEntries(users) } : test;
}
