import { any, type Formula, literal } from "../formula";
import { type Equivalence, wantedBy, withValue } from "./equivalence";

/** Equality as a list and in parts, and of texts together with the numbers or booleans that they stand for. */
export const equality: Equivalence = (condition) => {
  const { operator, type } = condition;
  if (operator !== "equal_to" && operator !== "one_of") return [];
  const wanted = wantedBy(condition);
  const one = (value: string, as = type): Formula =>
    literal(withValue(condition, { operator: "equal_to", value, type: as }));
  const list = (values: readonly string[], as = type): Formula => {
    const [only] = values;
    if (only !== undefined && values.length === 1) return one(only, as);
    return literal(withValue(condition, { operator: "one_of", values, type: as }));
  };
  const numbers = wanted.filter((each) => each.trim() !== "" && Number.isFinite(Number(each)));
  const booleans = wanted.filter((each) => each === "true" || each === "false").map((each) => one(each, "boolean"));
  const others = wanted.filter((each) => !numbers.includes(each));
  const asNumbers = numbers.length === 0 ? [] : [list(numbers, "number")];
  const eachNumber = numbers.map((each) => one(each, "number"));
  const ofOthers = others.length === 0 ? [] : [list(others)];
  const separate = others.map((each) => one(each));
  return [
    list(wanted),
    any(inParts(wanted).map((each) => list(each))),
    any([...ofOthers, ...asNumbers]),
    any([list(wanted), ...booleans]),
    any([list(wanted), ...asNumbers]),
    any([list(wanted), ...asNumbers, ...booleans]),
    any([list(wanted), ...eachNumber, ...booleans]),
    any(wanted.map((each) => one(each))),
    any([...separate, ...eachNumber]),
    any([...separate, ...eachNumber, ...booleans]),
  ];
};

const LONGEST = 900;

/** Lists that have at most so many characters, where a platform limits them. */
function inParts(wanted: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let length = LONGEST;
  for (const each of wanted) {
    // Quotes and a comma come on top.
    length += each.length + 4;
    if (length > LONGEST) {
      parts.push([]);
      length = each.length + 4;
    }
    parts.at(-1)?.push(each);
  }
  return parts;
}
