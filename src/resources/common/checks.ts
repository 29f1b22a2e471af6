import * as z from "zod/mini";
import { readJsonText } from "../../platforms/model/json-text";

/**
 * Checks that several attributes share, each with its own message. They use zod's mini variant: the full one takes 40 ms to
 * load, in a process that Terraform starts two to five times per command.
 */

export const NON_EMPTY = z.string().check(z.minLength(1, "must not be empty"));

/** Up to so many characters, as servers count them: by code points. */
export function longest(most: number): z.ZodMiniType<string> {
  return z
    .string()
    .check(z.refine((text) => [...text].length <= most, `must not have more than ${String(most)} characters`));
}

export function oneOf(...words: readonly [string, ...string[]]): z.ZodMiniType<string> {
  const choice = words.map((word) => `"${word}"`).join(", ");
  return z.enum(words, `must be ${words.length === 1 ? "" : "one of "}${choice}`);
}

export function atLeast(minimum: number): z.ZodMiniType<number> {
  return z.number().check(z.minimum(minimum, `must be at least ${String(minimum)}`));
}

export function atMost(maximum: number): z.ZodMiniType<number> {
  return z.number().check(z.maximum(maximum, `must be at most ${String(maximum)}`));
}

export function both(one: z.ZodMiniType<number>, other: z.ZodMiniType<number>): z.ZodMiniType<number> {
  return z.intersection(one, other);
}

/** The largest 32-bit integer, which platforms use for some of their numbers. */
export const INTEGER_32 = 2_147_483_647;

export const PRIORITY = both(atLeast(0), atMost(INTEGER_32));

export const JSON_TEXT = z.string().check(({ value, issues }) => {
  const content = readJsonText(value);
  const [twice] = content?.repeated ?? [];
  const message = !content
    ? "must be JSON text, such as the result of jsonencode(...)"
    : twice === undefined
      ? undefined
      : `must not have a key twice in one object, and has ${JSON.stringify(twice)} twice: programs differ in which of them counts`;
  if (message !== undefined) issues.push({ code: "custom", input: value, message });
});

/** RFC 3339, as Terraform's `timestamp()` returns it. */
export const TIMESTAMP = z
  .string()
  .check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, "must be a time such as 2027-01-11T09:00:00Z"),
  );
