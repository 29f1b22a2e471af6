import type { PageQuestion, PageTrait } from "../../../src/emulator/page/view-model";
import type { ConditionType } from "../../../src/platforms/model/segment-rule";
import { fc, SEED } from "../../support/fast-check";
import type { PlatformName } from "../../support/platform-workbench";

/** People near the conditions of a project: most of them meet, or only just miss, what its rules and segments ask for. */

export type Trait = string | number | boolean | Date | readonly string[];

export interface Somebody {
  readonly identity: string;
  readonly traits: Readonly<Record<string, Trait>>;
}

interface Condition {
  readonly operator: string;
  readonly trait?: string;
  readonly value?: string;
  readonly values?: readonly string[];
  readonly type?: ConditionType;
}

/** What an application sends of a trait, always of one kind. */
type Kind = "string" | "number" | "boolean" | "date" | "version" | "list";

/** Traits by name, as a platform's applications send them: Split takes times as milliseconds, the others as text. */
export function asSent(platform: PlatformName, traits: Somebody["traits"]): PageQuestion["traits"] {
  const sent = (value: Trait): PageTrait => {
    if (!(value instanceof Date)) return value;
    return platform === "split" ? value.getTime() : value.toISOString();
  };
  return Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, sent(value)]));
}

/** People for what resources say: their conditions, and whom they name. */
export function peopleNear(resources: readonly object[], count: number): readonly Somebody[] {
  const rules = rulesIn(resources);
  const conditions = rules.flat();
  const traits = [...new Set(conditions.flatMap(({ trait }) => (trait === undefined || isIdentity(trait) ? [] : [trait])))];
  const pools = new Map(traits.map((trait) => [trait, poolOf(conditions.filter((each) => each.trait === trait))]));
  const names = [
    ...new Set([...namesIn(resources), ...conditions.flatMap((each) => (aboutIdentity(each) ? textsOf(each) : []))]),
  ];
  const strangers = Array.from({ length: 40 }, (_each, index) => `somebody-${String(index)}`);
  const identity = fc.oneof(
    { weight: names.length > 0 ? 2 : 0, arbitrary: fc.constantFrom(...names, "nobody") },
    { weight: 3, arbitrary: fc.constantFrom(...strangers) },
  );
  const around = fc.record(
    Object.fromEntries(traits.map((trait) => [trait, fc.constantFrom(...(pools.get(trait)?.around ?? [""]))])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Somebody["traits"]>;
  const met = fc.constantFrom(...rules, []).map((rule) => Object.fromEntries(rule.flatMap((each) => meeting(each, pools))));
  const somebody = fc.record({ identity, around, met, hasMet: fc.integer({ min: 0, max: 3 }) }).map((each): Somebody => ({
    identity: each.identity,
    traits: { ...each.around, ...(each.hasMet > 0 && each.met) },
  }));
  return fc.sample(somebody, { numRuns: count, seed: SEED });
}

/** The conditions of each rule, those of inner rules included. */
function rulesIn(value: unknown): readonly (readonly Condition[])[] {
  if (Array.isArray(value)) return value.flatMap(rulesIn);
  if (!isObject(value)) return [];
  const own = [value["rules"], value["when"]].filter(Array.isArray).map((each) => conditionsIn(each));
  return [...own.filter((each) => each.length > 0), ...Object.values(value).flatMap(rulesIn)];
}

function conditionsIn(value: unknown): readonly Condition[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (!isObject(value)) return [];
  if (typeof value["operator"] === "string") return [value as unknown as Condition];
  return ["conditions", "rules", "when"].flatMap((name) => conditionsIn(value[name]));
}

/** Who is listed in segments, and who has an override. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isObject(value)) return [];
  const { identities, identity_overrides: overrides, identity, excluded } = value;
  const listed = [identities, excluded].flatMap((each) => (Array.isArray(each) ? each : []));
  const overridden = isObject(overrides) ? Object.keys(overrides) : [];
  const own = [...listed, identity].filter((each) => typeof each === "string");
  return [...own, ...overridden, ...Object.values(value).flatMap(namesIn)];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function aboutIdentity({ operator, trait }: Condition): boolean {
  return (trait === undefined && !/segment|percentage/.test(operator)) || (trait !== undefined && isIdentity(trait));
}

/** How platforms name the identity in a condition. */
function isIdentity(trait: string): boolean {
  return ["$.identity.identifier", "id", "user.id"].includes(trait);
}

function textsOf({ value, values }: Condition): readonly string[] {
  return [...(value === undefined ? [] : [value]), ...(values ?? [])];
}

interface Pool {
  readonly kind: Kind;
  readonly around: readonly Trait[];
}

function poolOf(conditions: readonly Condition[]): Pool {
  const kind = kindOf(conditions);
  const around = conditions.flatMap((each) => textsOf(each).flatMap((text) => near(kind, text, each.operator)));
  return { kind, around: around.length > 0 ? around : ["set", "other"] };
}

function kindOf(conditions: readonly Condition[]): Kind {
  const texts = conditions.flatMap(textsOf);
  const has = (type: string): boolean => conditions.some((each) => each.type === type);
  if (conditions.some(({ operator }) => /^(has_|is_part_of)/.test(operator))) return "list";
  if (has("date") && texts.every((each) => !Number.isNaN(Date.parse(each)))) return "date";
  if (has("version")) return "version";
  if (conditions.some(({ operator }) => operator === "modulo")) return "number";
  if (texts.length > 0 && texts.every((each) => each.trim() !== "" && Number.isFinite(Number(each)))) return "number";
  if (texts.length > 0 && texts.every((each) => /^(true|false)$/i.test(each))) return "boolean";
  return "string";
}

const DAY_MS = 86_400_000;

function near(kind: Kind, text: string, operator: string): readonly Trait[] {
  switch (kind) {
    case "number": {
      const [value = 0, remainder = 0] = text.split("|").map(Number);
      return operator === "modulo"
        ? [value + remainder, 2 * value + remainder + 1]
        : [value, value + 1, value - 1, value + 0.5];
    }
    case "date":
      return [0, 3_600_000, -3_600_000, DAY_MS, -DAY_MS].map((each) => new Date(Date.parse(text) + each));
    case "version":
      return [text, `${text.split("-")[0] ?? ""}-alpha.1`, "0.0.1", "99.0.0"];
    case "boolean":
      return [true, false];
    case "list":
      return [[text], [text, "another"], ["another"], []];
    case "string":
      return /matches/.test(operator)
        ? ["a", "abc", "ABC", "b c", "12", "other"]
        : [text, `${text}x`, `x${text}`, text.toUpperCase(), "other"];
  }
}

/** A value of its trait for which a condition holds, where that is easy to say. */
function meeting(condition: Condition, pools: ReadonlyMap<string, Pool>): readonly (readonly [string, Trait])[] {
  const { operator, trait } = condition;
  const pool = trait === undefined ? undefined : pools.get(trait);
  const [text] = textsOf(condition);
  if (trait === undefined || !pool || text === undefined) return [];
  if (pool.kind === "list") return [[trait, operator === "has_none_of" ? ["another"] : textsOf(condition)]];
  const [value = text, above = value, below = value] = near(pool.kind, text, operator);
  if (operator === "greater_than") return [[trait, above]];
  if (operator === "less_than") return [[trait, below]];
  return [[trait, /^not_/.test(operator) ? (near(pool.kind, text, operator).at(-1) ?? value) : value]];
}
