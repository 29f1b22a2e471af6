import type { SegmentCondition } from "../../../../platforms/model/segment-rule";
import type { PlatformName } from "../../../../serving/world/world";
import { isNumeric, type Kind } from "./witnesses";

/** What a condition is about: the kinds of values that it has to treat alike on both platforms. */
export interface About {
  /** Otherwise it is another condition. */
  readonly core: readonly Kind[];
  /** Otherwise there is something to say. */
  readonly noted: readonly Kind[];
}

const SETS = ["has_any_of", "has_all_of", "has_none_of", "has_exactly", "is_part_of"];
const ORDERS = ["greater_than", "at_least", "less_than", "at_most", "between"];
const EQUALITY = ["equal_to", "not_equal_to", "one_of", "not_one_of"];
const SCALARS: readonly Kind[] = ["number", "boolean"];

export function aboutOf(condition: SegmentCondition, from: PlatformName, isOfIdentity: boolean): About {
  const { core, noted = [] } = coreOf(condition, from, isOfIdentity);
  const isOfText = core.includes("text") && (condition.type === null || condition.type === "string");
  return { core, noted: [...noted, "absent", ...(isOfText ? (["other case"] as const) : [])] };
}

function coreOf(
  { operator, value, values, type }: SegmentCondition,
  from: PlatformName,
  isOfIdentity: boolean,
): { readonly core: readonly Kind[]; readonly noted?: readonly Kind[] } {
  if (isOfIdentity) return { core: ["text"], noted: ["numeric text"] };
  if (SETS.includes(operator)) return { core: ["list"] };
  if (operator === "is_set" || operator === "is_not_set") return { core: ["text"], noted: SCALARS };
  if (operator === "modulo") return { core: ["number"] };
  if (type === "boolean") return { core: ["boolean"] };
  if (type === "number") return { core: ["number"] };
  if (type === "date") return from === "split" ? { core: ["number"] } : { core: ["text"], noted: ["other date"] };
  const wanted = values ?? (value === null ? [] : [value]);
  if (ORDERS.includes(operator) && type === null && (from !== "flagsmith" || wanted.every(isNumeric)))
    return { core: ["number"], noted: from === "flagsmith" ? ["numeric text"] : [] };
  if (!EQUALITY.includes(operator) || type !== null) return { core: ["text"] };
  const isBoolean = wanted.some((each) => each === "true" || each === "false");
  if (from === "flagsmith" && wanted.every((each) => each === "true" || each === "false"))
    return { core: ["boolean"], noted: ["text"] };
  const isText = wanted.some((each) => !isNumeric(each));
  const isNumber = wanted.some(isNumeric);
  const numeric: readonly Kind[] = from === "flagsmith" ? ["number", "numeric text"] : ["numeric text", "number"];
  const [first, ...more] = isNumber ? numeric : [];
  return {
    core: [...(isText ? (["text"] as const) : []), ...(first === undefined ? [] : [first])],
    noted: [...more, ...(isBoolean ? (["boolean"] as const) : [])],
  };
}
