import { getOwn } from "../../../get-own";
import type { TargetList } from "../schema/condition";

/** The entities of an evaluation: kind → attribute → value, as `{user: {id: "u1", plan: "pro"}}`. */
export type Entities = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Undefined where there is no such kind or attribute. */
export function attributeOf(entities: Entities, kind: string, attribute: string): unknown {
  const entity = getOwn(entities, kind);
  return entity && getOwn(entity, attribute);
}

/** Whether any of the attributes has one of the values: exact, with case, and only strings (reference, 3.6). */
export function isListed(list: TargetList, entities: Entities): boolean {
  return Object.entries(list).some(([kind, attributes]) =>
    Object.entries(attributes).some(([attribute, members]) => {
      const value = attributeOf(entities, kind, attribute);
      return typeof value === "string" && members.some((each) => each.value === value);
    }),
  );
}
