import { otherAttribute } from "../../model/other-attribute";

/** An attribute of an entity, which is what Vercel compares, lists and hashes: written `kind.attribute`, as `user.id`. */
export interface Entity {
  readonly kind: string;
  readonly attribute: string;
}

export const USER_ID: Entity = { kind: "user", attribute: "id" };

/** Undefined where the text is no `kind.attribute`. The kind ends at the first point. */
export function parseEntity(text: string): Entity | undefined {
  const point = text.indexOf(".");
  if (point <= 0 || point === text.length - 1) return undefined;
  return { kind: text.slice(0, point), attribute: text.slice(point + 1) };
}

export function formatEntity({ kind, attribute }: Entity): string {
  return `${kind}.${attribute}`;
}

export function sameEntity(one: Entity, other: Entity): boolean {
  return one.kind === other.kind && one.attribute === other.attribute;
}

/** A trait without a point is an attribute of the kind that identities are of. */
export function entityOfTrait(trait: string, identity: Entity): Entity {
  return parseEntity(trait) ?? { kind: identity.kind, attribute: trait };
}

export function traitOf(entity: Entity, identity: Entity): string {
  return entity.kind === identity.kind && !entity.attribute.includes(".") ? entity.attribute : formatEntity(entity);
}

/** One listed value: an identity, whose attribute is the configured one unless the text begins with another. */
export interface Identity extends Entity {
  readonly value: string;
}

/** `user-42`, or `account.id=acme` for another attribute than the configured one. */
export function parseIdentifier(identifier: string, identity: Entity): Identity {
  const other = otherAttribute(identifier);
  const entity = other && parseEntity(other.entity);
  return entity ? { ...entity, value: other.value } : { ...identity, value: identifier };
}

/** The one spelling of it; undefined for attributes that an identifier cannot name. */
export function formatIdentifier({ kind, attribute, value }: Identity, identity: Entity): string | undefined {
  const spelled = `${kind}.${attribute}=${value}`;
  if (sameEntity({ kind, attribute }, identity) && !otherAttribute(value)) return value;
  const parsed = parseIdentifier(spelled, identity);
  return parsed.kind === kind && parsed.attribute === attribute && parsed.value === value ? spelled : undefined;
}
