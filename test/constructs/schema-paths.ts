import type { Attributes, Type } from "../../src/terraform/schema";

/** The paths that a configuration may set: `a.b`, `list[].c`, `map{}.d`. */
export function settablePaths(attributes: Attributes, prefix = ""): string[] {
  return Object.entries(attributes)
    .filter(([, { presence }]) => presence !== "computed")
    .flatMap(([name, { type }]) => [`${prefix}${name}`, ...innerPaths(type, `${prefix}${name}`)]);
}

function innerPaths(type: Type, path: string): string[] {
  switch (type.kind) {
    case "object":
      return settablePaths(type.attributes, `${path}.`);
    case "list":
    case "set":
      return innerPaths(type.element, `${path}[]`);
    case "map":
      return innerPaths(type.element, `${path}{}`);
    default:
      return [];
  }
}

/** The paths that a synthesized value sets, seen with the schema's eyes: keys of maps are `{}`. */
export function setPaths(value: unknown, attributes: Attributes, prefix = ""): string[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([name, inner]) => {
    const type = attributes[name]?.type;
    if (type === undefined) return [`${prefix}${name} (not declared)`];
    return [`${prefix}${name}`, ...setInner(inner, type, `${prefix}${name}`)];
  });
}

function setInner(value: unknown, type: Type, path: string): string[] {
  switch (type.kind) {
    case "object":
      return setPaths(value, type.attributes, `${path}.`);
    case "list":
    case "set":
      return (value as unknown[]).flatMap((each) => setInner(each, type.element, `${path}[]`));
    case "map":
      return Object.values(value as Record<string, unknown>).flatMap((each) => setInner(each, type.element, `${path}{}`));
    default:
      return wrongScalar(value, type, path);
  }
}

function wrongScalar(value: unknown, type: Type, path: string): string[] {
  const expected: Partial<Record<Type["kind"], string>> = {
    string: "string",
    bool: "boolean",
    integer: "number",
    number: "number",
  };
  return typeof value === expected[type.kind] ? [] : [`${path} (a ${typeof value} for ${type.kind})`];
}
