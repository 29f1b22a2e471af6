import { isKeepable } from "../planning/kept";
import type { SchemaAttributeInput, SchemaInput, SchemaObjectInput } from "../protocol/messages";
import { NESTING, STRING_KIND } from "../protocol/messages";
import type { Attribute, Attributes, Type } from "../schema";

interface Declaration {
  readonly version?: number;
  readonly description: string;
  readonly attributes: Attributes;
}

/** A resource's declaration for Terraform: attributes that an import may fill in are computed, too. */
export function resourceWireSchema(definition: Declaration): SchemaInput {
  return schemaOf(definition, true);
}

/** The declaration of a data source or provider. */
export function wireSchema(definition: Declaration): SchemaInput {
  return schemaOf(definition, false);
}

function schemaOf(definition: Declaration, isImported: boolean): SchemaInput {
  return {
    version: definition.version ?? 0,
    block: {
      attributes: wireAttributes(definition.attributes, isImported, isImported),
      description: definition.description,
      descriptionKind: STRING_KIND.markdown,
    },
  };
}

function wireAttributes(attributes: Attributes, isImported: boolean, isIndependent: boolean): SchemaAttributeInput[] {
  return Object.entries(attributes).map(([name, attribute]) => wireAttribute(name, attribute, isImported, isIndependent));
}

function wireAttribute(
  name: string,
  attribute: Attribute,
  isImported: boolean,
  isIndependent: boolean,
): SchemaAttributeInput {
  const nested = nestedType(attribute.type, isImported);
  const isFilled = isKeepable(attribute, isIndependent);
  return {
    name,
    ...(nested ? { nestedType: nested } : { type: Buffer.from(JSON.stringify(typeSignature(attribute.type))) }),
    description: attribute.description,
    descriptionKind: STRING_KIND.markdown,
    required: attribute.presence === "required",
    optional: ["optional", "defaulted", "filled"].includes(attribute.presence),
    computed: ["computed", "defaulted", "filled"].includes(attribute.presence) || isFilled,
    sensitive: attribute.sensitive ?? false,
    deprecated: attribute.deprecated !== undefined,
    deprecationMessage: attribute.deprecated ?? "",
  };
}

/** An object, alone or directly inside one collection, keeps the presence of each of its attributes. */
function nestedType(type: Type, isImported: boolean): SchemaObjectInput | undefined {
  const attributesOf = ({ attributes, independent }: Extract<Type, { kind: "object" }>) =>
    wireAttributes(attributes, isImported, isImported && independent === true);
  if (type.kind === "object") return { nesting: NESTING.single, attributes: attributesOf(type) };
  if ((type.kind === "list" || type.kind === "set" || type.kind === "map") && type.element.kind === "object") {
    return { nesting: NESTING[type.kind], attributes: attributesOf(type.element) };
  }
  return undefined;
}

type TypeSignature = string | readonly [string, TypeSignature | Readonly<Record<string, TypeSignature>>];

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
