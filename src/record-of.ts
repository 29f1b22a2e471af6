import * as z from "zod/mini";

/** A map by names that others choose, in an answer or a body. zod's own records leave the key "__proto__" out. */
export function recordOf<T>(value: z.ZodMiniType<T>): z.ZodMiniType<Readonly<Record<string, T>>, unknown> {
  return z.pipe(
    z.unknown(),
    z.transform((given, context) => {
      if (typeof given !== "object" || given === null || Array.isArray(given)) {
        context.issues.push({ code: "invalid_type", expected: "record", input: given });
        return {};
      }
      const entries = Object.entries(given).flatMap(([key, each]): [string, T][] => {
        const read = z.safeParse(value, each);
        if (read.success) return [[key, read.data]];
        context.issues.push(...read.error.issues.map((issue) => ({ ...issue, path: [key, ...issue.path], input: each })));
        return [];
      });
      return Object.fromEntries(entries);
    }),
  );
}
