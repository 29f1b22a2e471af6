import { z } from "zod";

/** A map whose keys users choose. zod's own records leave the key "__proto__" out. */
export function recordOf<T>(value: z.ZodType<T>): z.ZodType<Record<string, T>, Record<string, T>> {
  return z.custom<Record<string, T>>().transform((sent, context) => {
    const given: unknown = sent;
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      context.issues.push({ code: "invalid_type", expected: "record", input: given });
      return {};
    }
    const entries = Object.entries(given).flatMap(([key, each]): [string, T][] => {
      const read = value.safeParse(each);
      if (read.success) return [[key, read.data]];
      context.issues.push(...read.error.issues.map((issue) => ({ ...issue, path: [key, ...issue.path], input: each })));
      return [];
    });
    return Object.fromEntries(entries);
  });
}
