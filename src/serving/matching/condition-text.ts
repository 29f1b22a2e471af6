import type { SegmentCondition } from "../../platforms/model/segment-rule";
import type { TraitValue } from "../person";

/** A condition as people read it: `country equal_to "GB"`. */
export function conditionText({ operator, trait, value, values, type }: SegmentCondition): string {
  const objects = values ?? (value === null ? [] : [value]);
  const quoted = type === "number" || type === "boolean" ? objects : objects.map((each) => JSON.stringify(each));
  return [trait ?? "the identity", operator, quoted.join(", ")].filter((word) => word !== "").join(" ");
}

/** A trait as people read it: `country is "FR"`. */
export function traitText(trait: string, value: TraitValue | undefined): string {
  return value === undefined ? `${trait} is not set` : `${trait} is ${JSON.stringify(value)}`;
}
