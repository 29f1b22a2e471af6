import type { Path } from "../../terraform/diagnostic";
import { failure } from "../failure";

/** The name of a resource (`type.name`, `data.type.name`) or, with a key, of one of its instances. */
export interface Address {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The instance's key under `for_each` (text) or `count` (number). */
  readonly key?: string | number;
}

export type InstanceKey = string | number | undefined;

const ADDRESS = /^(data\.)?([\w-]+)\.([\w-]+)(?:\[(?:(\d+)|("(?:[^"\\]|\\.)*"))\])?/;

/** Whole addresses only: what follows an address (an attribute) is an error. */
export function parseAddress(text: string): Address {
  const { address, rest } = splitAddress(text);
  if (rest !== "") throw failure("Invalid address", `"${text}" is not the address of a resource or an instance.`);
  return address;
}

/** An address and what follows it, as in `type.name["a"].attribute`. Modules are not supported. */
export function splitAddress(text: string): { readonly address: Address; readonly rest: string } {
  const match = ADDRESS.exec(text);
  if (!match || match[2] === "module")
    throw failure("Invalid address", `"${text}" is not the address of a resource of the stack.`);
  const [whole, data, type = "", name = "", index, key] = match;
  const parsed: string | number | undefined =
    index !== undefined ? Number(index) : key !== undefined ? unquote(key) : undefined;
  const address: Address = { mode: data ? "data" : "managed", type, name, ...(parsed !== undefined && { key: parsed }) };
  return { address, rest: text.slice(whole.length) };
}

export function resourceId(address: Address): string {
  return `${address.mode === "data" ? "data." : ""}${address.type}.${address.name}`;
}

export function instanceAddress(resource: string, key: InstanceKey): string {
  return key === undefined ? resource : `${resource}[${typeof key === "number" ? String(key) : JSON.stringify(key)}]`;
}

/** A path as `lifecycle.ignore_changes` has it: `tags`, `tags["a"]`, `variants.on.weight`, `rules[0]`. */
export function parsePath(text: string): Path {
  const path: (string | number)[] = [];
  const step = /\.?([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) throw failure("Invalid path", `"${text}" is not the path of an attribute.`);
    path.push(match[1] ?? (match[2] !== undefined ? Number(match[2]) : unquote(match[3] ?? '""')));
  }
  return path;
}

function unquote(text: string): string {
  const value: unknown = JSON.parse(text);
  return typeof value === "string" ? value : "";
}

/** `${type.name.attribute}` or the same without the interpolation: JSON stacks have both. */
export function bare(text: string): string {
  return /^\$\{(.*)\}$/s.exec(text)?.[1]?.trim() ?? text;
}
