import { getOwn } from "../../../../get-own";
import type { Member, Members } from "../../api/answers";
import { type Entity, formatIdentifier, type Identity, parseIdentifier } from "../../api/entity";
import { refusal } from "../../api/refusal";

/** Identity overrides: values listed per variant, entity kind and attribute. Order, notes and other identities stay. */

export type Targets = Readonly<Record<string, Members>>;

/** Each listed identity with its variant: the first variant in the flag's order counts where it is listed twice. */
export function targetedIdentities(
  targets: Targets,
  variantIds: readonly string[],
): (Identity & { readonly variantId: string })[] {
  const seen = new Set<string>();
  return variantIds.flatMap((variantId) =>
    identitiesIn(getOwn(targets, variantId) ?? {}).flatMap((identity) => {
      const key = JSON.stringify([identity.kind, identity.attribute, identity.value]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ ...identity, variantId }];
    }),
  );
}

export function identitiesIn(members: Members): Identity[] {
  return Object.entries(members).flatMap(([kind, attributes]) =>
    Object.entries(attributes).flatMap(([attribute, list]) => list.map(({ value }) => ({ kind, attribute, value }))),
  );
}

/** Lists the identity under one variant and no other, with its note. */
export function putTarget(targets: Targets, identity: Identity, variantId: string): Targets {
  const listed = Object.values(targets)
    .flatMap((members) => membersAt(members, identity))
    .find(({ value }) => value === identity.value);
  const isThere = membersAt(getOwn(targets, variantId) ?? {}, identity).some(({ value }) => value === identity.value);
  const others = Object.entries(targets).map(([id, members]) => {
    return [id, id === variantId && isThere ? members : removeMember(members, identity)] as const;
  });
  const cleared = withoutEmpty(Object.fromEntries(others));
  if (isThere) return cleared;
  return {
    ...cleared,
    [variantId]: addMember(getOwn(cleared, variantId) ?? {}, identity, listed ?? { value: identity.value }),
  };
}

export function removeTarget(targets: Targets, identity: Identity): Targets {
  return withoutEmpty(
    Object.fromEntries(Object.entries(targets).map(([id, members]) => [id, removeMember(members, identity)])),
  );
}

export function addMember(members: Members, { kind, attribute }: Identity, member: Member): Members {
  const attributes = getOwn(members, kind) ?? {};
  return { ...members, [kind]: { ...attributes, [attribute]: [...(getOwn(attributes, attribute) ?? []), member] } };
}

/** Lists that become empty are removed too. */
export function removeMember(members: Members, { kind, attribute, value }: Identity): Members {
  const list = getOwn(getOwn(members, kind), attribute);
  if (!list?.some((each) => each.value === value)) return members;
  const left = list.filter((each) => each.value !== value);
  const { [attribute]: _list, ...attributes } = getOwn(members, kind) ?? {};
  const { [kind]: _attributes, ...kinds } = members;
  if (left.length > 0) return { ...members, [kind]: { ...getOwn(members, kind), [attribute]: left } };
  return Object.keys(attributes).length > 0 ? { ...members, [kind]: attributes } : kinds;
}

function membersAt(members: Members, { kind, attribute }: Identity): readonly Member[] {
  return getOwn(getOwn(members, kind), attribute) ?? [];
}

function withoutEmpty(targets: Targets): Targets {
  return Object.fromEntries(Object.entries(targets).filter(([, members]) => Object.keys(members).length > 0));
}

/** An identity has only one spelling, so that what is written is found again. Throws PlatformError for any other. */
export function requireIdentity(identifier: string, identity: Entity, attempted: string): Identity {
  const parsed = parseIdentifier(identifier, identity);
  const spelling = formatIdentifier(parsed, identity);
  if (spelling === identifier) return parsed;
  const nextStep = spelling === undefined ? "Use another attribute." : `Write "${spelling}".`;
  throw refusal(attempted, `the identity is written "${identifier}"`, nextStep, "identity");
}
