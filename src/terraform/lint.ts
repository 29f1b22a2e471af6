import { safeParse } from "zod/v4/core";
import { getOwn } from "../get-own";
import type { Attribute, Attributes, Type } from "./schema";

const NAME = /^[a-z][a-z0-9_]*$/;
/** Terraform's own arguments in a resource or data block. */
const RESERVED = ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];
const RESERVED_IN_PROVIDER = ["alias", "version"];

interface Declaration {
  readonly type: string;
  readonly attributes: Attributes;
  readonly identity?: { readonly attributes: { readonly [name: string]: unknown } };
}

interface ProviderDeclaration {
  readonly name: string;
  readonly attributes: Attributes;
  readonly resources: readonly Declaration[];
  readonly dataSources: readonly Declaration[];
  readonly listResources?: readonly Declaration[];
}

/**
 * Every mistake in a provider's declarations, each with its path. For a unit test: core reports few of them, and only to
 * users.
 */
export function lintProvider(provider: ProviderDeclaration): string[] {
  return [
    ...lintAttributes(provider.attributes, `provider ${provider.name}`, RESERVED_IN_PROVIDER),
    ...lintTypes(provider.name, provider.resources, "resource"),
    ...lintTypes(provider.name, provider.dataSources, "data source"),
    ...lintTypes(provider.name, provider.listResources ?? [], "list resource"),
    ...lintLists(provider),
  ];
}

function lintTypes(provider: string, declarations: readonly Declaration[], kind: string): string[] {
  const names = declarations.map((each) => each.type);
  return declarations.flatMap(({ type, attributes }, index) => [
    ...(type.startsWith(`${provider}_`) && NAME.test(type)
      ? []
      : [`${kind} ${type}: its name must start with ${provider}_`]),
    ...(names.indexOf(type) === index ? [] : [`${kind} ${type}: declared twice`]),
    ...lintAttributes(attributes, `${kind} ${type}`, RESERVED),
  ]);
}

/** Core refuses to list what has no identity. */
function lintLists({ resources, listResources = [] }: ProviderDeclaration): string[] {
  const named = resources.filter(({ identity }) => identity && Object.keys(identity.attributes).length > 0);
  return listResources
    .filter(({ type }) => !named.some((each) => each.type === type))
    .map(({ type }) => `list resource ${type}: there is no resource of this type with an identity`);
}

function lintAttributes(attributes: Attributes, where: string, reserved: readonly string[] = []): string[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const at = `${where}.${name}`;
    return [
      ...(NAME.test(name) ? [] : [`${at}: a name is lower-case letters, digits and underscores`]),
      ...(reserved.includes(name) ? [`${at}: the name is reserved by Terraform`] : []),
      ...(attribute.description.trim() === "" ? [`${at}: has no description`] : []),
      ...lintPresence(attribute, at),
      ...lintType(attribute.type, at, 0),
    ];
  });
}

function lintPresence(attribute: Attribute, at: string): string[] {
  const { presence, type } = attribute;
  const faults: string[] = [];
  if (presence === "defaulted") {
    const expected = { string: "string", bool: "boolean", integer: "number", number: "number" };
    const wanted = getOwn<string>(expected, type.kind);
    if (wanted === undefined) faults.push(`${at}: only single values can have a default`);
    else if (typeof attribute.default !== wanted) faults.push(`${at}: its default is not a ${wanted}`);
    else if (attribute.check && !safeParse(attribute.check, attribute.default).success)
      faults.push(`${at}: its default fails its own check`);
  }
  if (presence === "computed" && (attribute.replace || attribute.check))
    faults.push(`${at}: computed, so nothing to check or replace`);
  if (presence === "computed" && !allComputed(type))
    faults.push(`${at}: computed, so all attributes inside must be computed`);
  return faults;
}

/**
 * Objects may be used alone or directly inside one collection. The wire format loses the presence of attributes in deeper
 * ones.
 */
function lintType(type: Type, at: string, depth: number): string[] {
  if (type.kind === "object") {
    if (depth > 1) return [`${at}: objects may be inside one collection, not two`];
    return lintAttributes(type.attributes, at);
  }
  if (!("element" in type)) return [];
  return [...(type.kind === "set" ? replacing(type.element, at) : []), ...lintType(type.element, at, depth + 1)];
}

/** An element of a set has no address, so no attribute inside it can be reported as the cause of a replacement. */
function replacing(type: Type, at: string): string[] {
  if ("element" in type) return replacing(type.element, at);
  if (type.kind !== "object") return [];
  return Object.entries(type.attributes).flatMap(([name, attribute]) => [
    ...(attribute.replace ? [`${at}.${name}: inside a set nothing can force replacement`] : []),
    ...replacing(attribute.type, `${at}.${name}`),
  ]);
}

function allComputed(type: Type): boolean {
  if ("element" in type) return allComputed(type.element);
  if (type.kind !== "object") return true;
  return Object.values(type.attributes).every((each) => each.presence === "computed" && allComputed(each.type));
}
