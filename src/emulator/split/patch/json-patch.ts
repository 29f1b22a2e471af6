import { z } from "zod";
import { getOwn } from "../../../get-own";
import type { Options } from "../options";
import { ApiError, invalid } from "../wire/api-error";
import type { Json } from "../wire/json";
import { isObject, sameJson } from "../wire/json";
import { arrayIndex, parsePointer } from "./pointer";

const path = z.string();
const value = z.custom<Json>((given) => given !== undefined, "value is missing");

// Members that are not of the operation are ignored (RFC 6902 4).
const operation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path, value }),
  z.object({ op: z.literal("replace"), path, value }),
  z.object({ op: z.literal("test"), path, value }),
  z.object({ op: z.literal("remove"), path }),
  z.object({ op: z.literal("move"), path, from: path }),
  z.object({ op: z.literal("copy"), path, from: path }),
]);
type Operation = z.output<typeof operation>;

type PatchOptions = Pick<Options, "testOperation" | "failedTestStatus" | "moveAndCopy">;

/**
 * Follows RFC 6902 strictly. The given document is not modified, so a patch that fails changes nothing; the caller
 * validates the result after all operations.
 */
export function applyPatch(document: Json, body: unknown, options: PatchOptions): Json {
  if (!Array.isArray(body)) throw invalid("A patch is an array of operations");
  return body.reduce<Json>((current, each, index) => {
    const parsed = operation.safeParse(each);
    if (!parsed.success) throw invalid(`Operation ${index} is invalid`, z.prettifyError(parsed.error));
    return applyOne(current, parsed.data, options);
  }, structuredClone(document));
}

function applyOne(document: Json, given: Operation, options: PatchOptions): Json {
  const at = parsePointer(given.path);
  switch (given.op) {
    case "add":
      return add(document, at, structuredClone(given.value), given.path);
    case "remove":
      return remove(document, at, given.path);
    case "replace":
      read(document, at, given.path);
      return at.length === 0 ? structuredClone(given.value) : put(document, at, structuredClone(given.value), given.path);
    case "test":
      return test(document, at, given, options);
    case "move":
    case "copy": {
      if (!options.moveAndCopy) throw invalid(`The operation "${given.op}" is not supported`);
      const from = parsePointer(given.from);
      const moved = structuredClone(read(document, from, given.from));
      if (given.op === "copy") return add(document, at, moved, given.path);
      if (given.path.startsWith(`${given.from}/`)) throw invalid(`"${given.from}" cannot be moved into itself`);
      return add(remove(document, from, given.from), at, moved, given.path);
    }
  }
}

function test(document: Json, at: readonly string[], given: Operation & { op: "test" }, options: PatchOptions): Json {
  if (options.testOperation === "refused") throw invalid('The operation "test" is not supported');
  if (options.testOperation === "ignored") return document;
  if (sameJson(read(document, at, given.path), given.value)) return document;
  throw new ApiError(options.failedTestStatus, `The test of "${given.path}" failed`);
}

function read(document: Json, at: readonly string[], path: string): Json {
  return at.reduce<Json>((current, part) => {
    const found = Array.isArray(current)
      ? current[arrayIndex(part, current.length, path)]
      : isObject(current) && Object.hasOwn(current, part)
        ? getOwn(current, part)
        : undefined;
    if (found === undefined) throw invalid(`The path "${path}" does not exist: there is no "${part}"`);
    return found;
  }, document);
}

function add(document: Json, at: readonly string[], given: Json, path: string): Json {
  const last = at.at(-1);
  if (last === undefined) return given;
  const parent = read(document, at.slice(0, -1), path);
  if (Array.isArray(parent)) {
    parent.splice(last === "-" ? parent.length : arrayIndex(last, parent.length + 1, path), 0, given);
    return document;
  }
  return put(document, at, given, path);
}

/** Sets a member, or the element that is there. */
function put(document: Json, at: readonly string[], given: Json, path: string): Json {
  const last = at.at(-1) ?? "";
  const parent = read(document, at.slice(0, -1), path);
  if (Array.isArray(parent)) parent[arrayIndex(last, parent.length, path)] = given;
  else if (isObject(parent)) {
    // Not by assignment: `__proto__` is a name like any other.
    Object.defineProperty(parent, last, { value: given, enumerable: true, configurable: true, writable: true });
  } else throw invalid(`The path "${path}" has no object or array above "${last}"`);
  return document;
}

function remove(document: Json, at: readonly string[], path: string): Json {
  read(document, at, path);
  const last = at.at(-1);
  if (last === undefined) throw invalid("The whole document cannot be removed");
  const parent = read(document, at.slice(0, -1), path);
  if (Array.isArray(parent)) parent.splice(arrayIndex(last, parent.length, path), 1);
  else if (isObject(parent)) Reflect.deleteProperty(parent, last);
  return document;
}
