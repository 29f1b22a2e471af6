import { invalid } from "../wire/api-error";

/** The parts of an RFC 6901 pointer; the empty pointer has none and means the whole document. */
export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) throw invalid(`The path "${pointer}" is not a JSON pointer: it must start with /`);
  if (/~(?![01])/.test(pointer)) throw invalid(`The path "${pointer}" is not a JSON pointer: a lone ~`);
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
}

/** An index without sign or leading zeros, below the limit. */
export function arrayIndex(part: string, limit: number, path: string): number {
  if (!/^(?:0|[1-9]\d*)$/.test(part)) throw invalid(`The path "${path}" has no array index at "${part}"`);
  const index = Number(part);
  if (index >= limit) throw invalid(`The path "${path}" is out of bounds at index ${part}`);
  return index;
}
