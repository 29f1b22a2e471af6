import { Decimal } from "../../terraform/value";
import { type Body, bodyAt, textAt } from "../inventory/adopted";
import { call, type Code, Inexpressible, isEmpty, list, object, string, word } from "./layout/code";
import type { Module } from "./layout/module";

/** What an audience is served, and the values of variants, as constructs say them. */

type Use = Pick<Module, "use">;

export function serveCode(serve: Body, module: Use): Code {
  const value = bodyAt(serve, "value");
  if (value) return servedValue(value, module);
  const variant = textAt(serve, "variant");
  const Serve = module.use("Serve");
  if (variant !== undefined) return call(`${Serve}.variant`, string(variant));
  const split = bodyAt(serve, "split");
  if (split) {
    const options = object({
      control: optional(split["control"], numberCode),
      bucketBy: optional(split["bucket_by"], textCode),
      otherwise: optional(split["otherwise"], textCode),
    });
    const weights = mapCode(bodyAt(split, "weights") ?? {}, numberCode);
    return call(`${Serve}.split`, weights, ...(isEmpty(options) ? [] : [options]));
  }
  const rollout = bodyAt(serve, "rollout");
  if (!rollout) throw new Inexpressible("nothing is served");
  const stages = (rollout["stages"] as readonly Body[]).map(({ percentage, minutes }) =>
    call(`${module.use("RolloutStage")}.of`, numberCode(percentage), numberCode(minutes)),
  );
  return call(
    `${Serve}.rollout`,
    object({
      from: textCode(rollout["from"]),
      to: textCode(rollout["to"]),
      start: textCode(rollout["start"]),
      stages: list(stages),
      bucketBy: optional(rollout["bucket_by"], textCode),
      otherwise: optional(rollout["otherwise"], textCode),
    }),
  );
}

function servedValue(value: Body, module: Use): Code {
  const [kind, content] = onlyEntry(value);
  if (kind === "json") return call(`${module.use("Serve")}.json`, jsonCode(String(content)));
  return call(`${module.use("Serve")}.${kind}`, literal(content));
}

export function variantsCode(variants: Body, module: Use): Code {
  return mapCode(variants, (variant) => {
    const { value, description, weight } = variant as Body;
    const options = object({
      description: optional(description, textCode),
      weight: weight === 0 ? undefined : optional(weight, numberCode),
    });
    return call(`${module.use("Variant")}.of`, valueCode(value as Body, module), ...(isEmpty(options) ? [] : [options]));
  });
}

export function valueCode(value: Body, module: Use): Code {
  const [kind, content] = onlyEntry(value);
  return call(`${module.use("FlagValue")}.of${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, literal(content));
}

function onlyEntry(value: Body): readonly [string, unknown] {
  const [entry] = Object.entries(value);
  if (!entry) throw new Inexpressible("a value without a type");
  return entry;
}

/** A document that is a list, an object or one word in the program too, if it says exactly the same there; otherwise its text. */
function jsonCode(text: string): Code {
  const parsed: unknown = JSON.parse(text);
  const isSame = typeof parsed !== "string" && JSON.stringify(parsed) === withoutSpaces(text);
  return isSame ? literal(parsed) : string(text);
}

function withoutSpaces(json: string): string {
  return json.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, (_all, quoted?: string) => quoted ?? "");
}

export function literal(value: unknown): Code {
  if (typeof value === "string") return string(value);
  if (typeof value === "boolean" || value === null) return word(String(value));
  if (typeof value === "number" || value instanceof Decimal) return numberCode(value);
  if (Array.isArray(value)) return list(value.map(literal));
  if (typeof value === "object") return mapCode(value as Body, literal);
  throw new Inexpressible(`a ${typeof value}`);
}

/** Numbers that JavaScript has exactly. */
export function numberCode(value: unknown): Code {
  const decimal = value instanceof Decimal ? value : new Decimal(String(value));
  const number = decimal.toNumber();
  const isExact = Number.isFinite(number) && new Decimal(String(number)).equals(decimal);
  if (!isExact || (Number.isInteger(number) && !Number.isSafeInteger(number)))
    throw new Inexpressible(`JavaScript has no exact number ${decimal.text}`);
  return word(String(number).replace("e+", "e"));
}

export function textCode(value: unknown): Code {
  if (typeof value !== "string") throw new Inexpressible("a text is missing");
  return string(value);
}

export function optional(value: unknown, code: (value: unknown) => Code): Code | undefined {
  return value === undefined || value === null ? undefined : code(value);
}

export function mapCode(map: Body, code: (value: unknown) => Code): Code {
  return { kind: "object", entries: Object.entries(map).map(([name, value]) => [name, code(value)] as const) };
}
