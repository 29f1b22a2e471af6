import { isMembership, isOfFlag } from "../../platforms/model/segment-rule";
import type { Body } from "../inventory/adopted";
import { call, type Code, Inexpressible, string, then, word } from "./layout/code";
import type { Module } from "./layout/module";

/** Rules of segments and definitions as constructs say them: `Trait.of("age").atLeast(18)`. */

export interface Referred {
  readonly module: Pick<Module, "use">;
  /** A segment by the name that a condition uses. */
  segment(name: string): Code;
  /** A flag by its key. */
  flag(key: string): Code;
}

/** All of these must hold. Groups stay as they are, except a first group of single conditions, which needs no name. */
export function conditionsCode(rules: unknown, referred: Referred): readonly Code[] {
  if (!Array.isArray(rules)) throw new Inexpressible("its rules");
  return (rules as readonly Body[]).flatMap((rule, index) => {
    const { match, conditions = [], rules: inner = [] } = rule;
    if (
      index === 0 &&
      match === "all" &&
      (inner as readonly unknown[]).length === 0 &&
      (conditions as readonly unknown[]).length > 0
    )
      return (conditions as readonly Body[]).map((each) => leaf(each, referred));
    return [group(rule, referred)];
  });
}

function group({ match, conditions = [], rules = [] }: Body, referred: Referred): Code {
  const members = [
    ...(conditions as readonly Body[]).map((each) => leaf(each, referred)),
    ...(rules as readonly Body[]).map((each) => group(each, referred)),
  ];
  if (members.length === 0) throw new Inexpressible("a group without conditions");
  return call(`${referred.module.use("Condition")}.${String(match)}`, ...members);
}

function leaf(condition: Body, referred: Referred): Code {
  const { operator, trait, value, values, type } = condition;
  const name = String(operator);
  const many = Array.isArray(values) ? values.map(String) : [];
  const one = typeof value === "string" ? value : undefined;
  const { module } = referred;
  if (isMembership(name))
    return call(`${module.use("Condition")}.${camel(name)}`, ...many.map((each) => referred.segment(each)));
  if (name === "percentage" && trait === undefined)
    return call(`${module.use("Condition")}.percentage`, numeral(one ?? "") ?? missing(condition));
  if (typeof trait !== "string") throw new Inexpressible("a condition on the identity itself");
  if (isOfFlag(name)) return call(`${module.use("Condition")}.${camel(name)}`, referred.flag(trait), ...many.map(string));
  const of = call(`${module.use("Trait")}.of`, string(trait));
  return onTrait(of, { name, one, many, type: typeof type === "string" ? type : undefined }, module) ?? missing(condition);
}

interface Test {
  readonly name: string;
  readonly one: string | undefined;
  readonly many: readonly string[];
  readonly type: string | undefined;
}

const SINGLE = [
  "equal_to",
  "not_equal_to",
  "contains",
  "not_contains",
  "starts_with",
  "not_starts_with",
  "ends_with",
].concat(["not_ends_with", "matches", "not_matches"]);
const SEVERAL = ["one_of", "not_one_of", "has_any_of", "has_all_of", "has_none_of", "has_exactly", "is_part_of"];
const ORDER = ["greater_than", "at_least", "less_than", "at_most"];
const ON_DATES: ReadonlyMap<string, string> = new Map([
  ["equal_to", "equalTo"],
  ["not_equal_to", "notEqualTo"],
  ["greater_than", "after"],
  ["at_least", "onOrAfter"],
  ["less_than", "before"],
  ["at_most", "onOrBefore"],
]);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function onTrait(of: Code, test: Test, module: Pick<Module, "use">): Code | undefined {
  const { name, one, many, type } = test;
  if (name === "is_set" || name === "is_not_set") return then(of, camel(name));
  if (name === "percentage" && one !== undefined) return withNumbers(of, "percentage", [one]);
  if (name === "modulo" && one !== undefined) return withNumbers(of, "modulo", one.split("|"));
  const simple = plainly(of, test) ?? typed(of, test);
  if (simple) return simple;
  if (one === undefined || ![...SINGLE, ...ORDER].includes(name)) return undefined;
  const [operator, kind] = [constant("TraitOperator", name, module), type && constant("TraitType", type, module)];
  return many.length > 0 ? undefined : then(of, "compare", operator, string(one), ...(kind ? [kind] : []));
}

/** Without a type: text for equality, numbers for order. */
function plainly(of: Code, { name, one, many, type }: Test): Code | undefined {
  if (type === "boolean" && name === "equal_to" && (one === "true" || one === "false"))
    return then(of, one === "true" ? "isTrue" : "isFalse");
  if (type !== undefined) return undefined;
  if (SINGLE.includes(name) && one !== undefined) return then(of, camel(name), string(one));
  if (SEVERAL.includes(name) && many.length > 0) return then(of, camel(name), ...many.map(string));
  if (ORDER.includes(name) && one !== undefined) return withNumbers(of, camel(name), [one]);
  return name === "between" ? withNumbers(of, "between", many) : undefined;
}

function typed(of: Code, { name, one, many, type }: Test): Code | undefined {
  const values = one === undefined ? many : [one];
  if (values.length === 0) return undefined;
  if (type === "number" && ["equal_to", "not_equal_to", "one_of", "not_one_of"].includes(name))
    return withNumbers(then(of, "asNumber"), camel(name), values);
  if (type === "version" && [...ORDER, "equal_to", "not_equal_to", "one_of", "not_one_of", "between"].includes(name))
    return then(then(of, "asVersion"), camel(name), ...values.map(string));
  const onDates = name === "between" ? "between" : ON_DATES.get(name);
  if (type === "date" && onDates !== undefined && values.every((each) => TIME.test(each)))
    return then(then(of, "asDate"), onDates, ...values.map(string));
  return undefined;
}

function withNumbers(of: Code, method: string, texts: readonly string[]): Code | undefined {
  const numbers = texts.map(numeral);
  return texts.length > 0 && numbers.every((each) => each !== undefined) ? then(of, method, ...numbers) : undefined;
}

/** Only a number whose text JavaScript would write in the same way. */
function numeral(text: string): Code | undefined {
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? word(text.replace("e+", "e")) : undefined;
}

function constant(name: string, member: string, module: Pick<Module, "use">): Code {
  return word(`${module.use(name)}.${member.toUpperCase()}`);
}

function missing({ operator, type }: Body): never {
  const kind = typeof type === "string" ? ` of type ${type}` : "";
  throw new Inexpressible(`the condition ${String(operator)}${kind}`);
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
