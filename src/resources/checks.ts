import * as z from "zod/mini";

/**
 * Checks that attributes share, each with words of its own. zod's mini flavour: the full one takes 40 ms to load, in a process
 * that Terraform starts two to five times per command.
 */

export const NON_EMPTY = z.string().check(z.minLength(1, "must not be empty"));

export function oneOf(...words: readonly [string, ...string[]]): z.ZodMiniType<string> {
  const choice = words.map((word) => `"${word}"`).join(", ");
  return z.enum(words, `must be ${words.length === 1 ? "" : "one of "}${choice}`);
}

export function atLeast(minimum: number): z.ZodMiniType<number> {
  return z.number().check(z.minimum(minimum, `must be at least ${String(minimum)}`));
}

export const JSON_TEXT = z.string().check(z.refine(isJson, "must be JSON text, as jsonencode(...) gives"));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
