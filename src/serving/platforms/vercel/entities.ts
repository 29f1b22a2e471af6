import { otherAttribute } from "../../../platforms/model/other-attribute";
import type { Asking } from "../../asking";
import type { TraitValue } from "../../person";

/** `kind.attribute` of a trait: without a point it is an attribute of the kind that identities are of. */
export function entityOf(trait: string, { world: { entity } }: Pick<Asking, "world">): string {
  const point = trait.indexOf(".");
  if (point > 0 && point < trait.length - 1) return trait;
  return `${entity.slice(0, entity.indexOf("."))}.${trait}`;
}

/** Whether a trait is what identifies users. */
export function isIdentity(trait: string | null, asking: Pick<Asking, "world">): boolean {
  return trait === null || entityOf(trait, asking) === asking.world.entity;
}

/** What an application sends for a trait; undefined: nothing. */
export function attributeOf(trait: string | null, asking: Asking): TraitValue | undefined {
  const { person } = asking;
  if (trait === null || isIdentity(trait, asking)) return person.identity ?? undefined;
  const entity = entityOf(trait, asking);
  return Object.entries(person.traits).find(([name]) => entityOf(name, asking) === entity)?.[1];
}

/** Whether a listed identifier names the person: `user-42`, or `account.id=acme` for another attribute. */
export function isNamedBy(identifier: string, asking: Asking): boolean {
  const other = otherAttribute(identifier);
  return other ? attributeOf(other.entity, asking) === other.value : asking.person.identity === identifier;
}
