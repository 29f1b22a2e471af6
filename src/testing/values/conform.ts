import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { Decimal, isUnknown } from "../../terraform/value";
import { type CtyType, typeName } from "./cty-type";
import { asSet, isList, isNumber, isRecord, numberFromText, record, type Value } from "./value";

/** A value that is not of the type it should have. */
export class ConformanceError extends Error {
  constructor(
    readonly path: Path,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Checks a value against a type exactly: no conversions, every attribute of an object present, sets in their one order.
 */
export function conform(type: CtyType, value: Value, path: Path = []): Value {
  if (value === null || isUnknown(value) || type.kind === "dynamic") return value;
  switch (type.kind) {
    case "string":
      if (typeof value === "string") return value.normalize("NFC");
      break;
    case "bool":
      if (typeof value === "boolean") return value;
      break;
    case "number":
      if (isNumber(value)) return numberFromText(String(value));
      break;
    case "list":
      if (isList(value)) return value.map((element, index) => conform(type.element, element, [...path, index]));
      break;
    case "set":
      if (isList(value)) return asSet(value.map((element, index) => conform(type.element, element, [...path, index])));
      break;
    case "tuple":
      if (isList(value) && value.length === type.elements.length) {
        return type.elements.map((element, index) => conform(element, value[index] ?? null, [...path, index]));
      }
      break;
    case "map":
      if (isRecord(value)) {
        return record(
          Object.entries(value).map(([key, each]) => [key, conform(type.element, each, [...path, key])] as const),
        );
      }
      break;
    case "object":
      if (isRecord(value)) return conformObject(type.attributes, value, path);
  }
  throw new ConformanceError(path, `a ${typeName(type)} is required, not ${describe(value)}`);
}

function conformObject(
  attributes: { readonly [name: string]: CtyType },
  value: { readonly [name: string]: Value },
  path: Path,
): Value {
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(attributes, name)) throw new ConformanceError([...path, name], `unsupported attribute "${name}"`);
  }
  return record(
    Object.entries(attributes).map(([name, type]) => {
      const each = getOwn(value, name);
      if (each === undefined) throw new ConformanceError([...path, name], `the attribute "${name}" is missing`);
      return [name, conform(type, each, [...path, name])] as const;
    }),
  );
}

function describe(value: Value): string {
  if (isList(value)) return `a list of ${String(value.length)}`;
  if (value instanceof Decimal) return `the number ${value.text}`;
  return isRecord(value) ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}
