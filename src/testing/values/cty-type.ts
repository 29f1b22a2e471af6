/** The types of Terraform's type system, as the protocol names them. */
export type CtyType =
  | { readonly kind: "string" | "number" | "bool" | "dynamic" }
  | { readonly kind: "list" | "set" | "map"; readonly element: CtyType }
  | { readonly kind: "tuple"; readonly elements: readonly CtyType[] }
  | { readonly kind: "object"; readonly attributes: { readonly [name: string]: CtyType } };

export const DYNAMIC: CtyType = { kind: "dynamic" };

/** From the protocol's JSON: `"string"`, `["list","bool"]`, `["object",{"a":"number"}]`. */
export function parseType(json: unknown): CtyType {
  if (json === "string" || json === "number" || json === "bool" || json === "dynamic") return { kind: json };
  if (Array.isArray(json)) {
    const [kind, of]: unknown[] = json;
    if (kind === "list" || kind === "set" || kind === "map") return { kind, element: parseType(of) };
    if (kind === "tuple" && Array.isArray(of)) return { kind, elements: of.map(parseType) };
    if (kind === "object" && typeof of === "object" && of !== null) {
      const attributes = Object.entries(of).map(([name, type]) => [name, parseType(type)] as const);
      return { kind, attributes: Object.fromEntries(attributes) };
    }
  }
  throw new TypeError(`not a type: ${JSON.stringify(json)}`);
}

/** As Terraform's messages write it: `list of object`, `map of string`. */
export function typeName(type: CtyType): string {
  return "element" in type ? `${type.kind} of ${typeName(type.element)}` : type.kind;
}

/** The protocol's JSON of a type. */
export function typeJson(type: CtyType): unknown {
  if ("element" in type) return [type.kind, typeJson(type.element)];
  if ("elements" in type) return [type.kind, type.elements.map(typeJson)];
  if ("attributes" in type) {
    return [type.kind, Object.fromEntries(Object.entries(type.attributes).map(([name, each]) => [name, typeJson(each)]))];
  }
  return type.kind;
}
