import { Fn, Token, Tokenization } from "cdktf";

/**
 * The JSON text of a value. Text is taken for JSON text already; anything else is encoded, and what only Terraform knows is encoded when it
 * runs. (cdktf's own `Fn.jsonencode` of a whole object loses each null in it.) Throws for what JSON cannot hold, which `JSON.stringify` would
 * leave out or change.
 */
export function jsonText(value: unknown, subject: string): string {
  if (typeof value === "string") return value;
  if (Tokenization.isResolvable(value)) return Token.asString(value);
  return encode(value, [], (why) => new Error(`${subject}: ${why}`));
}

type Fail = (why: string) => Error;

function encode(value: unknown, parents: readonly object[], fail: Fail): string {
  if (Tokenization.isResolvable(value) || Token.isUnresolved(value)) return Fn.jsonencode(value);
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return encodeNumber(value, fail);
  if (typeof value !== "object")
    throw fail(`JSON has no ${typeof value}: pass text, numbers, booleans, null, lists and maps`);
  if (parents.includes(value)) throw fail("the value contains itself");
  const inner = [...parents, value];
  if ("toJSON" in value && typeof value.toJSON === "function") return encode(value.toJSON(), inner, fail);
  if (Array.isArray(value)) return `[${value.map((each: unknown) => encode(each, inner, fail)).join(",")}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && value.constructor.name !== "Object")
    throw fail(`a ${value.constructor.name} is not a JSON value: pass a plain object, or JSON text`);
  const members = Object.entries(value).filter(([, each]: [string, unknown]) => each !== undefined);
  return `{${members.map(([name, each]: [string, unknown]) => `${encode(name, [], fail)}:${encode(each, inner, fail)}`).join(",")}}`;
}

function encodeNumber(value: number, fail: Fail): string {
  if (!Number.isFinite(value)) throw fail(`JSON has no ${String(value)}`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw fail(`JavaScript cannot represent ${String(value)} exactly: pass JSON text instead`);
  return JSON.stringify(value);
}
