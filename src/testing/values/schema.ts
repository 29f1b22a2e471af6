import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { NESTING, type SchemaAttributeMessage, type SchemaMessage } from "../../terraform/protocol/messages";
import { type CtyType, parseType } from "./cty-type";
import { isList, isRecord, type Value } from "./value";

/** A schema as core uses it: what the provider sent, with the types worked out. */
export interface Schema {
  readonly version: number;
  readonly attributes: AttributeSchemas;
  readonly type: CtyType;
}

export type AttributeSchemas = { readonly [name: string]: AttributeSchema };

export interface AttributeSchema {
  readonly type: CtyType;
  /** Nested attributes, each with its own presence. */
  readonly nested?: { readonly nesting: "single" | "list" | "set" | "map"; readonly attributes: AttributeSchemas };
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
}

/** Throws where core would refuse to load the schema. */
export function readSchema(message: SchemaMessage): Schema {
  if (!message.block) throw new TypeError("the schema has no block");
  if (message.version < 0) throw new TypeError(`the schema's version is ${String(message.version)}`);
  const attributes = readAttributes(message.block.attributes, "");
  return { version: message.version, attributes, type: objectType(attributes) };
}

function readAttributes(messages: readonly SchemaAttributeMessage[], prefix: string): AttributeSchemas {
  return Object.fromEntries(messages.map((message) => [message.name, readAttribute(message, prefix + message.name)]));
}

function readAttribute(message: SchemaAttributeMessage, where: string): AttributeSchema {
  const { required, optional, computed, sensitive, writeOnly } = message;
  if (!/^[a-z0-9_]+$/.test(message.name)) throw new TypeError(`"${where}" is not a name for an attribute`);
  if (!required && !optional && !computed) throw new TypeError(`${where} is neither required, optional nor computed`);
  if (required && (optional || computed)) throw new TypeError(`${where} is required and also optional or computed`);
  if (message.type.length > 0 === (message.nestedType !== undefined)) {
    throw new TypeError(`${where} needs exactly one of a type and nested attributes`);
  }
  const flags = { required, optional, computed, sensitive, writeOnly };
  if (!message.nestedType) return { type: parseType(JSON.parse(message.type.toString())), ...flags };
  const nesting = NESTINGS[message.nestedType.nesting];
  if (!nesting) throw new TypeError(`${where} has an unknown nesting mode (${String(message.nestedType.nesting)})`);
  const attributes = readAttributes(message.nestedType.attributes, `${where}.`);
  if (nesting === "set" && Object.values(attributes).some((each) => each.writeOnly || each.type.kind === "dynamic")) {
    throw new TypeError(`${where} is a set of objects with write-only or dynamic attributes`);
  }
  const element = objectType(attributes);
  return { type: nesting === "single" ? element : { kind: nesting, element }, nested: { nesting, attributes }, ...flags };
}

const NESTINGS: { readonly [nesting: number]: "single" | "list" | "set" | "map" } = {
  [NESTING.single]: "single",
  [NESTING.list]: "list",
  [NESTING.set]: "set",
  [NESTING.map]: "map",
};

function objectType(attributes: AttributeSchemas): CtyType {
  return {
    kind: "object",
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, attribute.type])),
  };
}

/** The attribute at a path of names, keys and indices; undefined where the path leads to an element or into nothing. */
export function attributeAt(attributes: AttributeSchemas, path: Path): AttributeSchema | undefined {
  const [name, ...rest] = path;
  const attribute = typeof name === "string" ? getOwn(attributes, name) : undefined;
  if (!attribute || rest.length === 0) return attribute;
  if (!attribute.nested) return undefined;
  return attributeAt(attribute.nested.attributes, attribute.nested.nesting === "single" ? rest : rest.slice(1));
}

/** Whether the path can exist in some value of the schema, also inside collections. */
export function pathExists(type: CtyType, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined || type.kind === "dynamic") return true;
  if ("attributes" in type) {
    const next = getOwn(type.attributes, String(step));
    return next !== undefined && pathExists(next, rest);
  }
  if ("element" in type) return (type.kind === "map") === (typeof step === "string") && pathExists(type.element, rest);
  const element = "elements" in type && typeof step === "number" ? type.elements[step] : undefined;
  return element !== undefined && pathExists(element, rest);
}

/** The objects of nested attributes in a value, with the path to each. */
export function nestedObjects(attribute: AttributeSchema, value: Value): readonly (readonly [Path, Value])[] {
  if (!attribute.nested) return [];
  if (attribute.nested.nesting === "single") return [[[], value]];
  if (isList(value)) return value.map((each, index) => [[index], each] as const);
  return isRecord(value) ? Object.entries(value).map(([key, each]) => [[key], each] as const) : [];
}
