import type { Diagnostic, Path } from "../diagnostic";
import { error } from "../diagnostic";
import type { Attributes, Type } from "../schema";
import { Decimal, isDecimalText, isUnknown, UNKNOWN } from "../value";
import type { Raw } from "./raw";

/** An object's attributes by name, in the handlers' own values. */
export type Values = Readonly<Record<string, unknown>>;

export interface Decoding {
  /** Every misfit, at its path. In its place the value has an unknown, so that the checks of all else still run. */
  readonly diagnostics: Diagnostic[];
  /** States by older schemas: what is missing is null, and what is no longer declared is dropped. */
  readonly lenient: boolean;
}

/** From what was read to what handlers see, by the declared type. */
export function decodeValue(type: Type, raw: Raw, path: Path, decoding: Decoding): unknown {
  if (raw === null) return null;
  if (isUnknown(raw)) return UNKNOWN;
  switch (type.kind) {
    case "string":
      return typeof raw === "string" ? raw : misfit("a string", raw, path, decoding);
    case "bool":
      return typeof raw === "boolean" ? raw : misfit("true or false", raw, path, decoding);
    case "number":
      return decimal(raw) ?? misfit("a number", raw, path, decoding);
    case "integer":
      return integer(raw, path, decoding);
    case "list":
    case "set":
      if (!Array.isArray(raw)) return misfit(`a ${type.kind}`, raw, path, decoding);
      return (raw as readonly Raw[]).map((element, index) => decodeValue(type.element, element, [...path, index], decoding));
    case "map":
      if (!isRecord(raw)) return misfit("a map", raw, path, decoding);
      return Object.fromEntries(
        Object.entries(raw).map(([key, element]) => [key, decodeValue(type.element, element, [...path, key], decoding)]),
      );
    case "object":
      return isRecord(raw)
        ? decodeAttributes(type.attributes, raw, path, decoding)
        : misfit("an object", raw, path, decoding);
  }
}

function decodeAttributes(attributes: Attributes, raw: Record<string, Raw>, path: Path, decoding: Decoding): Values {
  if (!decoding.lenient) {
    for (const name of Object.keys(raw)) {
      if (!Object.hasOwn(attributes, name)) {
        decoding.diagnostics.push(error("Unknown attribute", `There is no attribute "${name}" here.`, path));
      }
    }
  }
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const given = Object.hasOwn(raw, name) ? raw[name] : undefined;
      if (given === undefined && !decoding.lenient) {
        decoding.diagnostics.push(error("Missing attribute", `The attribute "${name}" was not sent.`, path));
      }
      return [name, decodeValue(attribute.type, given ?? null, [...path, name], decoding)];
    }),
  );
}

function integer(raw: Raw, path: Path, decoding: Decoding): unknown {
  const number = decimal(raw);
  if (number === undefined) return misfit("a whole number", raw, path, decoding);
  if (!number.isWhole()) {
    decoding.diagnostics.push(
      error("Not a whole number", `${short(number.text)} has a fraction; only whole numbers fit here.`, path),
    );
    return UNKNOWN;
  }
  if (!Number.isSafeInteger(number.toNumber())) {
    decoding.diagnostics.push(
      error(
        "Number too large",
        `${short(number.text)} is beyond ±9007199254740991, the largest whole number that is kept exactly.`,
        path,
      ),
    );
    return UNKNOWN;
  }
  return number.toNumber();
}

/** Terraform sends numbers that no double holds as text. */
function decimal(raw: Raw): Decimal | undefined {
  if (raw instanceof Decimal) return raw;
  if (typeof raw === "number" && Number.isFinite(raw)) return new Decimal(String(raw));
  return typeof raw === "string" && isDecimalText(raw) ? new Decimal(raw) : undefined;
}

/** Says what kind of thing came, never its content: it may be a secret. */
function misfit(expected: string, raw: Raw, path: Path, decoding: Decoding): unknown {
  const came = Array.isArray(raw)
    ? "a list"
    : isRecord(raw)
      ? "an object"
      : raw instanceof Decimal
        ? "a number"
        : `a ${typeof raw}`;
  decoding.diagnostics.push(error("Wrong type of value", `Expected ${expected}, got ${came}.`, path));
  return UNKNOWN;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function isRecord(raw: Raw): raw is { readonly [key: string]: Raw } {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw) && !(raw instanceof Decimal) && !isUnknown(raw);
}
