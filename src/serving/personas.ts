import * as z from "zod/mini";
import { recordOf } from "../record-of";
import type { Person } from "./person";

const trait = z.union([z.string(), z.number(), z.boolean()]);

/** A file of people: `{ "anna": { "identity": "user-42", "traits": { "country": "GB" }, "segments": ["beta"] } }`. */
const personasFile = recordOf(
  z.strictObject({
    identity: z.optional(z.nullable(z.string())),
    traits: z.optional(recordOf(z.union([trait, z.array(trait)]))),
    /** Memberships that are known from elsewhere; a map says false too. */
    segments: z.optional(z.union([z.array(z.string()), recordOf(z.boolean())])),
  }),
);

export type Personas = Readonly<Record<string, Person>>;

/** The people in the text of a file. Throws an Error that says what is wrong where, to be read after the name of the file. */
export function readPersonas(text: string): Personas {
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new Error("is not JSON");
  }
  const read = personasFile.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const at = issue?.path.map(String).join(".") ?? "";
    throw new Error(
      `${at === "" ? "is not a map of people by name" : `has at ${at} what is not expected there`}: each of them has "identity", "traits" and "segments", all optional`,
    );
  }
  return Object.fromEntries(
    Object.entries(read.data).map(([name, { identity, traits, segments = {} }]) => {
      const named = Array.isArray(segments) ? Object.fromEntries(segments.map((each) => [each, true] as const)) : segments;
      return [name, { identity: identity ?? null, traits: traits ?? {}, segments: named }];
    }),
  );
}
