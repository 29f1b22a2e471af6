import { type Diagnostic, error, type Path } from "../diagnostic";
import type { Attributes, Type } from "../schema";
import type { Values } from "../values/decode";
import { member } from "../values/equality";
import { jsonEncoded } from "../values/json-encoded";

/**
 * What Terraform (1.14 to 1.16) does not print as it is when it writes configuration: text that is a JSON object or list becomes
 * `jsonencode(…)`, which has a spelling of its own, and the keys of maps are quoted without being escaped.
 */
export function printFaults(attributes: Attributes, config: Values, at: Path = []): Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, { type }]) => faultsIn(type, member(config, name), [...at, name], true));
}

function faultsIn(type: Type, value: unknown, path: Path, isAttribute: boolean): Diagnostic[] {
  if (value === null || value === undefined) return [];
  switch (type.kind) {
    case "string":
      return isAttribute && typeof value === "string" ? jsonFaults(value, path) : [];
    case "object":
      return printFaults(type.attributes, value as Values, path);
    case "list":
    case "set":
      return (value as readonly unknown[]).flatMap((each, index) => faultsIn(type.element, each, [...path, index], false));
    case "map": {
      const members = Object.entries(value as Values);
      const keys = members.flatMap(([key]) => keyFaults(key, path, type.element.kind === "object"));
      return [...keys, ...members.flatMap(([key, each]) => faultsIn(type.element, each, [...path, key], false))];
    }
    default:
      return [];
  }
}

function jsonFaults(text: string, path: Path): Diagnostic[] {
  if (!/^\s*[[{]/.test(text) || !isJson(text) || jsonEncoded(text) === text) return [];
  const detail = "Terraform would write it with `jsonencode`, which spells this JSON in another way.";
  return [error("JSON with a spelling of its own", detail, path)];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const PLAIN = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
/** Go escapes these in ways that Terraform's language does not have. */
const UNQUOTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[$%]\{/;

function keyFaults(key: string, path: Path, isObject: boolean): Diagnostic[] {
  const isFor = key === "for";
  if (!isFor && (PLAIN.test(key) || !isObject || !UNQUOTABLE.test(key))) return [];
  return [
    error("A key that Terraform does not quote", `Terraform would write the key ${JSON.stringify(key)} unquoted.`, path),
  ];
}
