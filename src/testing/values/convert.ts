import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { isUnknown } from "../../terraform/value";
import { type CtyType, typeName } from "./cty-type";
import type { AttributeSchema, AttributeSchemas } from "./schema";
import { asSet, canonicalNumber, isList, isNumber, isRecord, numberFromText, record, type Value } from "./value";

/** A configured value that cannot become what the schema asks for. */
export class ConversionError extends Error {
  constructor(
    readonly summary: string,
    readonly path: Path,
    message: string,
  ) {
    super(message);
  }
}

/** What was written, as a value of the attribute: `"5"` is a number where one is due, left-out nested attributes are null. */
export function convert(attribute: AttributeSchema, value: Value, path: Path): Value {
  if (value === null || isUnknown(value)) return value;
  const { nested } = attribute;
  if (!nested) return convertType(attribute.type, value, path);
  if (nested.nesting === "single") return convertObject(nested.attributes, value, path);
  if (nested.nesting === "map") {
    if (!isRecord(value)) throw mismatch(attribute.type, value, path);
    const entries = Object.entries(value).map(
      ([key, each]) => [key, convertObject(nested.attributes, each, [...path, key])] as const,
    );
    return record(entries);
  }
  if (!isList(value)) throw mismatch(attribute.type, value, path);
  const elements = value.map((each, index) => convertObject(nested.attributes, each, [...path, index]));
  return nested.nesting === "set" ? asSet(elements) : elements;
}

function convertObject(attributes: AttributeSchemas, value: Value, path: Path): Value {
  if (value === null || isUnknown(value)) return value;
  if (!isRecord(value)) throw new ConversionError("Incorrect attribute value type", path, "an object is required");
  const strange = Object.keys(value).find((name) => !Object.hasOwn(attributes, name));
  if (strange !== undefined) {
    throw new ConversionError(
      "Unsupported argument",
      [...path, strange],
      `An argument named "${strange}" is not expected here.`,
    );
  }
  return record(
    Object.entries(attributes).map(([name, attribute]) => {
      const each = getOwn(value, name) ?? null;
      if (each === null && attribute.required) {
        throw new ConversionError("Incorrect attribute value type", [...path, name], `attribute "${name}" is required`);
      }
      return [name, convert(attribute, each, [...path, name])] as const;
    }),
  );
}

function convertType(type: CtyType, value: Value, path: Path): Value {
  if (value === null || isUnknown(value) || type.kind === "dynamic") return value;
  if (type.kind === "string" && (isNumber(value) || typeof value === "boolean")) return String(value);
  if (type.kind === "string" && typeof value === "string") return value.normalize("NFC");
  if (type.kind === "number" && typeof value === "string" && isNumeric(value)) return numberFromText(value);
  if (type.kind === "number" && isNumber(value)) return numberFromText(String(value));
  if (type.kind === "bool" && (value === "true" || value === "false")) return value === "true";
  if (type.kind === "bool" && typeof value === "boolean") return value;
  if ((type.kind === "list" || type.kind === "set") && isList(value)) {
    const elements = value.map((each, index) => convertType(type.element, each, [...path, index]));
    return type.kind === "set" ? asSet(elements) : elements;
  }
  if (type.kind === "map" && isRecord(value)) {
    return record(
      Object.entries(value).map(([key, each]) => [key, convertType(type.element, each, [...path, key])] as const),
    );
  }
  if (type.kind === "object" && isRecord(value)) {
    return record(
      Object.entries(type.attributes).map(
        ([name, each]) => [name, convertType(each, getOwn(value, name) ?? null, [...path, name])] as const,
      ),
    );
  }
  throw mismatch(type, value, path);
}

function isNumeric(text: string): boolean {
  try {
    return canonicalNumber(text) !== "";
  } catch {
    return false;
  }
}

function mismatch(type: CtyType, value: Value, path: Path): ConversionError {
  const given = isList(value) ? "a list" : isRecord(value) ? "an object" : JSON.stringify(value);
  return new ConversionError(
    "Incorrect attribute value type",
    path,
    `Inappropriate value: ${typeName(type)} required, not ${given}.`,
  );
}
