import type { SchemaAttributeInput, SchemaInput, SchemaObjectInput } from "./protocol/messages";
import { NESTING, STRING_KIND } from "./protocol/messages";
import type { Attribute, Attributes, Type } from "./schema";

/** A resource's, data source's or provider's declaration as Terraform wants it. */
export function wireSchema(definition: { version?: number; description: string; attributes: Attributes }): SchemaInput {
  return {
    version: definition.version ?? 0,
    block: {
      attributes: wireAttributes(definition.attributes),
      description: definition.description,
      descriptionKind: STRING_KIND.markdown,
    },
  };
}

function wireAttributes(attributes: Attributes): SchemaAttributeInput[] {
  return Object.entries(attributes).map(([name, attribute]) => wireAttribute(name, attribute));
}

function wireAttribute(name: string, attribute: Attribute): SchemaAttributeInput {
  const nested = nestedType(attribute.type);
  return {
    name,
    ...(nested ? { nestedType: nested } : { type: Buffer.from(JSON.stringify(typeSignature(attribute.type))) }),
    description: attribute.description,
    descriptionKind: STRING_KIND.markdown,
    required: attribute.presence === "required",
    optional: attribute.presence === "optional" || attribute.presence === "defaulted",
    computed: attribute.presence === "computed" || attribute.presence === "defaulted",
    sensitive: attribute.sensitive ?? false,
    deprecated: attribute.deprecated !== undefined,
    deprecationMessage: attribute.deprecated ?? "",
  };
}

/** An object, alone or right inside one collection, keeps the presence of each of its attributes. */
function nestedType(type: Type): SchemaObjectInput | undefined {
  if (type.kind === "object") return { nesting: NESTING.single, attributes: wireAttributes(type.attributes) };
  if ((type.kind === "list" || type.kind === "set" || type.kind === "map") && type.element.kind === "object") {
    return { nesting: NESTING[type.kind], attributes: wireAttributes(type.element.attributes) };
  }
  return undefined;
}

export type TypeSignature = string | readonly [string, TypeSignature | Readonly<Record<string, TypeSignature>>];

/** Terraform's JSON form of a type; whole and fractional numbers are one type there. */
export function typeSignature(type: Type): TypeSignature {
  switch (type.kind) {
    case "string":
    case "bool":
      return type.kind;
    case "integer":
    case "number":
      return "number";
    case "list":
    case "set":
    case "map":
      return [type.kind, typeSignature(type.element)];
    case "object":
      return [
        "object",
        Object.fromEntries(Object.entries(type.attributes).map(([name, inner]) => [name, typeSignature(inner.type)])),
      ];
  }
}
