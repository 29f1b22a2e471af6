import { getOwn, setOwn } from "../../get-own";
import type { Diagnostic } from "../diagnostic";
import { error } from "../diagnostic";
import type { Attribute, Attributes, Type } from "../schema";
import { Decimal, isDecimalText, isUnknown, UNKNOWN } from "../value";
import { declared } from "./declared";
import { type Raw, record } from "./raw";

/** An object's attributes by name, as the handlers see them. */
export type Values = Readonly<Record<string, unknown>>;

export interface Decoding {
  /** Every wrong value, with its path. It is replaced by an unknown, so that all other checks still run. */
  readonly diagnostics: Diagnostic[];
  /** States by older schemas: what is missing is null, and what is no longer declared is dropped. */
  readonly lenient: boolean;
  /**
   * A configuration. Terraform checks that a required attribute is present, not that it has a value: a variable without one
   * gives null, in an element of a collection as well. States and plans come from the provider itself.
   */
  readonly refuseNulls: boolean;
  /** The current path: one list for all values, because almost none needs its path. */
  readonly at: (string | number)[];
}

/** From the read value to what handlers see, by the declared type. */
export function decodeValue(type: Type, raw: Raw, decoding: Decoding): unknown {
  if (raw === null) return null;
  if (isUnknown(raw)) return UNKNOWN;
  switch (type.kind) {
    case "string":
      return typeof raw === "string" ? raw : misfit("a string", raw, decoding);
    case "bool":
      return typeof raw === "boolean" ? raw : misfit("true or false", raw, decoding);
    case "number":
      return decimal(raw) ?? misfit("a number", raw, decoding);
    case "integer":
      return integer(raw, decoding);
    case "list":
    case "set":
      if (!Array.isArray(raw)) return misfit(`a ${type.kind}`, raw, decoding);
      return (raw as readonly Raw[]).map((element, index) => decodeElement(index, type.element, element, decoding));
    case "map":
      if (!isRecord(raw)) return misfit("a map", raw, decoding);
      return record(Object.keys(raw), (key) => decodeElement(key, type.element, getOwn(raw, key) ?? null, decoding));
    case "object":
      return isRecord(raw) ? decodeAttributes(type.attributes, raw, decoding) : misfit("an object", raw, decoding);
  }
}

function decodeAt(step: string | number, type: Type, raw: Raw, decoding: Decoding): unknown {
  decoding.at.push(step);
  const value = decodeValue(type, raw, decoding);
  decoding.at.pop();
  return value;
}

function decodeElement(step: string | number, type: Type, raw: Raw, decoding: Decoding): unknown {
  if (raw !== null || !decoding.refuseNulls) return decodeAt(step, type, raw, decoding);
  decoding.at.push(step);
  const value = refuseNull(`${placeOf(decoding)} is null. Leave the element out, or give it a value.`, decoding);
  decoding.at.pop();
  return value;
}

function refuseNull(what: string, decoding: Decoding): unknown {
  const why = "A variable without a value, or an attribute of something that has none, gives null.";
  return report(`Missing value of ${JSON.stringify(decoding.at.join("."))}`, `${what} ${why}`, decoding);
}

function placeOf({ at }: Decoding): string {
  return JSON.stringify(at.join("."));
}

function decodeAttributes(attributes: Attributes, raw: Record<string, Raw>, decoding: Decoding): Values {
  const values: Record<string, unknown> = {};
  let sent = 0;
  for (const { name, attribute } of declared(attributes)) {
    const given = getOwn(raw, name);
    if (given !== undefined) sent++;
    setOwn(values, name, decodeAttribute(name, attribute, given, decoding));
  }
  if (!decoding.lenient && Object.keys(raw).length > sent) refuseOthers(attributes, raw, decoding);
  return values;
}

function decodeAttribute(name: string, attribute: Attribute, given: Raw | undefined, decoding: Decoding): unknown {
  if (given === undefined) {
    return decoding.lenient ? null : report("Missing attribute", `The attribute "${name}" was not sent.`, decoding);
  }
  if (given !== null) return decodeAt(name, attribute.type, given, decoding);
  return attribute.presence === "required" && decoding.refuseNulls ? missing(name, decoding) : null;
}

function refuseOthers(attributes: Attributes, raw: Record<string, Raw>, decoding: Decoding): void {
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(attributes, name)) report("Unknown attribute", `There is no attribute "${name}" here.`, decoding);
  }
}

function missing(name: string, decoding: Decoding): unknown {
  decoding.at.push(name);
  const value = refuseNull(`${placeOf(decoding)} is required, and it is null. Set a value.`, decoding);
  decoding.at.pop();
  return value;
}

function integer(raw: Raw, decoding: Decoding): unknown {
  const number = decimal(raw);
  if (number === undefined) return misfit("a whole number", raw, decoding);
  if (!number.isWhole()) {
    return report(
      "Not a whole number",
      `${short(number.text)} has a fraction; only whole numbers are allowed here.`,
      decoding,
    );
  }
  if (!Number.isSafeInteger(number.toNumber())) {
    const limit = "is beyond ±9007199254740991, the largest whole number that can be stored exactly.";
    return report("Number too large", `${short(number.text)} ${limit}`, decoding);
  }
  return number.toNumber();
}

/** Terraform sends numbers that do not fit in a double as text. */
function decimal(raw: Raw): Decimal | undefined {
  if (raw instanceof Decimal) return raw;
  if (typeof raw === "number" && Number.isFinite(raw)) return new Decimal(String(raw));
  return typeof raw === "string" && isDecimalText(raw) ? new Decimal(raw) : undefined;
}

/** Names the type of the value, never its content, which may be a secret. */
function misfit(expected: string, raw: Raw, decoding: Decoding): unknown {
  const came = Array.isArray(raw)
    ? "a list"
    : isRecord(raw)
      ? "an object"
      : raw instanceof Decimal
        ? "a number"
        : `a ${typeof raw}`;
  return report("Wrong type of value", `Expected ${expected}, got ${came}.`, decoding);
}

function report(summary: string, detail: string, { diagnostics, at }: Decoding): unknown {
  diagnostics.push(error(summary, detail, [...at]));
  return UNKNOWN;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function isRecord(raw: Raw): raw is { readonly [key: string]: Raw } {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw) && !(raw instanceof Decimal) && !isUnknown(raw);
}
