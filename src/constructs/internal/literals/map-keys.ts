import { escapeTemplate } from "./escape-template";

/**
 * A key of a map, as Terraform reads it: for a template. cdktf copies objects key by key, which loses "__proto__": an expression
 * says the same.
 */
export function mapKey(key: string): string {
  return key === "__proto__" ? '${"__proto__"}' : escapeTemplate(key);
}

/** In `{ __proto__: … }` JavaScript takes the value for the object's prototype: the entry is lost before anybody can see it. */
export function lostEntryIssues(map: object | undefined, what: string): string[] {
  const prototype: unknown = map && Object.getPrototypeOf(map);
  if (typeof prototype !== "object" || prototype === null || Object.getPrototypeOf(prototype) === null) return [];
  return [`${what} "__proto__" is lost: in JavaScript { __proto__: … } sets the prototype. Write { ["__proto__"]: … }`];
}
